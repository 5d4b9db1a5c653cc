import { type DaySpan, BEGINNING, END, spanOf } from './partial-days.ts'
import {
	type JoiningAct,
	type StatusKind,
	type StatusEvent,
	type StatusFault,
	type StatusFaultCode,
	type StatusRemark,
	type StatusTerms,
	JOINING_ACTS
} from './status-lines.ts'

/** A time in which a State was bound, or was a signatory on its way there. */
export type Spell = {
	signed?: StatusEvent
	joined?: StatusEvent & { event: JoiningAct }
	inForce?: StatusEvent
	denounced?: StatusEvent
	statements: { made: StatusEvent; withdrawn?: StatusEvent }[]
}

/** The lines of a State in an instrument, in the order in which they can have happened. */
export type History = {
	readonly terms: StatusTerms
	readonly ordered: readonly StatusEvent[]
	readonly spells: readonly Spell[]
	readonly remarks: readonly StatusRemark[]
}

export const isJoining = (event: StatusEvent): event is StatusEvent & { event: JoiningAct } =>
	JOINING_ACTS.some((joining) => joining === event.event)

export const isDenial = ({ event }: StatusEvent) => event === 'not-signed' || event === 'not-ratified'

const yearOf = (year: number) => spanOf(String(year).padStart(4, '0'))

/** The days on which a line may have happened. A denial is no act: it is true of the year, month or day that its source speaks of. */
export function daysOf(event: StatusEvent): DaySpan {
	if (event.on !== null) return spanOf(event.on)
	if (event.statedYear === null) return { first: BEGINNING, last: END }
	const stated = yearOf(event.statedYear)
	return isDenial(event) ? stated : { first: BEGINNING, last: stated.first }
}

// On one day a State signs, joins, reserves and is bound in this order; a denial comes before what it denies.
const RANK: Readonly<Record<StatusKind, number>> = {
	'not-signed': 0,
	'not-ratified': 0,
	signed: 1,
	ratified: 2,
	accepted: 2,
	approved: 2,
	acceded: 2,
	succeeded: 2,
	'signed-definitively': 2,
	reservation: 3,
	declaration: 3,
	'in-force': 4,
	'withdrawal-of-reservation': 5,
	'withdrawal-of-declaration': 5,
	denounced: 6
}

type Walk = { spells: Spell[]; remarks: StatusRemark[]; terms: StatusTerms }

const isOver = (spell: Spell | undefined) => spell === undefined || spell.denounced !== undefined

function whyNotSign(spell: Spell | undefined): StatusFaultCode | null {
	if (isOver(spell)) return null
	return spell?.joined ? 'status.signed-after-joining' : 'status.signed-twice'
}

/** Why a line cannot come next, or null when it can. */
function whyNotNext(event: StatusEvent, { spells }: Walk): StatusFaultCode | null {
	const spell = spells.at(-1)
	const isBound = !isOver(spell) && spell?.joined !== undefined
	switch (event.event) {
		case 'not-signed':
			return isOver(spell) ? null : 'status.stated-otherwise'
		case 'not-ratified':
			return isBound ? 'status.stated-otherwise' : null
		case 'signed':
			return whyNotSign(spell)
		case 'ratified':
		case 'accepted':
		case 'approved':
		case 'acceded':
		case 'succeeded':
		case 'signed-definitively':
			return isBound ? 'status.joined-twice' : null
		case 'in-force':
			if (!isBound) return 'status.in-force-before-joining'
			return spell.inForce ? 'status.in-force-twice' : null
		case 'reservation':
		case 'declaration':
			return isOver(spell) ? 'status.nothing-reserved' : null
		case 'withdrawal-of-reservation':
		case 'withdrawal-of-declaration':
			return withdrawn(event, spell) ? null : 'status.nothing-to-withdraw'
		case 'denounced':
			return isBound ? null : 'status.denounced-not-joined'
		default:
			return event.event satisfies never
	}
}

function withdrawn(event: StatusEvent, spell: Spell | undefined) {
	const kind = event.event === 'withdrawal-of-reservation' ? 'reservation' : 'declaration'
	if (isOver(spell)) return undefined
	return spell?.statements.find(
		({ made, withdrawn: already }) => made.id === event.withdraws && made.event === kind && !already
	)
}

/** Opens a spell where the last one is over. */
function openSpell({ spells }: Walk): Spell {
	const last = spells.at(-1)
	if (last !== undefined && last.denounced === undefined) return last
	const spell: Spell = { statements: [] }
	spells.push(spell)
	return spell
}

function take(event: StatusEvent, walk: Walk) {
	if (isDenial(event)) return
	const spell = openSpell(walk)
	if (isJoining(event)) {
		if (event.event === 'acceded' && spell.signed) walk.remarks.push({ code: 'status.acceded-after-signing', event })
		spell.joined = event
		return
	}
	const { signableUntil } = walk.terms
	switch (event.event) {
		case 'signed':
			if (signableUntil && daysOf(event).first > spanOf(signableUntil).last)
				walk.remarks.push({ code: 'status.signed-after-close', event })
			spell.signed = event
			return
		case 'in-force':
			spell.inForce = event
			return
		case 'denounced':
			spell.denounced = event
			return
		case 'reservation':
		case 'declaration':
			spell.statements.push({ made: event })
			return
		default: {
			const statement = withdrawn(event, spell)
			if (statement) statement.withdrawn = event
		}
	}
}

/** Why a line cannot stand by itself, or null when it can. */
function whyNotStand(event: StatusEvent, terms: StatusTerms): StatusFaultCode | null {
	if (event.on === null && event.statedYear === null) return 'status.no-date'
	if (terms.adoptedOn !== null && !isDenial(event) && daysOf(event).last < spanOf(terms.adoptedOn).first)
		return 'status.before-adoption'
	if (event.event === 'denounced' && event.effectDay && event.effectDay < daysOf(event).first)
		return event.on === null ? null : 'status.effect-before-notice'
	return null
}

/**
 * Puts the lines of a State in an instrument into the order in which they can have happened: by their days, and where dates known in
 * part leave several orders, by one that a State may lawfully follow (signature, consent, entry into force, denunciation, and
 * perhaps all of it once more: articles 11 to 16, 24 and 54 of the Vienna Convention on the Law of Treaties 1969).
 * Gives all that cannot have been, each with its line.
 */
export function readHistory(
	events: readonly StatusEvent[],
	terms: StatusTerms
): { history: History } | { faults: readonly StatusFault[] } {
	const faults = events.flatMap((event) => {
		const code = whyNotStand(event, terms)
		return code === null ? [] : [{ code, event }]
	})
	const walk: Walk = { spells: [], remarks: [], terms }
	const ordered: StatusEvent[] = []
	const left = events
		.map((event) => ({ event, days: daysOf(event) }))
		.toSorted(
			(a, b) =>
				RANK[a.event.event] - RANK[b.event.event] ||
				compare(a.days.first, b.days.first) ||
				compare(a.days.last, b.days.last) ||
				compare(a.event.id, b.event.id)
		)
	while (left.length > 0) {
		const at = left.findIndex((one) => canComeBefore(one, left) && whyNotNext(one.event, walk) === null)
		const earliest = left.reduce(
			(soonest, one, at) => (one.days.first < (left[soonest]?.days.first ?? END) ? at : soonest),
			0
		)
		const [next] = left.splice(at === -1 ? earliest : at, 1)
		if (!next) break
		const code = whyNotNext(next.event, walk)
		if (code !== null) faults.push({ code, event: next.event })
		else take(next.event, walk)
		ordered.push(next.event)
	}
	return faults.length > 0 ? { faults } : { history: { terms, ordered, spells: walk.spells, remarks: walk.remarks } }
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

type DatedLine = { event: StatusEvent; days: DaySpan }

/** What a source of the same year states as done cannot come after its denial. */
function canComeBefore(one: DatedLine, left: readonly DatedLine[]) {
	return left.every(({ event, days }) =>
		isDenial(one.event) && event.on === null && !isDenial(event)
			? one.days.first < days.last
			: one.days.first <= days.last
	)
}
