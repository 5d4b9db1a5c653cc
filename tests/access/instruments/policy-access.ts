import { always, changing as changingOf, about, exported, filtered, type Sample } from '../../fixtures/sampling.ts'
import { by, changing, KEEPERS, listing, reading, type Expectation } from '../expecting.ts'

/** Whoever keeps laws and policies; of one that is hidden the keepers of all records alone. */
const KEEP = [...KEEPERS, 'analyst'] as const
/** With the seats of the ministry of labour, which leads the laws that are tried. */
const TEND = [...KEEP, 'member'] as const

const read = reading(KEEPERS)
const list = listing(KEEPERS)
const keep = changing(KEEP, KEEPERS)
const tend = changing(TEND, KEEPERS)

/** What each seat gets of the operations of this part. */
export const policyExpectations = {
	'policy.list': list,
	'policy.board': list,
	'policy.export': list,
	'policy.get': read,
	'policy.add': by(KEEP),
	'policy.change': keep,
	'policy.setStage': tend,
	'policy.takeBackStage': tend,
	'policy.planStage': tend,
	'policy.addVersion': tend,
	'policy.readAgain': tend,
	'policy.getVersion': read,
	'policy.compareVersions': read,
	'provision.list': list,
	'provision.get': read,
	'provision.add': tend,
	'provision.change': tend,
	'provision.match': changing(KEEPERS, KEEPERS),
	'provision.separate': tend
} satisfies Record<string, Expectation>

const OPEN = 'open policy'
const CLOSED = 'closed policy'
const because = { reason: 'as the test says' }

/** Valid inputs of them. */
export const policySamples: Record<keyof typeof policyExpectations, Sample> = {
	'policy.list': filtered('lead', 'labour', 'shadow-office'),
	'policy.board': filtered('lead', 'labour', 'shadow-office'),
	'policy.export': exported('lead', 'labour', 'shadow-office'),
	'policy.get': about('policy', OPEN, CLOSED),
	'policy.add': always({ name: 'Invented Act', form: 'act', stage: 'drafting', on: '2026-01' }),
	'policy.change': changingOf('policy', OPEN, CLOSED, () => ({ citation: 'Chapter 1', ...because })),
	'policy.setStage': changingOf('policy', OPEN, CLOSED, () => ({ stage: 'consultation', on: '2026-03-01' })),
	'policy.takeBackStage': changingOf('policy', OPEN, CLOSED, () => because),
	'policy.planStage': changingOf('policy', OPEN, CLOSED, () => ({ stage: 'adopted', planned: '2027-01-31' })),
	'policy.addVersion': about('policy', OPEN, CLOSED, (prepared, _name, seat) => ({
		file: prepared.fileOf(seat),
		label: 'Another draft',
		publish: true
	})),
	'policy.readAgain': about('policy', OPEN, CLOSED, () => ({ number: 3 })),
	'policy.getVersion': about('policy', OPEN, CLOSED, () => ({ number: 1 })),
	'policy.compareVersions': about('policy', OPEN, CLOSED, () => ({ from: 1, to: 2 })),
	'provision.list': filtered('policy', OPEN, CLOSED),
	'provision.get': about('provision', 'open provision', 'closed provision'),
	'provision.add': about('policy', OPEN, CLOSED, () => ({ number: '99', text: 'Invented words.' })),
	'provision.change': changingOf('provision', 'open provision', 'closed provision', () => ({ heading: 'Mended' })),
	'provision.match': changingOf('provision', 'open new provision', 'closed new provision', (prepared, name) => ({
		earlier: prepared.id(name === 'open new provision' ? 'open ended provision' : 'closed ended provision'),
		...because
	})),
	'provision.separate': changingOf('provision', 'open provision', 'closed provision', () => ({ from: 2, ...because }))
}
