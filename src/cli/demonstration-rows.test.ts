import { expect, test } from 'vitest'
import { REFERENCE_FOLDER } from './demonstration.ts'
import { inventedTables } from './workspace-tables.ts'

async function rowsOf(workspace: string, sheet: string): Promise<Record<string, string>[]> {
	const { columns, rows } = (await inventedTables(REFERENCE_FOLDER, workspace))[sheet] ?? { columns: [], rows: [] }
	return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ''])))
}

// The day on which each was made; a meeting is numbered when it is planned, which no row tells.
const MADE = {
	recommendation: 'worded',
	decision: 'decided',
	action: 'opened',
	written_procedure: 'opened',
	secretariat_report: 'to'
} as const

test.each(['zwe', 'lso', 'sadc'])(
	'what was invented for %s is numbered in the year in which it was made',
	async (key) => {
		for (const [sheet, day] of Object.entries(MADE)) {
			const rows = await rowsOf(key, sheet)
			expect(rows.length, sheet).toBeGreaterThan(0)
			for (const row of rows) expect(row['number']).toContain(`-${row[day]?.slice(0, 4) ?? ''}-`)
		}
	}
)

const COUNTS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven'] as const

test.each(['zwe', 'lso', 'sadc'])(
	'minutes invented for %s count what was made in their item as the lists do',
	async (key) => {
		const made = { action: await rowsOf(key, 'action'), recommendation: await rowsOf(key, 'recommendation') }
		const counts = new RegExp(`(?:asked for|agreed on) (${COUNTS.join('|')}) (action|recommendation)s`)
		let counted = 0
		for (const { item, text = '' } of await rowsOf(key, 'minute')) {
			const [, many, kind] = counts.exec(text) ?? []
			if (kind !== 'action' && kind !== 'recommendation') continue
			counted++
			expect(made[kind].filter((row) => row['item'] === item).length, text).toBe(
				COUNTS.findIndex((one) => one === many)
			)
		}
		expect(counted).toBeGreaterThan(0)
	}
)

test('a series of meetings of the region is named in each of its languages', async () => {
	for (const { title = '', ...others } of await rowsOf('sadc', 'meeting_series')) {
		expect(new Set([title, others['title_fr'], others['title_pt']]).size).toBe(3)
		for (const { series } of await rowsOf('sadc', 'meeting')) expect(['', title]).toContain(series)
	}
})
