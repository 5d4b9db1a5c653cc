import { expect, test } from 'vitest'
import { compareTranslation, faultsOf, placeholdersOf, pluralForms } from './completeness.ts'
import { offeredFrom } from './offered.ts'

const codes = (english: string, translation: string, language = 'fr') =>
	faultsOf(english, translation, language).map(({ code }) => code)

test('a language has the plural forms of the Unicode data', () => {
	expect(pluralForms('en')).toEqual(['one', 'other'])
	expect(pluralForms('fr')).toEqual(['many', 'one', 'other'])
	expect(pluralForms('pt')).toEqual(['many', 'one', 'other'])
})

test('a good translation has no fault', () => {
	expect(codes('Led by {actor}', 'Chef de file : {actor}')).toEqual([])
	const english = '{count, plural, =0 {none} one {# area} other {# areas}}'
	expect(codes(english, '{count, plural, =0 {aucun} one {# domaine} many {# de domaines} other {# domaines}}')).toEqual(
		[]
	)
})

test('a placeholder that is lost, made up or written otherwise is a fault', () => {
	expect(codes('Led by {actor}', 'Chef de file')).toEqual(['placeholder-missing'])
	expect(codes('Led by {actor}', 'Chef de file : {acteur}')).toEqual(['placeholder-missing', 'placeholder-unknown'])
	expect(codes('At most {most, number}', 'Au plus {most}')).toEqual(['kind'])
})

test('a plural without a form of its language, and a choice with other cases, are faults', () => {
	const english = '{count, plural, one {# area} other {# areas}}'
	expect(faultsOf(english, '{count, plural, one {# domaine} other {# domaines}}', 'fr')).toEqual([
		{ code: 'plural', params: { name: 'count', forms: 'many' } }
	])
	expect(codes('{kind, select, actor {an actor} other {a record}}', '{kind, select, acteur {un} other {une}}')).toEqual(
		['choice']
	)
})

test('what cannot be read is a fault with its reason, and so are other spaces at the ends', () => {
	expect(faultsOf('Led by {actor}', 'Chef {actor', 'fr')).toMatchObject([
		{ code: 'unreadable', params: { reason: expect.stringMatching(/brace/) } }
	])
	expect(codes('Done: ', 'Fait :')).toEqual(['edge'])
})

test('what a translation lacks and has in vain is told', () => {
	const compared = compareTranslation({ a: 'A', b: 'B', c: 'C {x}' }, { a: 'Á', b: '', c: 'Ç', d: 'Ð' }, 'st')
	expect(compared).toMatchObject({ total: 3, done: 2, missing: ['b'], unknown: ['d'] })
	expect(compared.broken).toMatchObject([{ key: 'c', code: 'placeholder-missing', params: { name: 'x' } }])
})

test('a translator is told what to keep of a sentence', () => {
	expect(placeholdersOf('{year} ({count, plural, one {# year} other {# years}})')).toEqual({
		names: ['year', 'count'],
		plurals: ['count']
	})
})

test('a language is offered when nine tenths are translated, or when it is named', () => {
	const keys = Array.from({ length: 20 }, (_, index) => `key-${String(index)}`)
	const words = (count: number) => Object.fromEntries(keys.slice(0, count).map((key) => [key, key]))
	const catalogue = { en: words(20), fr: words(20), pt: words(18), st: words(17), nd: {} }
	expect(offeredFrom(catalogue)).toEqual(['en', 'fr', 'pt'])
	expect(offeredFrom(catalogue, ['nd'])).toEqual(['en', 'fr', 'pt', 'nd'])
})
