import { expect, test } from 'vitest'
import { compareTables } from './compare-tables.ts'
import type { KeptTable, SaidBlock, SaidEdition } from './content.ts'
import { plainCell } from './say-cells.ts'

const edition = (...blocks: SaidBlock[]): SaidEdition => ({
	title: 'Visits',
	about: '',
	period: '2025',
	notice: null,
	notes: [],
	blocks
})
const tableOf = (...[labels = [], ...rows]: string[][]): KeptTable => ({
	columns: labels.map((label, at) => ({ label, isNumeric: at > 0 })),
	rows: rows.map((row) => row.map(plainCell))
})
const cross = (key: string, table: KeptTable): SaidBlock => ({ block: 'cross', key, heading: key, table })

test('of two tables what differs is told number by number, with how many are the same', () => {
	const before = edition(cross('kinds', tableOf(['Kind', 'Inside', 'Shown'], ['One', '1', '2'], ['Two', '3', '4'])))
	const after = edition(cross('kinds', tableOf(['Kind', 'Inside', 'Shown'], ['One', '1', '5'], ['Three', '6', '7'])))
	expect(compareTables(before, after)).toEqual([
		{
			key: 'kinds',
			heading: 'kinds',
			rows: [
				{ label: 'One · Shown', before: '2', after: '5' },
				{ label: 'Three · Inside', before: null, after: '6' },
				{ label: 'Three · Shown', before: null, after: '7' },
				{ label: 'Two · Inside', before: '3', after: null },
				{ label: 'Two · Shown', before: '4', after: null }
			],
			same: 1,
			isMore: false
		}
	])
})

test('a table that one of two editions does not have is told with the other alone; texts are not compared', () => {
	const own = cross('own', tableOf(['Kind', 'Entries'], ['One', '1']))
	const text = {
		key: 'text',
		heading: null,
		block: 'text',
		text: 'Words',
		complete: 'no',
		isDone: true,
		isWritten: false
	} as const
	expect(compareTables(edition(text), edition(own))).toMatchObject([
		{ key: 'own', rows: [{ label: 'One', before: null, after: '1' }] }
	])
})

test('of very many numbers that differ the first are told, and that there are more', () => {
	const rows = Array.from({ length: 300 }, (_one, at) => [`Row ${String(at)}`, '1'])
	const [table] = compareTables(edition(), edition(cross('many', tableOf(['Kind', 'Entries'], ...rows))))
	expect(table).toMatchObject({ isMore: true, same: 0 })
	expect(table?.rows).toHaveLength(200)
})
