import { about, always, because, changing, filtered, type More, type Sample } from '../../fixtures/sampling.ts'
import { ALL, by, changing as changed, INSIDERS, KEEPERS, listing, reading, type Expectation } from '../expecting.ts'
import type { SeatKey } from '../../fixtures/workspace.ts'

const JUDGES: readonly SeatKey[] = [...KEEPERS, 'analyst']
/** The steps are led by the ministry of labour, whose seats say how far they are. */
const LEADS: readonly SeatKey[] = [...JUDGES, 'member']

/** What each seat gets of the operations of this part. */
export const domesticationExpectations = {
	'obligation.judge': changed(JUDGES, INSIDERS),
	'obligation.judgeMany': changed(JUDGES, INSIDERS),
	'judgement.withdraw': changed(JUDGES, INSIDERS),
	'judgement.list': listing(INSIDERS),
	'domestication.matrix': reading(INSIDERS),
	'domestication.cell': reading(INSIDERS),
	'domestication.laws': by(ALL),
	'domestication.ofPolicy': reading(INSIDERS),
	'roadMap.get': reading(INSIDERS),
	'roadMap.follow': changed(JUDGES, INSIDERS),
	'roadMapStep.list': listing(INSIDERS),
	'roadMapStep.add': changed(JUDGES, INSIDERS),
	'roadMapStep.change': changed(JUDGES, INSIDERS),
	'roadMapStep.move': changed(LEADS, INSIDERS),
	'roadMapStep.setTarget': changed(LEADS, INSIDERS),
	'roadMapStep.place': changed(JUDGES, INSIDERS),
	'roadMapObstacle.add': changed(JUDGES, INSIDERS),
	'roadMapObstacle.overcome': changed(JUDGES, INSIDERS)
} satisfies Record<string, Expectation>

const [OPEN, CLOSED] = ['open promised instrument', 'closed promised instrument']
const which = (name: string) => (name.startsWith('open') ? 'open' : 'closed')

/** About a part, whose version is that of the instrument. */
const ofMap = (field: string, part: string, more: object): Sample => {
	const filled: More = (prepared, name) => ({
		version: prepared.version(`${which(name)} promised instrument`),
		...more
	})
	return about(field, `open ${part}`, `closed ${part}`, filled)
}

/** Valid inputs of them. */
export const domesticationSamples: Record<keyof typeof domesticationExpectations, Sample> = {
	'obligation.judge': changing(
		'obligation',
		'open promised obligation',
		'closed promised obligation',
		(prepared, name) => ({
			policy: prepared.id(`${which(name)} promised law`),
			verdict: 'met',
			reason: 'as the test says'
		})
	),
	'obligation.judgeMany': changing('instrument', OPEN, CLOSED, (prepared, name) => ({
		policy: prepared.id(`${which(name)} promised law`),
		items: [
			{ obligation: prepared.id(`${which(name)} promised obligation`), verdict: 'met', reason: 'as the test says' }
		]
	})),
	'judgement.withdraw': about('judgement', 'open judgement', 'closed judgement', because),
	'judgement.list': filtered('instrument', OPEN, CLOSED),
	'domestication.matrix': about('instrument', OPEN, CLOSED),
	'domestication.laws': always({}),
	'domestication.cell': about('obligation', 'open promised obligation', 'closed promised obligation'),
	'domestication.ofPolicy': about('policy', 'open promised law', 'closed promised law'),
	'roadMap.get': about('instrument', OPEN, CLOSED),
	'roadMap.follow': changing('instrument', OPEN, CLOSED, (prepared) => ({
		recommendation: prepared.id('open recommendation proposed')
	})),
	'roadMapStep.list': filtered('instrument', OPEN, CLOSED),
	'roadMapStep.add': changing('instrument', OPEN, CLOSED, () => ({ form: 'law', title: 'A law' })),
	'roadMapStep.change': ofMap('step', 'road map step', { title: 'Another study' }),
	'roadMapStep.move': ofMap('step', 'road map step', { state: 'under-way' }),
	'roadMapStep.setTarget': ofMap('step', 'road map step', { target: '2026-07-31', reason: 'as the test says' }),
	'roadMapStep.place': ofMap('step', 'road map step', { place: 1 }),
	'roadMapObstacle.add': changing('instrument', OPEN, CLOSED, () => ({ obstacle: 'novelty' })),
	'roadMapObstacle.overcome': ofMap('obstacle', 'obstacle', { reason: 'as the test says' })
}
