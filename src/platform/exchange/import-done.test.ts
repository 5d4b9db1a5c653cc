import { expect, test } from 'vitest'
import { doneText, readDone } from './import-done.ts'

const totals = { added: 0, changed: 0, faults: 0 }
const sheets = [
	{ sheet: 'actor', unchanged: 6 },
	{ sheet: 'area_lead', unchanged: 2 }
]

test('what an import did is read back from its address, without the sheets it left alone', () => {
	const done = [
		{ sheet: 'actor', added: 4, changed: 2 },
		{ sheet: 'area_lead', added: 0, changed: 1 }
	]
	const text = doneText([...done, { sheet: 'area', added: 0, changed: 0 }])
	expect(text).toBe('actor.4.2,area_lead.0.1')
	expect(readDone(text, { sheets, totals })).toEqual(done)
})

test.each([
	null,
	'',
	'actor',
	'actor.7.0',
	'actor.4.3',
	'actor.1.0,actor.1.0',
	'other.1.0',
	'actor.-1.0',
	'actor.1.0,'
])('the address %j says nothing that the workspace bears out', (text) => {
	expect(readDone(text, { sheets, totals })).toBeNull()
})

test.each(['added', 'changed', 'faults'] as const)('where the file has something %s by now, nothing is done', (of) => {
	expect(readDone('actor.4.2', { sheets, totals: { ...totals, [of]: 1 } })).toBeNull()
})
