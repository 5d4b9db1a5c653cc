import { audienceTokens, type Audience, type Offices } from '#platform/access/seat.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { getStructureRow, officesOf } from '#modules/directory/find-directory.server.ts'
import { getAgendaItemRow, getDecisionRow, getMeetingRow, getRecommendationRow } from '../find-deliberation.server.ts'
import { isSealed } from '../meeting/refuse-adopted.server.ts'
import { whyNoMinutesOf } from '../minutes/minutes-rules.ts'
import { recommendationOnAgenda } from '../on-agenda.server.ts'

export type Source = {
	structure?: string | undefined
	meeting?: string | undefined
	agendaItem?: string | undefined
	decision?: string | undefined
	recommendation?: string | undefined
}

/** Where an action arises: the structure that watches over it, and what it comes from. */
export type Place = Offices & {
	structureId: string
	isDissolved: boolean
	/** The meeting that is named, or that of the decision while its minutes are not adopted. */
	meetingId: string | null
	meetingDay: string | null
	agendaItemId: string | null
	decisionId: string | null
	recommendationId: string | null
	/** The audience of the closest thing it comes from; null where it comes from nothing. */
	audience: readonly string[] | null
}

/**
 * Finds where an action arises from what is named of it. The structure named goes before the one that what it comes from
 * belongs to; what the seat may not see is absent. What is handed out while a recommendation is dealt with belongs to its chain,
 * whether or not anybody names it.
 */
export async function findPlace(here: Here, source: Source): Promise<Place> {
	const item = source.agendaItem === undefined ? undefined : await getAgendaItemRow(here, source.agendaItem)
	// What was only proposed, or was declined or withdrawn, was not dealt with: nothing comes of it.
	if (item && whyNoMinutesOf(item.row.state) !== null) throw conflict('deliberation.action-item-not-on-agenda')
	const decision = source.decision === undefined ? undefined : await getDecisionRow(here, source.decision)
	const recommendation =
		source.recommendation === undefined ? undefined : await getRecommendationRow(here, source.recommendation)
	const meetingReference = source.meeting ?? item?.row.meeting_id
	const meeting = meetingReference === undefined ? undefined : await getMeetingRow(here, meetingReference)
	if (item && meeting && item.row.meeting_id !== meeting.id)
		throw invalid([{ path: ['agendaItem'], code: 'deliberation.action-item-of-other-meeting' }])
	const structure = source.structure === undefined ? undefined : await getStructureRow(here, source.structure)
	const structureId =
		structure?.id ??
		item?.row.structure_id ??
		meeting?.row.structure_id ??
		decision?.row.structure_id ??
		recommendation?.row.holder_structure_id ??
		recommendation?.row.structure_id
	if (!structureId) throw invalid([{ path: ['structure'], code: 'platform.field.missing' }])
	const agendaItemId = item?.id ?? decision?.row.agenda_item_id ?? null
	return {
		...(await officesOf(here, structureId)),
		structureId,
		isDissolved: await isDissolved(here, structureId),
		meetingId: meeting?.id ?? (await openMeetingOf(here, decision?.row.meeting_id ?? null)),
		meetingDay: meeting?.row.day ?? null,
		agendaItemId,
		decisionId: decision?.id ?? null,
		recommendationId: recommendation?.id ?? (await recommendationOnAgenda(here, agendaItemId)),
		audience: (item ?? decision ?? recommendation ?? meeting)?.audience ?? null
	}
}

// What is handed out later for a decision stands with the decision, and no more in minutes that are adopted.
const openMeetingOf = async (here: Here, meetingId: string | null) =>
	meetingId === null || (await isSealed(here, meetingId)) ? null : meetingId

async function isDissolved(here: Here, structureId: string) {
	const row = await here.tx
		.selectFrom('structure')
		.select('declared_status')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', structureId)
		.executeTakeFirst()
	return row?.declared_status === 'dissolved'
}

const isOpenTo = (audience: readonly string[]) => audience.includes('public') || audience.includes('workspace')

/** Who sees an action: as chosen, else who sees what it comes from, else the workspace; and whoever must act on it. */
export function audienceOfAction(
	{ structureId, audience }: Pick<Place, 'structureId' | 'audience'>,
	chosen: Audience | undefined,
	actorIds: readonly string[]
): readonly string[] {
	const tokens = chosen === undefined ? (audience ?? ['workspace']) : audienceTokens(chosen, structureId)
	return isOpenTo(tokens)
		? tokens
		: withTokens(
				tokens,
				actorIds.map((id) => `actor:${id}`)
			)
}

const withTokens = (audience: readonly string[], tokens: readonly string[]) => [...new Set([...audience, ...tokens])]

/** Lets more see a record, with its files and its past: whoever must act on it, or is told of it. */
export async function widenAudience(here: Writing, record: { id: string }, tokens: readonly string[]): Promise<void> {
	// Read anew under its lock: who sees it may have been changed by another command since it was read.
	await here.write.lockRecord(record.id)
	const { audience: before } = await here.tx
		.selectFrom('record')
		.select('audience')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	if (isOpenTo(before)) return
	const audience = withTokens(before, tokens)
	if (audience.length === before.length) return
	await here.write.changeRecord(record.id, { audience })
	await here.write.spreadAudience(record.id, audience)
}
