import type { Columns, RowOf, Sheet } from '#platform/exchange/sheet.ts'
import { columnsIn, differing, type Planning, type Stored } from './import-plan.ts'

type Existing = Stored & { id: string }

type PartPlan<C extends Columns, F extends object> = {
	sheet: Sheet<C>
	/** Where two rows have one name, the later one is meant. */
	existing: readonly Existing[]
	nameOf: (row: Existing) => string
	wishedName: (row: RowOf<C>) => string
	fields: (row: RowOf<C>) => F
	add: (rows: F[]) => Promise<unknown>
	change: (id: string, fields: Partial<F>) => Promise<unknown>
}

/** What joins a row's parts to a name by which it is found again. */
export const nameOf = (...parts: (string | number | null | undefined)[]) => parts.map((part) => part ?? '').join(' ')

export const textOf = (value: unknown) => (typeof value === 'string' ? value : null)

/** Plans a sheet whose rows belong to records and are told apart by what they join. */
export function planPart<C extends Columns, F extends object>(planning: Planning, plan: PartPlan<C, F>): void {
	const { parsed, work, counts } = planning
	const columns = columnsIn(planning, plan.sheet)
	const there = new Map(plan.existing.map((row) => [plan.nameOf(row), row]))
	const count = { sheet: plan.sheet.name, added: 0, changed: 0, unchanged: 0, unlisted: 0 }
	const listed = new Set<string>()
	const added: F[] = []
	const changed: { id: string; change: Partial<F> }[] = []
	for (const { value } of parsed.rows(plan.sheet)) {
		const name = plan.wishedName(value)
		listed.add(name)
		const fields = plan.fields(value)
		const row = there.get(name)
		const change = row && differing(fields, row, columns)
		if (!row) added.push(fields)
		else if (change) changed.push({ id: row.id, change })
		else count.unchanged++
	}
	count.added = added.length
	count.changed = changed.length
	count.unlisted = [...there.keys()].filter((name) => !listed.has(name)).length
	counts.push(count)
	// What ends makes room for what opens: of one thing only one may be open.
	const ends = (change: Partial<F>) => 'to_day' in change && change.to_day !== null
	for (const { id, change } of [
		...changed.filter((one) => ends(one.change)),
		...changed.filter((one) => !ends(one.change))
	])
		work.push(async () => void (await plan.change(id, change)))
	if (added.length > 0) work.push(async () => void (await plan.add(added)))
}
