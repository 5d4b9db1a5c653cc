import { audienceChoice, audienceTokens, type Audience } from '#platform/access/seat.ts'

export const AGENDA_KINDS = [
	'item',
	'minutes',
	'matters-arising',
	'recommendations',
	'commitments',
	'to-settle'
] as const
export type AgendaKind = (typeof AGENDA_KINDS)[number]

/** The items that fill themselves, in the order in which they open a meeting. */
export const STANDING_KINDS = ['minutes', 'matters-arising', 'recommendations', 'commitments', 'to-settle'] as const
export type StandingKind = (typeof STANDING_KINDS)[number]

/** The items that fill themselves which an agenda has not. */
export const missingStanding = (agenda: readonly { agendaKind: AgendaKind; status: AgendaState }[]): StandingKind[] =>
	STANDING_KINDS.filter((kind) => !agenda.some((item) => item.agendaKind === kind && item.status === 'accepted'))

export const AGENDA_STATES = ['proposed', 'accepted', 'declined', 'withdrawn'] as const
export type AgendaState = (typeof AGENDA_STATES)[number]
export const AGENDA_MOVES = ['accept', 'decline', 'withdraw'] as const
export type AgendaMove = (typeof AGENDA_MOVES)[number]

export const CONFIDENTIALITIES = ['as-meeting', 'members', 'full-members', 'secretariat', 'named'] as const
export type Confidentiality = (typeof CONFIDENTIALITIES)[number]
export const PAPER_CONFIDENTIALITIES = ['as-item', 'full-members'] as const
export type PaperConfidentiality = (typeof PAPER_CONFIDENTIALITIES)[number]

/** `expected` has not answered; `coming` has said that it comes. */
export const ATTENDANCE_STATES = ['expected', 'coming', 'present', 'apologies', 'absent'] as const
export type AttendanceState = (typeof ATTENDANCE_STATES)[number]
/** True where nothing is recorded yet of whether one was there: what one said before the meeting says nothing of that. */
export const isAwaited = (state: AttendanceState): boolean => state === 'expected' || state === 'coming'
export const ATTENDANCE_CAPACITIES = ['member', 'alternate', 'invited-expert', 'observer'] as const
export type AttendanceCapacity = (typeof ATTENDANCE_CAPACITIES)[number]
/** Those who are asked to come for one meeting, and sit in the structure by no membership. */
export const GUEST_CAPACITIES = ['invited-expert', 'observer'] as const

const AGENDA: Record<AgendaState, Partial<Record<AgendaMove, AgendaState>>> = {
	proposed: { accept: 'accepted', decline: 'declined', withdraw: 'withdrawn' },
	accepted: { withdraw: 'withdrawn' },
	declined: { accept: 'accepted' },
	withdrawn: {}
}

/** What a command makes of an agenda item in a state, or null where it makes nothing of it. */
export const agendaItemAfter = (state: AgendaState, move: AgendaMove): AgendaState | null => AGENDA[state][move] ?? null

/** Why an agenda item cannot make a move, or null when it can. */
export function whyNotMoveItem(state: AgendaState, move: AgendaMove) {
	if (agendaItemAfter(state, move) !== null) return null
	if (state === 'withdrawn') return 'deliberation.item-withdrawn'
	if (state === 'declined') return 'deliberation.item-declined'
	return 'deliberation.item-not-proposed'
}

// From wide to narrow: what belongs to a meeting is never shown wider than the meeting itself.
const NARROWNESS: readonly Audience[] = ['public', 'workspace', 'members', 'full-members', 'secretariat']

/** The narrower of two audiences. */
export const narrower = (one: Audience, other: Audience): Audience =>
	NARROWNESS.indexOf(one) > NARROWNESS.indexOf(other) ? one : other

type Whole = { structureId: string; meetingTokens: readonly string[] }

/**
 * Who sees an agenda item: as many as see its meeting, or fewer. `named` are the actors an item of that confidentiality is
 * shown to beside those who keep the records.
 */
export function itemTokens(
	confidentiality: Confidentiality,
	{ structureId, meetingTokens }: Whole,
	named: readonly string[] = []
): string[] {
	const choice = audienceChoice(meetingTokens)
	switch (confidentiality) {
		case 'as-meeting':
			return audienceTokens(choice, structureId)
		case 'members':
		case 'full-members':
		case 'secretariat':
			return audienceTokens(narrower(choice, confidentiality), structureId)
		case 'named':
			return [...audienceTokens('secretariat', null), ...named.map((id) => `actor:${id}`)]
		default:
			return confidentiality satisfies never
	}
}

/**
 * Who opens a paper of an item. Co-opted members read papers only where the guidelines for their participation say so, so
 * what is for the members of a structure is for its full members and those of the co-opted who are entitled.
 */
export function paperTokens(
	confidentiality: PaperConfidentiality,
	{ structureId, itemTokens: tokens }: { structureId: string; itemTokens: readonly string[] },
	entitled: readonly string[]
): string[] {
	if (confidentiality === 'full-members') {
		const isNarrow = audienceChoice(tokens) === 'secretariat'
		return isNarrow ? [...tokens] : audienceTokens('full-members', structureId)
	}
	const members = `structure:${structureId}`
	return tokens.flatMap((token) =>
		token === members ? [`members:${structureId}`, ...entitled.map((id) => `actor:${id}`)] : [token]
	)
}

type Guideline = { actorKind: string; areaId: string | null; from: string; to: string | null }

/** True where guidelines in force on a day reach a kind of actor, on an item about these areas. */
export const isGuided = (
	guidelines: readonly Guideline[],
	{ actorKind, areas, day }: { actorKind: string; areas: readonly string[]; day: string }
): boolean =>
	guidelines.some(
		(one) =>
			one.actorKind === actorKind &&
			one.from <= day &&
			(one.to === null || day <= one.to) &&
			(one.areaId === null || areas.includes(one.areaId))
	)

type Notice = {
	/** Days of notice the structure's rules ask for, and days that were given. */
	needed: number
	given: number
	purpose: string
	reason: string | undefined
	/** Nobody can be called to a meeting that has begun: what is recorded then is a notice that was given before. */
	hasBegun: boolean
}

/** Why a meeting cannot be called with so many days of notice, or null: an extraordinary one may be, with a reason. */
export function whyNotCallAt({ needed, given, purpose, reason, hasBegun }: Notice) {
	if (given < 0) return 'deliberation.called-after-meeting'
	// Of the meeting's own day nobody can tell whether notice was given before the hour; of an extraordinary one the reason says it.
	const isExplained = purpose === 'extraordinary' && reason !== undefined
	if (hasBegun && given === 0 && !isExplained) return 'deliberation.called-after-start'
	if (given >= needed) return null
	if (purpose !== 'extraordinary') return 'deliberation.notice-too-short'
	return reason === undefined ? 'deliberation.short-notice-needs-reason' : null
}

/** Why a meeting cannot be recorded as held, or null: it has begun by its own clock. */
export const whyNotHoldAt = (hasBegun: boolean) => (hasBegun ? null : 'deliberation.meeting-not-begun')

type Sitting = { actorId: string; kind: string; role: string }

// Who sits in a structure with a voice of its own: observers, partners, supporters and experts of it do not count.
export const COUNTED_ROLES: readonly string[] = ['chair', 'co-chair', 'secretariat', 'member']

/** True for a membership that counts: for the quorum of a meeting, for a vote in it, and for an answer in writing. */
export const isCounted = ({ kind, role }: Pick<Sitting, 'kind' | 'role'>): boolean =>
	kind === 'member' && COUNTED_ROLES.includes(role)

/** The members of a structure that its quorum is counted over. */
export const countedMembers = (sitting: readonly Sitting[]): string[] => [
	...new Set(sitting.filter(isCounted).map(({ actorId }) => actorId))
]

/** True where one sits in a structure by a membership or its chair, itself or by an alternate; guests were invited. */
export const isSeat = (capacity: string): boolean => capacity === 'member' || capacity === 'alternate'

type Came = { actorId: string; capacity: string; state: string }

/**
 * Why a meeting cannot be held with those who came, or null: the co-opted and guests alone are no meeting of a structure, so at
 * least one of its members or its chair was there, in person or by an alternate.
 */
export const whyNotHoldWith = (attendance: readonly Came[], coOpted: readonly string[]) =>
	attendance.some(
		({ actorId, capacity, state }) => state === 'present' && isSeat(capacity) && !coOpted.includes(actorId)
	)
		? null
		: 'deliberation.nobody-present'

/** How many of the counted members are there, in person or by an alternate. */
export const countPresent = (members: readonly string[], attendance: readonly Came[]): number =>
	new Set(
		attendance
			.filter(({ actorId, capacity, state }) => state === 'present' && isSeat(capacity) && members.includes(actorId))
			.map(({ actorId }) => actorId)
	).size

/** True where enough are there; where the rules ask for no quorum any number is. */
export const isQuorate = (present: number, required: number | null): boolean => required === null || present >= required

type AgendaTime = { state: string; minutes: number | null }

/**
 * The number and the planned time of each item of an agenda as one reader sees it: counted over the accepted items that this
 * reader sees, so that neither numbers nor times tell of any other. Behind an item without planned minutes no time is told.
 */
export function numberAgenda<T extends AgendaTime>(
	items: readonly T[]
): (T & { number: number | null; after: number | null })[] {
	let number = 0
	let after = 0
	let isTimed = items.some(({ state, minutes }) => state === 'accepted' && minutes !== null)
	return items.map((item) => {
		if (item.state !== 'accepted') return { ...item, number: null, after: null }
		number += 1
		const at = isTimed ? after : null
		if (item.minutes === null) isTimed = false
		else after += item.minutes
		return { ...item, number, after: at }
	})
}

type AdoptingMeeting = {
	id: string
	structureId: string
	startsAt: Date
	isHeld: boolean
	/** Whether it was quorate, and whether the rules of its day let it decide where it was not. */
	isQuorate: boolean | null
	forbidsWithoutQuorum: boolean
	/** Whether the minutes stand on its agenda; else they are put there, as long as the agenda is open. */
	dealsWithMinutes: boolean
	isAgendaClosed: boolean
}

type AdoptedMeeting = {
	id: string
	structureId: string
	startsAt: Date
	/** When its minutes were given to the members; null where it is not known. */
	circulatedAt: Date | null
}

/**
 * Why minutes cannot be adopted in a meeting, or null: it is a later one of the same structure, began after the members were
 * given them, was held, could decide, and has dealt with them or can still be said to have.
 */
export function whyNotAdoptIn(meeting: AdoptedMeeting, other: AdoptingMeeting) {
	if (other.id === meeting.id) return 'deliberation.adopted-in-itself'
	if (other.structureId !== meeting.structureId) return 'deliberation.adopted-in-other-structure'
	if (other.startsAt <= meeting.startsAt) return 'deliberation.adopted-in-earlier-meeting'
	if (meeting.circulatedAt !== null && other.startsAt < meeting.circulatedAt)
		return 'deliberation.adopted-before-circulated'
	if (!other.isHeld) return 'deliberation.adopted-in-meeting-not-held'
	if (other.forbidsWithoutQuorum && other.isQuorate === false) return 'deliberation.adopted-without-quorum'
	return other.isAgendaClosed && !other.dealsWithMinutes ? 'deliberation.adopted-not-on-agenda' : null
}

type Comments = { until: string | null; adopted: string; reason: string | undefined }

/** Why minutes cannot be adopted on a day, or null: members may comment until the day they were told, unless a reason is given. */
export const whyNotAdoptOn = ({ until, adopted, reason }: Comments) =>
	until !== null && adopted < until && reason === undefined ? 'deliberation.comments-not-over' : null

/** Why minutes cannot be said to have been circulated on a day, or null: between the day of their meeting and today. */
export function whyNotCirculateOn(day: string, { meeting, today }: { meeting: string; today: string }) {
	if (day > today) return 'directory.day-in-future'
	return day < meeting ? 'deliberation.circulated-before-meeting' : null
}
