import type { Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { anyOf, getRecord, headColumns, toHead, type RecordHead } from '#platform/records/find-record.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { registerOf } from '../registers.server.ts'
import type { AskedEntry, AskingSeat } from './entry-access.ts'
import type { EntryValues, Values } from './values.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export type KeptPart = { id: string; entryId: string; part: string; audience: readonly string[]; document: Values }
export type KeptRow = { id: string; partId: string; entryId: string; table: string; position: number; document: Values }
export type KeptEntry = { parts: readonly KeptPart[]; rows: readonly KeptRow[]; values: EntryValues }

const noValues: EntryValues = { fields: {}, tables: {} }
export const nothingKept: KeptEntry = { parts: [], rows: [], values: noValues }

/** What several parts of an entry hold together. */
export const joined = (parts: readonly { document: Values }[]): Values =>
	Object.fromEntries(parts.flatMap(({ document }) => Object.entries(document)))

/** The parts of entries that the seat sees, by entry. A part is read with its record, whose audience decides. */
export async function readParts(here: Here, ids: readonly string[]): Promise<Map<string, KeptPart[]>> {
	const parts = new Map<string, KeptPart[]>()
	if (ids.length === 0) return parts
	const rows = await here.tx
		.selectFrom('entry_part')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'entry_part.workspace_id').onRef('record.id', '=', 'entry_part.id')
		)
		.innerJoin('entry_document', (on) =>
			on
				.onRef('entry_document.workspace_id', '=', 'entry_part.workspace_id')
				.onRef('entry_document.id', '=', 'entry_part.id')
		)
		.select(['entry_part.id', 'entry_part.entry_id', 'entry_part.part', 'record.audience', 'entry_document.document'])
		.where('entry_part.workspace_id', '=', here.workspace.id)
		.where('entry_part.entry_id', '=', anyOf(ids))
		// The same answer every time, to the byte: exports and kept answers are compared.
		.orderBy('entry_part.part')
		.execute()
	for (const { entry_id: entryId, ...row } of rows) {
		const part = { ...row, entryId }
		const known = parts.get(entryId)
		if (known) known.push(part)
		else parts.set(entryId, [part])
	}
	return parts
}

/** What the seat sees of an entry: its parts, and the rows of its tables in their order. */
export const readKept = async (here: Here, id: string): Promise<KeptEntry> =>
	(await readAllKept(here, [id])).get(id) ?? nothingKept

/** The same of several entries: two statements for all of them. */
export async function readAllKept(here: Here, ids: readonly string[]): Promise<Map<string, KeptEntry>> {
	const parts = await readParts(here, ids)
	const partIds = [...parts.values()].flatMap((some) => some.map((part) => part.id))
	const rows =
		partIds.length === 0
			? []
			: await here.tx
					.selectFrom('entry_row')
					.select(['id', 'part_id', 'entry_id', 'table_key', 'position', 'document'])
					.where('workspace_id', '=', here.workspace.id)
					.where('part_id', '=', anyOf(partIds))
					.orderBy('part_id')
					.orderBy('table_key')
					.orderBy('position')
					.execute()
	const byEntry = Map.groupBy(rows, (row) => row.entry_id)
	return new Map(
		ids.map((id) => {
			const kept = (byEntry.get(id) ?? []).map((row) => ({
				id: row.id,
				partId: row.part_id,
				entryId: row.entry_id,
				table: row.table_key,
				position: row.position,
				document: row.document
			}))
			const tables: Record<string, Values[]> = {}
			for (const { table, document } of kept) (tables[table] ??= []).push(document)
			const own = parts.get(id) ?? []
			return [id, { parts: own, rows: kept, values: { fields: joined(own), tables } }] as const
		})
	)
}

export type EntryRow = {
	register_id: string
	state: string
	state_day: string
	ended_day: string | null
	entering_actor_id: string | null
	/** Where it was read: the day on which it came by the public form. */
	submitted_day?: string | null
	revision: number
}

/** An entry the seat sees, with its register and what the seat sees of it. */
export type FoundEntry = RecordHead & { row: EntryRow; compiled: CompiledRegister; kept: KeptEntry }

/** An entry by number or identifier; absent when there is none the seat may see, or it stands in another register. */
export async function getEntryRow(here: Here, reference: string, register?: string): Promise<FoundEntry> {
	const record = await getRecord(here, 'entry', reference)
	const row = await here.tx
		.selectFrom('entry')
		.select(['register_id', 'state', 'state_day', 'ended_day', 'entering_actor_id', 'submitted_day', 'revision'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	const [compiled, kept] = await Promise.all([registerOf(here, row.register_id), readKept(here, record.id)])
	if (register !== undefined && register !== compiled.declaration.register && register !== row.register_id)
		throw absent('platform.no-such-record', { kind: 'entry', reference })
	return { ...record, row, compiled, kept }
}

/** Entries of one register that the seat sees, by the numbers or identifiers they are named by: a few statements for all. */
export async function findEntryRows(
	here: Here,
	references: readonly string[],
	{ id: registerId, compiled }: { id: string; compiled: CompiledRegister }
): Promise<ReadonlyMap<string, FoundEntry>> {
	const ids = references.filter((one) => UUID.test(one))
	const rows = await here.tx
		.selectFrom('record')
		.innerJoin('entry', (on) =>
			on.onRef('entry.workspace_id', '=', 'record.workspace_id').onRef('entry.id', '=', 'record.id')
		)
		.select(headColumns)
		.select(['entry.register_id', 'entry.state as standing', 'entry.state_day', 'entry.ended_day'])
		.select(['entry.entering_actor_id', 'entry.revision'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'entry')
		.where('entry.register_id', '=', registerId)
		.where((where) =>
			where.or([where('record.id', '=', anyOf(ids)), where('record.number', 'in', ['', ...references])])
		)
		.execute()
	const kept = await readAllKept(
		here,
		rows.map((row) => row.id)
	)
	const found = rows.map(
		({ register_id, standing: state, state_day, ended_day, entering_actor_id, revision, ...head }) => ({
			...toHead(head),
			row: { register_id, state, state_day, ended_day, entering_actor_id, revision },
			compiled,
			kept: kept.get(head.id) ?? nothingKept
		})
	)
	return new Map(found.flatMap((one) => [[one.id, one] as const, [one.reference, one] as const]))
}

/** The entry as far as groups ask of it. */
export const askedOf = (row: EntryRow, values: Values): AskedEntry => ({
	enteringActorId: row.entering_actor_id,
	state: row.state,
	values
})

/** The seat as far as groups ask of it. */
export const askingOf = ({ seat }: Here): AskingSeat => ({
	role: seat.role,
	actorId: seat.actorId,
	audience: seat.audience
})
