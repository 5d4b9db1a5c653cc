import { randomInt } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import type { Origin } from '#platform/database/tables.ts'
import { canonicalText } from '#platform/events/chain.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import type { FilteredPart } from '#platform/operation/writer.ts'
import type { CompiledRegister, Part } from '../declaration/compile-declaration.ts'
import { choicesOf, columnsOf, documentOf } from './columns.ts'
import { keptAudience, type AskedEntry } from './entry-access.ts'
import type { RowIds } from './given.server.ts'
import { keepFiles } from './keep-files.server.ts'
import type { KeptEntry, KeptPart } from './read-entry.server.ts'
import type { EntryValues } from './values.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'
/** Drawn, so that nobody learns from the key of one part how many others there are. */
export const drawnKey = () =>
	`part-${Array.from({ length: 14 }, () => LETTERS[randomInt(LETTERS.length)] ?? 'x').join('')}`

export type Keeping = {
	id: string
	registerId: string
	compiled: CompiledRegister
	kept: KeptEntry
	values: EntryValues
	/** Which of the rows that are there the rows of tables are; without it, those that stand in their places. */
	rowIds?: RowIds
	entry: AskedEntry
	title: Record<string, string>
	origin?: Origin
	/** The number of an entry that is new. */
	number?: string
	addEntry?: () => Promise<unknown>
}

/** A part of an entry as it is to be kept; `held` where it is there already. */
type Keep = {
	keeping: Keeping
	part: Part
	partId: string
	held: KeptPart | undefined
	audience: readonly string[]
}

/** Writes an entry: each part for those who see it, the rows of its tables, and what lists filter by. In sight of all parts. */
export const keepEntry = (here: Writing, keeping: Keeping): Promise<void> => keepEntries(here, [keeping])

/** Writes several entries, a few statements for all of them. */
export async function keepEntries(here: Writing, keepings: readonly Keeping[]): Promise<void> {
	const keeps = keepings.flatMap((keeping): Keep[] =>
		keeping.compiled.parts.map((part) => {
			const held = keeping.kept.parts.find((one) => one.part === part)
			const partId = held?.id ?? (part === 'open' ? keeping.id : uuid())
			return { keeping, part, partId, held, audience: keptAudience(keeping.compiled, part, keeping.entry) }
		})
	)
	// The part that is out of the seat's sight, before or after, is told of to those who see it alone.
	const isSeen = (who: readonly string[]) => who.some((token) => here.seat.audience.includes(token))
	const seen = keeps.filter(({ audience, held }) => isSeen(audience) && (!held || isSeen(held.audience)))
	const unseen = keeps.filter((keep) => !seen.includes(keep))
	await keepParts(here, seen)
	if (unseen.length > 0)
		await here.write.inSightOfAll(
			unseen.map(({ partId }) => partId),
			() => keepParts(here, unseen)
		)
	for (const { keeping, part, partId, audience } of keeps)
		await keepFiles(here, keeping.compiled, {
			part,
			partId,
			audience,
			values: keeping.values,
			before: keeping.kept.values
		})
}

async function keepParts(here: Writing, keeps: readonly Keep[]) {
	const there = keeps.filter(({ held }) => held !== undefined)
	await here.write.changeRecords(
		there.map(({ partId, audience, keeping: { title } }) => ({ id: partId, change: { title, audience } }))
	)
	for (const { partId, audience, held } of there)
		if (canonicalText(held?.audience ?? []) !== canonicalText(audience))
			await here.write.spreadAudience(partId, audience)
	await here.write.changeAll(
		'entry_document',
		there.map((keep) => ({ id: keep.partId, fields: { document: documentFor(keep) } }))
	)
	for (const keep of keeps) if (keep.held === undefined) await addPart(here, keep)
	await here.write.keepFiltered(keeps.map(filteredOf))
	await keepRows(here, keeps)
}

const documentFor = ({ keeping: { compiled, values }, part }: Keep) => documentOf(compiled, part, values.fields)

async function addPart(here: Writing, keep: Keep) {
	const { keeping, part, partId, audience } = keep
	const { id, registerId, title, origin = 'entered', entry } = keeping
	await here.write.addRecord({
		id: partId,
		kind: part === 'open' ? 'entry' : 'entry-part',
		key: part === 'open' ? null : drawnKey(),
		number: part === 'open' ? (keeping.number ?? null) : null,
		title,
		audience,
		origin
	})
	if (part === 'open') await keeping.addEntry?.()
	await here.write.add('entry_part', { id: partId, entry_id: id, register_id: registerId, part, state: entry.state })
	await here.write.add('entry_document', { id: partId, entry_id: id, document: documentFor(keep) })
}

function filteredOf({ keeping: { compiled, values, registerId, entry }, part, partId }: Keep): FilteredPart {
	const columns = Object.entries(columnsOf(compiled, part, values.fields)).map(
		([name, value]) => [name, value === null ? null : String(value)] as const
	)
	return {
		id: partId,
		registerId,
		columns: { ...Object.fromEntries(columns), state: entry.state },
		choices: choicesOf(compiled, part, values.fields)
	}
}

/** The rows of the tables that stand in parts: those that go, those that stay, and those that are new. */
async function keepRows(here: Writing, keeps: readonly Keep[]) {
	const all = keeps.flatMap(({ keeping, part, partId }) =>
		[...keeping.compiled.tables].flatMap(([table, one]) => (one.part === part ? [rowsOf(keeping, table, partId)] : []))
	)
	for (const { gone } of all) for (const id of gone) await here.write.remove('entry_row', id)
	await here.write.changeAll(
		'entry_row',
		all.flatMap(({ staying }) => staying)
	)
	await here.write.addAll(
		'entry_row',
		all.flatMap(({ added }) => added)
	)
}

function rowsOf({ id: entryId, kept, values, rowIds }: Keeping, table: string, partId: string) {
	const before = new Set(kept.rows.filter((row) => row.table === table && row.partId === partId).map(({ id }) => id))
	const ids = rowIds?.[table] ?? [...before]
	const rows = (values.tables[table] ?? []).map((document, position) => ({ document, position, id: ids[position] }))
	const staying = rows.flatMap(({ id, document, position }) =>
		typeof id === 'string' && before.has(id) ? [{ id, fields: { document, position } }] : []
	)
	return {
		gone: [...before.difference(new Set(staying.map(({ id }) => id)))],
		staying,
		added: rows
			.filter(({ id }) => typeof id !== 'string' || !before.has(id))
			.map(({ document, position }) => ({ part_id: partId, entry_id: entryId, table_key: table, position, document }))
	}
}
