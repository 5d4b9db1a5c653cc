import { setImmediate } from 'node:timers/promises'
import { standardLimits } from '#platform/exchange/limits.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import type { EntryValues, Values } from '../entry/values.ts'
import { linkedAmong } from '../entry/linked.server.ts'
import { valuesOf, type SeenValues } from './existing-entries.server.ts'
import {
	ENDED,
	ENTERED_BY,
	ENTRIES,
	NUMBER,
	ORIGIN,
	ORIGIN_NOTE,
	ORIGIN_SOURCE,
	ORIGIN_YEAR,
	REASON,
	ROW,
	SINCE,
	STANDING,
	STATE,
	type FileColumn,
	type FileSheet
} from './file-columns.ts'
import { namesOf } from './lookups.server.ts'
import { cellText, type NameOf, type Naming } from './value-cells.ts'

/** The rows of one sheet as texts by column, empty ones left out. */
export type SheetTexts = { readonly sheet: FileSheet; readonly rows: readonly Readonly<Record<string, string>>[] }

// What is held of so many at once is some megabytes.
const ENTRIES_PER_QUERY = 2_000

/** What stands in the columns of an entry's own, by their headings. */
type Own = Readonly<Record<string, string>>

/** The entries given, in their order, as the rows of files: what the seat sees of each. */
export async function gatherEntries(
	here: Here,
	compiled: CompiledRegister,
	sheets: readonly FileSheet[],
	ids: readonly string[]
): Promise<SheetTexts[]> {
	const tooMany = (sheet: string) => conflict('exchange.export-too-large', { sheet, max: standardLimits.rows })
	if (ids.length > standardLimits.rows) throw tooMany(ENTRIES)
	const gathered = sheets.map((sheet): { sheet: FileSheet; rows: Record<string, string>[] } => ({ sheet, rows: [] }))
	for (let start = 0; start < ids.length; start += ENTRIES_PER_QUERY) {
		const some = ids.slice(start, start + ENTRIES_PER_QUERY)
		const [heads, seen] = await Promise.all([headsOf(here, some), valuesOf(here, some, sheets.length > 1)])
		const linked = await linkedIn(here, compiled, sheets, seen)
		const actors = [...heads.values()].flatMap(({ actor }) => actor ?? [])
		const nameOf = await namesIn(
			here,
			compiled,
			[...seen.values()].map(({ values }) => values),
			actors
		)
		for (const id of some) {
			const head = heads.get(id)
			const held = seen.get(id)
			if (!head || !held) continue
			const own = { ...head.own, [ENTERED_BY]: head.actor === null ? '' : (nameOf(ACTOR, head.actor) ?? '') }
			for (const { sheet, rows } of gathered) {
				if (sheet.table === null)
					rows.push(textsOf(sheet.columns, own, { ...held.values.fields, ...linked.get(id) }, nameOf))
				else {
					const { key } = sheet.table.table
					for (const [at, row] of (held.values.tables[key] ?? []).entries())
						rows.push(textsOf(sheet.columns, { ...own, [ROW]: held.rowIds[key]?.[at] ?? '' }, row, nameOf))
				}
				if (rows.length > standardLimits.rows) throw tooMany(sheet.name)
			}
		}
		await setImmediate()
	}
	return gathered
}

/** Whoever entered an entry is named as any actor is. */
export const ACTOR: Naming = { type: 'actor' }

async function headsOf(here: Here, ids: readonly string[]): Promise<Map<string, { own: Own; actor: string | null }>> {
	const rows = await here.tx
		.selectFrom('record')
		.innerJoin('entry', (on) =>
			on.onRef('entry.workspace_id', '=', 'record.workspace_id').onRef('entry.id', '=', 'record.id')
		)
		.select(['record.id', 'record.number', 'record.state as standing', 'record.state_reason'])
		.select(['record.origin', 'record.origin_source', 'record.origin_year', 'record.origin_note'])
		.select(['entry.state', 'entry.state_day', 'entry.ended_day', 'entry.entering_actor_id as actor'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.id', '=', anyOf(ids))
		.execute()
	return new Map(
		rows.map(({ id, actor, ...row }) => [
			id,
			{
				actor,
				own: {
					[NUMBER]: row.number ?? '',
					[STATE]: row.state,
					[SINCE]: row.state_day,
					[ENDED]: row.ended_day ?? '',
					[STANDING]: row.standing,
					[REASON]: row.state_reason ?? '',
					[ORIGIN]: row.origin,
					[ORIGIN_SOURCE]: row.origin_source ?? '',
					[ORIGIN_YEAR]: row.origin_year === null ? '' : String(row.origin_year),
					[ORIGIN_NOTE]: row.origin_note ?? ''
				}
			}
		])
	)
}

/** What is counted and summed over other entries, in the columns of a file: of each entry as far as the seat sees the part it stands in. */
async function linkedIn(
	here: Here,
	compiled: CompiledRegister,
	sheets: readonly FileSheet[],
	seen: ReadonlyMap<string, SeenValues>
): Promise<ReadonlyMap<string, Values>> {
	const shown = new Set(sheets.flatMap(({ table, columns }) => (table ? [] : columns.map(({ header }) => header))))
	const keys = compiled.linked.filter((key) => shown.has(key))
	const linked = await linkedAmong(here, compiled, { ids: [...seen.keys()], keys })
	return new Map(
		[...seen].map(([id, { parts }]) => {
			const told = keys.flatMap((key) => {
				const value = linked.get(key)?.get(id) ?? null
				return value === null || !parts.has(compiled.fields.get(key)?.part ?? '') ? [] : [[key, value] as const]
			})
			return [id, Object.fromEntries(told)]
		})
	)
}

function textsOf(columns: readonly FileColumn[], own: Own, values: Values, nameOf: NameOf): Record<string, string> {
	const texts: Record<string, string> = {}
	for (const { header, field, part } of columns) {
		const value = field ? values[field.key] : undefined
		const text = field ? (value === undefined ? '' : cellText(field, part, value, nameOf)) : (own[header] ?? '')
		if (text !== '') texts[header] = text
	}
	return texts
}

/** Names all records and seats that stand in entries, and further records. */
export async function namesIn(
	here: Here,
	compiled: CompiledRegister,
	all: readonly EntryValues[],
	further: readonly string[] = []
): Promise<NameOf> {
	const [records, seats] = [new Set(further), new Set<string>()]
	const gather = (fields: ReadonlyMap<string, { field: AnyField }>, values: Values) => {
		for (const [key, value] of Object.entries(values)) {
			const type = fields.get(key)?.field.type
			if (typeof value !== 'string' || type === undefined) continue
			if (type === 'seat') seats.add(value)
			else if (type === 'actor' || type === 'structure' || type === 'record' || type === 'entry') records.add(value)
		}
	}
	for (const { fields, tables } of all) {
		gather(compiled.fields, fields)
		for (const [key, rows] of Object.entries(tables)) {
			const table = compiled.tables.get(key)
			if (table) for (const row of rows) gather(table.fields, row)
		}
	}
	return namesOf(here, records, seats)
}
