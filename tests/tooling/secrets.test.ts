import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
	.split('\0')
	// A file taken away and not yet committed is still listed.
	.filter((path) => path !== '' && existsSync(join(root, path)) && !/\.(?:png|woff2|xlsx|pdf|ico)$/.test(path))

// What a secret looks like when it was pasted: keys of well-known kinds, and passwords inside addresses.
const SECRETS: readonly (readonly [string, RegExp])[] = [
	['a private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\n[A-Za-z0-9+/]/],
	['a key of a cloud', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
	['a token of a code forge', /\bgh[pousr]_[A-Za-z0-9]{36}\b/],
	['a web token', /\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}/],
	['a password in an address', /\b(?:postgres(?:ql)?|smtps?|https?):\/\/[^\s:/@'"`$<>]+:[^\s@'"`$<>{}]{6,}@/]
]
// Told apart from the real thing by being words, as in documentation and tests, or by leading to no other machine.
const PLAIN =
	/:\/\/[^\s:]+:(?:password|PASSWORD|secret|wrong|user-password)[^\s@]*@|@(?:127\.0\.0\.1|localhost|[\w.]*\.(?:example|test))\b/

test('the repository holds no secret', () => {
	const found = tracked.flatMap((path) => {
		const text = readFileSync(join(root, path), 'utf8')
		return SECRETS.filter(([, looks]) => {
			const match = looks.exec(text)
			return match !== null && !PLAIN.test(text.slice(match.index, match.index + match[0].length + 40))
		}).map(([name]) => `${path}: ${name}`)
	})
	expect(found).toEqual([])
})

test('the repository holds no data folder and no file that keeps settings', () => {
	expect(tracked.filter((path) => /(?:^|\/)(?:\.env(?:\..*)?|secret|postmaster\.pid)$|^data\//.test(path))).toEqual([])
})
