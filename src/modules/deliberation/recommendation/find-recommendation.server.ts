import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { officesOf } from '#modules/directory/find-directory.server.ts'
import type { Offices } from '#platform/access/seat.ts'
import type { Tables } from '#platform/database/tables.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { getRecommendationRow, type Found } from '../find-deliberation.server.ts'
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

const officesIfAny = (here: Here, structureId: string | null) =>
	structureId === null ? null : officesOf(here, structureId)

/** A recommendation by number or identifier, with what the seat is to it. */
export async function getStanding(here: Here, reference: string): Promise<Standing> {
	const found = await getRecommendationRow(here, reference)
	return withParties(here, found)
}

async function withParties(here: Here, found: Found<RecommendationRow>): Promise<Standing> {
	const { row, chairActorId, secretaryActorId } = found
	const maker = { chairActorId, secretaryActorId }
	const holder =
		row.holder_structure_id === row.structure_id && row.structure_id !== null
			? maker
			: await officesIfAny(here, row.holder_structure_id)
	const addressee = await officesIfAny(here, row.addressee_structure_id)
	return {
		...found,
		maker,
		holder,
		addressee,
		parties: partiesOf(here.seat, {
			maker,
			holder,
			addressee,
			holderActorId: row.holder_actor_id,
			addresseeActorId: row.addressee_actor_id
		})
	}
}

/** Several recommendations, in the order of their identifiers, so that two commands never wait for each other. */
export async function getStandings(here: Here, references: readonly string[]): Promise<Standing[]> {
	const found = new Map<string, Standing>()
	for (const reference of references) {
		const standing = await getStanding(here, reference)
		found.set(standing.id, standing)
	}
	return [...found.values()].sort((one, other) => (one.id < other.id ? -1 : 1))
}

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

/** The day something is said to have happened: today unless another is named, never in the future nor before what came last. */
export function dayOf(here: Here, day: string | undefined, before: readonly (string | null)[]): string {
	const last = lastDayOf(before)
	const said = day ?? here.today
	if (said > here.today)
		throw invalid([{ path: ['day'], code: 'directory.day-in-future', params: { today: here.today } }])
	if (last !== null && said < last)
		throw invalid([{ path: ['day'], code: 'deliberation.recommendation-day-before', params: { day: last } }])
	return said
}

/** The structures above one, nearest first, whether the seat sees them or not: a level is one for everybody. */
export const structuresAbove = (here: Here, structureId: string): Promise<string[]> =>
	climb(here, 'structure', structureId)

/** The actors above one, nearest first. */
export const actorsAbove = (here: Here, actorId: string): Promise<string[]> => climb(here, 'actor', actorId)

// A circle of parents cannot be made; should one stand in the data, the climb still ends.
const LEVELS_MOST = 30

async function climb(here: Here, table: 'actor' | 'structure', id: string): Promise<string[]> {
	const rows = await here.tx
		.selectFrom(
			sql<{ parent_id: string; distance: number }>`(
				with recursive above as (
					select own.workspace_id, own.parent_id, 0 as distance from ${sql.table(table)} own
					where own.workspace_id = ${here.workspace.id} and own.id = ${id}
					union all
					select next.workspace_id, next.parent_id, above.distance + 1 from ${sql.table(table)} next
					join above on above.workspace_id = next.workspace_id and above.parent_id = next.id
					where next.workspace_id = ${here.workspace.id} and above.distance < ${LEVELS_MOST}
				)
				select parent_id, distance from above where parent_id is not null
			)`.as('higher')
		)
		.select(['higher.parent_id', 'higher.distance'])
		.orderBy('higher.distance')
		.execute()
	return rows.map(({ parent_id }) => parent_id)
}

/** Lets a structure or an actor see a record that is shown to few: its files and its past follow. */
export async function showTo(
	here: Writing,
	record: { id: string; audience: readonly string[] },
	tokens: readonly string[]
): Promise<void> {
	if (record.audience.includes('public') || record.audience.includes('workspace')) return
	const missing = tokens.filter((token) => !record.audience.includes(token))
	if (missing.length === 0) return
	const audience = [...record.audience, ...missing]
	await here.write.changeRecord(record.id, { audience })
	await here.write.spreadAudience(record.id, audience)
}
