import { type DaySpan, type Period, BEGINNING, END, afterPeriod, earlier, later, spanOf } from './partial-days.ts'
import { type History, type Spell, daysOf, isDenial, isJoining, readHistory } from './status-history.ts'
import {
	type Certainty,
	type Position,
	type Standing,
	type StatusEvent,
	type StatusTerms,
	JOINING_ACTS
} from './status-lines.ts'

export { readHistory } from './status-history.ts'
export type * from './status-lines.ts'
export { JOINING_ACTS } from './status-lines.ts'

const TWELVE_MONTHS: Period = { months: 12 }

const shift = ({ first, last }: DaySpan, period: Period): DaySpan => ({
	first: afterPeriod(first, period),
	last: afterPeriod(last, period)
})

type Spans = ReadonlyMap<StatusEvent, DaySpan>

const narrow = (spans: Map<StatusEvent, DaySpan>, event: StatusEvent | undefined, to: Partial<DaySpan>) => {
	if (!event) return
	const { first, last } = spans.get(event) ?? EVER
	const from = later(first, to.first ?? BEGINNING)
	spans.set(event, { first: from, last: later(from, earlier(last, to.last ?? END)) })
}

const openerOf = ({ signed, joined }: Spell) => signed ?? joined

/** Signatures, consents and denunciations in their order: none can have been before the one that it follows. */
function narrowAlong({ ordered, spells, terms }: History, spans: Map<StatusEvent, DaySpan>) {
	const steps = new Set(spells.flatMap(({ signed, joined, denounced }) => [signed, joined, denounced]))
	let first = terms.adoptedOn === null ? BEGINNING : spanOf(terms.adoptedOn).first
	let unjoined = BEGINNING
	for (const event of ordered) {
		if (event.event === 'not-signed') first = later(first, daysOf(event).first)
		if (isDenial(event)) unjoined = later(unjoined, daysOf(event).first)
		if (!steps.has(event)) continue
		narrow(spans, event, { first: isJoining(event) ? later(first, unjoined) : first })
		first = daysIn(spans, event).first
	}
	let last = END
	for (const event of ordered.toReversed()) {
		if (!steps.has(event)) continue
		narrow(spans, event, { last })
		last = daysIn(spans, event).last
	}
}

/** The days on which each line may have happened, after all that the others leave open: what follows cannot have been earlier. */
function spansOf(history: History): Spans {
	const spans = new Map(history.ordered.map((event): [StatusEvent, DaySpan] => [event, daysOf(event)]))
	for (const spell of history.spells) {
		for (const { made, withdrawn } of spell.statements) {
			if (withdrawn) narrow(spans, made, { last: daysIn(spans, withdrawn).last })
			narrow(spans, openerOf(spell), { last: daysIn(spans, made).last })
			narrow(spans, spell.denounced, { first: daysIn(spans, withdrawn ?? made).first })
			narrow(spans, spell.denounced, { first: daysIn(spans, made).first })
		}
		if (spell.inForce) narrow(spans, spell.joined, { last: daysIn(spans, spell.inForce).last })
	}
	narrowAlong(history, spans)
	for (const spell of history.spells) {
		const opener = openerOf(spell)
		const until = spell.denounced ? daysIn(spans, spell.denounced).last : END
		for (const { made, withdrawn } of spell.statements) {
			narrow(spans, made, { first: opener ? daysIn(spans, opener).first : BEGINNING, last: until })
			narrow(spans, withdrawn, { first: daysIn(spans, made).first, last: until })
		}
		if (spell.joined) narrow(spans, spell.inForce, { first: daysIn(spans, spell.joined).first })
	}
	return spans
}

const EVER: DaySpan = { first: BEGINNING, last: END }
const daysIn = (spans: Spans, event: StatusEvent) => spans.get(event) ?? EVER

/** The days on which a denunciation may have had its effect; an undated one had it as stated. */
function daysOfLeaving(event: StatusEvent, spans: Spans, { leftAfter }: StatusTerms): DaySpan {
	if (event.effectDay) return { first: event.effectDay, last: event.effectDay }
	return event.on === null ? daysIn(spans, event) : shift(daysIn(spans, event), leftAfter ?? TWELVE_MONTHS)
}

/** From `from` on, at the earliest, a State may stand otherwise; from `until` on, at the latest, it no longer stands as before. */
type Milestone = { standing: Standing; event: StatusEvent; spell: Spell | null; from: string; until: string }

/** The days of a history worked out once, to be asked about many days. */
export type Chronicle = { readonly history: History; readonly spans: Spans; readonly milestones: readonly Milestone[] }

/** Works out between which days a State may have come to stand as it stands. */
export function chronicle(history: History): Chronicle {
	const spans = spansOf(history)
	const [first] = history.ordered
	const found: Milestone[] = []
	let from = BEGINNING
	// Somebody who joins again before a denunciation has had its effect is bound by the first consent until then.
	const add = (milestone: Pick<Milestone, 'standing' | 'event' | 'spell'>, days: DaySpan) => {
		from = later(from, days.first)
		found.push({ ...milestone, from, until: days.last })
	}
	if (first && isDenial(first)) {
		const day = daysOf(first).first
		const standing = first.event === 'not-signed' ? ('not-signed' as const) : ('not-ratified' as const)
		add({ standing, event: first, spell: null }, { first: day, last: day })
	}
	for (const spell of history.spells) {
		const { signed, joined, denounced } = spell
		if (signed) add({ standing: 'signed', event: signed, spell }, daysIn(spans, signed))
		if (joined) add({ standing: joined.event, event: joined, spell }, daysIn(spans, joined))
		if (denounced)
			add({ standing: 'denounced', event: denounced, spell }, daysOfLeaving(denounced, spans, history.terms))
	}
	return { history, spans, milestones: found }
}

/** How a State stands before the first thing that is known of it. */
function before({ ordered, terms }: History, day: string): Standing {
	const [first] = ordered
	if (terms.adoptedOn !== null && day < spanOf(terms.adoptedOn).first) return 'not-signed'
	if (!first || isDenial(first)) return 'not-known'
	return ['ratified', 'accepted', 'approved'].includes(first.event) ? 'not-ratified' : 'not-signed'
}

/**
 * Whether an instrument is in force on a day for a State that joined it: as recorded, else worked out from when the instrument came
 * into force and how long after a deposit it binds (article 24 of the Vienna Convention on the Law of Treaties).
 */
const inForceOf = (spell: Spell, chronicled: Chronicle, day: string): Certainty => {
	const days = daysOfForce(spell, chronicled, day)
	return days === null ? 'no' : within(days, day)
}

/** The days on which it may have come into force for a State that has joined by a day; null where it has not. */
function daysOfForce(spell: Spell, { history: { terms }, spans }: Chronicle, day: string): DaySpan | null {
	const { joined, inForce } = spell
	if (!joined) return null
	if (inForce) return daysIn(spans, inForce)
	if (terms.inForceOn === 'not-yet') return null
	const { first, last } = daysIn(spans, joined)
	// Where a State has joined by that day, it did not join after it.
	const bound = { first, last: later(first, earlier(last, day)) }
	const own = terms.inForceAfter === null ? { first, last: END } : shift(bound, terms.inForceAfter)
	const whole = terms.inForceOn === 'not-known' ? EVER : spanOf(terms.inForceOn)
	return { first: later(own.first, whole.first), last: later(own.last, whole.last) }
}

/** The day from which an instrument binds a State, where every way in which its lines can be read gives the same one. */
function bindingSince(spells: readonly (Spell | null)[], chronicled: Chronicle, day: string): string | null {
	const spans = spells.map((spell) => spell && daysOfForce(spell, chronicled, day))
	return agreed(spans.map((span) => (span && span.first === span.last ? span.first : null))) ?? null
}

/** A source that states a signature without its day, and of joining nothing, leaves open whether the State has joined since. */
const isSilentOnJoining = ({ signed, joined }: Spell, { ordered }: History) =>
	signed?.on === null &&
	signed.statedYear !== null &&
	joined === undefined &&
	!ordered.some(({ event }) => event === 'not-ratified')

const within = ({ first, last }: DaySpan, day: string): Certainty =>
	last <= day ? 'yes' : first > day ? 'no' : 'not-known'

const agreed = <T>(values: readonly T[]): T | undefined =>
	values.every((value) => value === values[0]) ? values[0] : undefined

/** The position of a State on a day, or that it is not known. */
export function positionOn(chronicled: Chronicle, day: string): Position {
	const { history, milestones } = chronicled
	const possible = milestones.filter(({ from }, at) => from <= day && (milestones[at + 1]?.until ?? END) > day)
	const earliest = milestones[0]?.until ?? END
	const outside = earliest > day ? [before(history, day)] : []
	const standing = agreed([...outside, ...possible.map((milestone) => milestone.standing)]) ?? 'not-known'
	const inForce =
		agreed([
			...outside.map((): Certainty => (standing === 'not-known' && possible.length === 0 ? 'not-known' : 'no')),
			...possible.map(({ spell, standing: at }): Certainty => {
				if (!spell || at === 'denounced') return 'no'
				if (at === 'signed') return isSilentOnJoining(spell, history) ? 'not-known' : 'no'
				return inForceOf(spell, chronicled, day)
			})
		]) ?? 'not-known'
	const joinedBy = JOINING_ACTS.find((act) => act === standing) ?? null
	const only = outside.length === 0 ? possible.at(-1) : undefined
	return {
		standing: joinedBy !== null && inForce === 'yes' ? 'in-force' : standing,
		joinedBy,
		inForce,
		bindsSince:
			joinedBy !== null && inForce === 'yes'
				? bindingSince(
						possible.map(({ spell }) => spell),
						chronicled,
						day
					)
				: null,
		restsOn: standing === 'not-known' ? null : (only?.event ?? null),
		leavesOn: leavingOf(chronicled, day),
		...statementsOn(chronicled, day)
	}
}

function leavingOf({ history, spans }: Chronicle, day: string) {
	for (const { denounced } of history.spells) {
		if (!denounced || daysIn(spans, denounced).last > day) continue
		const { first } = daysOfLeaving(denounced, spans, history.terms)
		if (first > day) return first
	}
	return null
}

/**
 * The reservations and declarations that stand on a day (articles 19 to 23 of the Vienna Convention): made by then, not withdrawn, and
 * not ended with the consent that they belong to.
 */
function statementsOn({ history, spans }: Chronicle, day: string) {
	const standing = history.spells.flatMap(({ statements, denounced }) =>
		statements.flatMap(({ made, withdrawn: taken }) => {
			const isMade = within(daysIn(spans, made), day)
			const isTaken = taken ? within(daysIn(spans, taken), day) : 'no'
			const isLeft = denounced ? within(daysOfLeaving(denounced, spans, history.terms), day) : 'no'
			if (isMade === 'no' || isTaken === 'yes' || isLeft === 'yes') return []
			const stands = isMade === 'yes' && isTaken === 'no' && isLeft === 'no' ? ('yes' as const) : ('not-known' as const)
			return [{ event: made, stands }]
		})
	)
	return {
		reservations: standing.filter(({ event }) => event.event === 'reservation'),
		declarations: standing.filter(({ event }) => event.event === 'declaration')
	}
}

const NOT_KNOWN: Position = {
	standing: 'not-known',
	joinedBy: null,
	inForce: 'not-known',
	bindsSince: null,
	restsOn: null,
	leavesOn: null,
	reservations: [],
	declarations: []
}

/** The position of a State on a day, straight from its lines; not known where they contradict each other. */
export function positionAt(events: readonly StatusEvent[], terms: StatusTerms, day: string): Position {
	const read = readHistory(events, terms)
	return 'history' in read ? positionOn(chronicle(read.history), day) : NOT_KNOWN
}
