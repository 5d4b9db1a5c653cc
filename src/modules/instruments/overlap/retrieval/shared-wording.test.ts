import { constantFrom, array, assert, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { markedPieces, sharedWording } from './shared-wording.ts'

const shown = (a: string, b: string, language = 'en') =>
	sharedWording(a, b, language).map((run) => [a.slice(run.a.start, run.a.end), b.slice(run.b.start, run.b.end)])

describe('shared wording', () => {
	test('is marked in both texts, whatever their inflection, accents and punctuation', () => {
		const a = 'Agencies that recruit for foreign employers must hold a licence.'
		const b = 'No agency recruiting for a foreign employer; agencies that "recruited for foreign employers" pay.'
		expect(shown(a, b)).toEqual([['recruit for foreign employers', 'recruited for foreign employers']])
		expect(
			shown("Le coût des envois d'argent est réduit.", 'Réduire le cout de l’envoi : « Envois d’argent » seuls.', 'fr')
		).toEqual([["envois d'argent", 'Envois d’argent']])
	})

	test('needs two words that tell something: penalties, offices and the words of every law are none', () => {
		const penalty =
			'commits an offence and shall be liable on conviction to a fine not exceeding level ten or to imprisonment for a period not exceeding two years or to both'
		expect(shown(`Whoever forges a passport ${penalty}.`, `Whoever pollutes a river ${penalty}.`)).toEqual([])
		expect(
			shown(
				'The Minister may by notice in the Gazette fix fees.',
				'The Minister may by notice in the Gazette ban nets.'
			)
		).toEqual([])
		expect(shown('One word only: remittances.', 'Remittances, and nothing else.')).toEqual([])
	})

	test('of several runs all are marked, in the order of both texts', () => {
		const a = 'A time to recover and reflect is granted; safe houses offer medical care.'
		const b = 'In safe houses victims recover and reflect, and the safe houses offer medical care too.'
		expect(shown(a, b)).toEqual([
			['recover and reflect', 'recover and reflect'],
			['safe houses offer medical care', 'safe houses offer medical care']
		])
	})

	test('lies in the texts, in order, none over another, and a text equals itself', () => {
		const word = constantFrom(
			'migrant',
			'workers',
			'the',
			'and',
			'permit',
			'border',
			'of',
			'visa',
			'refugees,',
			'officer'
		)
		assert(
			property(array(word, { maxLength: 40 }), array(word, { maxLength: 40 }), (one, other) => {
				const [a, b] = [one.join(' '), other.join(' ')]
				const runs = sharedWording(a, b)
				for (const side of ['a', 'b'] as const) {
					const text = side === 'a' ? a : b
					let at = 0
					for (const { start, end } of runs.map((run) => run[side])) {
						expect(start).toBeGreaterThanOrEqual(at)
						expect(end).toBeGreaterThan(start)
						expect(end).toBeLessThanOrEqual(text.length)
						at = end
					}
					const pieces = markedPieces(
						text,
						runs.map((run) => run[side])
					)
					expect(pieces.map((piece) => piece.text).join('')).toBe(text)
				}
			})
		)
		const text = 'Recruitment fees are never charged to migrant workers'
		expect(shown(text, text)).toEqual([[text, text]])
	})

	test('of very long texts the first words are compared, and no more runs are looked for than a reader would read', () => {
		const spelled = (number: number) => `${number}`.replace(/\d/g, (digit) => 'kfmprtvxzj'.charAt(Number(digit)))
		const long = (words: number, between: string) =>
			Array.from(
				{ length: words },
				(_, at) => `${['border', 'permit', between][at % 3] ?? ''}${spelled(Math.floor(at / 3))}`
			).join(' ')
		const runs = sharedWording(long(5_000, 'visa'), long(5_000, 'refugee'))
		expect(runs.length).toBeGreaterThan(100)
		expect(runs.length).toBeLessThanOrEqual(200)
	})
})
