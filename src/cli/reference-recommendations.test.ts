import { expect, test } from 'vitest'
import { readReference } from '#modules/directory/reference-folder.ts'
import { REFERENCE_FOLDER } from './demonstration.ts'
import { deliberationRows, numbersOf } from './reference-recommendations.ts'

test('a recommendation of a source is numbered in the year of that source, and one of an undated source in ours', () => {
	expect(numbersOf('zwe', ['2018', '2018', '', '2019'])).toEqual([
		'ZWE-REC-2018-001',
		'ZWE-REC-2018-002',
		'ZWE-REC-2026-001',
		'ZWE-REC-2019-001'
	])
})

test('each shipped recommendation has a number of its own, in the year its source states, and asks somebody', async () => {
	const reference = await readReference(REFERENCE_FOLDER)
	for (const workspace of ['zwe', 'lso', 'sadc']) {
		const { recommendation: rows = [], link: links = [] } = deliberationRows(reference, workspace)
		const numbers = rows.map((row) => row['number'])
		expect(new Set(numbers).size).toBe(rows.length)
		for (const row of rows) {
			expect(row['number']).toContain(`-REC-${row['source_year'] || '2026'}-`)
			expect(row['addressee_actor'] || row['addressee_structure'], row['number']).not.toBe('')
			expect(row['themes'], row['number']).not.toBe('')
		}
		for (const link of links) expect(numbers).toContain(link['record'])
	}
})
