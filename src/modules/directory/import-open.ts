import type { Columns, RowOf, Sheet } from '#platform/exchange/sheet.ts'
import { columnsIn, type Planning } from './import-plan.ts'
import { nameOf } from './import-part.ts'

type Dates = { from?: string | undefined; to?: string | undefined }

/** A dated row after the import: of what, its first and last day, and where it stands in the file. */
export type Dated = { of: string; from: string | null; to: string | null; row: number | null }

type DatedPlan<C extends Columns> = {
	sheet: Sheet<C>
	existing: readonly Omit<Dated, 'row'>[]
	of: (row: RowOf<C>) => string
	dates: (row: RowOf<C>) => Dates
	/** The column that is named where a second one is open, and what is said. */
	column: string
	code: string
}

/**
 * What is dated as it will stand after the import, rows of the file over those that are there. Refuses what ends before it
 * starts, and a second open one of the same.
 */
export function checkDated<C extends Columns>(planning: Planning, plan: DatedPlan<C>): Dated[] {
	const { parsed, faults } = planning
	const hasTo = columnsIn(planning, plan.sheet).has('to')
	const after = new Map<string, Dated>(plan.existing.map((one) => [nameOf(one.of, one.from), { ...one, row: null }]))
	for (const { row, value } of parsed.rows(plan.sheet)) {
		const of = plan.of(value)
		const { from = null, to = null } = plan.dates(value)
		const name = nameOf(of, from)
		const last = hasTo ? to : (after.get(name)?.to ?? null)
		if (from !== null && last !== null && last < from)
			faults.push(parsed.fault({ sheet: plan.sheet, row, column: 'to' }, 'directory.ends-before-it-starts'))
		after.set(name, { of, from, to: last, row })
	}
	const open = [...after.values()].filter((one) => one.to === null)
	const taken = new Set(open.filter((one) => one.row === null).map((one) => one.of))
	for (const { of, row } of open) {
		if (row === null) continue
		if (taken.has(of)) faults.push(parsed.fault({ sheet: plan.sheet, row, column: plan.column }, plan.code))
		taken.add(of)
	}
	return [...after.values()]
}

/** Refuses what newly opens for an actor that has ended: it cannot take on anything. */
export function refuseEndedActors<C extends Columns>(
	{ parsed, faults, ids }: Planning,
	plan: {
		sheet: Sheet<C>
		ended: ReadonlySet<string>
		isNew: (row: RowOf<C>) => boolean
		actor: (row: RowOf<C>) => string
	}
): void {
	for (const { row, value } of parsed.rows(plan.sheet))
		if (plan.isNew(value) && plan.ended.has(ids.of('actor', plan.actor(value))))
			faults.push(parsed.fault({ sheet: plan.sheet, row, column: 'actor' }, 'directory.actor-ended'))
}
