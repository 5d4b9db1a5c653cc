import { appendFileSync, closeSync, mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { boundLog, lastComplaint, openLog } from './embedded-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'pitso-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a log that grew too large starts anew under the writer, and its former part is kept', () => {
	const path = join(folder, 'bounded.log')
	const { descriptor } = openLog(path)
	writeSync(descriptor, 'before\n')
	boundLog(path, 5)
	writeSync(descriptor, 'after\n')
	closeSync(descriptor)
	expect(readFileSync(path, 'utf8')).toBe('after\n')
	expect(readFileSync(`${path}.1`, 'utf8')).toBe('before\n')
})

test('a log within its bounds is left alone', () => {
	const path = join(folder, 'small.log')
	writeFileSync(path, 'few')
	boundLog(path, 5)
	expect(readFileSync(path, 'utf8')).toBe('few')
})

test('the last complaint is the newest fatal line since the start', async () => {
	const path = join(folder, 'complaints.log')
	writeFileSync(path, 'UTC [1] FATAL:  of yesterday\n')
	const { descriptor, length } = openLog(path)
	closeSync(descriptor)
	appendFileSync(path, 'UTC [2] FATAL:  no space left\nUTC [2] LOG:  database system is shut down\n')
	expect(await lastComplaint(path, length)).toBe('no space left')
})

test('without a complaint the last line is told', async () => {
	const path = join(folder, 'quiet.log')
	writeFileSync(path, 'postgres: cannot open shared object\n')
	expect(await lastComplaint(path, 0)).toBe('postgres: cannot open shared object')
})
