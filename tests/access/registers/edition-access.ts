import { about, always, changing as changed, filtered, type Sample } from '../../fixtures/sampling.ts'
import { ABSENT, ALL, by, KEEPERS, SEATED, table, type Expectation } from '../expecting.ts'
import { reportDefinition } from './prepare-edition.ts'

const OPEN = 'open report layout'
const CLOSED = 'closed report layout'
const COMPLETE = 'open edition'
const DRAFT = 'draft edition'

/** A report for the secretariat: neither how it is laid out nor what was made of it is known to others. */
const FOREIGN = table({ done: KEEPERS }, 'absent')
const keeping = (own: Expectation['own']): Expectation => ({ own, foreign: FOREIGN, missing: ABSENT })

/** What each seat gets of the operations of this part: who keeps a register lays out its reports and makes their editions. */
export const editionExpectations = {
	'reportTemplate.list': {
		own: table({ done: ALL }, 'invalid'),
		foreign: table({ done: SEATED }, 'absent'),
		missing: ABSENT
	},
	'reportTemplate.get': { own: table({ done: SEATED }, 'absent'), foreign: FOREIGN, missing: ABSENT },
	'reportTemplate.preview': keeping(table({ done: KEEPERS, forbidden: SEATED }, 'absent')),
	'reportTemplate.add': {
		own: table({ done: KEEPERS }, 'forbidden'),
		foreign: table({ done: KEEPERS, forbidden: SEATED }, 'absent'),
		missing: ABSENT
	},
	'reportTemplate.change': keeping(table({ done: KEEPERS, forbidden: SEATED }, 'absent')),
	'reportEdition.list': {
		own: table({ done: ALL }, 'invalid'),
		foreign: table({ done: SEATED }, 'absent'),
		missing: ABSENT
	},
	'reportEdition.get': { own: table({ done: ALL }, 'absent'), foreign: FOREIGN, missing: ABSENT },
	'reportEdition.print': { own: table({ done: ALL }, 'absent'), foreign: FOREIGN, missing: ABSENT },
	'reportEdition.compare': { own: table({ done: ALL }, 'absent'), foreign: FOREIGN, missing: ABSENT },
	'reportEdition.feed': by(ALL),
	'reportEdition.make': keeping(table({ done: KEEPERS, forbidden: SEATED }, 'absent')),
	'reportEdition.write': keeping(table({ done: KEEPERS }, 'absent')),
	'reportEdition.recount': keeping(table({ done: KEEPERS }, 'absent')),
	'reportEdition.complete': keeping(table({ done: KEEPERS }, 'absent')),
	'reportEdition.correct': keeping(table({ done: KEEPERS }, 'forbidden'))
} satisfies Record<string, Expectation>

const text = () => ({ texts: [{ block: 'summary', language: 'en', text: 'Written by the test.' }] })

/** Valid inputs of them. */
export const editionSamples: Record<keyof typeof editionExpectations, Sample> = {
	'reportTemplate.list': filtered('register', 'open register', 'guarded register'),
	'reportTemplate.get': about('template', OPEN, CLOSED),
	'reportTemplate.preview': about('template', OPEN, CLOSED, () => ({ day: '2025-11-05' })),
	'reportTemplate.add': about('register', 'open register', 'guarded register', () => ({
		definition: reportDefinition('of-the-matrix')
	})),
	'reportTemplate.change': changed('template', OPEN, CLOSED, (_prepared, name) => ({
		definition: {
			...reportDefinition(name === CLOSED ? 'closed' : 'open', name === CLOSED ? 'secretariat' : 'public'),
			names: { en: 'Otherwise' }
		}
	})),
	'reportEdition.list': filtered('register', 'open register', 'guarded register'),
	'reportEdition.get': about('edition', COMPLETE, 'closed edition'),
	'reportEdition.print': about('edition', COMPLETE, 'closed edition', () => ({ format: 'docx', language: 'en' })),
	'reportEdition.compare': about('edition', COMPLETE, 'closed edition', (prepared, name) => ({
		with: prepared.id(name)
	})),
	'reportEdition.feed': always({}),
	'reportEdition.make': about('template', OPEN, CLOSED, () => ({ day: '2024-05-05' })),
	'reportEdition.write': changed('edition', DRAFT, 'closed draft edition', text),
	'reportEdition.recount': changed('edition', DRAFT, 'closed draft edition'),
	'reportEdition.complete': changed('edition', DRAFT, 'closed draft edition'),
	'reportEdition.correct': changed('edition', COMPLETE, 'closed edition', () => ({ reason: 'as the test says' }))
}
