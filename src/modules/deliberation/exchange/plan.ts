import { v7 as uuid } from 'uuid'
import type { Translations } from '#platform/database/tables.ts'
import { changedFields } from '#platform/exchange/changed-fields.ts'
import type { Fault } from '#platform/exchange/fault.ts'
import type { Planning, SheetPlan } from '#platform/exchange/importer.ts'
import { joinList } from '#platform/exchange/list-text.ts'
import { matchRows, type Matched, type Matches } from '#platform/exchange/match-rows.ts'
import { kindOfSheet, type Columns, type RowOf, type Sheet } from '#platform/exchange/sheet.ts'
import type { Texts } from '#platform/exchange/texts.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import type { RefusalParams } from '#platform/operation/refusal.ts'
import { CODES, type NumberedKind } from '../number-record.server.ts'
import { isSameAudience } from './seen.ts'

/** The area's share of an import while it is planned: what it found, and what is to be done in which order. */
export type DeliberationPlanning = Planning & {
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
export const changesOne = (one: { changes: readonly { header: string }[] }, ...columns: readonly string[]) =>
	one.changes.some(({ header }) => columns.includes(header))

/** Puts a fault at a cell of a row. */
export const faultIn =
	({ parsed, faults }: DeliberationPlanning, sheet: Sheet, row: number) =>
	(column: string, code: string, params: RefusalParams = {}) =>
		void faults.push(parsed.fault({ sheet, row, column }, code, params))

type Placement<C extends Columns> = {
	complete?: (row: RowOf<C>, stored: Texts | undefined) => RowOf<C>
	/** The identifier of a new row; one is made where it gives none. */
	idOf?: (row: RowOf<C>) => string | null
	/** Another key under which the workspace may hold the same row. */
	otherKey?: (texts: Texts) => Texts | undefined
}

/** Finds for each row of a sheet what it changes, and how all rows of the sheet will stand. */
export function placeRows<C extends Columns>(
	planning: DeliberationPlanning,
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
		const id = one.stored?.id ?? idOf(one.value) ?? uuid()
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

type RowPlan<C extends Columns, F extends object> = {
	fields: (one: Placed<C>) => F
	/** The column that fills a field which is not named like it. */
	columns?: Readonly<Record<string, string>>
	add: (here: Writing, rows: readonly { id: string; fields: F; one: Placed<C> }[]) => Promise<unknown>
	change: (here: Writing, id: string, fields: Partial<F>, one: Placed<C>) => Promise<unknown>
}

/** Plans rows that belong to a record: new ones are added, those that differ changed. */
export function planRows<C extends Columns, F extends object>(
	{ work }: DeliberationPlanning,
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

type Head = {
	name: Translations
	standing: 'active' | 'withdrawn'
	standing_reason?: string | undefined
	origin: 'reference' | 'invented' | 'entered'
	source?: string | undefined
	source_year?: number | undefined
	note?: string | undefined
}

type RecordPlan<C extends Columns, F extends object> = RowPlan<C, F> & {
	head: (row: RowOf<C>) => Head
	/** What names a new record, where its row does: a key or a number. */
	named: (row: RowOf<C>) => string | undefined
	/** All tokens of the record as it will stand. */
	tokens: (whole: Texts, id: string) => string[]
	/** Further records that are to be shown to more because of what else the file brings. */
	shown?: ReadonlySet<string>
}

// Letters and digits that are not mistaken for each other when somebody reads them out.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const randomKey = () => {
	const bytes = crypto.getRandomValues(new Uint8Array(12))
	return `item-${Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('')}`
}

const HEAD_COLUMNS = { state: 'standing', state_reason: 'standing_reason' }

/**
 * Plans a sheet of records that have numbers, or keys made at random. A number that the file brings is kept, and never given
 * to another; a row without one is given the next.
 */
export function planRecords<C extends Columns, F extends object>(
	planning: DeliberationPlanning,
	placing: Placing<C>,
	plan: RecordPlan<C, F>
): void {
	const { sheet, rows, all } = placing
	const { records, work, parsed } = planning
	const kind = kindOfSheet(sheet.name)
	checkHeads(planning, placing, plan)
	const numbered = numberedKind(kind)
	const added = rows.filter(isNew)
	work.push(async (here) => {
		const brought = added.flatMap((one) => plan.named(one.value) ?? [])
		if (numbered) await here.write.keepNumbers(numbered, CODES[numbered], brought)
		const heads = []
		for (const one of added) {
			const name = plan.named(one.value)
			const { standing, standing_reason, ...head } = plan.head(one.value)
			heads.push({
				...recordFields({ ...head, standing, standing_reason }),
				id: one.id,
				kind,
				key: numbered ? null : (name ?? randomKey()),
				number: numbered ? (name ?? (await here.write.nextNumber(numbered, CODES[numbered]))) : null,
				audience: plan.tokens(one.whole, one.id)
			})
		}
		await here.write.addRecords(heads)
		if (added.length > 0)
			await plan.add(
				here,
				added.map((one) => ({ id: one.id, fields: plan.fields(one), one }))
			)
	})
	const languages = parsed.languages(sheet)
	for (const one of rows.filter(isChanged))
		work.push(async (here) => {
			const { title, ...head } = recordFields(plan.head(one.value))
			const before = Object.entries(records.get(one.id)?.title ?? {})
			const kept = Object.fromEntries(before.filter(([language]) => !languages.has(language)))
			await here.write.changeRecord(
				one.id,
				changedFields({ title: { ...kept, ...title }, ...head }, one.changes, HEAD_COLUMNS)
			)
			await plan.change(here, one.id, changedFields(plan.fields(one), one.changes, plan.columns), one)
		})
	const touched = new Set([...rows.filter(isChanged).map((one) => one.id), ...(plan.shown ?? [])])
	for (const { id, texts } of all.filter((one) => !one.isNew && touched.has(one.id)))
		work.push(async (here) => {
			const wished = plan.tokens(texts, id)
			if (isSameAudience(wished, records.get(id)?.audience ?? [])) return
			await here.write.changeRecord(id, { audience: wished })
			await here.write.spreadAudience(id, wished)
		})
}

function numberedKind(kind: string): NumberedKind | null {
	switch (kind) {
		case 'meeting':
		case 'recommendation':
		case 'decision':
		case 'action':
		case 'written-procedure':
		case 'secretariat-report':
			return kind
		default:
			return null
	}
}

const recordFields = (head: Head) => ({
	title: head.name,
	state: head.standing,
	state_reason: head.standing_reason ?? null,
	...originColumns(head)
})

type Sourced = Pick<Head, 'origin' | 'source' | 'source_year' | 'note'>

/** The four columns of origin in a table, from the columns of a sheet. */
export const originColumns = (row: Sourced) => ({
	origin: row.origin,
	origin_source: row.source ?? null,
	origin_year: row.source_year ?? null,
	origin_note: row.note ?? null
})

function checkHeads<C extends Columns, F extends object>(
	planning: DeliberationPlanning,
	{ sheet, rows }: Placing<C>,
	{ head, named }: RecordPlan<C, F>
) {
	const { records, parsed } = planning
	const numbered = numberedKind(kindOfSheet(sheet.name))
	for (const one of rows) {
		const fault = faultIn(planning, sheet, one.row)
		const reference = named(one.value)
		// Two kinds never share a number: each has its own letters.
		if (numbered && isNew(one) && reference !== undefined && !reference.includes(`-${CODES[numbered]}-`))
			fault('number', 'deliberation.import-other-code', { code: CODES[numbered] })
		const there = reference === undefined ? undefined : records.find(kindOfSheet(sheet.name), reference)
		if (there?.state === 'merged')
			fault(sheet.key[0] ?? '', 'directory.import-merged', { into: records.get(there.merged_into_id)?.reference ?? '' })
		const { standing, standing_reason } = head(one.value)
		if (standing === 'withdrawn' && standing_reason === undefined && parsed.columns(sheet).includes('standing'))
			fault('standing_reason', 'directory.import-withdraws')
	}
}

/** Refuses what a list names and neither the file nor the workspace has. */
export function checkNamed<C extends Columns>(
	planning: DeliberationPlanning,
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
	planning: DeliberationPlanning,
	placing: Placing<C>,
	themesOf: (row: RowOf<C>) => { themes: readonly string[] } & Sourced
): void {
	const { ids, work, here } = planning
	checkNamed(planning, placing, { column: 'themes', kind: 'area', values: (row) => themesOf(row).themes })
	const changed = placing.rows.filter((one) => isNew(one) || changesOne(one, 'themes'))
	work.push(async (writing) => {
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
			for (const { id, area_id } of had) if (!wished.includes(area_id)) await writing.write.remove('record_theme', id)
			const missing = wished.filter((area) => !had.some(({ area_id }) => area_id === area))
			const origin = originColumns(isNew(one) ? row : { origin: 'entered' })
			added.push(...missing.map((area_id) => ({ record_id: one.id, area_id, ...origin, origin_note: null })))
		}
		await writing.write.addAll('record_theme', added)
	})
}

/** A list in the order of its keys, so that equal lists are equal texts. */
export const inOrder = (values: readonly string[]) => [...new Set(values)].sort()
export const listText = (values: readonly string[]) => joinList(inOrder(values))
