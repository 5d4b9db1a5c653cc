import type { Offices, Role } from '#platform/access/seat.ts'

/**
 * The lives of what committees deal in, as tables: what each command makes of each state, and who may give it. Pages show a
 * button, commands refuse and importers explain from these tables alone.
 */

export const MEETING_STATES = [
	'planned',
	'called',
	'held',
	'drafted',
	'circulated',
	'adopted',
	'postponed',
	'cancelled'
] as const
export type MeetingState = (typeof MEETING_STATES)[number]
export const MEETING_MOVES = [
	'call',
	'hold',
	'draft',
	'circulate',
	'adopt',
	'postpone',
	'reschedule',
	'cancel'
] as const
export type MeetingMove = (typeof MEETING_MOVES)[number]
export const MEETING_PURPOSES = ['ordinary', 'extraordinary', 'planning', 'review'] as const

// A meeting that is moved to another day is planned anew: whoever was called to the old day is called again. Minutes that drew
// comments are drafted anew and circulated again.
const MEETING: Record<MeetingState, Partial<Record<MeetingMove, MeetingState>>> = {
	planned: { call: 'called', postpone: 'postponed', reschedule: 'planned', cancel: 'cancelled' },
	called: { hold: 'held', postpone: 'postponed', reschedule: 'planned', cancel: 'cancelled' },
	held: { draft: 'drafted' },
	drafted: { circulate: 'circulated' },
	circulated: { draft: 'drafted', adopt: 'adopted' },
	adopted: {},
	postponed: { reschedule: 'planned', cancel: 'cancelled' },
	cancelled: {}
}

/** What a command makes of a meeting in a state, or null where it makes nothing of it. */
export const meetingAfter = (state: MeetingState, move: MeetingMove): MeetingState | null =>
	MEETING[state][move] ?? null

/** The moves a meeting in a state can make next. */
export const nextMeetingMoves = (state: MeetingState): readonly MeetingMove[] =>
	MEETING_MOVES.filter((move) => MEETING[state][move] !== undefined)

/** True once a meeting has taken place: its attendance, quorum and minutes are facts. */
export const isHeld = (state: MeetingState) =>
	state === 'held' || state === 'drafted' || state === 'circulated' || state === 'adopted'

/** True where a meeting has minutes, or they can be written: a secretary prepares them from the day it is called. */
export const hasMinutes = (state: MeetingState) => state === 'called' || isHeld(state)

/** True while a meeting is still to come. */
export const isAhead = (state: MeetingState) => state === 'planned' || state === 'called' || state === 'postponed'

/** Why a meeting cannot make a move, or null when it can; the rule that stands in the way is named. */
export function whyNotMoveMeeting(state: MeetingState, move: MeetingMove) {
	if (meetingAfter(state, move) !== null) return null
	if (state === 'cancelled') return 'deliberation.meeting-cancelled'
	if (state === 'adopted') return 'deliberation.minutes-adopted'
	switch (move) {
		case 'call':
			return isHeld(state) ? 'deliberation.meeting-was-held' : 'deliberation.meeting-not-planned'
		case 'hold':
			return isHeld(state) ? 'deliberation.meeting-was-held' : 'deliberation.meeting-not-called'
		case 'draft':
		case 'circulate':
		case 'adopt':
			if (!isHeld(state)) return 'deliberation.meeting-not-held'
			if (move === 'draft') return 'deliberation.minutes-already-drafted'
			if (move === 'adopt') return 'deliberation.minutes-not-circulated'
			return state === 'held' ? 'deliberation.minutes-not-drafted' : 'deliberation.minutes-already-circulated'
		case 'postpone':
		case 'reschedule':
		case 'cancel':
			return isHeld(state) ? 'deliberation.meeting-was-held' : 'deliberation.meeting-already-postponed'
		default:
			return move satisfies never
	}
}

export const RECOMMENDATION_STATES = [
	'proposed',
	'submitted',
	'received',
	'under-review',
	'accepted',
	'accepted-in-part',
	'returned',
	'declined',
	'being-implemented',
	'implemented',
	'lapsed'
] as const
export type RecommendationState = (typeof RECOMMENDATION_STATES)[number]
export const ANSWERS = ['accepted', 'accepted-in-part', 'returned', 'declined'] as const
export type Answer = (typeof ANSWERS)[number]
export const RECOMMENDATION_MOVES = [
	'submit',
	'receive',
	'review',
	'accept',
	'accept-in-part',
	'return',
	'decline',
	'implement',
	'complete',
	'lapse'
] as const
export type RecommendationMove = (typeof RECOMMENDATION_MOVES)[number]
export const DEADLINE_CLASSES = ['immediate', 'short-term', 'medium-term', 'long-term', 'none'] as const
export type DeadlineClass = (typeof DEADLINE_CLASSES)[number]

const ANSWERED = {
	accept: 'accepted',
	'accept-in-part': 'accepted-in-part',
	return: 'returned',
	decline: 'declined'
} as const
// `submit` from a level that has received it passes the recommendation on to the next level: each hop keeps its own clock.
const RECOMMENDATION: Record<RecommendationState, Partial<Record<RecommendationMove, RecommendationState>>> = {
	proposed: { submit: 'submitted', lapse: 'lapsed' },
	submitted: { receive: 'received', lapse: 'lapsed' },
	received: { review: 'under-review', submit: 'submitted', ...ANSWERED, lapse: 'lapsed' },
	'under-review': { submit: 'submitted', ...ANSWERED, lapse: 'lapsed' },
	accepted: { submit: 'submitted', implement: 'being-implemented', lapse: 'lapsed' },
	'accepted-in-part': { submit: 'submitted', implement: 'being-implemented', lapse: 'lapsed' },
	returned: { submit: 'submitted', lapse: 'lapsed' },
	declined: {},
	'being-implemented': { complete: 'implemented', lapse: 'lapsed' },
	implemented: {},
	lapsed: {}
}

/** What a command makes of a recommendation in a state, or null where it makes nothing of it. */
export const recommendationAfter = (state: RecommendationState, move: RecommendationMove): RecommendationState | null =>
	RECOMMENDATION[state][move] ?? null

/** The moves a recommendation in a state can make next. */
export const nextRecommendationMoves = (state: RecommendationState): readonly RecommendationMove[] =>
	RECOMMENDATION_MOVES.filter((move) => RECOMMENDATION[state][move] !== undefined)

/** The move that gives an answer. */
export const moveOfAnswer = (answer: Answer): RecommendationMove => {
	switch (answer) {
		case 'accepted':
			return 'accept'
		case 'accepted-in-part':
			return 'accept-in-part'
		case 'returned':
			return 'return'
		case 'declined':
			return 'decline'
		default:
			return answer satisfies never
	}
}

/** True while somebody still has to do something about it. */
export const isRecommendationOpen = (state: RecommendationState) =>
	state !== 'declined' && state !== 'implemented' && state !== 'lapsed'

/** True once the level that was asked has said what becomes of it: nobody is waited for any more, but for the work itself. */
export const isAnswered = (state: RecommendationState) =>
	state === 'accepted' ||
	state === 'accepted-in-part' ||
	state === 'declined' ||
	state === 'being-implemented' ||
	state === 'implemented'

/** Why a recommendation cannot make a move, or null when it can. */
export function whyNotMoveRecommendation(state: RecommendationState, move: RecommendationMove) {
	if (recommendationAfter(state, move) !== null) return null
	if (!isRecommendationOpen(state)) return 'deliberation.recommendation-closed'
	switch (move) {
		case 'submit':
			return state === 'submitted' ? 'deliberation.recommendation-on-its-way' : 'deliberation.recommendation-in-work'
		case 'receive':
			return 'deliberation.recommendation-not-submitted'
		case 'review':
		case 'accept':
		case 'accept-in-part':
		case 'return':
		case 'decline':
			return state === 'proposed' || state === 'submitted' || state === 'returned'
				? 'deliberation.recommendation-not-received'
				: 'deliberation.recommendation-answered'
		case 'implement':
			return state === 'being-implemented'
				? 'deliberation.recommendation-in-work'
				: 'deliberation.recommendation-not-accepted'
		case 'complete':
			return 'deliberation.recommendation-not-in-work'
		case 'lapse':
			return 'deliberation.recommendation-closed'
		default:
			return move satisfies never
	}
}

export const ACTION_STATES = ['open', 'in-progress', 'submitted', 'closed', 'cancelled'] as const
export type ActionState = (typeof ACTION_STATES)[number]
export const ACTION_MOVES = ['report', 'submit', 'accept', 'refuse', 'cancel', 'reopen', 'extend', 'hand-over'] as const
export type ActionMove = (typeof ACTION_MOVES)[number]

// A final report waits for the secretary; refused, the action goes on. Nothing closes an action but accepted evidence.
const ACTION: Record<ActionState, Partial<Record<ActionMove, ActionState>>> = {
	open: { report: 'in-progress', submit: 'submitted', cancel: 'cancelled', extend: 'open', 'hand-over': 'open' },
	'in-progress': {
		report: 'in-progress',
		submit: 'submitted',
		cancel: 'cancelled',
		extend: 'in-progress',
		'hand-over': 'in-progress'
	},
	submitted: { accept: 'closed', refuse: 'in-progress', cancel: 'cancelled', 'hand-over': 'submitted' },
	closed: { reopen: 'in-progress' },
	cancelled: {}
}

/** What a command makes of an action in a state, or null where it makes nothing of it. */
export const actionAfter = (state: ActionState, move: ActionMove): ActionState | null => ACTION[state][move] ?? null

/** True while somebody still has to do something. */
export const isActionOpen = (state: ActionState) => state !== 'closed' && state !== 'cancelled'

/** Why an action cannot make a move, or null when it can. */
export function whyNotMoveAction(state: ActionState, move: ActionMove) {
	if (actionAfter(state, move) !== null) return null
	if (state === 'cancelled') return 'deliberation.action-cancelled'
	if (state === 'closed') return 'deliberation.action-closed'
	switch (move) {
		case 'accept':
		case 'refuse':
			return 'deliberation.action-not-submitted'
		case 'report':
		case 'submit':
		case 'extend':
			return 'deliberation.action-waits'
		case 'reopen':
			return 'deliberation.action-not-closed'
		case 'cancel':
		case 'hand-over':
			return 'deliberation.action-closed'
		default:
			return move satisfies never
	}
}

type Acting = { role: Role; id: string | null; actorId: string | null; serves(offices: Offices): boolean }

/** Whoever runs a structure's meetings: its chair, its secretary, and those who keep the workspace's records. */
export const runsMeetings = (seat: Acting, structure: Offices) =>
	seat.role === 'secretariat' || seat.role === 'administrator' || seat.serves(structure)

/** The offices of a structure; `isSecretarySeated` is false where nobody can act in the workspace for its secretary. */
export type SeatedOffices = Offices & { isSecretarySeated?: boolean }

/**
 * The structure's secretary alone: who accepts evidence and grants extensions. Where that office has no seat in the workspace, the
 * workspace's secretariat does so in its place: else nothing could ever be closed.
 */
export const isSecretary = (seat: Acting, { secretaryActorId, isSecretarySeated = true }: SeatedOffices) =>
	seat.serves({ chairActorId: null, secretaryActorId: isSecretarySeated ? secretaryActorId : null })

/** Whoever sits in a structure in its own right or co-opted, and is no mere observer. */
export const sitsIn = (seat: Acting & { audience: readonly string[] }, structureId: string) =>
	seat.role !== 'observer' && seat.role !== 'public' && seat.audience.includes(`structure:${structureId}`)

/** Whoever sits in a structure in its own right. */
export const isFullMember = (seat: Acting & { audience: readonly string[] }, structureId: string) =>
	seat.role !== 'observer' && seat.role !== 'public' && seat.audience.includes(`members:${structureId}`)

/** A seat that acts for an actor, and not only reads along. */
export const actsFor = (seat: Acting, actorId: string | null) =>
	actorId !== null && seat.actorId === actorId && seat.role !== 'observer' && seat.role !== 'public'
