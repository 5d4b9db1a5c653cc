import type { Offices, Role } from '#platform/access/seat.ts'
import {
	actsFor,
	isSecretary,
	whyNotMoveAction,
	type ActionMove,
	type ActionState,
	type MeetingState,
	type SeatedOffices
} from '../rules.ts'

/**
 * Days after its due day from which an unfinished action is told upward: to the chair of its structure, then to the structure
 * above with its chair and secretary. Each level is told once for a due day; a day that is granted anew begins anew.
 */
export const ESCALATIONS = [
	{ level: 1, days: 7 },
	{ level: 2, days: 21 }
] as const
export type EscalationLevel = (typeof ESCALATIONS)[number]['level']

/** Days before the due day on which who must act is reminded; the due day itself is one of them. */
export const REMINDED_BEFORE: readonly number[] = [14, 7, 1, 0]
/** What is due within these days counts as due soon. */
export const SOON_DAYS = 14
/** Past its due day an action is told of on the first day, then once a week: a reminder, and never a storm. */
const REMINDED_AFTER_EVERY = 7

/** In which capacity a seat meets an action. A seat can have several; whoever has none reads along. */
export const PARTIES = ['secretary', 'chair', 'keeper', 'responsible', 'supporter'] as const
export type Party = (typeof PARTIES)[number]

/** What can be done to an action, beside the moves of its life. */
export type ActionDoing = ActionMove | 'change' | 'steps' | 'support' | 'answer-extension'

const OFFICERS = ['secretary', 'chair', 'keeper'] as const
const MAY: Record<ActionDoing, readonly Party[]> = {
	report: [...OFFICERS, 'responsible', 'supporter'],
	submit: [...OFFICERS, 'responsible'],
	// Evidence is accepted by the structure's secretary alone, as `isSecretary` says: no other office closes an action for it.
	accept: ['secretary'],
	refuse: ['secretary'],
	cancel: OFFICERS,
	reopen: OFFICERS,
	extend: ['responsible'],
	'answer-extension': ['secretary'],
	'hand-over': OFFICERS,
	change: OFFICERS,
	support: OFFICERS,
	steps: [...OFFICERS, 'responsible', 'supporter']
}

type Acting = { role: Role; id: string | null; actorId: string | null; serves(offices: Offices): boolean }
type Held = SeatedOffices & { responsibleActorId: string; supporterIds: readonly string[] }

/** The capacities a seat has in an action. Observers and the public have none, whoever they act for. */
export function partiesOf(seat: Acting, action: Held): readonly Party[] {
	if (seat.role === 'observer' || seat.role === 'public') return []
	const has: Record<Party, boolean> = {
		secretary: isSecretary(seat, action),
		chair: seat.actorId !== null && seat.actorId === action.chairActorId,
		keeper: seat.role === 'secretariat' || seat.role === 'administrator',
		responsible: actsFor(seat, action.responsibleActorId),
		supporter: seat.actorId !== null && action.supporterIds.includes(seat.actorId)
	}
	return PARTIES.filter((party) => has[party])
}

/** Whether somebody with these capacities may do something to an action. */
export const mayDo = (parties: readonly Party[], doing: ActionDoing) =>
	parties.some((party) => MAY[doing].includes(party))

/** Why a submitted action cannot be closed, or null when it can: words alone close nothing. */
export const whyNotAccept = ({ evidence }: { evidence: number }) =>
	evidence === 0 ? 'deliberation.action-without-evidence' : null

type HandedIn = {
	evidence: number
	/** How many steps are left undone. */
	stepsLeft: number
	/** Whether the report says why. */
	saysWhy: boolean
}

/**
 * The first fault in what is handed in, with its field; null when there is none. What could not be accepted is not handed in, and
 * nobody says that it is done over steps that are not, unless they say why.
 */
export function faultOfHandIn({ evidence, stepsLeft, saysWhy }: HandedIn) {
	if (evidence === 0) return { field: 'addresses', code: 'deliberation.action-final-without-evidence' }
	return stepsLeft > 0 && !saysWhy ? { field: 'stepsLeft', code: 'deliberation.action-steps-left' } : null
}

const RUNS_IT: readonly Party[] = ['secretary', 'chair', 'keeper']

/** Whether somebody takes a step off the plan: whoever runs the structure any, an actor that acts on it those it made itself. */
export const mayWithdrawStep = (parties: readonly Party[], isOwn: boolean) =>
	parties.some((party) => RUNS_IT.includes(party)) || (isOwn && mayDo(parties, 'steps'))

/** Why the steps of an action stand as they are, or null while they may be worked on: what was handed in is judged as it came. */
export const whyNotSteps = (state: ActionState) => whyNotMoveAction(state, 'report')

const SCHEME = /^[a-z][a-z0-9+.-]*:\S/i

/** Whether evidence stands at an address of the web, which a page links to. */
export const isWebAddress = (place: string) => /^https?:\/\//i.test(place) && URL.canParse(place)

/** Whether a text says where evidence stands: an address of the web, or words that cite a paper; no other kind of address. */
export const isEvidencePlace = (place: string) => !SCHEME.test(place) || isWebAddress(place)

const DAY = 86_400_000
/** Whole days from one calendar day to another; negative where the other is earlier. */
export const daysBetween = (from: string, to: string) =>
	Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY)
/** The calendar day so many days after another. */
export const dayPlus = (day: string, days: number) =>
	new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)

/** Why no action arises in a meeting as it stands, or null when one can: what was not called together hands nothing out. */
export function whyNotAssignIn(state: MeetingState) {
	switch (state) {
		case 'planned':
		case 'postponed':
			return 'deliberation.action-meeting-not-called'
		case 'cancelled':
			return 'deliberation.action-meeting-cancelled'
		case 'adopted':
			return 'deliberation.action-minutes-adopted'
		case 'called':
		case 'held':
		case 'drafted':
		case 'circulated':
			return null
		default:
			return state satisfies never
	}
}

/** Why an action cannot be due on a day, or null when it can. */
export const whyNotDue = (due: string, openedDay: string) =>
	due < openedDay ? 'deliberation.action-due-before-opened' : null

/** Whether an action that is due on a day is to be told of on another. */
export function isRemindedOn(due: string, day: string): boolean {
	const left = daysBetween(day, due)
	return left >= 0 ? REMINDED_BEFORE.includes(left) : left === -1 || -left % REMINDED_AFTER_EVERY === 0
}

// A job that could not run for longer than this begins afresh: nobody needs to hear of each day that was missed.
const MISSED_MOST = 7

/** Whether an action is to be told of today, given the last day its reader was told of anything (null: never). */
export function isRemindedSince(due: string, last: string | null, today: string): boolean {
	const missed = last === null ? 1 : Math.min(MISSED_MOST, Math.max(0, daysBetween(last, today)))
	return Array.from({ length: missed }, (_none, back) => dayPlus(today, -back)).some((day) => isRemindedOn(due, day))
}

export const FREQUENCIES = ['daily', 'weekly', 'never'] as const
export type Frequency = (typeof FREQUENCIES)[number]
/** Weekdays as ISO 8601 counts them: Monday is 1. */
export const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

export type Preference = {
	frequency: Frequency
	weekday: number
	language: string | null
	lastDigestDay: string | null
}
/** What holds for a seat that has chosen nothing. */
export const DEFAULT_PREFERENCE: Preference = { frequency: 'daily', weekday: 1, language: null, lastDigestDay: null }

/** Whether a seat gets its digest today as far as its own choice goes; never twice on one day. */
export function isDigestDay({ frequency, weekday, lastDigestDay }: Preference, today: string): boolean {
	if (lastDigestDay !== null && lastDigestDay >= today) return false
	switch (frequency) {
		case 'daily':
			return true
		case 'weekly':
			return weekdayOf(today) === weekday
		case 'never':
			return false
		default:
			return frequency satisfies never
	}
}
