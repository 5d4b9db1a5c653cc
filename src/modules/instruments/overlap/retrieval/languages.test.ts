import { assert, property, stringMatching } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { definedTerms, kindOfProvision } from './provision-kind.ts'
import { shippedLanguage } from './shipped-language.server.ts'
import { spellVector } from './spelled-vectors.ts'
import { withoutStandingPhrases } from './standing-phrases.ts'
import { stemLanguage, stemOf } from './stems.ts'
import { findTerms, readTerms } from './terms.ts'
import { copyVector, readWordVectors } from './word-vectors.ts'
import { wordsOf } from './words.ts'

const { vectors, terms } = shippedLanguage()
const cosine = (one: Float32Array, other: Float32Array) =>
	one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0)
const vectorOf = (word: string) => {
	const vector = new Float32Array(vectors.dimensions)
	return copyVector(vectors, word, vector) ? vector : null
}
const found = (text: string, language: 'en' | 'fr' | 'pt') => {
	const words = wordsOf(text)
	const stems = words.map((word) => stemOf(word.plain, language))
	return findTerms(terms, words, stems, language).map(({ term, start, end }) => [term.concept, text.slice(start, end)])
}

describe('words and stems', () => {
	test('words are parted by hyphens and apostrophes and lose their accents, and their places stay', () => {
		const text = "L’employé à l'étranger, non-résident : Œuvre"
		expect(wordsOf(text).map(({ plain }) => plain)).toEqual([
			'l',
			'employe',
			'a',
			'l',
			'etranger',
			'non',
			'resident',
			'oeuvre'
		])
		const [, , , , fifth] = wordsOf(text)
		expect(text.slice(fifth?.start, fifth?.end)).toBe('étranger')
	})

	// The examples of the paper that Porter's algorithm was published with.
	test.each(
		`caresses caress, ponies poni, cats cat, feed feed, agreed agre, plastered plaster, motoring motor, conflated conflat, hopping hop, falling fall,
		hissing hiss, failing fail, filing file, happy happi, sky sky, relational relat, conditional condit, rational ration, digitizer digit, operator oper,
		feudalism feudal, decisiveness decis, hopefulness hope, formaliti formal, triplicate triplic, formative form, electrical electr, goodness good,
		revival reviv, allowance allow, inference infer, adjustable adjust, replacement replac, adjustment adjust, adoption adopt, effective effect,
		probate probat, rate rate, cease ceas, controll control, roll roll`
			.split(',')
			.map((pair) => pair.trim().split(' '))
	)('%s comes down to %s', (word = '', stem) => {
		expect(stemOf(word, 'en')).toBe(stem)
	})

	test('forms of a word share their stem in French and Portuguese; elsewhere words stay as they are', () => {
		const stems = (language: 'fr' | 'pt' | 'simple', ...words: string[]) =>
			new Set(words.map((word) => stemOf(word, language)))
		expect(stems('fr', 'recrutement', 'recrutements', 'recruter', 'recrutent').size).toBe(1)
		expect(stems('pt', 'licenca', 'licencas').size).toBe(1)
		expect(stems('pt', 'trabalhador', 'trabalhadores', 'trabalhadora').size).toBe(1)
		expect(stems('simple', 'mosebetsi', 'basebetsi').size).toBe(2)
		expect(['en-GB', 'FR', 'pt_BR', 'st'].map(stemLanguage)).toEqual(['en', 'fr', 'pt', 'simple'])
	})

	test('no word is lost by its stem', () => {
		assert(
			property(stringMatching(/^[a-z]{1,20}$/), (word) => {
				for (const language of ['en', 'fr', 'pt', 'simple'] as const) {
					expect(stemOf(word, language)).toMatch(/^[a-z]+$/)
					expect(stemOf(word, language).length).toBeLessThanOrEqual(word.length + 1)
				}
			})
		)
	})
})

describe('what ships about languages', () => {
	test('words of like meaning lie near each other, others do not', () => {
		const near = (one: string, other: string) => {
			const [first, second] = [vectorOf(one), vectorOf(other)]
			return first && second ? cosine(first, second) : 0
		}
		for (const [one, like, unlike] of [
			['refugees', 'asylum', 'irrigation'],
			['wages', 'salaries', 'passports'],
			['passport', 'visa', 'wage'],
			['remittances', 'earnings', 'wildlife']
		] as const)
			expect(near(one, like), one).toBeGreaterThan(near(one, unlike) + 0.2)
	})

	test('a file of vectors that is cut off or another one is refused', () => {
		expect(() => readWordVectors(new Uint8Array(10))).toThrow()
		expect(() => readWordVectors(new TextEncoder().encode('PWV2 and something else that is long enough'))).toThrow()
		const bytes = Buffer.alloc(40)
		bytes.write('PWV1', 0, 'latin1')
		bytes.writeUInt32LE(100, 4)
		bytes.writeUInt32LE(5, 8)
		bytes.writeUInt32LE(4, 12)
		expect(() => readWordVectors(bytes)).toThrow('cut off')
	})

	test('of terms the longest is found; one of a single word as it is written', () => {
		expect(found('Recruiters of migrant workers need work permits.', 'en')).toEqual([
			['recruitment-agency', 'Recruiters'],
			['labour-migration', 'migrant workers'],
			['work-permit', 'work permits']
		])
		expect(found('Rangers are recruited; alien species are removed; aliens are registered.', 'en')).toEqual([
			['not-migration', 'alien species'],
			['foreigner', 'aliens']
		])
		expect(found('La traite des personnes et la traite des vaches', 'fr')).toEqual([
			['trafficking', 'traite des personnes'],
			['not-migration', 'traite des vaches']
		])
	})

	test('a weight that is none is named by its row', () => {
		expect(() => readTerms('concept,topic,language,term,weight\na,b,en,c,1\na,b,en,d,2\n')).toThrow('row 3')
	})

	test('words that are spelled alike lie near each other where no meanings ship', () => {
		const spelled = (word: string) => {
			const vector = new Float32Array(100)
			spellVector(word, vector)
			return vector
		}
		expect(cosine(spelled('mosebetsi'), spelled('basebetsi'))).toBeGreaterThan(0.5)
		expect(Math.abs(cosine(spelled('mosebetsi'), spelled('dinoka')))).toBeLessThan(0.35)
		expect(spelled('lebaka')).toEqual(spelled('lebaka'))
	})
})

describe('what a provision is there for', () => {
	const kind = (heading: string, text: string) => kindOfProvision({ heading, text })

	test.each([
		['Short title', 'This Act may be cited as the Ports Act.'],
		['', 'This Act may be cited as the Ports Act and shall come into operation on a day fixed by the Minister.'],
		['Interpretation', 'In this Act, unless the context otherwise requires, words have their meanings.'],
		['Power to make regulations', 'The Minister may make regulations on any matter.'],
		['Repeal and savings', 'The Ports Act is repealed.'],
		['Monitoring and evaluation', 'The policy is reviewed every five years.'],
		['Entrée en vigueur', 'La présente loi entre en vigueur le jour de sa publication.'],
		['Regulamentação', 'O Ministro aprova os regulamentos.']
	])('%s %s is formal', (heading, text) => {
		expect(kind(heading, text)).toBe('formal')
	})

	test.each([
		['Regulation of agencies', 'Agencies are regulated by the Ministry of Labour.'],
		['Review of decisions', 'Whoever was refused asylum may ask for a review.'],
		['', 'The Minister may by notice designate areas in which refugees live.'],
		['Title to land', 'Settlers receive a deed.']
	])('%s %s is a matter', (heading, text) => {
		expect(kind(heading, text)).toBe('matter')
	})

	test('a definition names its terms; those of bodies that every law founds are none', () => {
		const text = '"child" means a person under eighteen; "migrant worker" means whoever works abroad.'
		expect(kind('Interpretation', text)).toBe('definition')
		expect(definedTerms(text, 'en')).toEqual(['child', 'migrant worker'])
		expect(definedTerms('« travailleur migrant » désigne une personne qui travaille ailleurs', 'fr')).toHaveLength(1)
		expect(definedTerms('Entende-se por «estrangeiro» quem não é nacional.', 'pt')).toHaveLength(1)
		expect(definedTerms('(a) domestic worker means whoever works in a household', 'en')).toEqual(['domest worker'])
		expect(definedTerms('This means that nobody pays.', 'en')).toEqual([])
		expect(definedTerms('"Committee" means the committee of section 4.', 'en')).toEqual([])
		expect(definedTerms('The word "child" stands in section 3.', 'en')).toEqual([])
	})

	test('phrases of penalty are passed over, and what stands around them stays in its place', () => {
		const text =
			'Whoever forges a visa commits an offence and shall be liable on conviction to a fine not exceeding level six. The visa is void.'
		const left = withoutStandingPhrases(text, 'en')
		expect(left).toHaveLength(text.length)
		expect(left.trim().split(/\s+/).join(' ')).toBe('Whoever forges a visa . The visa is void.')
	})
})
