import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
	DECLARED_STATUSES,
	findMatrixGaps,
	heldOn,
	nextStatuses,
	whyNotEnd,
	whyNotParent,
	whyNotSetStatus,
	whyNotSitFrom,
	whyNotSucceed,
	whyNotTakeOn,
	type DeclaredStatus
} from './rules.ts'

const day = fc
	.date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2040-12-31T00:00:00Z'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 10))

const MOVES: Record<DeclaredStatus, string> = {
	proposed: 'being-established active ad-hoc-idle dissolved',
	'being-established': 'active ad-hoc-idle needs-reactivation dissolved',
	active: 'needs-reactivation ad-hoc-idle dissolved',
	'ad-hoc-idle': 'ad-hoc-activated active needs-reactivation dissolved',
	'ad-hoc-activated': 'ad-hoc-idle active needs-reactivation dissolved',
	'needs-reactivation': 'being-established active ad-hoc-idle dissolved',
	dissolved: ''
}

test.each(DECLARED_STATUSES)('from %s a structure goes where the table says, and nowhere else', (from) => {
	const allowed = MOVES[from].split(' ').filter((status) => status !== '')
	expect([...nextStatuses(from)].sort()).toEqual(allowed.sort())
	for (const to of DECLARED_STATUSES) {
		const refused = from === 'dissolved' ? 'directory.structure-dissolved' : 'directory.status-no-such-move'
		const expected = allowed.includes(to) ? null : refused
		expect(whyNotSetStatus(from, to), to).toBe(to === from ? 'directory.status-same' : expected)
	}
})

test.each([
	['2020-01-01', '2020-12-31', null, '2019-12-31', 'no'],
	['2020-01-01', '2020-12-31', null, '2020-01-01', 'yes'],
	['2020-01-01', '2020-12-31', null, '2020-12-31', 'yes'],
	['2020-01-01', '2020-12-31', null, '2021-01-01', 'no'],
	['2020-01-01', null, 2024, '2020-06-01', 'yes'],
	[null, null, 2024, '2023-12-31', 'not-known'],
	[null, null, 2024, '2024-01-01', 'yes'],
	[null, '2024-06-30', 2024, '2023-01-01', 'not-known'],
	[null, '2024-06-30', 2024, '2024-07-01', 'no'],
	[null, null, null, '1990-01-01', 'yes']
] as const)('from %s to %s as stated in %s: on %s the answer is %s', (from, to, statedYear, on, expected) => {
	expect(heldOn({ from, to, statedYear }, on)).toBe(expected)
})

test('what has a first day held on exactly the days from its first to its last', () => {
	fc.assert(
		fc.property(
			day,
			fc.option(day),
			day,
			fc.option(fc.integer({ min: 1990, max: 2040 })),
			(from, to, on, statedYear) => {
				const isWithin = from <= on && (to === null || on <= to)
				expect(heldOn({ from, to, statedYear }, on)).toBe(isWithin ? 'yes' : 'no')
			}
		)
	)
})

test('what has no first day is never said to have held before the year of its source', () => {
	fc.assert(
		fc.property(fc.option(day), day, fc.integer({ min: 1990, max: 2040 }), (to, on, statedYear) => {
			const answer = heldOn({ from: null, to, statedYear }, on)
			if (Number(on.slice(0, 4)) < statedYear) expect(answer).not.toBe('yes')
			if (to !== null && on > to) expect(answer).toBe('no')
		})
	)
})

test.each([
	[null, null, '2026-01-01', null],
	['2026-01-01', null, '2026-01-01', null],
	['2026-01-02', null, '2026-01-01', 'directory.ends-before-it-starts'],
	['2020-01-01', '2021-01-01', '2022-01-01', 'directory.already-ended'],
	[null, '2021-01-01', '2020-01-01', 'directory.already-ended']
] as const)('what runs from %s to %s and should end on %s: %s', (from, to, on, expected) => {
	expect(whyNotEnd({ from, to }, on)).toBe(expected)
})

test.each([
	[[], null],
	[[{ from: '2020-01-01', to: '2025-12-31' }], null],
	[[{ from: '2020-01-01', to: '2026-01-01' }], 'directory.sat-then'],
	[[{ from: null, to: null }], 'directory.already-sits'],
	[
		[
			{ from: null, to: null },
			{ from: null, to: '2027-01-01' }
		],
		'directory.already-sits'
	]
] as const)('after sitting %j an actor may sit from 2026-01-01: %s', (before, expected) => {
	expect(whyNotSitFrom('2026-01-01', before)).toBe(expected)
})

// A random tree: each node's parent is a node before it, or none.
const tree = fc
	.array(fc.nat(), { minLength: 2, maxLength: 30 })
	.map((draws) => new Map(draws.map((draw, at) => [String(at), draw % (at + 1) === 0 ? null : String(draw % at)])))

function ancestors(id: string, parentOf: ReadonlyMap<string, string | null>) {
	const found = []
	for (let at = parentOf.get(id); at; at = parentOf.get(at)) found.push(at)
	return found
}

test('a parent is refused exactly where it stands under the record itself', () => {
	fc.assert(
		fc.property(tree, fc.nat(), fc.nat(), (parentOf, one, other) => {
			const ids = [...parentOf.keys()]
			const [id = '', parent = ''] = [ids[one % ids.length], ids[other % ids.length]]
			const isUnder = parent === id || ancestors(parent, parentOf).includes(id)
			expect(whyNotParent(id, parent, parentOf)).toBe(isUnder ? 'directory.parent-circle' : null)
		})
	)
})

test('a circle that is there already is found, not walked for ever', () => {
	const parentOf = new Map([
		['a', 'b'],
		['b', 'a']
	])
	expect(whyNotParent('c', 'a', parentOf)).toBe('directory.parent-circle')
})

test.each([
	['active', 'rename', 0, null],
	['proposed', 'rename', 0, null],
	['active', 'rename', 1, 'directory.no-successor-here'],
	['active', 'merge', 1, null],
	['active', 'merge', 0, 'directory.merge-needs-one-successor'],
	['active', 'merge', 2, 'directory.merge-needs-one-successor'],
	['active', 'split', 2, null],
	['active', 'split', 5, null],
	['active', 'split', 1, 'directory.split-needs-two-successors'],
	['active', 'abolish', 0, null],
	['active', 'abolish', 1, 'directory.no-successor-here'],
	['abolished', 'rename', 0, 'directory.actor-already-ended'],
	['merged', 'merge', 1, 'directory.actor-already-ended']
] as const)('an actor that is %s: %s with %i successors gives %s', (status, kind, successors, expected) => {
	expect(whyNotSucceed({ status }, kind, successors)).toBe(expected)
})

test.each([
	['active', 'active', null],
	['proposed', 'active', null],
	['abolished', 'active', 'directory.actor-ended'],
	['merged', 'active', 'directory.actor-ended'],
	['active', 'withdrawn', 'directory.actor-ended']
] as const)('an actor that is %s in a record that is %s takes something on: %s', (status, state, expected) => {
	expect(whyNotTakeOn({ status, state })).toBe(expected)
})

type Facts = Parameters<typeof findMatrixGaps>[0]
const inOrder: Facts = {
	areas: ['labour'],
	leads: [{ area: 'labour', actor: 'ministry' }],
	structures: [{ area: 'labour', structure: 'committee' }],
	seats: [{ actor: 'ministry', structure: 'committee' }],
	functions: ['coordination'],
	mandates: [{ structure: 'committee', function: 'coordination', area: null }]
}
const empty = { area: null, actors: [], structures: [], function: null }

test.each<[string, Partial<Facts>, object[]]>([
	['everything is in order', {}, []],
	['nobody leads', { leads: [] }, [{ code: 'area-without-lead', area: 'labour', structures: ['committee'] }]],
	[
		'two lead',
		{
			leads: [...inOrder.leads, { area: 'labour', actor: 'agency' }],
			seats: [...inOrder.seats, { actor: 'agency', structure: 'committee' }]
		},
		[{ code: 'area-with-several-leads', area: 'labour', actors: ['ministry', 'agency'] }]
	],
	['one lead is named twice', { leads: [...inOrder.leads, ...inOrder.leads] }, []],
	[
		'no structure deals with it',
		{ structures: [] },
		[{ code: 'area-without-structure', area: 'labour', actors: ['ministry'] }]
	],
	[
		'the lead sits nowhere',
		{ seats: [] },
		[{ code: 'lead-sits-in-no-structure', area: 'labour', actors: ['ministry'], structures: ['committee'] }]
	],
	[
		'the lead sits elsewhere',
		{ seats: [{ actor: 'ministry', structure: 'forum' }] },
		[{ code: 'lead-sits-in-no-structure', area: 'labour', actors: ['ministry'], structures: ['committee'] }]
	],
	[
		'two structures have the same function in the area',
		{
			structures: [...inOrder.structures, { area: 'labour', structure: 'forum' }],
			mandates: [...inOrder.mandates, { structure: 'forum', function: 'coordination', area: 'labour' }]
		},
		[
			{
				code: 'mandate-held-twice',
				area: 'labour',
				function: 'coordination',
				structures: ['committee', 'forum']
			}
		]
	],
	[
		'two structures have the same function in different areas',
		{ mandates: [...inOrder.mandates, { structure: 'forum', function: 'coordination', area: 'borders' }] },
		[]
	],
	[
		'one structure says the same twice',
		{ mandates: [...inOrder.mandates, { structure: 'committee', function: 'coordination', area: 'labour' }] },
		[]
	],
	['nobody holds a function', { mandates: [] }, [{ code: 'function-held-by-nobody', function: 'coordination' }]]
])('the matrix where %s', (_name, change, expected) => {
	expect(findMatrixGaps({ ...inOrder, ...change })).toEqual(expected.map((finding) => ({ ...empty, ...finding })))
})

const name = fc.constantFrom('a', 'b', 'c', 'd')
const facts: fc.Arbitrary<Facts> = fc.record({
	areas: fc.uniqueArray(name),
	leads: fc.array(fc.record({ area: name, actor: name }), { maxLength: 8 }),
	structures: fc.array(fc.record({ area: name, structure: name }), { maxLength: 8 }),
	seats: fc.array(fc.record({ actor: name, structure: name }), { maxLength: 8 }),
	functions: fc.uniqueArray(name),
	mandates: fc.array(fc.record({ structure: name, function: name, area: fc.option(name) }), { maxLength: 8 })
})

test('an area led by one actor that sits where the area is dealt with has no finding of its own', () => {
	fc.assert(
		fc.property(facts, (some) => {
			const found = findMatrixGaps(some)
			for (const area of some.areas) {
				const leads = new Set(some.leads.filter((lead) => lead.area === area).map((lead) => lead.actor))
				const dealing = some.structures.filter((one) => one.area === area).map((one) => one.structure)
				const [lead] = leads
				const sits = some.seats.some((seat) => seat.actor === lead && dealing.includes(seat.structure))
				const own = found.filter((finding) => finding.area === area && finding.code !== 'mandate-held-twice')
				expect(own.length === 0).toBe(leads.size === 1 && sits)
			}
		})
	)
})

test('no finding is told twice, and each names areas and functions that were asked about', () => {
	fc.assert(
		fc.property(facts, (some) => {
			const found = findMatrixGaps(some)
			const told = found.map((finding) => JSON.stringify(finding))
			expect(new Set(told).size).toBe(told.length)
			for (const finding of found) {
				if (finding.area !== null) expect(some.areas).toContain(finding.area)
				if (finding.code === 'function-held-by-nobody') expect(some.functions).toContain(finding.function)
			}
		})
	)
})
