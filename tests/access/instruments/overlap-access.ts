import { NOWHERE, type Prepared } from '../prepared.ts'
import { about, always, type Sample } from '../../fixtures/sampling.ts'
import { ALL, by, changing, KEEPERS, reading, type Expectation } from '../expecting.ts'

/** Whoever keeps laws, and the seats of the ministry of labour, which leads those that are tried. */
const TEND = [...KEEPERS, 'analyst', 'member'] as const

const read = reading(KEEPERS)
const tend = changing(TEND, KEEPERS)

/** What each seat gets of the operations of this part. */
export const overlapExpectations = {
	'provision.suggestOverlaps': read,
	'provision.overlapVerdicts': read,
	'policy.comparable': read,
	'provision.acceptOverlap': tend,
	'provision.rejectOverlap': tend,
	'coverage.get': by(ALL),
	'coverage.cell': read,
	'coverage.export': by(ALL),
	'mainstreaming.get': read,
	'mainstreaming.analyse': tend,
	'mainstreaming.confirm': tend,
	'mainstreaming.reject': tend,
	'mainstreaming.setTheme': tend,
	'mainstreaming.add': tend
} satisfies Record<string, Expectation>

const OPEN = 'open policy'
const CLOSED = 'closed policy'

const pairs = (more: object = {}): Required<Sample> => {
	const of =
		(first: (prepared: Prepared) => string, second: (prepared: Prepared) => string) => (prepared: Prepared) => ({
			pairs: [{ first: first(prepared), second: second(prepared) }],
			...more
		})
	return {
		own: of(
			({ id }) => id('open provision'),
			({ id }) => id('open new provision')
		),
		foreign: of(
			({ id }) => id('open provision'),
			({ id }) => id('closed provision')
		),
		missing: of(
			({ id }) => id('open provision'),
			() => NOWHERE
		)
	}
}

const passages = (more: object = {}): Required<Sample> => ({
	own: ({ id }) => ({ passages: [id('open passage')], ...more }),
	foreign: ({ id }) => ({ passages: [id('closed passage')], ...more }),
	missing: () => ({ passages: [NOWHERE], ...more })
})

/** Valid inputs of them. */
export const overlapSamples: Record<keyof typeof overlapExpectations, Sample> = {
	'provision.suggestOverlaps': about('policy', OPEN, CLOSED),
	'provision.overlapVerdicts': about('policy', OPEN, CLOSED),
	'policy.comparable': about('policy', OPEN, CLOSED),
	'provision.acceptOverlap': pairs({ type: 'overlaps', argument: 'as the test says' }),
	'provision.rejectOverlap': pairs(),
	'coverage.get': always({ framework: 'themes' }),
	'coverage.cell': about('policy', OPEN, CLOSED, () => ({ area: 'labour-migration' })),
	'coverage.export': always({ framework: 'themes', format: 'csv' }),
	'mainstreaming.get': about('policy', OPEN, CLOSED),
	'mainstreaming.analyse': about('policy', OPEN, CLOSED),
	'mainstreaming.confirm': passages(),
	'mainstreaming.reject': passages(),
	'mainstreaming.setTheme': passages({ theme: 'labour-migration' }),
	'mainstreaming.add': about('policy', OPEN, CLOSED, (prepared, name) => ({
		provision: prepared.id(name === OPEN ? 'open new provision' : 'closed new provision')
	}))
}
