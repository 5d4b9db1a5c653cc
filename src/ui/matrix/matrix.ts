import { values } from '../address.ts'
import type { Tone } from '../types.ts'

export type Area = { key: string; label: string; href?: string }

/** An actor or a structure; `short` is what stands over its column, the label is read out and shown in full below. */
export type MatrixColumn = { key: string; label: string; short?: string | null; href?: string }

/** Leads the area; sits in a structure that deals with it; deals with it. The strongest one is shown. */
export type Mark = { area: string; column: string; mark: 'lead' | 'sits' | 'deals' }

/** What is wrong with an area, in words: no lead, two leads, nobody deals with it. */
export type Finding = { area: string; label: string; tone: Exclude<Tone, 'plain'>; href?: string }

const STRENGTH = { lead: 3, sits: 2, deals: 1 } as const
// Which columns are worth showing: whoever leads, then structures; a seat at a table that deals with everything says little.
const WEIGHT = { lead: 1_000, deals: 10, sits: 1 } as const

/**
 * The columns to show: those the address names; else whoever leads and every structure that deals with an area, and of those
 * that only sit somewhere as many as still fit. In the order given.
 */
export function shownColumns(columns: readonly MatrixColumn[], marks: readonly Mark[], address: URL, limit: number) {
	const named = new Set(values(address, 'column'))
	const chosen = columns.filter(({ key }) => named.has(key))
	if (chosen.length > 0) return chosen
	if (columns.length <= limit) return [...columns]
	const weight = new Map<string, number>()
	const says = new Set(marks.filter(({ mark }) => mark !== 'sits').map(({ column }) => column))
	for (const { column, mark } of marks) weight.set(column, (weight.get(column) ?? 0) + WEIGHT[mark])
	const heaviest = [...columns].sort((one, other) => (weight.get(other.key) ?? 0) - (weight.get(one.key) ?? 0))
	const telling = columns.filter(({ key }) => (weight.get(key) ?? 0) >= WEIGHT.deals && says.has(key))
	const kept = new Set([...telling, ...heaviest.slice(0, Math.max(0, limit - telling.length))].map(({ key }) => key))
	return columns.filter(({ key }) => kept.has(key))
}

/** The strongest mark of each cell, by area and column. */
export function strongest(marks: readonly Mark[]) {
	const cells = new Map<string, Mark['mark']>()
	for (const { area, column, mark } of marks) {
		const known = cells.get(cellKey(area, column))
		if (!known || STRENGTH[mark] > STRENGTH[known]) cells.set(cellKey(area, column), mark)
	}
	return cells
}

export const cellKey = (area: string, column: string): string => `${area}\n${column}`

// In a large country all would be a page of names, which the table and the structures' own pages tell better.
const NAMED_MOST = 12

/** Who has which mark in an area, the strongest mark first: how many, and the first of them by name. */
export function marksOf(area: string, columns: readonly MatrixColumn[], cells: ReadonlyMap<string, Mark['mark']>) {
	const held = Map.groupBy(columns, ({ key }) => cells.get(cellKey(area, key)))
	return (['lead', 'sits', 'deals'] as const).flatMap((mark) => {
		const columnsOfMark = held.get(mark) ?? []
		const names = columnsOfMark.slice(0, NAMED_MOST).map(({ label }) => label)
		return names.length > 0 ? [{ mark, names, total: columnsOfMark.length }] : []
	})
}
