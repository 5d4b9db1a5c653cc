import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BEGINNING, END, type Period, afterPeriod, spanOf } from './partial-days.ts'
import {
	type Certainty,
	type JoiningAct,
	type StatusEvent,
	type StatusKind,
	type StatusTerms,
	JOINING_ACTS,
	positionAt,
	readHistory
} from './status-rules.ts'

// The oracle: every way in which the lines can have happened is played through, and what they agree on is what is known.

type Step = {
	event: StatusEvent
	spell: number
	role: 'signed' | 'joined' | 'in-force' | 'made' | 'withdrawn' | 'denounced'
}
type World = readonly (Step & { on: string })[]

// What each step cannot have come before, within its spell.
const AFTER: Readonly<Record<Step['role'], readonly Step['role'][]>> = {
	signed: [],
	joined: ['signed'],
	'in-force': ['joined'],
	made: ['signed'],
	withdrawn: ['made', 'signed'],
	denounced: ['joined', 'signed', 'made', 'withdrawn']
}

function canBe(world: World, terms: StatusTerms) {
	const adopted = terms.adoptedOn === null ? BEGINNING : spanOf(terms.adoptedOn).first
	return world.every(
		(one) =>
			one.on >= adopted &&
			world.every((other) => {
				const isBefore =
					(other.spell < one.spell && other.role === 'denounced') ||
					(other.spell === one.spell &&
						(AFTER[one.role].includes(other.role) ||
							// A State that never signed makes its reservations when it joins.
							(other.role === 'joined' &&
								['made', 'withdrawn'].includes(one.role) &&
								!world.some(({ spell, role }) => spell === one.spell && role === 'signed'))))
				return !isBefore || other.on <= one.on
			})
	)
}

const interest = (day: string, periods: readonly Period[]) => {
	const text = (time: number) => new Date(time).toISOString().slice(0, 10)
	const about = Date.parse(`${day}T00:00:00Z`)
	return periods.flatMap((period) => {
		for (let back = 0; back < 500; back += 1) {
			const before = text(about - back * 86_400_000)
			if (afterPeriod(before, period) <= day) return [before, text(about - (back - 1) * 86_400_000)]
		}
		return []
	})
}

function worldsOf(steps: readonly Step[], terms: StatusTerms, day: string): World[] {
	const spans = steps.map(({ event: { on, statedYear } }) =>
		on === null ? { first: BEGINNING, last: `${String(statedYear)}-01-01` } : spanOf(on)
	)
	const days = [
		...new Set([
			...spans.flatMap(({ first, last }) => [first, last]),
			...(terms.adoptedOn === null ? [] : [spanOf(terms.adoptedOn).first]),
			...interest(day, [{}, terms.inForceAfter ?? {}, terms.leftAfter ?? { months: 12 }])
		])
	]
	let worlds: World[] = [[]]
	for (const [at, step] of steps.entries()) {
		const span = spans[at]
		const own = days.filter((on) => span && span.first <= on && on <= span.last)
		worlds = worlds.flatMap((world) =>
			own.map((on) => [...world, { ...step, on }]).filter((longer) => canBe(longer, terms))
		)
	}
	return worlds
}

type Stood = { standing: string; inForce: Certainty; statements: string[] }

/** How a State stands on a day, where everything has its day. */
function inWorld(world: World, terms: StatusTerms, day: string, whole: string): Stood {
	const found = (spell: number, role: Step['role']) => world.find((step) => step.spell === spell && step.role === role)
	const leaves = (spell: number) => {
		const step = found(spell, 'denounced')
		if (!step) return END
		if (step.event.effectDay) return step.event.effectDay
		return step.event.on === null ? step.on : afterPeriod(step.on, terms.leftAfter ?? { months: 12 })
	}
	const statements = world
		.filter(({ role, on, spell }) => role === 'made' && on <= day && leaves(spell) > day)
		.filter(({ spell }) => (found(spell, 'withdrawn')?.on ?? END) > day)
		.map(({ event }) => event.id)
	for (const spell of [1, 0]) {
		const opens = spell === 0 ? BEGINNING : leaves(0)
		const [signed, joined] = [found(spell, 'signed'), found(spell, 'joined')]
		const isJoined = joined !== undefined && joined.on <= day && opens <= day
		const isSigned = signed !== undefined && signed.on <= day && opens <= day
		if (!isJoined && !isSigned) continue
		if (leaves(spell) <= day) return { standing: 'denounced', inForce: 'no', statements }
		if (!isJoined) return { standing: 'signed', inForce: 'no', statements }
		const recorded = found(spell, 'in-force')
		const own = afterPeriod(joined.on, terms.inForceAfter ?? {})
		const isBound = recorded ? recorded.on <= day : own <= day && whole <= day
		return { standing: joined.event.event, inForce: isBound ? 'yes' : 'no', statements }
	}
	const first = world[0]?.event.event ?? ''
	const isEarly = terms.adoptedOn !== null && day < spanOf(terms.adoptedOn).first
	const unsigned = !isEarly && ['ratified', 'accepted', 'approved'].includes(first)
	return { standing: unsigned ? 'not-ratified' : 'not-signed', inForce: 'no', statements }
}

function oracle(steps: readonly Step[], terms: StatusTerms, day: string) {
	const whole = spanOf(terms.inForceOn)
	const wholes = [whole.first, whole.last, day].filter((one) => whole.first <= one && one <= whole.last)
	const answers = worldsOf(steps, terms, day).flatMap((world) => wholes.map((one) => inWorld(world, terms, day, one)))
	const one = <T>(values: readonly T[]) => (new Set(values).size === 1 ? values[0] : undefined)
	const said = one(answers.map(({ standing: at }) => at)) ?? 'not-known'
	const inForce = one(answers.map(({ inForce: at }) => at)) ?? 'not-known'
	const isJoined = JOINING_ACTS.some((act) => act === said)
	const made = [...new Set(answers.flatMap(({ statements }) => statements))].toSorted()
	return {
		standing: isJoined && inForce === 'yes' ? 'in-force' : said,
		inForce,
		statements: made.map(
			(id) => `${id} ${answers.every((answer) => answer.statements.includes(id)) ? 'yes' : 'not-known'}`
		)
	}
}

type Shape = { year: number; month: number; day: number; blur: number }

const shape = fc.record({
	year: fc.integer({ min: 0, max: 2 }),
	month: fc.integer({ min: 1, max: 12 }),
	day: fc.integer({ min: 1, max: 28 }),
	blur: fc.integer({ min: 0, max: 5 })
})

type Drawn = {
	signed: Shape | null
	joined: Shape
	act: JoiningAct
	inForce: Shape | null
	made: Shape | null
	withdrawn: Shape | null
	denounced: Shape | null
	effect: number | null
}

const spell: fc.Arbitrary<Drawn> = fc.record({
	signed: fc.option(shape),
	joined: shape,
	act: fc.constantFrom(...JOINING_ACTS),
	inForce: fc.option(shape),
	made: fc.option(shape),
	withdrawn: fc.option(shape),
	denounced: fc.option(shape),
	effect: fc.option(fc.integer({ min: 0, max: 500 }))
})

const pad = (value: number) => String(value).padStart(2, '0')

/** Lines in an order in which they can have happened; at most three of them are known in part, the others to the day. */
function stepsOf(spells: readonly Drawn[], isUndated: boolean): Step[] {
	const steps: Step[] = []
	let blurred = 0
	let year = 2001
	let least = BEGINNING
	const add = (of: Shape, more: { role: Step['role']; event: StatusKind; spell: number; least: string }) => {
		const drawn = `${String(year)}-${pad(of.month)}-${pad(of.day)}`
		const on = drawn < more.least ? more.least : drawn
		const cut = of.blur > 2 || blurred === 3 ? 10 : of.blur === 0 ? 4 : 7
		if (cut < 10) blurred += 1
		const undated = isUndated && cut === 4
		steps.push({
			spell: more.spell,
			role: more.role,
			event: {
				id: `${more.role} ${String(more.spell)}`,
				event: more.event,
				on: undated ? null : on.slice(0, cut),
				statedYear: undated ? Number(on.slice(0, 4)) + 1 + of.year : null,
				...(more.role === 'withdrawn' ? { withdraws: `made ${String(more.spell)}` } : {})
			}
		})
		return on
	}
	for (const [at, { signed, joined, act, inForce, made, withdrawn, denounced, effect }] of spells.entries()) {
		if (signed) least = add(signed, { role: 'signed', event: 'signed', spell: at, least })
		year += signed ? joined.year : 0
		const joinedOn = add(joined, { role: 'joined', event: act, spell: at, least })
		year = Number(joinedOn.slice(0, 4)) + (at > 0 ? 1 : 0)
		if (inForce) add(inForce, { role: 'in-force', event: 'in-force', spell: at, least: joinedOn })
		let latest = joinedOn
		if (made) {
			latest = add(made, { role: 'made', event: 'reservation', spell: at, least: joinedOn })
			year += withdrawn?.year ?? 0
			if (withdrawn)
				latest = add(withdrawn, { role: 'withdrawn', event: 'withdrawal-of-reservation', spell: at, least: latest })
		}
		const isLast = at === spells.length - 1
		if (!denounced && isLast) continue
		year += 1 + (denounced?.year ?? 0)
		const left = add(denounced ?? joined, { role: 'denounced', event: 'denounced', spell: at, least: latest })
		least = left
		const step = steps.at(-1)
		if (step && effect !== null && step.event.on === left)
			steps.splice(-1, 1, { ...step, event: { ...step.event, effectDay: afterPeriod(left, { days: effect }) } })
		year += spells[at + 1]?.joined.year ?? 0
	}
	return steps
}

test('the position on any day is what a replay of every way in which it can have happened agrees on', () => {
	fc.assert(
		fc.property(
			fc.array(spell, { minLength: 1, maxLength: 2 }),
			fc.constantFrom<Period>({}, { days: 30 }, { months: 3, toFirstOfMonth: true }, { months: 12 }),
			fc.constantFrom('1999-05-05', '2001', '2003-06', null),
			fc.constantFrom('2000', '2001-03-15', null),
			fc.integer({ min: 0, max: 7_000 }),
			fc.boolean(),
			(spells, inForceAfter, inForceOn, adoptedOn, days, isUndated) => {
				const steps = stepsOf(spells, isUndated && spells.length === 1)
				const terms: StatusTerms = { adoptedOn, inForceAfter, inForceOn: inForceOn ?? 'not-yet' }
				const events = steps.map(({ event }) => event).toReversed()
				const day = afterPeriod('1999-06-01', { days })
				const read = readHistory(events, terms)
				if ('faults' in read) return read.faults.every(({ code }) => code === 'status.before-adoption')
				const position = positionAt(events, terms, day)
				const expected = oracle(steps, { ...terms, inForceOn: inForceOn ?? END }, day)
				expect({
					standing: position.standing,
					inForce: position.inForce,
					statements: position.reservations.map(({ event, stands }) => `${event.id} ${stands}`).toSorted()
				}).toEqual(expected)
				return true
			}
		),
		{ numRuns: 1_000, seed: 20261123 }
	)
})
