import { expect, test } from 'vitest'
import { count } from '../../scripts/parts.mjs'

const file = (...statuses: string[]) => ({
	status: statuses.includes('failed') ? 'failed' : 'passed',
	assertionResults: statuses.map((status, place) => ({ status, fullName: `test ${place + 1}` }))
})

test('every test counts', () => {
	const result = { testResults: [file('passed', 'failed'), file('passed')] }
	expect(count(1, '', result)).toMatchObject({ passed: 2, failed: 1 })
})

test('a test that was not run counts as failed and is named', () => {
	const { failed, words } = count(0, '', { testResults: [file('passed', 'skipped', 'todo')] })
	expect(failed).toBe(2)
	expect(words).toContain('"test 2" was not run (skipped)')
})

test('a file that breaks before its tests counts as one failure', () => {
	const broken = { status: 'failed', assertionResults: [] }
	expect(count(1, '', { testResults: [file('passed'), broken] })).toMatchObject({ passed: 1, failed: 1 })
})

test('an error beside passing tests counts as one failure', () => {
	expect(count(1, '', { testResults: [file('passed')] })).toMatchObject({ passed: 1, failed: 1 })
})

test('no test at all counts as one failure', () => {
	expect(count(0, '', { testResults: [] })).toMatchObject({ passed: 0, failed: 1 })
})

test('a run without a result counts as one failure and keeps what was said', () => {
	expect(count(137, 'Killed', null)).toMatchObject({ passed: 0, failed: 1, words: expect.stringContaining('Killed') })
})
