/**
 * Deciding outside a meeting. The text goes to every full member; each answers for its actor until the deadline. What comes of
 * it is worked out by `outcomeOf` alone, from the answers of those who are full members on the last day they count.
 */

export const SUBJECTS = ['decision', 'recommendation', 'minutes'] as const
export type Subject = (typeof SUBJECTS)[number]

/** The subject an address asks for; a decision where it names none. */
export const subjectAsked = (text: string | null): Subject => SUBJECTS.find((one) => one === text) ?? 'decision'

/** How many days members have to answer where the rules of procedure of their structure say nothing. */
export const WRITTEN_DAYS = 14

export const PROCEDURE_STATES = ['open', 'closed', 'stopped'] as const
export type ProcedureState = (typeof PROCEDURE_STATES)[number]
export const PROCEDURE_MOVES = ['answer', 'close', 'stop'] as const
export type ProcedureMove = (typeof PROCEDURE_MOVES)[number]
export const ANSWERS = ['agrees', 'disagrees', 'abstains'] as const
export type Answer = (typeof ANSWERS)[number]
export const SILENCES = ['consent', 'no-answer'] as const
export type Silence = (typeof SILENCES)[number]
export const OUTCOMES = ['adopted', 'not-adopted'] as const
export const GROUNDS = ['objection', 'no-quorum', 'not-carried', 'carried', 'unanimous'] as const

/** What a written procedure can be done with, on a day. */
export type Standing = {
	state: ProcedureState
	deadline: string
	/** Whether every full member has answered. */
	isComplete: boolean
}

/** What a move makes of a procedure; null where it leaves it as it is. */
export const procedureAfter = (move: ProcedureMove): ProcedureState | null => {
	switch (move) {
		case 'answer':
			return null
		case 'close':
			return 'closed'
		case 'stop':
			return 'stopped'
		default:
			return move satisfies never
	}
}

/** Why a procedure cannot be answered, closed or stopped today, or null when it can. */
export function whyNotMoveProcedure({ state, deadline, isComplete }: Standing, move: ProcedureMove, today: string) {
	if (state === 'closed') return 'deliberation.procedure-closed'
	if (state === 'stopped') return 'deliberation.procedure-stopped'
	switch (move) {
		case 'answer':
			return today > deadline ? 'deliberation.procedure-past-deadline' : null
		case 'close':
			return isComplete || today > deadline ? null : 'deliberation.procedure-still-runs'
		case 'stop':
			return null
		default:
			return move satisfies never
	}
}

/** What the full members answered, counted. */
export type Ballot = {
	/** How many full members there are. */
	entitled: number
	agrees: number
	disagrees: number
	abstains: number
	/** How many of those who disagree object. */
	objections: number
	silence: Silence
	/** How many must take part, where the rules ask for a quorum. */
	quorum: number | null
}

export type Result = {
	outcome: (typeof OUTCOMES)[number]
	because: (typeof GROUNDS)[number]
	/** How many count as agreeing: those who do, and under silent consent those who say nothing. */
	agreeing: number
	takingPart: number
	silent: number
}

/**
 * What comes of the answers, by these rules in this order:
 *
 * 1. Whoever says nothing counts as agreeing where silence is consent, and else as not taking part.
 * 2. One objection is enough: the text is not adopted, and the matter goes to a meeting.
 * 3. Fewer than the quorum took part: not adopted. Whoever consents by silence takes part; whoever abstains does too.
 * 4. More agree than disagree: adopted; unanimously where nobody disagrees. Else not adopted; a tie adopts nothing.
 */
export function outcomeOf(ballot: Ballot): Result {
	const { entitled, agrees, disagrees, abstains, objections, silence, quorum } = ballot
	const silent = Math.max(0, entitled - agrees - disagrees - abstains)
	const agreeing = agrees + (silence === 'consent' ? silent : 0)
	const takingPart = agreeing + disagrees + abstains
	const result = (because: Result['because']): Result => ({
		outcome: because === 'carried' || because === 'unanimous' ? 'adopted' : 'not-adopted',
		because,
		agreeing,
		takingPart,
		silent
	})
	if (objections > 0) return result('objection')
	if (quorum !== null && takingPart < quorum) return result('no-quorum')
	if (agreeing <= disagrees) return result('not-carried')
	return result(disagrees === 0 ? 'unanimous' : 'carried')
}

/** The first fault in an answer, with its field; null when there is none. */
export function faultOfAnswer(answer: Answer, stance: 'reservation' | 'objection' | null, hasText: boolean) {
	if (stance === 'objection' && answer !== 'disagrees')
		return { field: 'stance', code: 'deliberation.objection-without-disagreement' }
	if (stance !== null && !hasText) return { field: 'text', code: 'deliberation.stance-without-reasons' }
	return null
}

/** The day whose members count: the deadline, or the day it was closed where everybody had answered before. */
export const countingDay = (deadline: string, today: string) => (today < deadline ? today : deadline)

/** How many days before the deadline those who have not answered are reminded. */
export const REMINDED_BEFORE = 2
