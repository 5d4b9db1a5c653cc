import { v7 as uuid } from 'uuid'
import type { Writing } from '#platform/operation/operation.server.ts'
import type { RefusalParams } from '#platform/operation/refusal.ts'
import { changedFields } from './changed-fields.ts'
import type { Fault } from './fault.ts'
import type { Planning, SheetPlan } from './importer.ts'
import { matchRows, type Matched, type Matches } from './match-rows.ts'
import type { Columns, RowOf, Sheet } from './sheet.ts'
import type { Texts } from './texts.ts'

/** An area's share of an import while it is planned: what it found, and what is to be done in which order. */
export type AreaPlanning = Planning & {
	readonly plans: SheetPlan[]
	readonly faults: Fault[]
	readonly work: ((here: Writing) => Promise<unknown>)[]
}

/** A row as it will stand: its texts, with what a file leaves out as it is; `row` is null where the file does not name it. */
export type Whole = { readonly id: string; readonly row: number | null; readonly isNew: boolean; readonly texts: Texts }

/** A row of the file, with the identifier it has or will have, and all it will say. */
export type Placed<C extends Columns> = Matched<C> & { readonly id: string; readonly whole: Texts }

/** What a file does to a sheet, and all rows of it as they will stand. */
export type Placing<C extends Columns> = {
	readonly sheet: Sheet<C>
	readonly rows: readonly Placed<C>[]
	readonly all: readonly Whole[]
}

export const isNew = <C extends Columns>(one: Matched<C>) => one.stored === undefined
export const isChanged = <C extends Columns>(one: Matched<C>) => one.stored !== undefined && one.changes.length > 0
/** Whether one of the columns of a row would change. */
export const changesOne = (one: { changes: readonly { header: string }[] }, ...columns: readonly string[]) =>
	one.changes.some(({ header }) => columns.includes(header))

/** Puts a fault at a cell of a row. */
export const faultIn =
	({ parsed, faults }: AreaPlanning, sheet: Sheet, row: number) =>
	(column: string, code: string, params: RefusalParams = {}) =>
		void faults.push(parsed.fault({ sheet, row, column }, code, params))

type Placement<C extends Columns> = {
	complete?: (row: RowOf<C>, stored: Texts | undefined) => RowOf<C>
	/** The identifier of a new row, from what it says; one is made where it gives none. */
	idOf?: (row: RowOf<C>, texts: Texts) => string | null
	/** Another key under which the workspace may hold the same row. */
	otherKey?: (texts: Texts) => Texts | undefined
}

/** Finds for each row of a sheet what it changes, and how all rows of the sheet will stand. */
export function placeRows<C extends Columns>(
	planning: AreaPlanning,
	sheet: Sheet<C>,
	{ complete = (row) => row, idOf = () => null, otherKey }: Placement<C> = {}
): Placing<C> {
	const matches: Matches<C> = matchRows(planning, sheet, planning.stored(sheet), {
		complete: (row, stored) => complete(row, stored?.texts),
		...(otherKey ? { otherKey } : {})
	})
	planning.plans.push(matches)
	const given = new Set([...planning.parsed.columns(sheet), ...sheet.key])
	const rows = matches.rows.map((one): Placed<C> => {
		const id = one.stored?.id ?? idOf(one.value, one.texts) ?? uuid()
		return { ...one, id, whole: wholeOf(sheet, one, given) }
	})
	const left = matches.unlisted.map(({ id, texts }): Whole => ({ id, row: null, isNew: false, texts }))
	const listed = rows.map((one): Whole => ({ id: one.id, row: one.row, isNew: isNew(one), texts: one.whole }))
	return { sheet, rows, all: [...left, ...listed] }
}

function wholeOf<C extends Columns>(sheet: Sheet<C>, one: Matched<C>, given: ReadonlySet<string>): Texts {
	if (!one.stored) return one.texts
	const whole: Record<string, string> = {}
	for (const column of Object.keys(sheet.columns)) {
		const text = (given.has(column) ? one.texts : one.stored.texts)[column]
		if (text !== undefined) whole[column] = text
	}
	return whole
}

export type RowPlan<C extends Columns, F extends object> = {
	fields: (one: Placed<C>) => F
	/** The column that fills a field which is not named like it. */
	columns?: Readonly<Record<string, string>>
	add: (here: Writing, rows: readonly { id: string; fields: F; one: Placed<C> }[]) => Promise<unknown>
	change: (here: Writing, id: string, fields: Partial<F>, one: Placed<C>) => Promise<unknown>
}

/** Plans rows that belong to a record: new ones are added, those that differ changed. */
export function planRows<C extends Columns, F extends object>(
	{ work }: AreaPlanning,
	{ rows }: Placing<C>,
	{ fields, columns = {}, add, change }: RowPlan<C, F>
): void {
	work.push(async (here) => {
		const added = rows.filter(isNew).map((one) => ({ id: one.id, fields: fields(one), one }))
		if (added.length > 0) await add(here, added)
		for (const one of rows.filter(isChanged))
			await change(here, one.id, changedFields(fields(one), one.changes, columns), one)
	})
}

/** Where a row of a sheet says it comes from. */
export type Sourced = {
	origin: 'reference' | 'invented' | 'entered'
	source?: string | undefined
	source_year?: number | undefined
	note?: string | undefined
}

/** The four columns of origin in a table, from the columns of a sheet. */
export const originColumns = (row: Sourced) => ({
	origin: row.origin,
	origin_source: row.source ?? null,
	origin_year: row.source_year ?? null,
	origin_note: row.note ?? null
})

/** Refuses what a list names and neither the file nor the workspace has. */
export function checkNamed<C extends Columns>(
	planning: AreaPlanning,
	{ sheet, rows }: Placing<C>,
	{ column, kind, values }: { column: string; kind: string; values: (row: RowOf<C>) => readonly string[] }
): void {
	const { records, parsed } = planning
	for (const { row, value } of rows)
		for (const name of values(value)) {
			const record = records.find(kind, name)
			if ((record && record.state !== 'merged') || parsed.hasKey(kind.replaceAll('-', '_'), name)) continue
			faultIn(planning, sheet, row)(column, 'exchange.unknown-reference', { value: name, kind })
		}
}

/** Plans the areas that records are about, where a sheet names them in a list. */
export function planThemes<C extends Columns>(
	planning: AreaPlanning,
	placing: Placing<C>,
	themesOf: (row: RowOf<C>) => { themes: readonly string[] } & Sourced
): void {
	const { ids, work } = planning
	checkNamed(planning, placing, { column: 'themes', kind: 'area', values: (row) => themesOf(row).themes })
	const changed = placing.rows.filter((one) => isNew(one) || changesOne(one, 'themes'))
	if (changed.length === 0) return
	work.push(async (here) => {
		const there = await here.tx
			.selectFrom('record_theme')
			.select(['id', 'record_id', 'area_id'])
			.where('workspace_id', '=', here.workspace.id)
			.execute()
		const byRecord = Map.groupBy(there, (row) => row.record_id)
		const added = []
		for (const one of changed) {
			const { themes, ...row } = themesOf(one.value)
			const wished = themes.map((theme) => ids.of('area', theme))
			const had = byRecord.get(one.id) ?? []
			for (const { id, area_id } of had) if (!wished.includes(area_id)) await here.write.remove('record_theme', id)
			const missing = wished.filter((area) => !had.some(({ area_id }) => area_id === area))
			const origin = originColumns(isNew(one) ? row : { origin: 'entered' })
			added.push(...missing.map((area_id) => ({ record_id: one.id, area_id, ...origin, origin_note: null })))
		}
		await here.write.addAll('record_theme', added)
	})
}

/** A list in the order of its keys, so that equal lists are equal texts. */
export const inOrder = (values: readonly string[]) => [...new Set(values)].sort()
