import { expect, test } from 'vitest'
import { ACTION_STATES, MEETING_STATES, RECOMMENDATION_STATES } from '#modules/deliberation/rules.ts'
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

test('the demonstration year of Zimbabwe shows every state there is', async () => {
	const found = async (sheet: string, column: string) =>
		new Set((await rowsOf('zwe', sheet)).map((row) => row[column] ?? ''))
	expect([...(await found('recommendation', 'state'))].sort()).toEqual([...RECOMMENDATION_STATES].sort())
	expect([...(await found('action', 'state'))].sort()).toEqual([...ACTION_STATES].sort())
	expect([...(await found('meeting', 'state'))].sort()).toEqual([...MEETING_STATES].sort())
	// What is in force and neither replaced nor revoked says nothing.
	expect(await found('decision', 'state')).toEqual(new Set(['', 'replaced', 'revoked']))
	expect(await found('action_extension', 'state')).toEqual(new Set(['asked', 'granted', 'refused']))
	expect(await found('written_procedure', 'state')).toEqual(new Set(['open', 'closed', 'stopped']))
	expect(await found('written_procedure', 'outcome')).toEqual(new Set(['', 'adopted', 'not-adopted']))
})

test.each(['zwe', 'lso', 'sadc'])('everything that was invented for %s says so, row by row', async (key) => {
	const tables = await inventedTables(REFERENCE_FOLDER, key)
	for (const [sheet, { columns, rows }] of Object.entries(tables)) {
		const origin = columns.indexOf('origin')
		if (origin < 0) continue
		expect([sheet, new Set(rows.map((row) => row[origin]))]).toEqual([sheet, new Set(['invented'])])
	}
	for (const sheet of ['meeting', 'agenda_item', 'recommendation', 'decision', 'action', 'secretariat_report'])
		expect([sheet, tables[sheet]?.columns.includes('origin')]).toEqual([sheet, true])
})
