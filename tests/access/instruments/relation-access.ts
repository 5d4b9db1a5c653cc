import { about, always, changing as changingOf, filtered, type Sample } from '../../fixtures/sampling.ts'
import { by, changing, HOLDERS, INSIDERS, KEEPERS, listing, reading, type Expectation } from '../expecting.ts'

const KEEP = [...KEEPERS, 'analyst'] as const
/** With the seats of the ministry of labour, which leads the laws that are tried. */
const TEND = [...KEEP, 'member'] as const
/** Who runs the meetings of the structures in charge, and their full members, who propose. */
const PUT = [...KEEPERS, 'chair', 'member', 'analyst'] as const

const keep = changing(KEEP, INSIDERS)

/** What each seat gets of the operations of this part. */
export const relationExpectations = {
	'relation.list': listing(KEEPERS),
	'relation.get': reading(KEEPERS),
	'policy.relate': changing(TEND, KEEPERS),
	'relation.move': changing(TEND, KEEPERS),
	'harmonization.list': listing(INSIDERS),
	'harmonization.board': listing(INSIDERS),
	'harmonization.get': reading(INSIDERS),
	'harmonization.add': by(KEEP),
	'harmonization.change': keep,
	'harmonization.relate': keep,
	'harmonization.unrelate': keep,
	'harmonization.answer': changing(HOLDERS, INSIDERS),
	'harmonization.resolve': keep,
	'harmonization.reopen': keep,
	'harmonization.putOnAgenda': changing(PUT, INSIDERS)
} satisfies Record<string, Expectation>

const OPEN = 'open harmonization'
const CLOSED = 'closed harmonization'
const reason = 'as the test says'

/** Valid inputs of them. */
export const relationSamples: Record<keyof typeof relationExpectations, Sample> = {
	'relation.list': filtered('policy', 'open policy', 'closed policy'),
	'relation.get': about('relation', 'open relation', 'closed relation'),
	'policy.relate': about('from', 'open policy', 'closed policy', (prepared) => ({
		type: 'supports',
		to: prepared.id('open other policy'),
		argument: reason
	})),
	'relation.move': about('relation', 'open loose relation', 'closed relation', (_prepared, name) => ({
		// The clash in the open is settled with its item; the hidden one is grouped in two.
		to: name === 'closed relation' ? 'open' : 'being-resolved',
		reason
	})),
	'harmonization.list': filtered('structure', 'committee', 'closed-group'),
	'harmonization.board': filtered('structure', 'committee', 'closed-group'),
	'harmonization.get': about('harmonization', OPEN, CLOSED),
	'harmonization.add': always({ title: 'Invented clash', text: 'Who pays' }),
	'harmonization.change': changingOf('harmonization', OPEN, CLOSED, () => ({ text: 'Who pays now', reason })),
	'harmonization.relate': about('harmonization', OPEN, CLOSED, (prepared) => ({
		relations: [prepared.id('open loose relation')]
	})),
	'harmonization.unrelate': about('harmonization', OPEN, CLOSED, (prepared) => ({
		relation: prepared.id('open second relation'),
		reason
	})),
	'harmonization.answer': about('harmonization', OPEN, CLOSED, () => ({ actor: 'labour', answer: 'agrees' })),
	'harmonization.resolve': changingOf('harmonization', OPEN, CLOSED, () => ({
		resolution: 'The later Act holds.',
		despite: reason
	})),
	'harmonization.reopen': changingOf(
		'harmonization',
		'open settled harmonization',
		'closed settled harmonization',
		() => ({
			reason
		})
	),
	'harmonization.putOnAgenda': about('harmonization', OPEN, CLOSED)
}
