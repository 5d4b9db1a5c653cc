import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareProvisions, matchVersions, type Compared, type KnownProvision } from './match-versions.ts'

const SUBJECTS = [
	'The Minister',
	'A recruiting agency',
	'The Board',
	'A worker',
	'An inspector',
	'The labour attaché',
	'An employer'
]
const DUTIES = [
	'shall keep for ten years a register of all contracts that were signed before departure',
	'may enter the premises on which workers are housed and ask for any record',
	'is liable to a fine of the third level where a fee was charged for recruitment',
	'shall publish each quarter the number of complaints and how long they took',
	'may not withhold a passport, whatever was agreed in the contract of work',
	'receives training on pensions and remittances in a language understood',
	'shall deposit a guarantee with the central bank within thirty days',
	'must be medically examined free of charge by a public hospital',
	'is entitled to repatriation where war or epidemic breaks out',
	'reports yearly to the committee on how agreements were carried out',
	'decides on appeals about refused certificates by a reasoned order',
	'allocates shelters to returning families with small children'
]

/** A provision of its own among as many as are asked for: no two share subject, duty and amount. */
const provision = (seed: number): Compared => ({
	number: '',
	heading: '',
	text: `${SUBJECTS[seed % SUBJECTS.length] ?? ''} ${DUTIES[Math.floor(seed / SUBJECTS.length) % DUTIES.length] ?? ''} in district ${String(seed * 7 + 11)} under schedule ${String(seed * 13 + 5)}.`
})
const numbered = (some: readonly Compared[]): Compared[] =>
	some.map((one, index) => ({ ...one, number: String(index + 1) }))
const known = (some: readonly Compared[], name = 'p'): KnownProvision[] =>
	some.map((one, index) => ({ ...one, id: `${name}${String(index)}` }))
const idsOf = (earlier: readonly KnownProvision[], newer: readonly Compared[]) => {
	const { matches } = matchVersions(earlier, newer)
	return newer.map((_, index) => matches.find((match) => match.index === index)?.id ?? null)
}
const law = (length: number) => numbered(Array.from({ length }, (_, seed) => provision(seed)))

const anyText = fc
	.array(fc.constantFrom('worker', 'shall', 'the', 'Board', 'licence', 'fee'), { maxLength: 8 })
	.map((words) => words.join(' '))
const anyVersion = fc.array(
	fc.record({
		number: fc.constantFrom('', '1', '2', '3', '4(a)'),
		heading: fc.constantFrom('', 'Fees'),
		text: anyText
	}),
	{ maxLength: 25 }
)
const seeds = fc.uniqueArray(fc.nat(300), { minLength: 2, maxLength: 30 })

describe('identity', () => {
	test('of a version that did not change is total', () => {
		fc.assert(
			fc.property(anyVersion, (version) => {
				const { matches, added, removed } = matchVersions(known(version), version)
				expect(added).toEqual([])
				expect(removed).toEqual([])
				expect(matches.map(({ id, kind }) => [id, kind])).toEqual(
					version.map((_, index) => [`p${String(index)}`, 'unchanged'])
				)
			})
		)
	})

	test('is one to one, whatever is compared, and each provision is told once', () => {
		fc.assert(
			fc.property(anyVersion, anyVersion, (earlier, newer) => {
				const { matches, added, removed } = matchVersions(known(earlier), newer)
				const ids = [...matches, ...removed].map(({ id }) => id)
				expect(new Set(ids).size).toBe(ids.length)
				expect(ids).toHaveLength(earlier.length)
				const places = [...matches, ...added].map(({ index }) => index).sort((one, other) => one - other)
				expect(places).toEqual(newer.map((_, index) => index))
			})
		)
	})

	test('is found the same way each time', () => {
		fc.assert(
			fc.property(anyVersion, anyVersion, (earlier, newer) => {
				expect(matchVersions(known(earlier), newer)).toEqual(matchVersions(known(earlier), newer))
			})
		)
	})

	test('stays with all others where one is put in and those behind it are numbered anew', () => {
		fc.assert(
			fc.property(seeds, fc.nat(), (some, at) => {
				const [extra = 0, ...rest] = some
				const place = at % (rest.length + 1)
				const earlier = known(numbered(rest.map(provision)))
				const newer = numbered(rest.map(provision).toSpliced(place, 0, provision(extra)))
				expect(idsOf(earlier, newer)).toEqual(earlier.map(({ id }): string | null => id).toSpliced(place, 0, null))
				const { matches } = matchVersions(earlier, newer)
				expect(matches.map(({ kind }) => kind)).toEqual(
					rest.map((_, index) => (index < place ? 'unchanged' : 'renumbered'))
				)
			})
		)
	})

	test('stays with all others where one is taken out', () => {
		fc.assert(
			fc.property(seeds, fc.nat(), (some, at) => {
				const place = at % some.length
				const earlier = known(numbered(some.map(provision)))
				const newer = numbered(some.map(provision).toSpliced(place, 1))
				expect(idsOf(earlier, newer)).toEqual(earlier.map(({ id }) => id).toSpliced(place, 1))
				expect(matchVersions(earlier, newer).removed.map(({ id }) => id)).toEqual([`p${String(place)}`])
			})
		)
	})

	test('outlives a new order', () => {
		fc.assert(
			fc.property(
				seeds.chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length }))),
				([some, shuffled]) => {
					const earlier = known(some.map(provision))
					expect(idsOf(earlier, shuffled.map(provision))).toEqual(
						shuffled.map((seed) => `p${String(some.indexOf(seed))}`)
					)
				}
			)
		)
	})

	test('outlives new words: every fifth one changed, at the same number', () => {
		fc.assert(
			fc.property(seeds, (some) => {
				const earlier = known(numbered(some.map(provision)))
				const newer = earlier.map(({ number, heading, text }) => ({
					number,
					heading,
					text: text
						.split(' ')
						.map((one, index) => (index % 5 === 4 ? 'otherwise' : one))
						.join(' ')
				}))
				const { matches } = matchVersions(earlier, newer)
				expect(matches.map(({ id, kind }) => [id, kind])).toEqual(earlier.map(({ id }) => [id, 'reworded']))
			})
		)
	})
})

describe('what became of a provision', () => {
	const [first, second, third, fourth] = law(4)

	test('reworded and numbered anew at once is told as both', () => {
		const newer = [
			first,
			{ ...provision(50), number: '2' },
			{ number: '3', heading: '', text: second?.text.replace('in district', 'within district') ?? '' }
		]
		const { matches } = matchVersions(
			known(law(2)),
			newer.flatMap((one) => one ?? [])
		)
		expect(matches.map(({ id, kind, isReworded }) => ({ id, kind, isReworded }))).toEqual([
			{ id: 'p0', kind: 'unchanged', isReworded: false },
			{ id: 'p1', kind: 'renumbered', isReworded: true }
		])
	})

	test('what stands elsewhere has moved, and those that it passed have not', () => {
		const newer = [second, third, fourth, first].flatMap((one) => one ?? [])
		expect(matchVersions(known(law(4)), newer).matches.map(({ id, kind }) => [id, kind])).toEqual([
			['p1', 'unchanged'],
			['p2', 'unchanged'],
			['p3', 'unchanged'],
			['p0', 'moved']
		])
	})

	test('rewritten from end to end under its number and heading, it is still that section', () => {
		const older = known([{ number: '7', heading: 'Licence fees', text: provision(3).text }])
		const newer = [
			{
				number: '7',
				heading: 'Licence fees',
				text: 'Prescribed sums are paid to the treasury before anything is issued.'
			}
		]
		expect(matchVersions(older, newer).matches).toMatchObject([{ id: 'p0', kind: 'reworded' }])
	})

	test('another matter under the same number is another provision', () => {
		const older = known([{ number: '7', heading: 'Shelters', text: DUTIES[11] ?? '' }])
		const newer = [{ number: '7', heading: 'Appeals', text: DUTIES[10] ?? '' }]
		expect(matchVersions(older, newer)).toMatchObject({ matches: [], added: [{ index: 0 }], removed: [{ id: 'p0' }] })
	})

	test('split in two, it goes on in one, and the other tells where it comes from', () => {
		const older = known([
			{ ...provision(1), number: '1' },
			{ number: '2', heading: '', text: `${provision(10).text} ${provision(20).text}` }
		])
		const newer = numbered([provision(1), provision(10), provision(20)])
		const { matches, added } = matchVersions(older, newer)
		expect(matches.map(({ id, index }) => [id, index])).toEqual([
			['p0', 0],
			['p1', 1]
		])
		expect(added).toEqual([{ index: 2, splitFrom: 'p1' }])
	})

	test('merged with another, the one goes on and the other tells where it went', () => {
		const older = known(numbered([provision(1), provision(10), provision(20)]))
		const newer = [
			{ ...provision(1), number: '1' },
			{ number: '2', heading: '', text: `${provision(10).text} ${provision(20).text}` }
		]
		const { matches, removed } = matchVersions(older, newer)
		expect(matches.map(({ id, index }) => [id, index])).toEqual([
			['p0', 0],
			['p1', 1]
		])
		expect(removed).toEqual([{ id: 'p2', mergedInto: 1 }])
	})

	test('a new heading of the Part above changes none of its sections', () => {
		const section = (heading: string): Compared => ({
			...provision(1),
			number: '1',
			heading,
			path: [{ number: 'Part I', heading }]
		})
		expect(matchVersions(known([section('Fees')]), [section('Charges')]).matches).toMatchObject([{ kind: 'unchanged' }])
	})

	test('nor does it where a unit between has no heading', () => {
		const subsection = (heading: string): Compared => ({
			...provision(1),
			number: '3(1)',
			heading,
			path: [
				{ number: 'Part I', heading },
				{ number: '3', heading: '' }
			]
		})
		const { matches } = matchVersions(known([subsection('Fees')]), [subsection('Charges')])
		expect(matches).toMatchObject([{ kind: 'unchanged', isReworded: false }])
	})

	test('sections with the same words keep their own numbers', () => {
		const repealed = numbered(Array.from({ length: 4 }, () => ({ number: '', heading: '', text: 'Repealed.' })))
		expect(idsOf(known(repealed), repealed.toSpliced(1, 1))).toEqual(['p0', 'p2', 'p3'])
	})
})

test('a law of 2,500 provisions, each tenth reworded and all numbered anew, is matched whole', () => {
	const earlier = known(law(2_500))
	const newer = numbered([
		provision(9_999),
		...earlier.map((one, index) =>
			index % 10 === 0 ? { ...one, text: one.text.replace(' in district', ' of that district') } : one
		)
	])
	expect(idsOf(earlier, newer)).toEqual([null, ...earlier.map(({ id }) => id)])
})

test('a pair shows its differences word by word', () => {
	expect(
		compareProvisions(
			{ number: '12', heading: 'Fees', text: 'A fee of 100\nis due.' },
			{ number: '13', heading: 'Fees', text: 'A fee of 150\nis due.' }
		)
	).toEqual({
		number: { before: '12', after: '13' },
		heading: [{ kind: 'same', text: 'Fees' }],
		text: [
			{ kind: 'same', text: 'A fee of ' },
			{ kind: 'removed', text: '100\n' },
			{ kind: 'added', text: '150\n' },
			{ kind: 'same', text: 'is due.' }
		]
	})
})
