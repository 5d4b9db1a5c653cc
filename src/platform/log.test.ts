import pg from 'pg'
import { afterEach, expect, test, vi } from 'vitest'
import { logLine, toldError, withoutPrivate } from './log.ts'

afterEach(() => vi.restoreAllMocks())

test.each([
	['no seat for tendai.moyo@interior.example here', 'tendai'],
	['invalid input syntax for type uuid: "Tendai Moyo"', 'Tendai'],
	["unexpected token 'S', 'Secret note' is not JSON", 'Secret'],
	['fetch failed: https://pitso.example/zwe/invitation/abc?name=Tendai', 'abc'],
	['no route for /zwe/search?q=Tendai+Moyo', 'Tendai'],
	['stored file /home/tendai/data/files/1 has no bytes', 'tendai'],
	['refused for 192.168.17.4', '192.168'],
	['refused for 2001:db8:0:1:1:1:1:1', '2001'],
	['bearer Zm9vYmFyYmF6cXV4cXV1eGNvcmdlZ3JhdWx0 is unknown', 'Zm9v'],
	['telephone 0772123456 is taken', '0772']
])('%j loses what is private', (text, secret) => {
	expect(withoutPrivate(text)).not.toContain(secret)
})

test('what names no person stays readable', () => {
	expect(withoutPrivate('duplicate key value violates unique constraint on table seat')).toBe(
		'duplicate key value violates unique constraint on table seat'
	)
})

test('an error is told by its kind, its code and where it was thrown, not by its details', () => {
	const error = new pg.DatabaseError('invalid input syntax for type uuid: "Tendai"', 1, 'error')
	error.code = '22P02'
	error.detail = 'Key (email)=(tendai@interior.example) already exists.'
	const told = toldError(new Error('while saving “Tendai”', { cause: error }))
	expect(JSON.stringify(told)).not.toMatch(/tendai/i)
	expect(told.at?.[0]).toContain('log.test.ts')
	expect(JSON.stringify(told.at)).not.toContain(process.cwd())
	expect(toldError(error)).toMatchObject({ code: '22P02' })
	expect(toldError('Tendai was here')).toEqual({ error: 'thrown string' })
})

test('a line is one JSON object with its level', () => {
	const lines: string[] = []
	vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
		lines.push(String(text))
		return true
	})
	logLine('error', 'a job failed', { reference: 'r-1', attempt: 2 }, { error: new Error('line one\nline two') })
	expect(lines).toHaveLength(1)
	expect(lines[0]?.trimEnd()).not.toContain('\n')
	expect(JSON.parse(lines[0] ?? '')).toMatchObject({
		level: 'error',
		message: 'a job failed',
		reference: 'r-1',
		attempt: 2
	})
})
