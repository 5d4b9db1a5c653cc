import { sql } from 'kysely'
import { z } from 'zod'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { officesOf } from '#modules/directory/find-directory.server.ts'
import { nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { ask, type Opening } from '#platform/operation/perform.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { anyOf, RecordReference, toReference } from '#platform/records/find-record.server.ts'
import { getMeeting } from '../meeting/meeting-queries.ts'
import { actorsNamedIn, CIRCLES, readerNamed, readerOf, type Circle, type NamedActor } from './editions.ts'
import { getMinutes } from './minute-queries.ts'
import { namedIn } from './paper-agenda.ts'
import type { PaperContent } from './paper-model.ts'

// Beyond as many organizations nobody keeps apart what each is shown; they have the edition of their circle.
const NAMED_MOST = 200

const Named = z.object({
	id: z.string(),
	sits: z.boolean(),
	isFull: z.boolean(),
	actor: RecordReference,
	/** Everybody of the workspace sees that there is this organization. */
	isKnown: z.boolean()
})
export type Named = z.output<typeof Named>

/**
 * The organizations to which something of a meeting is shown that others of their circle do not see: named for an item, or
 * bound to act on what came of one. Asked as the reader of the full edition; only the work that writes papers asks it.
 */
const namedAtMeeting = query({
	name: 'meetingPaper.named',
	input: z.strictObject({ meeting: z.uuid(), structure: z.uuid() }),
	output: z.array(Named),
	about: nothing,
	allow: ({ seat }) => seat.role === 'secretariat',
	async run(here, { meeting, structure }) {
		const ids = [...new Set((await audiencesAt(here, meeting)).flatMap(actorsNamedIn))].toSorted().slice(0, NAMED_MOST)
		if (ids.length === 0) return []
		const [records, sitting, offices] = await Promise.all([
			here.tx
				.selectFrom('record')
				.select(['id', 'kind', 'key', 'number', 'title', 'acronym', 'audience'])
				.where('workspace_id', '=', here.workspace.id)
				.where('id', '=', anyOf(ids))
				.orderBy('id')
				.execute(),
			kindsOfSitting(here, structure),
			officesOf(here, structure)
		])
		const inOffice = new Set([offices.chairActorId, offices.secretaryActorId])
		return records.map((row) => {
			const kinds = sitting.get(row.id) ?? new Set()
			const isFull = kinds.has('member') || inOffice.has(row.id)
			return {
				id: row.id,
				sits: isFull || kinds.has('co-opted'),
				isFull,
				actor: toReference(row),
				isKnown: row.audience.includes('public') || row.audience.includes('workspace')
			}
		})
	}
})

// What everybody of the workspace sees is no reason for an edition of anybody's own.
const audiencesAt = async (here: Here, meeting: string) =>
	(
		await here.tx
			.selectFrom('record')
			.select('audience')
			.distinct()
			.where('workspace_id', '=', here.workspace.id)
			.where('state', '=', 'active')
			.where(sql<boolean>`not (audience && array['public', 'workspace'])`)
			.where((where) =>
				where.or(
					(['agenda_item', 'decision', 'recommendation', 'action'] as const).map((table) =>
						where(
							'id',
							'in',
							where
								.selectFrom(table)
								.select(sql.ref<string>(`${table}.id`).as('id'))
								.where(sql.ref(`${table}.workspace_id`), '=', here.workspace.id)
								.where(sql.ref(`${table}.meeting_id`), '=', meeting)
						)
					)
				)
			)
			.execute()
	).map(({ audience }) => audience)

async function kindsOfSitting(here: Here, structure: string) {
	const rows = await here.tx
		.selectFrom('membership')
		.select(['actor_id', 'kind'])
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', '=', structure)
		.where((where) =>
			where.and([
				where.or([where('from_day', 'is', null), where('from_day', '<=', here.today)]),
				where.or([where('to_day', 'is', null), where('to_day', '>=', here.today)])
			])
		)
		.execute()
	return new Map(
		[...Map.groupBy(rows, (row) => row.actor_id)].map(([actor, some]) => [
			actor,
			new Set<string>(some.map(({ kind }) => kind))
		])
	)
}

export type Read = { content: PaperContent } & ({ edition: Circle } | { edition: 'named'; actor: NamedActor })
type Asked = { meeting: string; structure: string; language: string }

/** What each circle of readers is shown of a meeting, and each organization that was named; whoever does not see it has none. */
export async function readAsAll(opening: Opening, { meeting, structure, language }: Asked) {
	const full: Opening = { ...opening, seat: readerOf('full', structure) }
	const named = await ask(full, namedAtMeeting, { meeting, structure })
	const reads: Read[] = []
	for (const edition of CIRCLES) {
		const content = await readAs({ ...opening, seat: readerOf(edition, structure) }, { meeting, structure, language })
		if (content) reads.push({ edition, content })
	}
	for (const actor of named) {
		const content = await readAs({ ...opening, seat: readerNamed(actor, structure) }, { meeting, structure, language })
		if (content) reads.push({ edition: 'named', actor, content })
	}
	return { reads, named: new Map(named.map((one) => [one.id, one])) }
}

async function readAs(reading: Opening, { meeting, structure, language }: Asked): Promise<PaperContent | null> {
	const spoken = namedIn(reading.registry.catalogue, language)
	const page = await orNone(ask(reading, getMeeting, { meeting }))
	const minutes = page && (await orNone(ask(reading, getMinutes, { meeting })))
	if (!page || !minutes) return null
	const around = await orNone(ask(reading, getStructure, { structure }))
	return {
		meeting: { ...page, agenda: page.agenda.map(spoken) },
		minutes: { ...minutes, items: minutes.items.map(spoken) },
		calledBy: {
			chair: around?.chair ?? null,
			secretariat: around?.secretariat ?? around?.secretariatActor ?? around?.host ?? null,
			place: around?.location ?? null
		}
	}
}

// What a reader may not see is not in what is written for them.
async function orNone<T>(asked: Promise<T>): Promise<T | null> {
	try {
		return await asked
	} catch (error) {
		if (isRefusal(error, 'absent') || isRefusal(error, 'forbidden')) return null
		throw error
	}
}
