import { expect, test } from 'vitest'
import { seal, unseal } from './seal.server.ts'

const secret = Buffer.alloc(32, 1)

test('what was sealed is opened again, and looks different each time', () => {
	const one = seal(secret, 'mail', 'https://pitso.example/é')
	expect(unseal(secret, 'mail', one)).toBe('https://pitso.example/é')
	expect(one).not.toContain('pitso')
	expect(seal(secret, 'mail', 'https://pitso.example/é')).not.toBe(one)
})

test('another secret, another purpose or a changed text opens nothing', () => {
	const sealed = seal(secret, 'mail', 'hidden')
	expect(() => unseal(Buffer.alloc(32, 2), 'mail', sealed)).toThrow()
	expect(() => unseal(secret, 'session', sealed)).toThrow()
	const bytes = Buffer.from(sealed, 'base64url')
	bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
	expect(() => unseal(secret, 'mail', bytes.toString('base64url'))).toThrow()
	expect(() => unseal(secret, 'mail', 'short')).toThrow()
})
