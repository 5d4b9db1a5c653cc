import { expect, test, vi } from 'vitest'
import { COUNTRIES } from './countries.ts'
import { joinWords } from './join.ts'
import { ownLanguageName } from './locale.ts'
import { chooseLanguage, speak } from './words.ts'

const catalogue = {
	en: {
		plain: 'Structures',
		greeting: 'Welcome, {person}',
		count: '{count, plural, one {# structure} other {# structures}}',
		quoted: "The ministry''s lead",
		only: 'Only in English'
	},
	fr: { plain: 'Structures de coordination', count: '{count, plural, one {# structure} other {# structures}}' }
}

test('a sentence names what it is given', () => {
	const { t } = speak(catalogue, 'en')
	expect(t('plain')).toBe('Structures')
	expect(t('greeting', { person: 'Rudo' })).toBe('Welcome, Rudo')
	expect(t('quoted')).toBe("The ministry's lead")
})

test('a count takes the plural of its language', () => {
	expect(speak(catalogue, 'en').t('count', { count: 1 })).toBe('1 structure')
	expect(speak(catalogue, 'en').t('count', { count: 0 })).toBe('0 structures')
	expect(speak(catalogue, 'fr').t('count', { count: 0 })).toBe('0 structure')
})

test('none is never told as one, also where a language counts it so', () => {
	const laws = {
		en: {
			laws: '{count, plural, one {A law} other {# laws}}',
			shown: '{count, plural, one {{many} law} other {{many} laws}}'
		},
		fr: {
			laws: '{count, plural, one {Une loi} many {# de lois} other {# lois}}',
			shown: '{count, plural, one {{many} loi} many {{many} de lois} other {{many} lois}}'
		}
	}
	const said = (language: string, count: number) => speak(laws, language).t('laws', { count })
	expect([said('fr', 0), said('fr', 1), said('fr', 2)]).toEqual(['0 lois', 'Une loi', '2 lois'])
	expect([said('en', 0), said('en', 1)]).toEqual(['0 laws', 'A law'])
	expect(speak(laws, 'fr').t('shown', { count: 0, many: '0' })).toBe('0 loi')
})

test('a key without words in a language is said in English', () => {
	const french = speak(catalogue, 'fr')
	expect(french.t('plain')).toBe('Structures de coordination')
	expect(french.t('only')).toBe('Only in English')
})

test('a dialect is spoken with the words of its language', () => {
	expect(speak(catalogue, 'fr-CH').t('plain')).toBe('Structures de coordination')
})

test('a key without any words is shown as it is, and thrown where words are strict', () => {
	const { t, has } = speak(catalogue, 'en')
	vi.stubEnv('PITSO_STRICT_WORDS', '')
	expect(t('nowhere')).toBe('nowhere')
	expect(has('nowhere')).toBe(false)
	vi.stubEnv('PITSO_STRICT_WORDS', '1')
	expect(() => t('nowhere')).toThrow('No words for nowhere')
	vi.unstubAllEnvs()
})

test('a date is worded as precisely as it is known', () => {
	const { day, partial } = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
	expect(day('2026-01-31')).toBe('31 January 2026')
	expect(partial('2018')).toBe('2018')
	expect(partial('2018-03')).toBe('March 2018')
	expect(partial('2018-03-05')).toBe('5 March 2018')
	expect(partial('some day')).toBe('some day')
})

test('a day does not move with the time zone', () => {
	expect(speak(catalogue, 'en', { timeZone: 'Pacific/Honolulu' }).day('2026-01-01')).toBe('1 January 2026')
})

test('a moment is told in the time zone of the workspace', () => {
	const { instant } = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
	expect(instant('2026-01-31T22:30:00Z')).toMatch(/^1 February 2026.*00:30/)
})

test('a name is told in the language, else in the first one of the workspace, else in any there is', () => {
	const words = speak(catalogue, 'fr', { firstLanguage: 'pt' })
	expect(words.name({ en: 'Council', fr: 'Conseil' })).toBe('Conseil')
	expect(words.name({ en: 'Council', pt: 'Conselho' })).toBe('Conselho')
	expect(words.name({ st: 'Lekhotla' })).toBe('Lekhotla')
	expect(words.name(undefined)).toBe('')
})

test('numbers, lists and sizes follow the language', () => {
	const { number, list, size } = speak(catalogue, 'en')
	expect(number(1234567)).toBe('1,234,567')
	expect(list(['Labour', 'Health', 'Borders'])).toBe('Labour, Health and Borders')
	expect(size(204_800)).toBe('205 kB')
	expect(size(0)).toBe('0 byte')
})

test('French and Portuguese write numbers, percentages, days and moments their own way', () => {
	const french = speak(catalogue, 'fr', { timeZone: 'Africa/Harare' })
	expect(french.number(1_234_567.5)).toBe('1\u202f234\u202f567,5')
	expect(french.percent(0.256)).toBe('26\u00a0%')
	expect(french.day('2026-03-01')).toBe('1er mars 2026')
	expect(french.list(['Travail', 'Santé', 'Frontières'])).toBe('Travail, Santé et Frontières')
	expect(french.size(204_800)).toBe('205\u202fko')
	const portuguese = speak(catalogue, 'pt', { timeZone: 'Africa/Maputo' })
	expect(portuguese.number(1_234_567.5)).toBe('1\u00a0234\u00a0567,5')
	expect(portuguese.percent(0.256)).toBe('26%')
	expect(portuguese.day('2026-03-01')).toBe('1 de março de 2026')
	expect(portuguese.instant('2026-03-01T22:30:00Z')).toMatch(/^2 de março de 2026.*00:30/)
})

test('Portuguese counts as in Lisbon and Maputo: none is many', () => {
	const counts = { en: {}, pt: { count: '{count, plural, one {# área} many {# de áreas} other {# áreas}}' } }
	const { t } = speak(counts, 'pt')
	expect([0, 1, 2, 1_000_000].map((count) => t('count', { count }))).toEqual([
		'0 áreas',
		'1 área',
		'2 áreas',
		'1\u00a0000\u00a0000 de áreas'
	])
})

test('names are put in the order of the language, and numbers in them by size', () => {
	const { order } = speak(catalogue, 'fr')
	expect(['Zone', 'Éducation', 'Emploi', 'Comité 10', 'Comité 9'].toSorted(order)).toEqual([
		'Comité 9',
		'Comité 10',
		'Éducation',
		'Emploi',
		'Zone'
	])
})

test('a language without data of its own is written as in English, wherever the machine stands', () => {
	const ndebele = speak(catalogue, 'nd')
	expect(ndebele.number(1234.5)).toBe('1,234.5')
	expect(['b', 'a', 'C'].toSorted(ndebele.order)).toEqual(['a', 'b', 'C'])
	expect(speak(catalogue, 'st').country('ZWE')).toBe('Zimbabwe')
})

test('a country is named in the language, as its ministries name it where that is another name', () => {
	const named = { en: { 'country.COD': 'Democratic Republic of the Congo' }, pt: { 'country.MUS': 'Maurícias' } }
	expect(speak(named, 'en').country('COD')).toBe('Democratic Republic of the Congo')
	expect(speak(named, 'fr').country('ZAF')).toBe('Afrique du Sud')
	expect(speak(named, 'pt').country('ZAF')).toBe('África do Sul')
	expect(speak(named, 'pt').country('MUS')).toBe('Maurícias')
	expect(speak(named, 'en').country('XXX')).toBe('XXX')
})

test('every country of the standard has a name in the complete languages', () => {
	for (const language of ['en', 'fr', 'pt']) {
		const { country } = speak({}, language)
		expect(COUNTRIES.filter((code) => country(code) === code)).toEqual([])
	}
	expect(COUNTRIES).toHaveLength(249)
})

test('a language is named in the reader’s, and in itself where it is chosen', () => {
	expect(speak(catalogue, 'fr').languageName('pt')).toBe('portugais')
	expect(speak(catalogue, 'pt').languageName('fr')).toBe('francês')
	expect(['en', 'fr', 'pt', 'st', 'sn', 'nd'].map(ownLanguageName)).toEqual([
		'English',
		'Français',
		'Português',
		'Sesotho',
		'ChiShona',
		'IsiNdebele'
	])
	expect(speak(catalogue, 'nd').languageName('fr')).toBe('isi-Fulentshi')
	expect(speak(catalogue, 'en').languageName('??')).toBe('??')
})

test('the language is the choice of the person, then of the cookie, then of the browser', () => {
	const offered = ['en', 'fr', 'pt']
	expect(chooseLanguage({ person: 'pt', cookie: 'fr', acceptLanguage: 'en', offered })).toBe('pt')
	expect(chooseLanguage({ cookie: 'fr', acceptLanguage: 'en', offered })).toBe('fr')
	expect(chooseLanguage({ cookie: 'xx', acceptLanguage: 'pt-MZ,pt;q=0.9,en;q=0.5', offered })).toBe('pt')
	expect(chooseLanguage({ acceptLanguage: 'sn', offered })).toBe('en')
	expect(chooseLanguage({ acceptLanguage: undefined, offered })).toBe('en')
	expect(chooseLanguage({ acceptLanguage: 'en', offered: ['fr'] })).toBe('fr')
})

test('the same key in two folders stops the start', () => {
	const folders = { ui: { en: { save: 'Save' } }, directory: { en: { save: 'Keep' } } }
	expect(() => joinWords(folders)).toThrow('The words save (en) stand both in ui and in directory')
})

test('an empty sentence is one that is not translated yet', () => {
	const joined = joinWords({ ui: { en: { save: 'Save' } } }, { ui: { st: { save: '' } } })
	expect(speak(joined, 'st').t('save')).toBe('Save')
})

test('a thousand sentences are said in a few milliseconds', () => {
	const { t } = speak(catalogue, 'en')
	const speakThousand = () => {
		for (let count = 0; count < 1000; count++) t(count % 2 ? 'greeting' : 'count', { person: 'Rudo', count })
	}
	speakThousand()
	const times = [1, 2, 3, 4, 5].map(() => {
		const start = performance.now()
		speakThousand()
		return performance.now() - start
	})
	// The best of five: other work on the machine slows a run, nothing hastens one.
	expect(Math.min(...times)).toBeLessThan(5)
})
