import { sql } from 'kysely'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import type { Ended, EndingSource } from '#platform/records/endings.ts'
import { referencesOf } from '#platform/records/find-record.server.ts'
import type { CompiledField, CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { columnName } from '../entry/columns.ts'
import { keptRowIds } from '../entry/given.server.ts'
import { keepEntry } from '../entry/keep-entries.server.ts'
import { settle, titleOf } from '../entry/keep-entry.server.ts'
import { titled } from '../entry/plan-entry.server.ts'
import { askedOf, getEntryRow } from '../entry/read-entry.server.ts'
import type { EntryValues, Values } from '../entry/values.ts'
import { takePartsAlong } from '../entry/withdraw-parts.server.ts'
import { listCompiled, type ReadyRegister } from '../registers.server.ts'

const OPEN_MOST = 5_000

/** What entries name and may name another instead of: an organization, or an entry that turned out to be one with another. */
type NamedKind = 'actor' | 'structure' | 'entry'

const isEnding = (kind: string): kind is 'actor' | 'structure' => kind === 'actor' || kind === 'structure'

/** The fields by which an entry is the business of an actor or structure: those from which its groups are read. */
const ownFields = ({ declaration }: CompiledRegister, kind: 'actor' | 'structure') => [
	...new Set(declaration.groups.flatMap((group) => (kind === 'actor' ? group.actor_in : group.members_in)))
]

/** All fields that may name a record of the kind, of an entry or of a row. */
const namingFields = (fields: ReadonlyMap<string, CompiledField<AnyField>>, kind: NamedKind) =>
	[...fields].flatMap(([key, { field }]) => (field.type === kind || field.type === 'record' ? [key] : []))

/** Parts of entries of a register that name a record in a field. */
function naming(here: Here, { id, compiled }: ReadyRegister, key: string, named: string) {
	const one = compiled.fields.get(key)
	if (!one) return null
	const whole = sql`part.workspace_id = ${here.workspace.id} and part.register_id = ${id} and part.part = ${one.part}`
	return one.column
		? sql`(select part.entry_id from entry_part as part
			where ${whole} and ${sql.ref(`part.${columnName(one.column.kind, one.column.position)}`)} = ${named})`
		: sql`(select part.entry_id from entry_part as part
			join entry_document on entry_document.workspace_id = part.workspace_id and entry_document.id = part.id
			where ${whole} and entry_document.document ->> ${key} = ${named})`
}

/** Rows of tables that name a record in a field. */
function namingRows(here: Here, { id, compiled }: ReadyRegister, kind: NamedKind, named: string) {
	return [...compiled.tables].flatMap(([table, { part, fields }]) =>
		namingFields(fields, kind).map(
			(key) => sql`(select part.entry_id from entry_part as part
				join entry_row on entry_row.workspace_id = part.workspace_id and entry_row.part_id = part.id
				where part.workspace_id = ${here.workspace.id} and part.register_id = ${id} and part.part = ${part}
					and entry_row.table_key = ${table} and entry_row.document ->> ${key} = ${named})`
		)
	)
}

const enteredBy = (here: Here, { id }: ReadyRegister, actorId: string) =>
	sql`(select entry.id as entry_id from entry
		where entry.workspace_id = ${here.workspace.id} and entry.register_id = ${id} and entry.entering_actor_id = ${actorId})`

type Named = { id: string }

async function distinctly(
	here: Here,
	branches: readonly ReturnType<typeof enteredBy>[],
	ends: string
): Promise<string[]> {
	if (branches.length === 0) return []
	// Of an entry the seat does not see it is not known here whether it was withdrawn: it counts.
	const found = sql<Named>`(select distinct entry.id from (${sql.join([...branches], sql` union `)}) as naming
		join entry on entry.workspace_id = ${here.workspace.id} and entry.id = naming.entry_id
		left join record on record.workspace_id = entry.workspace_id and record.id = entry.id
		where ${sql.raw(ends)} order by entry.id limit ${OPEN_MOST})`
	const rows = await here.tx.selectFrom(found.as('found')).select('found.id').execute()
	return rows.map((row) => row.id)
}

/** The entries that are the business of an actor or structure and have not come to their end. */
async function openEntries(here: Here, { kind, id }: Ended): Promise<string[]> {
	if (!isEnding(kind)) return []
	const branches = (await listCompiled(here, ['active', 'withdrawn'])).flatMap((register) => [
		...ownFields(register.compiled, kind).flatMap((key) => naming(here, register, key, id) ?? []),
		...(kind === 'actor' && register.compiled.declaration.groups.some((group) => group.entering_actor)
			? [enteredBy(here, register, id)]
			: [])
	])
	return distinctly(here, branches, `entry.ended_day is null and coalesce(record.state, 'active') = 'active'`)
}

/** All entries that name such a record anywhere, ended and withdrawn ones among them. */
async function allEntries(here: Here, { kind, id }: { kind: NamedKind; id: string }): Promise<string[]> {
	const branches = (await listCompiled(here, ['active', 'withdrawn'])).flatMap((register) => [
		...namingFields(register.compiled.fields, kind).flatMap((key) => naming(here, register, key, id) ?? []),
		...namingRows(here, register, kind, id),
		...(kind === 'actor' ? [enteredBy(here, register, id)] : [])
	])
	return distinctly(here, branches, 'true')
}

type Moving = { kind: NamedKind; from: string; to: string; isMerged: boolean }
type Renaming = Omit<Moving, 'to'> & { to: string | undefined }

const renamed = (
	fields: ReadonlyMap<string, CompiledField<AnyField>>,
	values: Values,
	{ kind, from, to }: Renaming
): Values => {
	const keys = new Set(namingFields(fields, kind))
	return Object.fromEntries(
		Object.entries(values).flatMap(([key, value]) => {
			if (!keys.has(key) || value !== from) return [[key, value] as const]
			return to === undefined ? [] : [[key, to] as const]
		})
	)
}

// Rows tell what was: only where the two were one thing all along are they put right.
function moved({ fields, tables }: CompiledRegister, values: EntryValues, moving: Renaming): EntryValues {
	const rows = Object.entries(values.tables).map(([key, some]) => {
		const inner = tables.get(key)?.fields
		return [key, inner && moving.isMerged ? some.map((row) => renamed(inner, row, moving)) : some] as const
	})
	return { fields: renamed(fields, values.fields, moving), tables: Object.fromEntries(rows) }
}

/** Puts one record in the place of another in an entry; who sees what of it follows. */
async function moveIn(here: Writing, id: string, asked: Moving) {
	await here.write.inSightOfAll([id], () => here.write.lockRecord(id))
	const found = await here.write.inSightOfAll([], () => getEntryRow(here, id))
	// What named the entry that is now one with it names nothing any more.
	const moving = { ...asked, to: asked.to === id ? undefined : asked.to }
	const { compiled, kept, row, reference } = found
	const values = settle(compiled, moved(compiled, kept.values, moving), here.today)
	const entering = row.entering_actor_id === asked.from ? asked.to : row.entering_actor_id
	await here.write.change('entry', id, { entering_actor_id: entering, revision: row.revision + 1 })
	await keepEntry(here, {
		id,
		registerId: row.register_id,
		compiled,
		kept,
		values,
		rowIds: keptRowIds(kept),
		entry: askedOf({ ...row, entering_actor_id: entering }, values.fields),
		title: titled(here, titleOf(compiled, values, here.today, reference))
	})
}

/** Has every entry that names one record name another, which it was all along. */
export async function renameInEntries(
	here: Writing,
	{ kind, from, to }: { kind: NamedKind; from: string; to: string }
): Promise<void> {
	const ids = await here.write.inSightOfAll([], () => allEntries(here, { kind, id: from }))
	for (const id of ids) if (id !== from) await moveIn(here, id, { kind, from, to, isMerged: true })
}

async function withdraw(here: Writing, id: string, reason: string | null) {
	await takePartsAlong(here, id, { state: 'withdrawn', reason })
	await here.write.inSightOfAll([id], () => here.write.changeRecord(id, { state: 'withdrawn', state_reason: reason }))
}

/**
 * Entries that are the business of an actor or a structure and have not come to their end: a structure is not dissolved before
 * another stands there, and an actor's entries go to its successor, or are withdrawn with it. Where two records are joined that
 * were one thing, every entry that names the one names the other.
 */
export const entryEndings: EndingSource = {
	name: 'entry',
	refusal: 'registers.structure-in-open-entries',
	count: async (here, ended) => (await openEntries(here, ended)).length,
	async open(here, ended) {
		const ids = await openEntries(here, ended)
		const references = await referencesOf(here, ids)
		return ids.map((id) => {
			const record = references.get(id) ?? null
			return { id, record, label: record?.reference ?? '' }
		})
	},
	async move(here, ended, { ids, to, reason }) {
		const { kind, id: from } = ended
		if (!isEnding(kind)) return
		const isMerged = ids === 'all'
		const all = isMerged ? await allEntries(here, { kind, id: from }) : await openEntries(here, ended)
		for (const id of isMerged ? all : all.filter((one) => ids.includes(one))) {
			if (to === null) await withdraw(here, id, reason)
			else await moveIn(here, id, { kind, from, to, isMerged })
		}
	}
}
