import { whyNotSetStatus, type DeclaredStatus } from '#modules/directory/rules.ts'
import { addDays, daysBetween } from '../days.ts'

/**
 * How often a structure is to meet, whether it did, and what that says of it. Plain values in and out: days are `YYYY-MM-DD`.
 *
 * A year is divided by the rhythm. *n times a year*: into n parts of whole months where twelve can be divided by n, else of as
 * equal a number of days as can be; each part is kept by any meeting held in it. *Plan and review*: into two halves, the first
 * kept by a planning meeting, the second by a review. *On activation* and *none* ask for no meeting at any time.
 */

export const RHYTHM_KINDS = ['times-a-year', 'plan-and-review', 'on-activation', 'none'] as const
export type RhythmKind = (typeof RHYTHM_KINDS)[number]
export const PURPOSES = ['ordinary', 'extraordinary', 'planning', 'review'] as const
export type Purpose = (typeof PURPOSES)[number]
export const FUNCTIONALITIES = ['active', 'lapsing', 'dormant', 'ad-hoc-idle', 'never-met'] as const
export type Functionality = (typeof FUNCTIONALITIES)[number]
export const PERIOD_STATES = ['kept', 'missed', 'running', 'ahead', 'begun-within'] as const
export type PeriodState = (typeof PERIOD_STATES)[number]

/** A structure's rhythm from a day to a day; null where it is not known since when, and where it still holds. */
export type Rhythm = { kind: RhythmKind; times: number | null; from: string | null; to: string | null }
export type Met = { day: string; purpose: Purpose }
/** A part of a year in which a meeting is asked for; of any purpose, or of one. */
export type Period = { from: string; to: string; requires: 'any' | 'planning' | 'review' }
/** `isWhole` is false where the rhythm began within the part: nobody is blamed for what came before. */
export type Judged = Period & { isWhole: boolean; state: PeriodState }

const dayAt = (year: number, month: number, day: number) =>
	new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)

/** The parts into which a rhythm divides a year, in order and without gaps; none where it asks for no meeting. */
export function periodsOf(rhythm: Pick<Rhythm, 'kind' | 'times'>, year: number): Period[] {
	switch (rhythm.kind) {
		case 'times-a-year':
			return parts(year, rhythm.times ?? 1).map((part) => ({ ...part, requires: 'any' }))
		case 'plan-and-review':
			return parts(year, 2).map((part, index) => ({ ...part, requires: index === 0 ? 'planning' : 'review' }))
		case 'on-activation':
		case 'none':
			return []
		default:
			return rhythm.kind satisfies never
	}
}

type Part = { from: string; to: string }

// Every structure of a workspace is judged by the same few divisions of the same few years.
const divided = new Map<string, readonly Part[]>()
const DIVIDED_MOST = 1_000

function parts(year: number, times: number): readonly Part[] {
	const key = `${String(year)} ${String(times)}`
	const known = divided.get(key) ?? divide(year, times)
	if (divided.size < DIVIDED_MOST) divided.set(key, known)
	return known
}

function divide(year: number, times: number): readonly Part[] {
	const length = daysBetween(dayAt(year, 0, 1), dayAt(year + 1, 0, 1))
	const startOf = (index: number) =>
		12 % times === 0 ? dayAt(year, (index * 12) / times, 1) : dayAt(year, 0, 1 + Math.floor((index * length) / times))
	return Array.from({ length: times }, (_, index) => ({ from: startOf(index), to: addDays(startOf(index + 1), -1) }))
}

const isIn = (period: Period, day: string) => period.from <= day && day <= period.to
const isFit = (period: Period, purpose: Purpose) => period.requires === 'any' || period.requires === purpose

/** The meetings by which a part of a year is kept. */
export const keptIn = <T extends Met>(period: Period, held: readonly T[]): T[] =>
	held.filter(({ day, purpose }) => isIn(period, day) && isFit(period, purpose))

/**
 * The parts of the years between two days, each by the rhythm in force on its last day. A part in which that rhythm began is cut
 * to begin with it, and is not counted as missed.
 */
export function periodsBetween(rhythms: readonly Rhythm[], from: string, until: string) {
	const years: number[] = []
	for (let year = Number(from.slice(0, 4)); year <= Number(until.slice(0, 4)); year++) years.push(year)
	return rhythms
		.flatMap((rhythm) =>
			years
				.flatMap((year) => periodsOf(rhythm, year))
				.filter(({ to }) => (rhythm.from === null || to >= rhythm.from) && (rhythm.to === null || to <= rhythm.to))
				.map((period) => {
					const isWhole = rhythm.from === null || period.from >= rhythm.from
					return { ...period, from: isWhole ? period.from : (rhythm.from ?? period.from), isWhole }
				})
		)
		.filter((period) => period.to >= from && period.from <= until)
		.toSorted((one, other) => (one.from < other.from ? -1 : 1))
}

/** Each part of the years between two days with what became of it by today. */
export function judge(
	rhythms: readonly Rhythm[],
	held: readonly Met[],
	{ from, until, today }: { from: string; until: string; today: string }
): Judged[] {
	return periodsBetween(rhythms, from, until).map((period) => ({ ...period, state: stateOf(period, held, today) }))
}

function stateOf(period: Period & { isWhole: boolean }, held: readonly Met[], today: string): PeriodState {
	if (keptIn(period, held).some(({ day }) => day <= today)) return 'kept'
	if (period.from > today) return 'ahead'
	if (period.to >= today) return 'running'
	return period.isWhole ? 'missed' : 'begun-within'
}

/** The rhythm in force on a day. */
export const rhythmAt = <T extends Pick<Rhythm, 'from' | 'to'>>(rhythms: readonly T[], day: string): T | undefined =>
	rhythms.find(({ from, to }) => (from === null || from <= day) && (to === null || day <= to))

// Without parts of a year to go by: a body that met within a year is at work, one that did not for two sleeps. One that was
// activated for something is expected to meet within half a year, and sleeps after a year.
const AT_WORK = { none: 365, activated: 182 }
const ASLEEP = { none: 730, activated: 365 }

export type Facts = {
	rhythms: readonly Rhythm[]
	/** Every meeting held that matters: those of the last years, and the last of all. */
	held: readonly Met[]
	/** Since when the structure is activated, where it is. */
	activatedSince: string | null
	/** True where the declared status says that it is activated, although nobody noted since when. */
	isDeclaredActivated: boolean
	today: string
}

/**
 * What a structure's meetings say of it:
 * - *ad hoc idle*: it meets on activation, is not activated, and has not met within half a year;
 * - *never met*: no meeting of it is known;
 * - *active*: the last part of the year that has ended was kept, or the running one is; nothing was missed yet;
 * - *lapsing*: the last part that has ended was missed, but not yet so many as make it dormant;
 * - *dormant*: a year's parts in a row were missed, and at least two.
 * A structure of which no meeting is asked for at any time is active for a year after its last, lapsing for another, then
 * dormant; activated, it has half that time, counted from its activation where it did not meet since.
 */
export function functionalityOf({ rhythms, held, activatedSince, isDeclaredActivated, today }: Facts): Functionality {
	const past = held.filter(({ day }) => day <= today)
	const last = past.reduce<string | null>((latest, { day }) => (latest === null || day > latest ? day : latest), null)
	const rhythm = rhythmAt(rhythms, today)
	if (rhythm?.kind === 'on-activation') {
		const isActivated = activatedSince !== null || isDeclaredActivated
		if (!isActivated) return last !== null && daysBetween(last, today) <= AT_WORK.activated ? 'active' : 'ad-hoc-idle'
		if (last === null && activatedSince === null) return 'never-met'
		return byAge(latestOf(last, activatedSince) ?? today, today, 'activated')
	}
	if (last === null) return 'never-met'
	if (rhythm === undefined || rhythm.kind === 'none') return byAge(last, today, 'none')
	const { judged, perYear } = recentParts(rhythm, past, today)
	if (judged.at(-1)?.state === 'kept') return 'active'
	const counted = judged.filter(({ state }) => state === 'kept' || state === 'missed')
	const missed = counted.length - 1 - counted.findLastIndex(({ state }) => state === 'kept')
	if (missed === 0) return 'active'
	return missed >= perYear ? 'dormant' : 'lapsing'
}

// The parts of the last years by the rhythm in force: enough of them to tell whether a year's in a row were missed.
function recentParts(rhythm: Rhythm, held: readonly Met[], today: string) {
	const perYear = Math.max(2, periodsOf(rhythm, Number(today.slice(0, 4))).length)
	const from = addDays(today, -366 * (perYear === 2 ? 3 : 2))
	return { judged: judge([rhythm], held, { from, until: today, today }), perYear }
}

export const JUDGED_STATES = ['kept', 'missed', 'running'] as const
/** A part of a year by which it is said what a structure does, and what became of it. */
export type JudgedBy = { from: string; to: string; state: (typeof JUDGED_STATES)[number] }

/**
 * The parts of the year that what a structure does rests on: the running one where it is kept, else the last that was counted and the
 * one that runs. Of many parts before, most may have been missed: a structure *meets as required* by its last. None where no meeting
 * is asked for by the year, or none was ever held.
 */
export function judgedBy({ rhythms, held, today }: Pick<Facts, 'rhythms' | 'held' | 'today'>): JudgedBy[] {
	const past = held.filter(({ day }) => day <= today)
	const rhythm = rhythmAt(rhythms, today)
	if (past.length === 0 || rhythm === undefined) return []
	const { judged } = recentParts(rhythm, past, today)
	const counted = judged.findLast(({ state }) => state === 'kept' || state === 'missed')
	const current = judged.at(-1)
	const runs = current?.state === 'running' ? current : undefined
	return [counted, runs].flatMap((part) =>
		part === undefined
			? []
			: JUDGED_STATES.filter((state) => state === part.state).map((state) => ({ from: part.from, to: part.to, state }))
	)
}

/** Since when a structure is activated, and the day by which it is required to meet for the first time since. */
export type Awaited = { since: string; by: string }

/**
 * The first meeting that a structure which is called together on activation owes, while its time for it still runs: nobody can say yet
 * whether it meets as required. Null where it has met since it was activated, or that time is over.
 */
export function awaitedOf({
	rhythms,
	held,
	activatedSince,
	today
}: Omit<Facts, 'isDeclaredActivated'>): Awaited | null {
	if (activatedSince === null || rhythmAt(rhythms, today)?.kind !== 'on-activation') return null
	if (held.some(({ day }) => day >= activatedSince && day <= today)) return null
	const by = addDays(activatedSince, AT_WORK.activated)
	return activatedSince <= today && today <= by ? { since: activatedSince, by } : null
}

const latestOf = (one: string | null, other: string | null) =>
	one === null ? other : other === null || one > other ? one : other

function byAge(since: string, today: string, how: keyof typeof AT_WORK): Functionality {
	const days = daysBetween(since, today)
	if (days <= AT_WORK[how]) return 'active'
	return days <= ASLEEP[how] ? 'lapsing' : 'dormant'
}

export type Disagreement = { propose: DeclaredStatus; reason: DisagreementReason }
export const DISAGREEMENTS = [
	'declared-active-but-asleep',
	'declared-active-but-idle',
	'declared-activated-but-asleep',
	'declared-idle-but-meets',
	'declared-idle-but-is-to-meet',
	'declared-asleep-but-meets',
	'declared-in-making-but-meets'
] as const
export type DisagreementReason = (typeof DISAGREEMENTS)[number]

/**
 * What the declared status should be changed to by what the structure does, and why; null where the two agree, or where no such
 * change of status is allowed. A structure that lapses gets no proposal: it can still catch up. Nor does one that nobody knows to have
 * met where no meeting is asked for: that says nothing of it.
 */
export function disagreement(
	status: DeclaredStatus,
	functionality: Functionality,
	rhythm: RhythmKind
): Disagreement | null {
	const found = proposed(status, functionality, rhythm)
	return found !== null && whyNotSetStatus(status, found.propose) === null ? found : null
}

function proposed(status: DeclaredStatus, functionality: Functionality, rhythm: RhythmKind): Disagreement | null {
	const meets = functionality === 'active'
	const sleeps = functionality === 'dormant' || functionality === 'never-met'
	const isRegular = rhythm === 'times-a-year' || rhythm === 'plan-and-review'
	switch (status) {
		case 'active':
			if (functionality === 'ad-hoc-idle') return { propose: 'ad-hoc-idle', reason: 'declared-active-but-idle' }
			if (functionality === 'never-met' && !isRegular) return null
			return sleeps ? { propose: 'needs-reactivation', reason: 'declared-active-but-asleep' } : null
		case 'ad-hoc-activated':
			return sleeps ? { propose: 'ad-hoc-idle', reason: 'declared-activated-but-asleep' } : null
		case 'ad-hoc-idle':
			if (meets) return { propose: isRegular ? 'active' : 'ad-hoc-activated', reason: 'declared-idle-but-meets' }
			return sleeps && isRegular ? { propose: 'needs-reactivation', reason: 'declared-idle-but-is-to-meet' } : null
		case 'needs-reactivation':
			return meets ? { propose: 'active', reason: 'declared-asleep-but-meets' } : null
		case 'proposed':
		case 'being-established':
			return meets ? { propose: 'active', reason: 'declared-in-making-but-meets' } : null
		case 'dissolved':
			return null
		default:
			return status satisfies never
	}
}

/** The meeting the rhythm asks for next: the part it belongs in, and whether somebody has set it or called it. */
export type Required = Period & {
	isSet: boolean
	isCalled: boolean
	isDue: boolean
	/** The day by which the notice of the meeting that is set must go out, while nobody has called it. */
	callBy: string | null
	lacks: Lack | null
}

/** What somebody has to do about it now: set a meeting where none is planned, or call the one that is. */
export const LACKS = ['meeting', 'notice'] as const
export type Lack = (typeof LACKS)[number]

// Enough for an invitation to be written, beside the notice the rules ask for.
const TO_WRITE = 14

/**
 * The running part of the year if nothing was held in it yet, else the next. It is due once so little is left of its part that a
 * meeting called today with its notice, and a fortnight to prepare it, only just falls into it; or half of it has gone. A meeting
 * that is planned lacks nothing before the day on which its notice must go out.
 */
export function nextRequired(
	rhythms: readonly Rhythm[],
	meetings: readonly (Met & { state: 'held' | 'called' | 'planned' })[],
	{ today, noticeDays }: { today: string; noticeDays: number }
): Required | null {
	const held = meetings.filter(({ state }) => state === 'held')
	const period = judge(rhythms, held, { from: today, until: addDays(today, 366), today }).find(
		({ state }) => state === 'running' || state === 'ahead'
	)
	if (!period) return null
	const set = keptIn(
		period,
		meetings.filter(({ state, day }) => state !== 'held' && day >= today)
	)
	const { from, to, requires } = period
	const isHalfGone = daysBetween(from, today) * 2 >= daysBetween(from, to)
	const isDue = from <= today && (isHalfGone || daysBetween(today, to) <= noticeDays + TO_WRITE)
	const isCalled = set.some(({ state }) => state === 'called')
	const soonest = isCalled ? undefined : set.map(({ day }) => day).toSorted()[0]
	const callBy = soonest === undefined ? null : addDays(soonest, -noticeDays)
	const isLate = callBy !== null && callBy <= today
	return {
		from,
		to,
		requires,
		isSet: set.length > 0,
		isCalled,
		isDue,
		callBy,
		lacks: isLate ? 'notice' : set.length === 0 && isDue ? 'meeting' : null
	}
}
