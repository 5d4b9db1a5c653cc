import { z } from 'zod'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { Reference } from '#platform/operation/fields.ts'
import { LIST_DEFAULT, LIST_MOST, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { absent, invalid } from '#platform/operation/refusal.ts'
import {
	anyOf,
	findRecord,
	getRecord,
	headColumns,
	referencesOf,
	toHead
} from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { isWorkedOut } from '../declaration/field-types.ts'
import { mightSeeField } from '../listing/might-see.ts'
import { EntryFilter, FieldKey, narrowingOf } from '../listing/narrowing.server.ts'
import { BY_STATE, isGroupable } from '../listing/offer.ts'
import { filteredField } from '../listing/scope-entries.server.ts'
import { getRegister, registersOf } from '../registers.server.ts'
import { mayChange, mayFill, statesToChange, whyNotMove } from './entry-access.ts'
import { mayAssignAll, responsibleIn } from './effects.server.ts'
import { EntryList, EntryPage, EntryPartPage } from './entry-outputs.ts'
import { keptRowIds } from './given.server.ts'
import { holdsPersonal } from './personal.ts'
import { linkedAmong, linkedOf } from './linked.server.ts'
import { findEntries } from './list-entries.server.ts'
import { askedOf, askingOf, getEntryRow, joined, readParts, type FoundEntry } from './read-entry.server.ts'
import { RECORD_TYPES, referencesIn } from './resolve.server.ts'
import type { Values } from './values.ts'

// A place within a group is told by two values.
const CURSOR_MOST = 1_200

/** The entries of a register, or of all of them; filtered and sorted by the fields that are declared for it. */
export const listEntries = query({
	name: 'entry.list',
	input: z.strictObject({
		register: Reference.optional(),
		filter: EntryFilter.optional(),
		sort: z
			.string()
			.regex(/^-?[a-z][a-z0-9_]{0,39}$/)
			.default('-number'),
		/** What the entries are put together by, `state` or a field that lists are grouped by: they are sorted within their groups. */
		group: FieldKey.optional(),
		/** The fields to be told of each entry; those that lists are filtered by where it is left out. */
		columns: z.array(FieldKey).max(40).optional(),
		limit: z.int().min(1).max(LIST_MOST).default(LIST_DEFAULT),
		after: z.string().max(CURSOR_MOST).optional(),
		before: z.string().max(CURSOR_MOST).optional()
	}),
	output: EntryList,
	about: (here, { register }) => (register === undefined ? Promise.resolve(null) : getRegister(here, register)),
	allow: everyone,
	async run(here, input, register) {
		if (register) refuseUnseenColumns(here, register.compiled, input.columns)
		const page = await findEntries(here, {
			...narrowingOf(here, register, input.filter),
			sort: input.sort,
			group: groupAsked(here, register?.compiled ?? null, input.group),
			limit: input.limit,
			after: input.after,
			before: input.before
		})
		const { ids, ...around } = page
		return { ...around, ...(await itemsOf(here, ids, input.columns)) }
	}
})

/** What a list is grouped by; refused, in the same words, where it is hidden from the seat or not there, and where no list is grouped by it. */
function groupAsked(here: Here, compiled: CompiledRegister | null, group: string | undefined): string | undefined {
	if (group === undefined || group === BY_STATE) return group
	if (!isGroupable(filteredField(here, compiled, group, ['group'])))
		throw invalid([{ path: ['group'], code: 'registers.not-grouped', params: { field: group } }])
	return group
}

/** A column that is out of the seat's sight is refused as one that is not there. */
function refuseUnseenColumns(here: Here, compiled: CompiledRegister, columns: readonly string[] = []) {
	const seat = askingOf(here)
	const issues = columns.flatMap((key, index) =>
		mightSeeField(compiled, key, seat)
			? []
			: [{ path: ['columns', index], code: 'registers.no-such-column', params: { field: key } }]
	)
	if (issues.length > 0) throw invalid(issues)
}

/** Entries as lists tell of them, in the order in which they are named, with what stands in the columns. */
export async function itemsOf(here: Here, ids: readonly string[], columns: readonly string[] | undefined) {
	if (ids.length === 0) return { items: [], names: [], seats: [] }
	const [rows, parts] = await Promise.all([
		here.tx
			.selectFrom('record')
			.innerJoin('entry', (on) =>
				on.onRef('entry.workspace_id', '=', 'record.workspace_id').onRef('entry.id', '=', 'record.id')
			)
			.select([...headColumns, 'entry.register_id', 'entry.state as standing', 'entry.state_day'])
			.where('record.workspace_id', '=', here.workspace.id)
			.where('record.id', '=', anyOf(ids))
			.execute(),
		readParts(here, ids)
	])
	const registers = await registersOf(here, [...new Set(rows.map((row) => row.register_id))])
	const byId = new Map(rows.map((row) => [row.id, row]))
	const items = ids.flatMap((id) => {
		const row = byId.get(id)
		const compiled = row && registers.get(row.register_id)
		if (!row || !compiled) return []
		const values = joined(parts.get(id) ?? [])
		const shown = Object.entries(values).filter(([key]) =>
			columns ? columns.includes(key) : compiled.fields.get(key)?.field.filtered === true
		)
		return [{ row, compiled, values: Object.fromEntries(shown) }]
	})
	if (items.some(({ compiled, values }) => holdsPersonal(compiled, { fields: values, tables: {} })))
		here.log.isAsked = true
	const linked = await linkedColumns(here, items, parts, columns)
	const [seen, seats] = await Promise.all([
		seenIn(here, items),
		seatsOf(
			here,
			items.flatMap(({ compiled, values }) => referencesIn(compiled.fields, values, ['seat']))
		)
	])
	return {
		names: [...seen.values()],
		seats,
		items: items.map(({ row, compiled, values }) => ({
			...toHead(row),
			register: compiled.declaration.register,
			standing: row.standing,
			since: row.state_day,
			values: { ...withoutUnseen(compiled.fields, values, seen), ...linked.get(row.id) }
		}))
	}
}

type Listed = { row: { id: string }; compiled: CompiledRegister }

/** What is counted and summed over linked entries, where columns ask for it: of one register, a statement for each column. */
async function linkedColumns(
	here: Here,
	items: readonly Listed[],
	parts: ReadonlyMap<string, readonly { part: string }[]>,
	columns: readonly string[] | undefined
): Promise<ReadonlyMap<string, Values>> {
	const compiled = items[0]?.compiled
	const keys = columns && compiled ? compiled.linked.filter((key) => columns.includes(key)) : []
	if (!compiled || keys.length === 0 || items.some((item) => item.compiled !== compiled)) return new Map()
	const ids = items.map(({ row }) => row.id)
	const linked = await linkedAmong(here, compiled, { ids, keys })
	return new Map(
		ids.map((id) => {
			const seen = new Set(parts.get(id)?.map(({ part }) => part))
			const told = keys.flatMap((key) => {
				const value = linked.get(key)?.get(id) ?? null
				return value === null || !seen.has(compiled.fields.get(key)?.part ?? '') ? [] : [[key, value] as const]
			})
			return [id, Object.fromEntries(told)]
		})
	)
}

async function filesOf(here: Here, ids: readonly string[]) {
	if (ids.length === 0) return []
	const rows = await here.tx
		.selectFrom('file')
		.select(['id', 'name', 'media_type', 'size'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf([...new Set(ids)]))
		.execute()
	return rows.map(({ id, name, media_type: mediaType, size }) => ({ id, name, mediaType, size }))
}

async function seatsOf(here: Here, ids: readonly string[]) {
	if (ids.length === 0) return []
	return here.tx
		.selectFrom('seat')
		.select(['id', 'key', 'office'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf([...new Set(ids)]))
		.execute()
}

type Some = { compiled: CompiledRegister; values: Values }

const seenIn = (here: Here, items: readonly Some[]) =>
	referencesOf(
		here,
		items.flatMap(({ compiled, values }) => referencesIn(compiled.fields, values, RECORD_TYPES))
	)

/** Values without the references to records that the seat does not see. */
function withoutUnseen(
	fields: Parameters<typeof referencesIn>[0],
	values: Values,
	seen: { has(id: string): boolean }
): Values {
	const hidden = new Set(referencesIn(fields, values, RECORD_TYPES).filter((id) => !seen.has(id)))
	return Object.fromEntries(
		Object.entries(values).filter(([key, value]) => {
			const type = fields.get(key)?.field.type
			return !(typeof value === 'string' && hidden.has(value) && RECORD_TYPES.some((one) => one === type))
		})
	)
}

type Standing = Pick<FoundEntry, 'compiled' | 'row' | 'kept'>

/** The moves the seat may make from where the entry stands, each with what keeps it from being made now. */
async function movesOf(here: Here, { compiled, row, kept }: Standing) {
	const { fields } = kept.values
	const asked = { seat: askingOf(here), entry: askedOf(row, fields), values: kept.values, today: here.today }
	const seen = new Set(kept.parts.map(({ part }) => part))
	const moves = []
	for (const move of compiled.declaration.moves) {
		const why = whyNotMove(compiled, move, asked)
		if (why?.code === 'not-from-here' || why?.code === 'not-yours') continue
		if (!(await mayAssignAll(here, compiled, move, asked.entry))) continue
		const nobody = responsibleIn(move).filter(
			(key) => fields[key] === undefined && seen.has(compiled.fields.get(key)?.part ?? 'open')
		)
		const empty = [...new Set([...(why?.code === 'not-filled' ? why.fields : []), ...nobody])]
		moves.push({
			move: move.key,
			to: move.to,
			whyNot: empty.length > 0 ? 'not-filled' : (why?.code ?? null),
			fields: empty
		})
	}
	return moves
}

/** An entry as the seat sees it: its fields, its tables, what names it, and what may be done. */
export const getEntry = query({
	name: 'entry.get',
	input: z.strictObject({ register: Reference.optional(), entry: Reference }),
	output: EntryPage,
	about: (here, { entry, register }) => getEntryRow(here, entry, register),
	allow: everyone,
	async run(here, _input, { compiled, row, kept, ...record }) {
		const { fields, tables } = kept.values
		const rowsOf = Object.entries(tables).flatMap(([key, rows]) => {
			const table = compiled.tables.get(key)
			return table ? rows.map((values) => ({ table, values })) : []
		})
		const ids = [
			...referencesIn(compiled.fields, fields, RECORD_TYPES),
			...rowsOf.flatMap(({ table, values }) => referencesIn(table.fields, values, RECORD_TYPES))
		]
		const seatIds = [
			...referencesIn(compiled.fields, fields, ['seat']),
			...rowsOf.flatMap(({ table, values }) => referencesIn(table.fields, values, ['seat']))
		]
		const parts = new Set(kept.parts.map(({ part }) => part))
		const [names, seats, files, linked] = await Promise.all([
			referencesOf(here, ids),
			seatsOf(here, seatIds),
			filesOf(here, [
				...referencesIn(compiled.fields, fields, ['file']),
				...rowsOf.flatMap(({ table, values }) => referencesIn(table.fields, values, ['file']))
			]),
			linkedOf(here, compiled, record.id, parts)
		])
		const seat = askingOf(here)
		const entry = askedOf(row, fields)
		const isActive = record.state === 'active'
		const canChange = isActive && mayChange(compiled, seat, entry)
		const fillable = [
			...[...compiled.fields].flatMap(([key, { field }]) => (isWorkedOut(field) ? [] : [key])),
			...compiled.tables.keys()
		]
		const moves = isActive ? await movesOf(here, { compiled, row, kept }) : []
		if (holdsPersonal(compiled, kept.values)) here.log.isAsked = true
		return {
			...record,
			register: compiled.declaration.register,
			standing: row.state,
			since: row.state_day,
			submitted: seat.role === 'public' ? null : (row.submitted_day ?? null),
			values: withoutUnseen(compiled.fields, fields, names),
			tables: Object.fromEntries(
				[...compiled.tables].flatMap(([key, table]) =>
					parts.has(table.part)
						? [[key, (tables[key] ?? []).map((values) => withoutUnseen(table.fields, values, names))]]
						: []
				)
			),
			rows: keptRowIds(kept),
			linked,
			names: [...names.values()],
			seats,
			files,
			moves,
			sees: [...compiled.fields, ...compiled.tables].flatMap(([key, { part }]) => (parts.has(part) ? [key] : [])),
			may: {
				change: canChange,
				fill: canChange ? fillable.filter((key) => mayFill(compiled, key, seat, entry)) : [],
				changeIn: isActive ? [...statesToChange(compiled, seat, entry)] : []
			}
		}
	}
})

/** The parts of entries, each with readers of its own: what the history, the files and the search hang on. */
export const listEntryParts = query({
	name: 'entryPart.list',
	input: listInput({ ...recordFilters, entry: Reference }, ['number']),
	output: listed(EntryPartPage),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const entryId = await resolveField(here, 'entry', filter.entry, 'entry')
		const part = listPart(here.secret, input, { number: 'record.id' }, 'record.id')
		let rows = here.tx
			.selectFrom('record')
			.innerJoin('entry_part', (on) =>
				on.onRef('entry_part.workspace_id', '=', 'record.workspace_id').onRef('entry_part.id', '=', 'record.id')
			)
			.where('record.workspace_id', '=', here.workspace.id)
			.where('record.kind', '=', 'entry-part')
			.where('record.state', 'in', filter.state ?? ['active'])
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'entry-part', filter.words))
		if (entryId) rows = rows.where('entry_part.entry_id', '=', entryId)
		const [found, total] = await Promise.all([
			rows
				.select([...headColumns, 'entry_part.entry_id', 'entry_part.part'])
				.where(part.where)
				.orderBy(part.orderBy)
				.limit(part.limit)
				.execute(),
			totalOf(here, 'entry-part', filter, { field: 'origin', values: undefined }, rows.select('record.id'))
		])
		const entries = await referencesOf(
			here,
			found.map((row) => row.entry_id)
		)
		return toList(here.secret, part, found, total, input, {
			value: (row) => row.id,
			item: (row) => {
				const entry = entries.get(row.entry_id)
				if (!entry) throw new Error(`the part ${row.id} is seen and its entry is not`)
				return { ...toHead(row), entry, part: row.part }
			}
		})
	}
})

/** A part of an entry; it leads to the entry. */
export const getEntryPart = query({
	name: 'entryPart.get',
	input: z.strictObject({ entryPart: Reference }),
	output: EntryPartPage,
	async about(here, { entryPart }) {
		const record = await getRecord(here, 'entry-part', entryPart)
		const row = await here.tx
			.selectFrom('entry_part')
			.select(['entry_id', 'part'])
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', record.id)
			.executeTakeFirstOrThrow()
		const entry = await findRecord(here, 'entry', row.entry_id)
		if (!entry) throw absent('platform.no-such-record', { kind: 'entry-part', reference: entryPart })
		return { ...record, part: row.part, entry }
	},
	allow: everyone,
	run: (_here, _input, part) => Promise.resolve(part)
})
