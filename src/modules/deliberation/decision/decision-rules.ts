import type { MeetingState } from '../rules.ts'

export const MANNERS = ['consensus', 'vote', 'written-procedure'] as const
export type Manner = (typeof MANNERS)[number]
/** The manners in which a meeting decides. */
export const MEETING_MANNERS = ['consensus', 'vote'] as const
export const DECISION_STATES = ['in-force', 'replaced', 'revoked'] as const
export type DecisionState = (typeof DECISION_STATES)[number]
export const DECISION_MOVES = ['change', 'note', 'replace', 'revoke'] as const
export type DecisionMove = (typeof DECISION_MOVES)[number]
export const VOTES = ['for', 'against', 'abstaining'] as const
export type Vote = (typeof VOTES)[number]
export const STANCES = ['reservation', 'objection'] as const
export type Stance = (typeof STANCES)[number]

/** A meeting as far as it matters for deciding in it: its state, its first and last day, and whether enough members are there. */
export type Sitting = {
	state: MeetingState
	day: string
	lastDay: string
	/** Null where the structure's rules ask for no quorum. */
	isQuorate: boolean | null
	/** Whether the rules in force on its day forbid it to decide without a quorum. */
	forbidsWithoutQuorum: boolean
}

/** Why a meeting cannot decide today, or null when it can: it runs, or its minutes are still being written. */
export function whyNotDecide(sitting: Sitting, today: string) {
	switch (sitting.state) {
		case 'planned':
		case 'postponed':
			return 'deliberation.decision-meeting-not-called'
		case 'called':
			if (today < sitting.day) return 'deliberation.decision-meeting-not-begun'
			if (today > sitting.lastDay) return 'deliberation.decision-meeting-not-held'
			break
		case 'held':
		case 'drafted':
			break
		case 'circulated':
			return 'deliberation.decision-minutes-circulated'
		case 'adopted':
			return 'deliberation.decision-minutes-adopted'
		case 'cancelled':
			return 'deliberation.decision-meeting-cancelled'
		default:
			return sitting.state satisfies never
	}
	return sitting.forbidsWithoutQuorum && sitting.isQuorate === false ? 'deliberation.decision-without-quorum' : null
}

/**
 * Why a decision cannot be changed, noted upon, replaced or revoked, or null when it can. Its words may be put right until the
 * minutes of its meeting are adopted; what was agreed in writing stays as everybody read it.
 */
export function whyNotMoveDecision(
	{ state, manner, meeting }: { state: DecisionState; manner: Manner; meeting: MeetingState | null },
	move: DecisionMove
) {
	if (state === 'replaced') return 'deliberation.decision-replaced'
	if (state === 'revoked') return 'deliberation.decision-revoked'
	if (move === 'replace' || move === 'revoke') return null
	if (manner === 'written-procedure') return 'deliberation.decision-agreed-in-writing'
	return meeting === 'adopted' ? 'deliberation.decision-minutes-adopted' : null
}

export type Counts = { for: number; against: number; abstaining: number }

/** How something was decided or recommended, as it is entered: the manner, the counts, and who voted how where that was recorded. */
export type Taken = {
	/** Null where it is not recorded, which only a recommendation leaves open. */
	manner: Manner | null
	counts: Counts | null
	/** The members whose vote is named, by vote. */
	named: Readonly<Record<Vote, readonly string[]>>
	/** How many full members the structure has on that day. */
	members: number
	/** How many of them were there, themselves or by an alternate; null where nobody's presence is recorded. */
	present: number | null
	/** The full members who were not; none where nobody's presence is recorded. */
	absent: readonly string[]
}

/** The fields in which the votes by name are entered. */
export const NAMED: Readonly<Record<Vote, 'votedFor' | 'votedAgainst' | 'votedAbstaining'>> = {
	for: 'votedFor',
	against: 'votedAgainst',
	abstaining: 'votedAbstaining'
}

const namedVotes = ({ named }: Taken) => VOTES.flatMap((vote) => named[vote])

/** The counts of a recorded vote: those entered, or those of the votes named where none were entered. */
export const countsOf = ({ counts, named }: Taken): Counts =>
	counts ?? { for: named.for.length, against: named.against.length, abstaining: named.abstaining.length }

/** What the sentence of a fault names: how many could vote. */
export const paramsOfVote = ({ members, present }: Taken) => ({ members, present: present ?? members })

/** The first fault in how something was decided or recommended, with the field it stands in; null when there is none. */
export function faultOfVote(taken: Taken): { field: string; code: string } | null {
	const named = namedVotes(taken)
	if (taken.manner !== 'vote')
		return taken.counts !== null || named.length > 0
			? { field: 'manner', code: 'deliberation.votes-without-vote' }
			: null
	if (taken.counts === null && named.length === 0) return { field: 'votesFor', code: 'deliberation.votes-missing' }
	if (new Set(named).size !== named.length) return { field: 'votedFor', code: 'deliberation.voted-twice' }
	const away = VOTES.find((vote) => taken.named[vote].some((actor) => taken.absent.includes(actor)))
	if (away) return { field: NAMED[away], code: 'deliberation.voted-while-absent' }
	const counts = countsOf(taken)
	if (named.length > 0 && VOTES.some((vote) => taken.named[vote].length !== counts[vote]))
		return { field: 'votesFor', code: 'deliberation.votes-do-not-add-up' }
	const cast = counts.for + counts.against + counts.abstaining
	if (cast > taken.members) return { field: 'votesFor', code: 'deliberation.more-votes-than-members' }
	if (taken.present !== null && cast > taken.present)
		return { field: 'votesFor', code: 'deliberation.more-votes-than-present' }
	return counts.for > counts.against ? null : { field: 'votesFor', code: 'deliberation.vote-not-carried' }
}

/** In what right somebody sits in a structure on a day. */
export type Sits = 'full' | 'without-vote' | 'co-opted' | 'invited' | null

/**
 * Why somebody's position cannot be noted, or null when it can. Full members vote, reserve and object; an observer, partner or
 * expert of the structure is noted with a reservation; a co-opted member is
 * noted with a reservation where the structure's guidelines let its kind speak; whoever is only invited is noted with nothing.
 */
export function whyNotNote({
	sits,
	maySpeak,
	stance,
	vote,
	manner
}: {
	sits: Sits
	/** Whether the guidelines of that day let a member of its kind speak. */
	maySpeak: boolean
	stance: Stance | null
	vote: Vote | null
	manner: Manner | null
}) {
	if (sits === null || sits === 'invited') return 'deliberation.position-of-no-member'
	if (sits === 'without-vote' && (vote !== null || stance === 'objection')) return 'deliberation.position-without-vote'
	if (sits === 'co-opted') {
		if (vote !== null || stance === 'objection') return 'deliberation.position-of-co-opted'
		if (!maySpeak) return 'deliberation.co-opted-may-not-speak'
	}
	return stance === 'objection' && manner !== 'vote' ? 'deliberation.objection-breaks-consensus' : null
}

/** Why a decision cannot take the place of an earlier one, or null when it can. */
export function whyNotReplace(
	earlier: { id: string; state: DecisionState; decidedDay: string },
	later: { id: string; state: DecisionState; decidedDay: string; isOfSameOrHigher: boolean }
) {
	if (earlier.id === later.id) return 'deliberation.decision-replaces-itself'
	if (earlier.state === 'replaced') return 'deliberation.decision-replaced'
	if (earlier.state === 'revoked') return 'deliberation.decision-revoked'
	if (later.state !== 'in-force') return 'deliberation.replacement-not-in-force'
	if (later.decidedDay < earlier.decidedDay) return 'deliberation.replacement-is-earlier'
	return later.isOfSameOrHigher ? null : 'deliberation.replacement-of-other-structure'
}
