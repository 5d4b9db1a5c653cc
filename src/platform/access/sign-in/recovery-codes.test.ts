import { expect, test } from 'vitest'
import { makeRecoveryCodes, recoveryCodes, typedRecoveryCode } from './recovery-codes.ts'

test('ten codes, all different, without letters that are taken for each other', () => {
	const codes = makeRecoveryCodes()
	expect(new Set(codes).size).toBe(10)
	for (const code of codes) expect(code).toMatch(/^([a-hjkmnp-z1-9]{4}-){3}[a-hjkmnp-z1-9]{4}$/)
})

test('a code is known however it is typed', () => {
	expect(typedRecoveryCode(' ABCD efgh 2345jkmn ')).toBe('abcd-efgh-2345-jkmn')
})

test('codes are stored as digests, and those that are left are not digested again', async () => {
	const { encrypt, stored } = recoveryCodes((code) => `<${code}>`)
	const kept = await encrypt(JSON.stringify(['one', 'two']))
	expect(JSON.parse(kept)).toEqual([stored('one'), stored('two')])
	expect(await encrypt(kept)).toBe(kept)
})
