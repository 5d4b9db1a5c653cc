import type { Offices, Role } from '#platform/access/seat.ts'
import type { Manner } from '../decision/decision-rules.ts'
import {
	actsFor,
	isRecommendationOpen,
	runsMeetings,
	type MeetingState,
	type RecommendationMove,
	type RecommendationState
} from '../rules.ts'

/** What a seat is to a recommendation: who made it, at whose level it lies, whom it asks, who keeps all records. */
export const PARTIES = ['keeper', 'maker', 'holder', 'addressee', 'other'] as const
export type Party = (typeof PARTIES)[number]

/** What is done to a recommendation beside the moves of its life. */
export type RecommendationDeed = RecommendationMove | 'reword' | 'change'
export const RECOMMENDATION_DEEDS = [
	'submit',
	'receive',
	'review',
	'accept',
	'accept-in-part',
	'return',
	'decline',
	'implement',
	'complete',
	'lapse',
	'reword',
	'change'
] as const satisfies readonly RecommendationDeed[]

// Whoever holds a recommendation moves it on, up or back; who made it may put it in other words or give it up. Work on it is
// told by the level that accepted it and by whom it asks. Those who keep the workspace's records may do all of it.
const MAY: Record<RecommendationDeed, readonly Party[]> = {
	submit: ['keeper', 'holder'],
	receive: ['keeper', 'holder'],
	review: ['keeper', 'holder'],
	accept: ['keeper', 'holder'],
	'accept-in-part': ['keeper', 'holder'],
	return: ['keeper', 'holder'],
	decline: ['keeper', 'holder'],
	implement: ['keeper', 'holder', 'addressee'],
	complete: ['keeper', 'holder', 'addressee'],
	lapse: ['keeper', 'holder', 'maker'],
	reword: ['keeper', 'holder', 'maker'],
	change: ['keeper', 'holder', 'maker']
}

/** Whether one of several parties may do a thing. */
export const mayDo = (parties: readonly Party[], deed: RecommendationDeed): boolean =>
	parties.some((party) => MAY[deed].includes(party))

type Acting = { role: Role; id: string | null; actorId: string | null; serves(offices: Offices): boolean }

/** Between whom a recommendation stands. */
export type Standing = {
	/** Who runs the structure that made it. */
	maker: Offices
	/** Who runs the structure at which it lies; null where it lies at none. */
	holder: Offices | null
	holderActorId: string | null
	addresseeActorId: string | null
	/** Who runs the structure that it asks; null where it asks none. */
	addressee: Offices | null
}

/** What a seat is to a recommendation; one that is nothing to it is an `other`. */
export function partiesOf(seat: Acting, standing: Standing): Party[] {
	const isNobody = seat.role === 'public' || seat.role === 'observer'
	if (isNobody) return ['other']
	const parties: Party[] = []
	if (seat.role === 'secretariat' || seat.role === 'administrator') parties.push('keeper')
	if (runsMeetings(seat, standing.maker)) parties.push('maker')
	const isHolder =
		(standing.holder !== null && runsMeetings(seat, standing.holder)) || actsFor(seat, standing.holderActorId)
	// What lies nowhere yet lies with those who made it.
	const isNowhere = standing.holder === null && standing.holderActorId === null
	if (isHolder || (isNowhere && runsMeetings(seat, standing.maker))) parties.push('holder')
	if (
		actsFor(seat, standing.addresseeActorId) ||
		(standing.addressee !== null && runsMeetings(seat, standing.addressee))
	)
		parties.push('addressee')
	return parties.length === 0 ? ['other'] : parties
}

/** Why a recommendation cannot be put in other words or corrected, or null when it can. */
export const whyNotChangeRecommendation = (state: RecommendationState) =>
	isRecommendationOpen(state) ? null : 'deliberation.recommendation-closed'

/** How a recommendation was taken, as far as the rule of putting that right asks. */
type TakenThere = {
	isWithdrawn: boolean
	state: RecommendationState
	manner: Manner | null
	/** How the meeting stands that made it; null where it was made in none. */
	meeting: MeetingState | null
}

/**
 * Why it cannot be put right how a recommendation was taken, nor a member's position be noted, or null when it can: of one made in
 * a meeting, until its minutes are adopted. What was agreed in writing stands as everybody answered.
 */
export function whyNotRetake({ isWithdrawn, state, manner, meeting }: TakenThere) {
	if (isWithdrawn) return 'deliberation.recommendation-withdrawn'
	if (manner === 'written-procedure') return 'deliberation.recommendation-agreed-in-writing'
	if (meeting === null) return 'deliberation.taken-outside-meeting'
	if (meeting === 'adopted') return 'deliberation.retake-minutes-adopted'
	return whyNotChangeRecommendation(state)
}

const INSTEAD: Readonly<Record<string, string>> = {
	'deliberation.decision-meeting-not-called': 'deliberation.recommendation-meeting-not-called',
	'deliberation.decision-meeting-not-begun': 'deliberation.recommendation-meeting-not-begun',
	'deliberation.decision-meeting-not-held': 'deliberation.recommendation-meeting-past',
	'deliberation.decision-meeting-cancelled': 'deliberation.recommendation-meeting-cancelled',
	'deliberation.decision-minutes-circulated': 'deliberation.recommendation-minutes-circulated',
	'deliberation.decision-minutes-adopted': 'deliberation.recommendation-minutes-adopted',
	'deliberation.decision-without-quorum': 'deliberation.recommendation-meeting-without-quorum'
}

/** Why nothing is recommended in a meeting, where nothing is decided in it: a body recommends as it decides, and the way out differs. */
export const whyNotRecommendIn = (whyNotDecide: string): string => INSTEAD[whyNotDecide] ?? whyNotDecide

/** Where a level gave its answer, as far as the rule asks. */
type AnswerGiven = {
	/** True where a structure answers, false where an actor does. */
	isStructure: boolean
	/** True where a meeting, a decision or a written procedure is named. */
	isDecided: boolean
	/** True where a letter or another text is named. */
	hasBasis: boolean
}

/**
 * Why an answer cannot stand as it is, or null when it can. A structure decides in a meeting, which may be recorded afterwards,
 * or by written procedure; an actor answers by a letter or another text.
 */
export function whyNotAnswerThere({ isStructure, isDecided, hasBasis }: AnswerGiven) {
	if (isStructure) return isDecided ? null : 'deliberation.recommendation-answer-without-place'
	return hasBasis ? null : 'deliberation.recommendation-answer-without-text'
}

/** Whom a recommendation asks, and how many areas it deals with. */
export type Asked = {
	addresseeActorId: string | null
	addresseeStructureId: string | null
	inWords: string | null
	areas: number
}

/** True where a recommendation asks somebody: what no structure made may name them in words alone, as its paper does. */
const asksSomebody = ({ addresseeActorId, addresseeStructureId, inWords }: Asked, isOfStructure: boolean) =>
	addresseeActorId !== null || addresseeStructureId !== null || (!isOfStructure && inWords !== null)

/**
 * What a recommendation lacks: somebody it asks, an area it deals with. What lacked it before, as its source does, may go on
 * lacking it; nothing that was there is taken away.
 */
export function lackingIn(now: Asked, { isOfStructure, before }: { isOfStructure: boolean; before?: Asked }) {
	const had = (part: (asked: Asked) => boolean) => before === undefined || part(before)
	const asks = (asked: Asked) => asksSomebody(asked, isOfStructure)
	return [
		...(!asks(now) && had(asks) ? [{ field: 'addresseeActor', code: 'deliberation.recommendation-asks-nobody' }] : []),
		...(now.areas === 0 && had(({ areas }) => areas > 0)
			? [{ field: 'areas', code: 'deliberation.recommendation-without-area' }]
			: [])
	]
}

/**
 * True once one of the levels of a recommendation accepted it: then it is asked for, and whom it asks sees it by that alone. What
 * was made in an item of an agenda, or kept to a circle by choice, is seen by those and by the levels it is submitted to before.
 */
export const isAskedFor = (hops: readonly { answer: unknown }[]): boolean =>
	hops.some(({ answer }) => answer === 'accepted' || answer === 'accepted-in-part')

/** True once a level has accepted a recommendation, and until it is implemented: it then comes back down as actions. */
export const isToBeDone = (state: RecommendationState): boolean =>
	state === 'accepted' || state === 'accepted-in-part' || state === 'being-implemented'

/** The kinds of actor that stand above the last structure of a State: Cabinet, a minister, the presidency, parliament. */
export const GOVERNING_KINDS: readonly string[] = [
	'government',
	'presidency',
	'parliament',
	'ministry',
	'interministerial-body',
	'regional-body'
]

/** From where to where a recommendation is to be submitted, with what stands above the level it leaves. */
export type Climb = {
	/** The structures above the level it leaves, nearest first. */
	above: readonly string[]
	/** True where a structure submits it; what no structure made, and what an actor passes on, leaves none. */
	isFromStructure: boolean
	/** The actor that passes it on, where one holds it. */
	fromActorId: string | null
	/** The actors above that one, nearest first. */
	actorsAbove: readonly string[]
	to: { structureId: string } | { actorId: string; kind: string; isAddressee: boolean }
}

/**
 * Why a recommendation cannot go from one level to another, or null when it can. A structure submits to those above it; the
 * last of them to the actor above it, or to the one that is asked. An actor passes on to the actors above it only.
 */
export function whyNotClimb({ above, isFromStructure, fromActorId, actorsAbove, to }: Climb) {
	if ('structureId' in to) {
		if (fromActorId !== null) return 'deliberation.recommendation-actor-not-down'
		if (!isFromStructure || above.includes(to.structureId)) return null
		return above.length === 0 ? 'deliberation.recommendation-nothing-above' : 'deliberation.recommendation-not-above'
	}
	if (fromActorId !== null) {
		const isAbove = actorsAbove.includes(to.actorId) || ['government', 'presidency', 'parliament'].includes(to.kind)
		return fromActorId !== to.actorId && isAbove ? null : 'deliberation.recommendation-actor-not-above'
	}
	if (above.length > 0) return 'deliberation.recommendation-level-skipped'
	return to.isAddressee || GOVERNING_KINDS.includes(to.kind) ? null : 'deliberation.recommendation-actor-not-above'
}

/** The days a recommendation may not be moved before: nothing on its way happens before what happened last. */
export const lastDayOf = (days: readonly (string | null)[]): string | null =>
	days.reduce<string | null>((last, day) => (day !== null && (last === null || day > last) ? day : last), null)

/** Whether a seat keeps the records of the workspace, and with them what no structure made. */
export const keepsRegister = (seat: Pick<Acting, 'role'>) =>
	seat.role === 'secretariat' || seat.role === 'administrator'
