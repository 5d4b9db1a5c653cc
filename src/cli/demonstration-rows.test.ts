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

test('a series of meetings of the region is named in each of its languages, as its one title can', async () => {
	for (const { title = '' } of await rowsOf('sadc', 'meeting_series')) {
		expect(title.split(' / ')).toHaveLength(3)
		for (const { series } of await rowsOf('sadc', 'meeting')) expect(['', title]).toContain(series)
	}
})
