import { z } from 'zod'
import type { Writing } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { lineages } from '../conversion/lineage.server.ts'
import type { Lineage } from '../conversion/lineage.ts'
import { holdsOne } from './personal-history.server.ts'
import type { FoundEntry } from './read-entry.server.ts'

const Fields = z.record(z.string(), z.unknown()).nullable()
const Payload = z.object({
	changes: z.array(z.object({ table: z.string(), row: z.string(), before: Fields, after: Fields }))
})
type Changes = z.output<typeof Payload>['changes']

/** True where an event tells a personal value: of a field, of a row of a table, or in the title that was made from it. */
function tellsPersonal(compiled: CompiledRegister, lineage: Lineage | undefined, changes: Changes): boolean {
	const inFields = lineage?.personal ?? compiled.personal
	const inRows = lineage?.personalInRows ?? new Set<string>()
	const inTitle = lineage?.isTitlePersonal ?? compiled.title.reads.some((read) => inFields.has(read))
	return changes.some(({ table, before, after }) =>
		[before, after].some((fields) => {
			if (table === 'entry_document') return holdsOne(fields?.['document'], inFields)
			if (table === 'entry_row') return holdsOne(fields?.['document'], inRows)
			return inTitle && table === 'record' && fields?.['title'] !== undefined
		})
	)
}

/** Erases what past events tell of an entry that is personal, and under which name its personal files came. */
export async function eraseToldPersonal(
	here: Writing,
	{ id, compiled, kept, row }: FoundEntry,
	reason: string
): Promise<void> {
	const rows = await here.tx
		.selectFrom('event')
		.innerJoin('event_payload', (on) =>
			on
				.onRef('event_payload.workspace_id', '=', 'event.workspace_id')
				.onRef('event_payload.sequence', '=', 'event.sequence')
		)
		.select(['event.sequence', 'event.seat_id', 'event.record_id', 'event_payload.payload'])
		.where('event.workspace_id', '=', here.workspace.id)
		.where('event.record_id', '=', anyOf(kept.parts.map((part) => part.id)))
		.where('event_payload.erased_at', 'is', null)
		.orderBy('event.sequence')
		.execute()
	const told = rows.flatMap(({ payload, ...event }) =>
		payload === null ? [] : [{ ...event, changes: Payload.parse(JSON.parse(payload)).changes }]
	)
	const lineage = (await lineages(here, [row.register_id])).get(row.register_id)
	const files = personalFiles(
		{ compiled, lineage },
		told.flatMap(({ changes }) => changes)
	)
	for (const { sequence, seat_id: seatId, record_id: record, changes } of told) {
		const attached = changes.filter(({ table, row }) => table === 'file' && files.has(row)).map(({ row }) => row)
		for (const upload of await uploadsOf(here, attached, { seatId, until: sequence }))
			await here.write.erasePayload(upload, reason, id)
		if (record !== null && tellsPersonal(compiled, lineage, changes))
			await here.write.erasePayload(sequence, reason, record)
	}
}

/** The files that ever stood in fields for files that are personal. */
function personalFiles(
	{ compiled: { fields, tables }, lineage }: { compiled: CompiledRegister; lineage: Lineage | undefined },
	changes: Changes
): ReadonlySet<string> {
	const keys = new Set([
		...[fields, ...[...tables.values()].map((table) => table.fields)].flatMap((some) =>
			[...some].flatMap(([key, { field }]) => (field.type === 'file' && field.personal ? [key] : []))
		),
		// What any version called personal: identifiers that are of no file are found among none.
		...(lineage?.personal ?? []),
		...(lineage?.personalInRows ?? [])
	])
	const inDocument = (document: unknown) =>
		typeof document === 'object' && document !== null
			? Object.entries(document).flatMap(([key, value]) => (keys.has(key) && typeof value === 'string' ? [value] : []))
			: []
	return new Set(
		changes.flatMap(({ before, after }) => [before, after].flatMap((told) => inDocument(told?.['document'])))
	)
}

// Whoever hangs a file on an entry has sent it shortly before.
const UPLOADS_MOST = 100

/** The events in which a seat sent files that it later hung on an entry: they tell what the files were called. */
async function uploadsOf(
	here: Writing,
	files: readonly string[],
	{ seatId, until }: { seatId: string | null; until: number }
): Promise<number[]> {
	if (files.length === 0 || seatId === null) return []
	const rows = await here.tx
		.selectFrom('event')
		.innerJoin('event_payload', (on) =>
			on
				.onRef('event_payload.workspace_id', '=', 'event.workspace_id')
				.onRef('event_payload.sequence', '=', 'event.sequence')
		)
		.select(['event.sequence', 'event_payload.payload'])
		.where('event.workspace_id', '=', here.workspace.id)
		.where('event.seat_id', '=', seatId)
		.where('event.sequence', '<', until)
		.where('event.operation', '=', 'file.upload')
		.where('event_payload.erased_at', 'is', null)
		.orderBy('event.sequence', 'desc')
		.limit(UPLOADS_MOST)
		.execute()
	return rows.flatMap(({ sequence, payload }) =>
		payload !== null && Payload.parse(JSON.parse(payload)).changes.some(({ row }) => files.includes(row))
			? [sequence]
			: []
	)
}
