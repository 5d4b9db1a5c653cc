import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import {
	anyOf,
	referencesOf,
	toOrigin,
	toReference,
	type RecordReference
} from '#platform/records/find-record.server.ts'
import {
	RECOMMENDATION_DEEDS,
	GOVERNING_KINDS,
	mayDo,
	whyNotChangeRecommendation,
	whyNotRetake
} from './recommendation-rules.ts'
import { decisionsOnAgenda } from '../on-agenda.server.ts'
import { recommendationAfter, runsMeetings, type RecommendationMove, type RecommendationState } from '../rules.ts'
import {
	getStanding,
	hopsOf,
	meetingOf,
	type HopRow,
	type RecommendationRow,
	type Standing
} from './find-recommendation.server.ts'
import { SAT, sentThatDay } from '../minutes/moves-in.server.ts'
import { positionsOf, toldPositions, votesOf } from '../minutes/positions.server.ts'
import { actorsAbove, structuresAbove } from '../structures-above.server.ts'
import { type HopItem, RecommendationPage } from './recommendation-outputs.ts'
import { base, columns, lastAnswers, namedIn, toItem } from './recommendation-queries.ts'
import { backAfter, daysOnTheWay, waitedAt } from './waiting.ts'

type References = ReadonlyMap<string, RecordReference>

const hopOf = (row: HopRow) => ({
	submittedDay: row.submitted_day,
	receivedDay: row.received_day,
	reviewDay: row.review_day,
	answeredDay: row.answered_day,
	answer: row.answer
})

function toHop(
	row: HopRow,
	{
		references,
		together,
		sent,
		today,
		way,
		endedDay
	}: {
		references: References
		together: ReadonlyMap<string, number>
		sent: ReadonlyMap<string, readonly string[]>
		today: string
		/** All levels of the same recommendation, in their order. */
		way: readonly HopRow[]
		/** The day on which it lapsed or was merged; null while it goes on. */
		endedDay: string | null
	}
): z.output<typeof HopItem> {
	const named = (id: string | null) => (id === null ? null : (references.get(id) ?? null))
	const { days, untilReceived, isOpen } = waitedAt(hopOf(row), today)
	const next = way.find(({ position }) => position > row.position)
	const level = row.to_structure_id ?? row.to_actor_id
	const isBefore = (one: HopRow) => one.position < row.position && level === (one.to_structure_id ?? one.to_actor_id)
	return {
		id: row.id,
		position: row.position,
		from: named(row.from_structure_id ?? row.from_actor_id),
		to: named(row.to_structure_id ?? row.to_actor_id),
		...hopOf(row),
		sentNote: row.note,
		answer: row.answer,
		reasons: row.reasons,
		reasonsLanguage: row.reasons_language,
		basis: row.answer_basis,
		isPlaced: row.meeting_id !== null || row.decision_id !== null || row.answer_basis !== null,
		answeredWith: (row.joint_answer_id && together.get(row.joint_answer_id)) || 1,
		meeting: named(row.meeting_id),
		decision: named(row.decision_id),
		days,
		untilReceived,
		isOpen,
		back: backAfter(hopOf(row), { next: next && hopOf(next), endedDay }, today),
		sentIn: (sent.get(row.id) ?? []).flatMap((id) => references.get(id) ?? []),
		isAgain: level !== null && way.some(isBefore),
		...toOrigin(row)
	}
}

// Identifiers are made in the order of time: what was entered before what, of two things that bear the same day.
const levelAt = (wording: string, hops: readonly HopRow[]) =>
	hops.filter(({ id }) => id < wording).reduce((last, { position }) => Math.max(last, position), 0)

const namedInHop = (row: HopRow) => [
	row.from_structure_id,
	row.from_actor_id,
	row.to_structure_id,
	row.to_actor_id,
	row.meeting_id,
	row.decision_id
]

/** How many recommendations were answered together, of those the seat sees. */
async function answeredTogether(here: Here, hops: readonly HopRow[]): Promise<ReadonlyMap<string, number>> {
	const joint = hops.flatMap(({ joint_answer_id }) => (joint_answer_id === null ? [] : [joint_answer_id]))
	if (joint.length === 0) return new Map()
	const rows = await here.tx
		.selectFrom('recommendation_hop')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'recommendation_hop.workspace_id')
				.onRef('record.id', '=', 'recommendation_hop.recommendation_id')
		)
		.select(['recommendation_hop.joint_answer_id as joint'])
		.select((select) => select.fn.countAll<number>().as('many'))
		.where('recommendation_hop.workspace_id', '=', here.workspace.id)
		.where('recommendation_hop.joint_answer_id', '=', anyOf(joint))
		.groupBy('recommendation_hop.joint_answer_id')
		.execute()
	return new Map(rows.flatMap(({ joint: id, many }) => (id === null ? [] : [[id, many] as const])))
}

/** The meetings in which levels were sent it, by the level: those that the sending structure held on the day, as minutes tell it. */
async function meetingsOfSending(here: Here, hops: readonly HopRow[]): Promise<ReadonlyMap<string, string[]>> {
	if (hops.length === 0) return new Map()
	const rows = await here.tx
		.selectFrom('recommendation_hop as hop')
		.innerJoin('meeting', (on) =>
			on
				.onRef('meeting.workspace_id', '=', 'hop.workspace_id')
				.onRef('meeting.structure_id', '=', 'hop.from_structure_id')
				.on(sentThatDay)
		)
		.select(['hop.id as hop_id', 'meeting.id'])
		.where('hop.workspace_id', '=', here.workspace.id)
		.where('hop.id', '=', anyOf(hops.map(({ id }) => id)))
		.where('meeting.state', 'in', [...SAT])
		.orderBy('meeting.id')
		.execute()
	return new Map(
		[...Map.groupBy(rows, (row) => row.hop_id)].map(([hop, meetings]) => [hop, meetings.map(({ id }) => id)])
	)
}

const wordingsOf = (here: Here, id: string) =>
	here.tx
		.selectFrom('recommendation_wording')
		.select(['id', 'number', 'text', 'language', 'reason', 'day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('recommendation_id', '=', id)
		.orderBy('number')
		.execute()

const actionsOf = (here: Here, id: string) =>
	here.tx
		.selectFrom('action')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'action.workspace_id').onRef('record.id', '=', 'action.id')
		)
		.select(['record.id', 'record.kind', 'record.key', 'record.number', 'record.title', 'record.acronym'])
		.select(['action.state as status', 'action.due_day', 'action.responsible_actor_id'])
		.where('action.workspace_id', '=', here.workspace.id)
		.where('action.recommendation_id', '=', id)
		.where('record.state', '=', 'active')
		.orderBy('action.opened_day')
		.orderBy('action.id')
		.limit(200)
		.execute()

const mergedInto = (here: Here, id: string) =>
	here.tx
		.selectFrom('record')
		.innerJoin('recommendation', (on) =>
			on.onRef('recommendation.workspace_id', '=', 'record.workspace_id').onRef('recommendation.id', '=', 'record.id')
		)
		.select(['record.id', 'record.kind', 'record.key', 'record.number', 'record.title', 'record.acronym'])
		.select(['recommendation.state as status', 'recommendation.state_day'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.merged_into_id', '=', id)
		.orderBy('record.id')
		.limit(50)
		.execute()

const areasOf = (here: Here, id: string) =>
	here.tx
		.selectFrom('record_theme')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'record_theme.workspace_id').onRef('record.id', '=', 'record_theme.area_id')
		)
		.select(['record.id', 'record.kind', 'record.key', 'record.number', 'record.title', 'record.acronym'])
		.where('record_theme.workspace_id', '=', here.workspace.id)
		.where('record_theme.record_id', '=', id)
		.orderBy('record.title_sort')
		.orderBy('record.id')
		.execute()

const MOVES: readonly string[] = RECOMMENDATION_DEEDS.filter((deed) => deed !== 'reword' && deed !== 'change')
const isMove = (deed: string): deed is RecommendationMove => MOVES.includes(deed)

/** What the seat may do to a recommendation as it stands. */
export const nextDeeds = (state: RecommendationState, parties: Standing['parties']) =>
	RECOMMENDATION_DEEDS.filter(
		(deed) =>
			mayDo(parties, deed) &&
			(isMove(deed) ? recommendationAfter(state, deed) !== null : whyNotChangeRecommendation(state) === null)
	)

const OFFERED_MOST = 200

/** The levels above the one where it lies, of those the seat sees: structures on the way up, or the actors above the last. */
async function levelsAbove(here: Here, row: RecommendationRow) {
	const fromStructureId = row.holder_actor_id === null ? (row.holder_structure_id ?? row.structure_id) : null
	const structures = fromStructureId === null ? [] : await structuresAbove(here, fromStructureId)
	const references = await referencesOf(here, structures)
	const above = structures.flatMap((id) => references.get(id) ?? [])
	const [next] = structures
	const isNextUnseen = next !== undefined && !references.has(next)
	if (structures.length > 0) return { structures: above, actors: [], isNextUnseen }
	const higher = row.holder_actor_id === null ? [] : await actorsAbove(here, row.holder_actor_id)
	const kinds = row.holder_actor_id === null ? [...GOVERNING_KINDS] : ['government', 'presidency', 'parliament']
	const actors = await here.tx
		.selectFrom('record')
		.innerJoin('actor', (on) =>
			on.onRef('actor.workspace_id', '=', 'record.workspace_id').onRef('actor.id', '=', 'record.id')
		)
		.select(['record.id', 'record.kind', 'record.key', 'record.number', 'record.title', 'record.acronym'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'actor')
		.where('record.state', '=', 'active')
		.where((where) =>
			where.or([
				where('actor.kind', 'in', kinds),
				where('actor.id', '=', anyOf(higher)),
				...(row.holder_actor_id === null && row.addressee_actor_id !== null
					? [where('actor.id', '=', row.addressee_actor_id)]
					: [])
			])
		)
		.where('actor.status', 'in', ['active', 'proposed'])
		.orderBy('record.title_sort')
		.orderBy('record.id')
		.limit(OFFERED_MOST)
		.execute()
	const every = fromStructureId === null && row.holder_actor_id === null ? await everyStructure(here) : []
	return {
		structures: every,
		actors: actors.filter(({ id }) => id !== row.holder_actor_id).map(toReference),
		isNextUnseen: false
	}
}

// What no structure made can begin its way at any of them.
async function everyStructure(here: Here): Promise<RecordReference[]> {
	const rows = await here.tx
		.selectFrom('record')
		.select(['id', 'kind', 'key', 'number', 'title', 'acronym'])
		.where('workspace_id', '=', here.workspace.id)
		.where('kind', '=', 'structure')
		.where('state', '=', 'active')
		.orderBy('title_sort')
		.orderBy('id')
		.limit(OFFERED_MOST)
		.execute()
	return rows.map(toReference)
}

/** A recommendation with its whole way: where it arose, each level and its clock, its answers, decisions and actions. */
export const getRecommendation = query({
	name: 'recommendation.get',
	input: z.strictObject({ recommendation: Reference }),
	output: RecommendationPage,
	about: (here, { recommendation }) => getStanding(here, recommendation),
	allow: everyone,
	async run(here, _input, recommendation) {
		const { row } = recommendation
		const next = nextDeeds(row.state, recommendation.parties)
		const [own, wordings, actions, merged, areas, meeting, decided, above, noted] = await Promise.all([
			base(here).where('record.id', '=', recommendation.id).select(columns).executeTakeFirstOrThrow(),
			wordingsOf(here, recommendation.id),
			actionsOf(here, recommendation.id),
			mergedInto(here, recommendation.id),
			areasOf(here, recommendation.id),
			meetingOf(here, row),
			decisionsOnAgenda(here, recommendation.id),
			next.includes('submit') ? levelsAbove(here, row) : { structures: [], actors: [], isNextUnseen: false },
			positionsOf(here, 'recommendation', [recommendation.id])
		])
		const everyHop = await hopsOf(here, [recommendation.id, ...merged.map(({ id }) => id)])
		const sent = await meetingsOfSending(here, everyHop)
		const positions = noted.get(recommendation.id) ?? []
		const [together, references] = await Promise.all([
			answeredTogether(here, everyHop),
			referencesOf(here, [
				...namedIn(own),
				row.meeting_id,
				row.agenda_item_id,
				row.written_procedure_id,
				...everyHop.flatMap(namedInHop),
				...[...sent.values()].flat(),
				...decided,
				...actions.map((one) => one.responsible_actor_id),
				...positions.map(({ actorId }) => actorId)
			])
		])
		const named = (id: string | null) => (id === null ? null : (references.get(id) ?? null))
		const wayOf = (id: string, endedDay: string | null) => {
			const way = everyHop.filter((hop) => hop.recommendation_id === id)
			return way.map((hop) => toHop(hop, { references, together, sent, today: here.today, way, endedDay }))
		}
		const hops = everyHop.filter((hop) => hop.recommendation_id === recommendation.id)
		const way = wayOf(recommendation.id, row.state === 'lapsed' ? row.state_day : null)
		const decisions = [...hops.map(({ decision_id }) => decision_id), ...decided].flatMap((id) => named(id) ?? [])
		const runs = runsMeetings(here.seat, recommendation.maker)
		const whyNot = whyNotRetake({
			isWithdrawn: recommendation.state !== 'active',
			state: row.state,
			manner: row.manner,
			meeting: meeting?.state ?? null
		})
		return {
			...toItem(own, { references, today: here.today, last: lastAnswers(everyHop) }),
			manner: row.manner,
			votes: votesOf(row),
			positions: toldPositions(positions, references),
			retaking: { may: runs && whyNot === null, whyNot: runs ? whyNot : null },
			actionWord: row.action_word,
			meeting: named(row.meeting_id),
			meetingDay: named(row.meeting_id) ? (meeting?.day ?? null) : null,
			agendaItem: named(row.agenda_item_id),
			writtenProcedure: named(row.written_procedure_id),
			areas: areas.map(toReference),
			wordings: wordings.map(({ id, ...wording }) => ({ ...wording, atLevel: levelAt(id, hops) })),
			hops: way,
			...daysOnTheWay(way),
			actions: actions.map((one) => ({
				record: toReference(one),
				status: one.status,
				dueDay: one.due_day,
				responsible: named(one.responsible_actor_id)
			})),
			decisions: [...new Map(decisions.map((one) => [one.id, one])).values()],
			merged: merged.map((one) => ({
				record: toReference(one),
				status: one.status,
				hops: wayOf(one.id, one.state_day)
			})),
			next,
			above
		}
	}
})
