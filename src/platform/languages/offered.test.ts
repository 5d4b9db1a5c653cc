import { expect, test } from 'vitest'
import { offeredFrom, spokenLanguage, spokenOf } from './offered.ts'

const sentences = (total: number) =>
	Object.fromEntries(Array.from({ length: total }, (_one, at) => [`s${String(at)}`, 'x']))
const catalogue = { en: sentences(10), fr: sentences(9), pt: sentences(8), sn: {} }

test('a language is offered when it is nearly complete, or when the installation names it', () => {
	expect(offeredFrom(catalogue)).toEqual(['en', 'fr'])
	expect(offeredFrom(catalogue, ['sn'])).toEqual(['en', 'fr', 'sn'])
})

test('a paper is written only in a language the product speaks from first to last', () => {
	expect(spokenOf(catalogue, ['en', 'sn', 'fr'])).toEqual(['en', 'fr'])
	expect(spokenOf(catalogue, ['sn', 'pt'])).toEqual(['en'])
	expect(spokenLanguage(catalogue, [undefined, 'sn', 'fr'], ['en'])).toBe('fr')
	expect(spokenLanguage(catalogue, ['sn'], ['sn', 'fr', 'en'])).toBe('fr')
	expect(spokenLanguage(catalogue, [null], ['sn'])).toBe('en')
})
