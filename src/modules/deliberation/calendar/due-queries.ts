import { z } from 'zod'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { Day, Reference } from '#platform/operation/fields.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { RecordReference, referencesOf } from '#platform/records/find-record.server.ts'
import { keepAnswers } from '#platform/records/kept-answers.server.ts'

// Whoever has more than this before them narrows the days down.
const MOST = 200

const DueItem = z.object({
	/** Worded by `due.<code>`. */
	code: z.string(),
	/** What it is called, where it is declared and no word of the product. */
	names: z.record(z.string(), z.string()).readonly().nullable(),
	day: z.string(),
	/** What of the record it is, where several things of one code fall due in it. */
	part: z.string().nullable(),
	record: RecordReference,
	structure: RecordReference.nullable(),
	actor: RecordReference.nullable()
})

const Dues = z.object({ items: z.array(DueItem), isMore: z.boolean() })
type Dues = z.output<typeof Dues>

// Each area is asked, and the same page is opened far more often than anything changes.
const kept = keepAnswers<Dues>()

/** What falls due between two days in every area, oldest first, as far as the seat sees it; the public is told nothing by it. */
export const listDues = query({
	name: 'due.list',
	input: z.strictObject({ from: Day, until: Day, structure: Reference.optional() }),
	output: Dues,
	about: nothing,
	allow: everyone,
	async run(here, { from, until, structure }) {
		if (here.seat.id === null) return { items: [], isMore: false }
		const structureId = (await resolveField(here, 'structure', structure, 'structure')) ?? null
		return kept(here, [from, until, structureId], () => duesOf(here, { from, until, structureId }))
	}
})

async function duesOf(
	here: Here,
	{ from, until, structureId }: { from: string; until: string; structureId: string | null }
): Promise<Dues> {
	const asked = { from, until, limit: MOST + 1, ...(structureId === null ? {} : { structureId }) }
	const found = (await Promise.all(here.registry.dues.map((source) => source.dues(here, asked))))
		.flat()
		.toSorted((one, other) => one.day.localeCompare(other.day) || (one.record.id < other.record.id ? -1 : 1))
	const shown = found.slice(0, MOST)
	const references = await referencesOf(
		here,
		shown.flatMap((due) => [due.structureId, due.actorId])
	)
	const ifSeen = (id: string | null) => (id === null ? null : (references.get(id) ?? null))
	return {
		items: shown.map(({ code, names, day, part, record, ...due }) => ({
			code,
			names: names ?? null,
			day,
			part: part ?? null,
			record,
			structure: ifSeen(due.structureId),
			actor: ifSeen(due.actorId)
		})),
		isMore: found.length > MOST
	}
}
