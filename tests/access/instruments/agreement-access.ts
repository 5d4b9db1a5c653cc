import { about, always, because, changing, filtered, type More, type Sample } from '../../fixtures/sampling.ts'
import type { SeatKey } from '../../fixtures/workspace.ts'
import { NOWHERE } from '../prepared.ts'
import { by, changing as changed, INSIDERS, KEEPERS, listing, reading, type Expectation } from '../expecting.ts'

const KEEP: readonly SeatKey[] = [...KEEPERS, 'analyst']

/** What each seat gets of the operations of this part. */
export const agreementExpectations = {
	'agreement.list': listing(KEEPERS),
	'agreement.checklist': listing(KEEPERS),
	'agreement.compare': reading(INSIDERS),
	'agreement.get': reading(INSIDERS),
	'agreement.add': by(KEEP),
	'agreement.change': changed(KEEP, INSIDERS),
	'agreement.setStage': changed(KEEP, INSIDERS),
	'agreement.check': changed(KEEP, INSIDERS),
	'agreementProvision.add': changed(KEEP, INSIDERS),
	'agreementProvision.change': changed(KEEP, INSIDERS),
	'agreementProvision.remove': changed(KEEP, INSIDERS)
} satisfies Record<string, Expectation>

const [OPEN, CLOSED] = ['open agreement', 'closed agreement']

/** About a line of a checklist, whose version is that of the agreement. */
const ofLine = (more: object): Sample => {
	const filled: More = (prepared, name) => ({
		version: prepared.version(name.startsWith('open') ? OPEN : CLOSED),
		...more
	})
	return about('provision', 'open agreement provision', 'closed agreement provision', filled)
}

const beside =
	(name: string): Sample['own'] =>
	(prepared) => ({
		agreements: [prepared.id(name), prepared.id('other agreement')]
	})

/** Valid inputs of them. */
export const agreementSamples: Record<keyof typeof agreementExpectations, Sample> = {
	'agreement.list': filtered('actor', 'labour', 'shadow-office'),
	'agreement.checklist': filtered('actor', 'labour', 'shadow-office'),
	'agreement.compare': {
		own: beside(OPEN),
		foreign: beside(CLOSED),
		missing: (prepared) => ({ agreements: [NOWHERE, prepared.id('other agreement')] })
	},
	'agreement.get': about('agreement', OPEN, CLOSED),
	'agreement.add': always({
		name: 'Agreement of the test',
		form: 'memorandum-of-understanding',
		subject: 'Nothing',
		parties: [{ country: 'ZWE' }, { country: 'NAM' }]
	}),
	'agreement.change': changing('agreement', OPEN, CLOSED, () => ({ subject: 'Something else' })),
	'agreement.setStage': changing('agreement', OPEN, CLOSED, () => ({ stage: 'renegotiation', ...because() })),
	'agreement.check': changing('agreement', OPEN, CLOSED, () => ({ items: [{ item: 'information', has: 'missing' }] })),
	'agreementProvision.add': changing('agreement', OPEN, CLOSED, () => ({ item: 'data-exchange', has: 'included' })),
	'agreementProvision.change': ofLine({ has: 'included' }),
	'agreementProvision.remove': ofLine(because())
}
