import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readDeclaration } from './read-declaration.ts'
import { unknownLanguages } from './unknown-languages.ts'

const training = readFileSync(new URL('../../../../tests/fixtures/training.yaml', import.meta.url), 'utf8')

function found(text: string, known: readonly string[]) {
	const read = readDeclaration(text)
	if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
	return unknownLanguages(read.register.declaration, new Set(known))
}

test('names in a language that is not known are found, wherever they stand and however often', () => {
	expect(found(training, ['en', 'fr', 'pt'])).toEqual([])
	const mistyped = training
		.replaceAll('Mixed, fr:', 'Mixed, fra:')
		.replace('names: { en: Begins,', 'names: { fra: Début, en: Begins,')
	expect(found(mistyped, ['en', 'fr', 'pt'])).toMatchObject([{ language: 'fra', times: 2 }])
	const path = found(mistyped, ['en', 'fr', 'pt'])[0]?.path ?? []
	expect(path.slice(-2)).toEqual(['names', 'fra'])
})

test('texts in the languages that are known are no less seen: of a register in three, two are unknown to who reads one', () => {
	expect(new Set(found(training, ['en']).map(({ language }) => language))).toEqual(new Set(['fr', 'pt']))
})
