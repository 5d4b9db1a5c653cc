import { sql, type Selectable } from 'kysely'
import { validate as isUuid } from 'uuid'
import { officesOf } from '#modules/directory/find-directory.server.ts'
import type { Offices } from '#platform/access/seat.ts'
import type { Tables } from '#platform/database/tables.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { anyOf, headColumns, toHead, type RecordHead } from '#platform/records/find-record.server.ts'
import { getRecommendationRow, type Found } from '../find-deliberation.server.ts'
import { includes, isOpen } from '../minutes/widely-seen.ts'
import { lastDayOf, mayDo, partiesOf, type Party, type RecommendationDeed } from './recommendation-rules.ts'

export type RecommendationRow = Selectable<Tables['recommendation']>
export type HopRow = Selectable<Tables['recommendation_hop']>

/** A recommendation with its row, the structure that runs each of its sides, and what the seat is to it. */
export type Standing = Found<RecommendationRow> & {
	maker: Offices
	holder: Offices | null
	addressee: Offices | null
	parties: readonly Party[]
}

/** Reads who holds the offices of structures, each structure once. */
function officesOnce(here: Here): (structureId: string | null) => Promise<Offices> {
	const read = new Map<string | null, Promise<Offices>>()
	return (structureId) => {
		const offices = read.get(structureId) ?? officesOf(here, structureId)
		read.set(structureId, offices)
		return offices
	}
}

/** A recommendation by number or identifier, with what the seat is to it. */
export const getStanding = async (here: Here, reference: string): Promise<Standing> =>
	withParties(here, await getRecommendationRow(here, reference), officesOnce(here))

async function withParties(
	{ seat }: Here,
	found: RecordHead & { row: RecommendationRow },
	officesOf: ReturnType<typeof officesOnce>
): Promise<Standing> {
	const { row } = found
	const maker = await officesOf(row.structure_id)
	const holder = row.holder_structure_id === null ? null : await officesOf(row.holder_structure_id)
	const addressee = row.addressee_structure_id === null ? null : await officesOf(row.addressee_structure_id)
	const parties = partiesOf(seat, {
		maker,
		holder,
		addressee,
		holderActorId: row.holder_actor_id,
		addresseeActorId: row.addressee_actor_id
	})
	return { ...found, ...maker, maker, holder, addressee, parties }
}

/**
 * Several recommendations, in the order of their identifiers, so that two commands never wait for each other. However many there
 * are, they are read together, and the offices of each structure once.
 */
export async function getStandings(here: Here, references: readonly string[]): Promise<Standing[]> {
	const heads = await headsOf(here, references)
	const rows = new Map((await rowsOf(here, [...heads.values()])).map((row) => [row.id, row]))
	const offices = officesOnce(here)
	const found = new Map<string, Standing>()
	for (const reference of references) {
		const head = heads.get(reference)
		const row = head && rows.get(head.id)
		// What is not among them was merged into another, or is not there: the finder of one follows it, or says so.
		const standing =
			head && row ? await withParties(here, { ...head, row }, offices) : await getStanding(here, reference)
		found.set(standing.id, standing)
	}
	return [...found.values()].sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** The records of recommendations by what they were asked by, number or identifier; none that were merged. */
async function headsOf(here: Here, references: readonly string[]): Promise<ReadonlyMap<string, RecordHead>> {
	const ids = references.filter((reference) => isUuid(reference))
	const numbers = references.filter((reference) => !isUuid(reference))
	const rows = await here.tx
		.selectFrom('record')
		.select(headColumns)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'recommendation')
		.where('record.merged_into_id', 'is', null)
		.where((where) =>
			where.or([
				...(ids.length === 0 ? [] : [where('record.id', '=', anyOf(ids))]),
				...(numbers.length === 0 ? [] : [where('record.number', '=', sql<string>`any(${numbers}::text[])`)])
			])
		)
		.execute()
	return new Map(rows.flatMap((row) => [row.id, row.number ?? ''].map((name) => [name, toHead(row)] as const)))
}

const rowsOf = (here: Here, heads: readonly RecordHead[]): Promise<RecommendationRow[]> =>
	here.tx
		.selectFrom('recommendation')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf([...new Set(heads.map(({ id }) => id))]))
		.execute()

/** Whether the seat may do a thing to a recommendation. */
export const mayBe = ({ parties }: Standing, deed: RecommendationDeed) => mayDo(parties, deed)

/** Locks several recommendations and refuses where somebody changed one meanwhile. */
export async function lockAll(
	here: Writing,
	standings: readonly Standing[],
	items: readonly { id: string; version: number }[]
): Promise<void> {
	const asked = new Map(items.map(({ id, version }) => [id, version]))
	for (const standing of standings) {
		const version = asked.get(standing.id) ?? asked.get(standing.reference)
		const current = await here.write.lockRecord(standing.id)
		if (version !== current)
			throw conflict('deliberation.recommendation-changed-meanwhile', { reference: standing.reference })
	}
}

/** Refuses what is done to a recommendation that was withdrawn. */
export function refuseWithdrawn({ state, reference }: Standing): void {
	if (state !== 'active') throw conflict('deliberation.recommendation-withdrawn', { reference })
}

/** The day and the state of the meeting in which a recommendation was made, whether the seat sees the meeting or not; null where in none. */
export async function meetingOf(here: Here, { structure_id, meeting_id }: RecommendationRow) {
	if (structure_id === null || meeting_id === null) return null
	const { day, state } = await here.tx
		.selectFrom('meeting')
		.select(['day', 'state'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', meeting_id)
		.executeTakeFirstOrThrow()
	return { meetingId: meeting_id, structureId: structure_id, day, state }
}

/** The levels a recommendation went through, first to last. */
export const hopsOf = (here: Here, ids: readonly string[]): Promise<HopRow[]> =>
	here.tx
		.selectFrom('recommendation_hop')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('recommendation_id', '=', anyOf(ids))
		.orderBy('recommendation_id')
		.orderBy('position')
		.execute()

/** The day something is said to have happened to a recommendation: today unless another is named, never in the future nor before what came last. */
export function dayOf(
	here: Here,
	of: Pick<Standing, 'reference'> | null,
	day: string | undefined,
	before: readonly (string | null)[]
): string {
	const last = lastDayOf(before)
	const said = day ?? here.today
	if (said > here.today)
		throw invalid([{ path: ['day'], code: 'directory.day-in-future', params: { today: here.today } }])
	if (last !== null && said < last)
		throw invalid([
			{
				path: ['day'],
				code: 'deliberation.recommendation-day-before',
				params: { reference: of?.reference ?? '', day: last }
			}
		])
	return said
}

/** Lets a structure or an actor see a record that is shown to few: its files and its past follow. */
export async function showTo(
	here: Writing,
	record: { id: string; audience: readonly string[] },
	tokens: readonly string[]
): Promise<void> {
	if (isOpen(record.audience)) return
	const missing = tokens.filter((token) => !includes(record.audience, token))
	if (missing.length === 0) return
	const audience = [...record.audience, ...missing]
	await here.write.changeRecord(record.id, { audience })
	await here.write.spreadAudience(record.id, audience)
}
