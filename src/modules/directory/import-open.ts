import type { Matched, Matches } from '#platform/exchange/match-rows.ts'
import { type AreaPlanning, isNew } from '#platform/exchange/plan-rows.ts'
import type { Columns } from '#platform/exchange/sheet.ts'
import { whyNotTakeOn } from './rules.ts'
import { actorSheet } from './sheets.ts'

/** A dated row as it will stand: its identifier, of what it is, its first and last day, and the row of the file that says so. */
export type Dated = {
	id: string
	of: string
	from: string | null
	to: string | null
	repeat: string
	row: number | null
}

type Days = { from?: string | undefined; to?: string | undefined }

/** What joins the parts of a row to a name by which others are compared with it. */
export const nameOf = (...parts: readonly (string | null | undefined)[]) => parts.map((part) => part ?? '').join(' ')

type DatedPlan<C extends Columns> = {
	/** The columns that together say of what a row is. */
	of: readonly string[]
	/** The column that is named where a second one is open, and what is said. */
	column: string
	code: string
	days: (one: Matched<C>) => Days
	/** The identifier that a new row will have. */
	newId?: (row: number) => string
}

/**
 * What is dated as it will stand after the import, rows of the file over those that are there. Refuses what ends before it
 * starts, and a second open one of the same.
 */
export function checkDated<C extends Columns>(
	{ parsed, faults }: AreaPlanning,
	matches: Matches<C>,
	plan: DatedPlan<C>
): Dated[] {
	const { sheet, rows, unlisted } = matches
	const hasTo = parsed.columns(sheet).includes('to')
	const of = (texts: Readonly<Record<string, string>>) => nameOf(...plan.of.map((column) => texts[column]))
	const left = unlisted.map(({ id, texts }): Dated => {
		const { from = null, to = null, repeat = '' } = texts
		return { id, of: of(texts), from, to, repeat, row: null }
	})
	const given = rows.map((one): Dated => {
		const { from = null, to = null } = plan.days(one)
		const last = hasTo ? to : (one.stored?.texts['to'] ?? null)
		if (from !== null && last !== null && last < from)
			faults.push(parsed.fault({ sheet, row: one.row, column: 'to' }, 'directory.ends-before-it-starts'))
		const id = one.stored?.id ?? plan.newId?.(one.row) ?? ''
		return { id, of: of(one.texts), from, to: last, repeat: one.texts['repeat'] ?? '', row: one.row }
	})
	const taken = new Set(left.filter((one) => one.to === null).map((one) => one.of))
	for (const one of given.filter((each) => each.to === null)) {
		if (taken.has(one.of)) faults.push(parsed.fault({ sheet, row: one.row ?? 0, column: plan.column }, plan.code))
		taken.add(one.of)
	}
	return [...left, ...given]
}

/** Refuses what newly opens for an actor that has ended: it cannot take on anything. */
export function refuseEndedActors<C extends Columns>(
	planning: AreaPlanning,
	{ sheet, rows }: Matches<C>,
	isOpen: (one: Matched<C>) => boolean
): void {
	const { parsed, faults } = planning
	const ended = new Set(
		planning
			.stored(actorSheet)
			.rows.filter(({ texts }) => whyNotTakeOn({ status: texts['status'] ?? '', state: texts['state'] ?? '' }) !== null)
			.map(({ texts }) => texts['key'])
	)
	for (const one of rows)
		if (isNew(one) && isOpen(one) && ended.has(one.texts['actor']))
			faults.push(parsed.fault({ sheet, row: one.row, column: 'actor' }, 'directory.actor-ended'))
}
