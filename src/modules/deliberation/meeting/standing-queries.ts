import type { z } from 'zod'
import type { Here } from '#platform/operation/operation.server.ts'
import { referencesOf, toReference, type RecordReference } from '#platform/records/find-record.server.ts'
import { addDays } from '../days.ts'
import type { StandingKind } from './meeting-rules.ts'
import type { MeetingPage } from './outputs.ts'
import type { StandingLine } from './standing-lines.ts'

// What a standing item shows; whoever wants all follows the link to the list.
const MOST = 50
/** Commitments are told this many days before they fall due. */
const DAYS_AHEAD = 90

type Standing = z.output<typeof MeetingPage>['standing']

export const NOTHING_STANDING: Standing = {
	lastMeeting: null,
	actions: [],
	recommendations: [],
	commitments: [],
	toSettle: []
}

type Asked = { id: string; structure_id: string; starts_at: Date; day: string }

/**
 * What every standing item of a meeting holds at this moment, line by line, as far as the seat sees it. The number of
 * statements is the same however many lines there are.
 */
export async function standingLinesOf(here: Here, meeting: Asked): Promise<Record<StandingKind, StandingLine[]>> {
	const { lastMeeting, actions, recommendations, commitments, toSettle } = await standingOf(here, meeting)
	const lines = (entries: Standing['actions']) =>
		entries.map(({ actor, ...entry }) => ({ ...entry, responsible: actor }))
	return {
		minutes:
			lastMeeting === null
				? []
				: [{ record: lastMeeting.meeting, code: lastMeeting.status, day: lastMeeting.day, responsible: null }],
		'matters-arising': lines(actions),
		recommendations: lines(recommendations),
		commitments: lines(commitments),
		'to-settle': lines(toSettle)
	}
}

/** The same in the shape of the meeting's page. */
export async function standingOf(here: Here, meeting: Asked): Promise<Standing> {
	const [lastMeeting, actions, recommendations, commitments, toSettle] = await Promise.all([
		lastMeetingBefore(here, meeting),
		openActions(here, meeting),
		waitingRecommendations(here, meeting.structure_id),
		commitmentsOf(here, meeting),
		mattersToSettle(here, meeting.structure_id)
	])
	const actors = await referencesOf(
		here,
		[...actions, ...commitments].map(({ actorId }) => actorId)
	)
	const named = ({ actorId, ...entry }: Found) => ({
		...entry,
		actor: actorId === null ? null : (actors.get(actorId) ?? null)
	})
	return { lastMeeting, actions: actions.map(named), recommendations, commitments: commitments.map(named), toSettle }
}

type Found = { record: RecordReference; code: string; day: string | null; actorId: string | null }

async function lastMeetingBefore(here: Here, meeting: { structure_id: string; starts_at: Date }) {
	const row = await here.tx
		.selectFrom('meeting')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'meeting.workspace_id').onRef('record.id', '=', 'meeting.id')
		)
		.select(['record.id', 'record.kind', 'record.key', 'record.number', 'record.title', 'record.acronym'])
		.select(['meeting.state', 'meeting.day'])
		.where('meeting.workspace_id', '=', here.workspace.id)
		.where('meeting.structure_id', '=', meeting.structure_id)
		.where('meeting.starts_at', '<', meeting.starts_at)
		.where('meeting.state', 'in', ['held', 'drafted', 'circulated', 'adopted'])
		.where('record.state', '=', 'active')
		.orderBy('meeting.starts_at', 'desc')
		.limit(1)
		.executeTakeFirst()
	return row ? { meeting: toReference(row), status: row.state, day: row.day } : null
}

// What was open before the meeting began: what is handed out in it arises from it, for the next one.
async function openActions(here: Here, meeting: Asked) {
	const rows = await here.tx
		.selectFrom('action')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'action.workspace_id').onRef('record.id', '=', 'action.id')
		)
		.select(['record.id', 'record.kind', 'record.key', 'record.number', 'record.title', 'record.acronym'])
		.select(['action.state', 'action.due_day', 'action.responsible_actor_id'])
		.where('action.workspace_id', '=', here.workspace.id)
		.where('action.structure_id', '=', meeting.structure_id)
		.where((where) =>
			where.or([
				where('action.opened_day', '<', meeting.day),
				where.and([
					where('action.opened_day', '=', meeting.day),
					where('record.created_at', '<', meeting.starts_at),
					where('action.meeting_id', 'is distinct from', meeting.id)
				])
			])
		)
		.where('action.state', 'in', ['open', 'in-progress', 'submitted'])
		.where('record.state', '=', 'active')
		.orderBy('action.due_day', (order) => order.asc().nullsLast())
		.orderBy('record.id')
		.limit(MOST)
		.execute()
	return rows.map((row) => ({
		record: toReference(row),
		code: row.state,
		day: row.due_day,
		actorId: row.responsible_actor_id
	}))
}

async function waitingRecommendations(here: Here, structureId: string) {
	const rows = await here.tx
		.selectFrom('recommendation')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'recommendation.workspace_id').onRef('record.id', '=', 'recommendation.id')
		)
		.select(['record.id', 'record.kind', 'record.key', 'record.number', 'record.title', 'record.acronym'])
		.select(['recommendation.state', 'recommendation.held_since'])
		.where('recommendation.workspace_id', '=', here.workspace.id)
		.where('recommendation.holder_structure_id', '=', structureId)
		.where('recommendation.state', 'in', ['submitted', 'received', 'under-review'])
		.where('record.state', '=', 'active')
		.orderBy('recommendation.held_since', (order) => order.asc().nullsLast())
		.orderBy('record.id')
		.limit(MOST)
		.execute()
	return rows.map((row) => ({ record: toReference(row), code: row.state, day: row.held_since, actor: null }))
}

async function commitmentsOf(here: Here, meeting: { id: string; structure_id: string; day: string }) {
	const asked = {
		from: null,
		until: addDays(meeting.day > here.today ? meeting.day : here.today, DAYS_AHEAD),
		structureId: meeting.structure_id,
		limit: MOST
	}
	const found = (await Promise.all(here.registry.dues.map((source) => source.dues(here, asked)))).flat()
	const dues = found
		// Actions stand under the matters arising, and the minutes of meetings under their own item.
		.filter(({ record }) => record.kind !== 'action' && record.kind !== 'meeting')
		.toSorted((one, other) => one.day.localeCompare(other.day))
		.slice(0, MOST)
	return dues.map((due) => ({ record: due.record, code: due.code, day: due.day, actorId: due.actorId }))
}

// What higher areas of work have for the structure, each by its register of the platform.
async function mattersToSettle(here: Here, structureId: string) {
	const asked = { structureId, limit: MOST }
	const found = (await Promise.all(here.registry.agenda.map((source) => source.matters(here, asked)))).flat()
	return found
		.toSorted((one, other) => (one.since ?? '').localeCompare(other.since ?? ''))
		.slice(0, MOST)
		.map(({ record, code, since }) => ({ record, code, day: since, actor: null }))
}
