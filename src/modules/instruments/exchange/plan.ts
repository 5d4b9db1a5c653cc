import { v7 as uuid } from 'uuid'
import { audienceTokens, type Audience } from '#platform/access/seat.ts'
import type { Translations } from '#platform/database/tables.ts'
import { changedFields } from '#platform/exchange/changed-fields.ts'
import type { Fault } from '#platform/exchange/fault.ts'
import type { Planning, SheetPlan } from '#platform/exchange/importer.ts'
import { matchRows, type Matched } from '#platform/exchange/match-rows.ts'
import { kindOfSheet, type Columns, type RowOf, type Sheet } from '#platform/exchange/sheet.ts'
import type { Texts } from '#platform/exchange/texts.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import type { RefusalParams } from '#platform/operation/refusal.ts'

/** The area's share of an import while it is planned: what it found, and what is to be done in which order. */
export type InstrumentsPlanning = Planning & {
	readonly plans: SheetPlan[]
	readonly faults: Fault[]
	readonly work: ((here: Writing) => Promise<unknown>)[]
}

/** A row as it will stand: its texts, with what a file leaves out as it is; `row` is null where the file does not name it. */
export type Whole = { readonly id: string; readonly row: number | null; readonly texts: Texts }

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
const changesOne = (one: { changes: readonly { header: string }[] }, column: string) =>
	one.changes.some(({ header }) => header === column)

/** Puts a fault at a cell of a row. */
export const faultIn =
	({ parsed, faults }: InstrumentsPlanning, sheet: Sheet, row: number) =>
	(column: string, code: string, params: RefusalParams = {}) =>
		void faults.push(parsed.fault({ sheet, row, column }, code, params))

/** Finds for each row of a sheet of parts what it changes, and how all rows of the sheet will stand. */
export const placeRows = <C extends Columns>(
	planning: InstrumentsPlanning,
	sheet: Sheet<C>,
	complete: (row: RowOf<C>) => RowOf<C> = (row) => row
): Placing<C> => placeWith(planning, sheet, { complete, idOf: () => uuid() })

/** Finds for each row of a sheet of records what it changes; a new one gets the identifier by which others point to it. */
export const placeRecords = <C extends Columns>(
	planning: InstrumentsPlanning,
	sheet: Sheet<C>,
	complete: (row: RowOf<C>) => RowOf<C>
): Placing<C> =>
	placeWith(planning, sheet, {
		complete,
		idOf(texts) {
			const key = texts[sheet.key[0] ?? '']
			return key === undefined ? uuid() : planning.ids.of(kindOfSheet(sheet.name), key)
		}
	})

function placeWith<C extends Columns>(
	planning: InstrumentsPlanning,
	sheet: Sheet<C>,
	{ complete, idOf }: { complete: (row: RowOf<C>) => RowOf<C>; idOf: (texts: Texts) => string }
): Placing<C> {
	const matches = matchRows(planning, sheet, planning.stored(sheet), { complete: (row) => complete(row) })
	planning.plans.push(matches)
	const given = new Set([...planning.parsed.columns(sheet), ...sheet.key])
	const rows = matches.rows.map((one): Placed<C> => {
		return { ...one, id: one.stored?.id ?? idOf(one.texts), whole: wholeOf(sheet, one, given) }
	})
	const left = matches.unlisted.map(({ id, texts }): Whole => ({ id, row: null, texts }))
	return { sheet, rows, all: [...left, ...rows.map((one): Whole => ({ id: one.id, row: one.row, texts: one.whole }))] }
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
	{ work }: InstrumentsPlanning,
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
	key: string
	name: Translations
	acronym?: string | undefined
	audience: Audience
	also_actors: readonly string[]
	also_structures: readonly string[]
	standing: 'active' | 'withdrawn'
	standing_reason?: string | undefined
} & Sourced

const HEAD_COLUMNS = { title: 'name', state: 'standing', state_reason: 'standing_reason' }

/**
 * Plans a sheet of records that are named by keys or, where a code is given, by numbers: one that the file brings is kept and never given
 * to another, a row without one is given the next.
 */
export function planRecords<C extends Columns, F extends object>(
	planning: InstrumentsPlanning,
	placing: Placing<C>,
	plan: RowPlan<C, F> & { head: (row: RowOf<C>) => Head; code?: string }
): void {
	const { sheet, rows } = placing
	const { records, work, parsed } = planning
	const kind = kindOfSheet(sheet.name)
	checkNamed(planning, placing, { column: 'also_actors', kind: 'actor', values: (row) => plan.head(row).also_actors })
	checkNamed(planning, placing, {
		column: 'also_structures',
		kind: 'structure',
		values: (row) => plan.head(row).also_structures
	})
	for (const one of rows) {
		const { key, standing, standing_reason } = plan.head(one.value)
		const fault = faultIn(planning, sheet, one.row)
		const there = records.find(kind, key)
		if (plan.code !== undefined && isNew(one) && key !== '' && !key.includes(`-${plan.code}-`))
			fault('number', 'deliberation.import-other-code', { code: plan.code })
		if (there?.state === 'merged')
			fault(sheet.key[0] ?? '', 'directory.import-merged', { into: records.get(there.merged_into_id)?.reference ?? '' })
		if (standing === 'withdrawn' && standing_reason === undefined && parsed.columns(sheet).includes('standing'))
			fault('standing_reason', 'directory.import-withdraws')
	}
	const added = rows.filter(isNew)
	work.push(async (here) => {
		const { code } = plan
		const heads = []
		if (code !== undefined)
			await here.write.keepNumbers(
				kind,
				code,
				added.map((one) => plan.head(one.value).key)
			)
		for (const one of added) {
			const { key, ...head } = plan.head(one.value)
			const name =
				code === undefined
					? { key, number: null }
					: { key: null, number: key === '' ? await here.write.nextNumber(kind, code) : key }
			heads.push({ ...recordFields(planning, head), id: one.id, kind, ...name })
		}
		await here.write.addRecords(heads)
	})
	planRows(planning, placing, {
		...plan,
		async change(here, id, fields, one) {
			const { title, ...head } = recordFields(planning, plan.head(one.value))
			const languages = parsed.languages(sheet)
			const before = Object.entries(records.get(id)?.title ?? {})
			const kept = Object.fromEntries(before.filter(([language]) => !languages.has(language)))
			const { audience, ...others } = head
			const isShownAnew = ['audience', 'also_actors', 'also_structures'].some((column) => changesOne(one, column))
			const change = {
				...changedFields({ title: { ...kept, ...title }, ...others }, one.changes, HEAD_COLUMNS),
				...(isShownAnew ? { audience } : {})
			}
			await here.write.changeRecord(id, change)
			if (isShownAnew) await here.write.spreadAudience(id, audience)
			await plan.change(here, id, fields, one)
		}
	})
}

const recordFields = ({ ids }: InstrumentsPlanning, head: Omit<Head, 'key'>) => ({
	title: head.name,
	acronym: head.acronym ?? null,
	state: head.standing,
	state_reason: head.standing_reason ?? null,
	audience: [
		...audienceTokens(head.audience, null),
		...head.also_actors.map((key) => `actor:${ids.of('actor', key)}`),
		...head.also_structures.map((key) => `structure:${ids.of('structure', key)}`)
	],
	...originColumns(head)
})

type Sourced = {
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

/** The columns of a sheet that fill the columns of origin. */
export const ORIGIN_COLUMNS = { origin_source: 'source', origin_year: 'source_year', origin_note: 'note' }

/** Refuses what a list names and neither the file nor the workspace has. */
function checkNamed<C extends Columns>(
	planning: InstrumentsPlanning,
	{ sheet, rows }: Placing<C>,
	{ column, kind, values }: { column: string; kind: string; values: (row: RowOf<C>) => readonly string[] }
): void {
	const { records, parsed } = planning
	for (const { row, value } of rows)
		for (const name of values(value)) {
			const record = records.find(kind, name)
			if ((record && record.state !== 'merged') || parsed.hasKey(kind, name)) continue
			faultIn(planning, sheet, row)(column, 'exchange.unknown-reference', { value: name, kind })
		}
}

/** Plans the areas that records are about. */
export function planThemes<C extends Columns>(
	planning: InstrumentsPlanning,
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

/** Plans the actors that a law names beside the one that leads it. */
export function planContributors<C extends Columns>(
	planning: InstrumentsPlanning,
	placing: Placing<C>,
	actorsOf: (row: RowOf<C>) => readonly string[]
): void {
	const { ids, work } = planning
	checkNamed(planning, placing, { column: 'contributors', kind: 'actor', values: actorsOf })
	const changed = placing.rows.filter((one) => isNew(one) || changesOne(one, 'contributors'))
	if (changed.length === 0) return
	work.push(async (here) => {
		const there = await here.tx
			.selectFrom('policy_actor')
			.select(['id', 'policy_id', 'actor_id'])
			.where('workspace_id', '=', here.workspace.id)
			.execute()
		const byPolicy = Map.groupBy(there, (row) => row.policy_id)
		const added = []
		for (const one of changed) {
			const wished = actorsOf(one.value).map((key) => ids.of('actor', key))
			const had = byPolicy.get(one.id) ?? []
			for (const row of had) if (!wished.includes(row.actor_id)) await here.write.remove('policy_actor', row.id)
			const missing = wished.filter((actor) => !had.some((row) => row.actor_id === actor))
			added.push(...missing.map((actor_id) => ({ policy_id: one.id, actor_id })))
		}
		await here.write.addAll('policy_actor', added)
	})
}

/** A list in the order of its keys, so that equal lists are equal texts. */
export const inOrder = (values: readonly string[]) => [...new Set(values)].sort()
