import { describe, expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { sayNote } from './say-note.ts'
import en from '../exchange/words/en.json' with { type: 'json' }
import fr from '../exchange/words/fr.json' with { type: 'json' }

const catalogue = { en: { ...en, 'ui.colon': ': ' }, fr: { ...fr, 'ui.colon': '\u00a0: ' } }
const french = speak(catalogue, 'fr')
const english = speak(catalogue, 'en')

describe('a note that a loader of reference data wrote', () => {
	test('is said in the language of the page', () => {
		expect(sayNote(french, 'from memory, unchecked')).toBe('de mémoire, non vérifié')
		expect(sayNote(french, 'Status in the source: draft; Of its day the source says the year alone')).toBe(
			'Statut dans la source\u00a0: draft; De sa date, la source ne dit que l’année'
		)
	})

	test('tells what is asked for, as relations between laws argue', () => {
		expect(sayNote(french, 'Act predates the Constitution; Asked for: Review the Act')).toBe(
			'Act predates the Constitution; Demandé\u00a0: Review the Act'
		)
	})

	test('names the country it is about, and what the source answers', () => {
		expect(sayNote(french, 'ZWE: Operationalized by national initiatives; Taken up nationally: yes')).toBe(
			'Zimbabwe\u00a0: Operationalized by national initiatives; Repris au niveau national\u00a0: oui'
		)
	})

	test('says where it was looked up, and what rests on general knowledge', () => {
		expect(sayNote(french, 'Dates, place and depositary: general knowledge')).toBe(
			'Dates, lieu et dépositaire\u00a0: connaissances générales'
		)
		expect(sayNote(french, 'entry into force: ilo.org NORMLEX C097; rest: general knowledge')).toBe(
			'entrée en vigueur\u00a0: ilo.org NORMLEX C097; le reste\u00a0: connaissances générales'
		)
	})

	test('reads in English as it was written', () => {
		const note = 'Ratified in July; Carried by national law: no; When it binds and is left: from memory, unchecked'
		expect(sayNote(english, note)).toBe(note)
	})
})

test('what somebody wrote stays as it is', () => {
	expect(sayNote(french, 'See the file: page 3; and ask the Ministry')).toBe(
		'See the file: page 3; and ask the Ministry'
	)
})
