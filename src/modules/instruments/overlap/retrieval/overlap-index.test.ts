import { expect, test } from 'vitest'
import { legalTexts } from '../../../../../bench/legal-texts.ts'
import { addText, buildIndex, overlapsInSteps, removeText, suggestOverlaps, type TextToIndex } from './overlap-index.ts'
import { shippedLanguage } from './shipped-language.server.ts'

const shipped = shippedLanguage()
const numbered = (textId: string, language: string, ...texts: string[]): TextToIndex => ({
	textId,
	language,
	provisions: texts.map((text, at) => ({ id: `${textId}-${at + 1}`, text }))
})

const law = numbered(
	'law',
	'en',
	'A reception officer decides within six months whether somebody is a refugee.',
	'Nets with small meshes are forbidden on the lake.',
	'"child" means a person below the age of eighteen years.',
	'"employer" means whoever pays another for work.',
	'The Minister may by notice in the Gazette make regulations for the better carrying out of this Act.',
	'Whoever fells a protected tree commits an offence and shall be liable on conviction to a fine not exceeding level six or to imprisonment for a period not exceeding two years or to both.'
)
const loi = numbered(
	'loi',
	'fr',
	'Aucun frais de recrutement n’est mis à la charge du travailleur.',
	'Les filets à petites mailles sont interdits sur le lac.'
)
const ask = (texts: TextToIndex[], text: string, more: object = {}) =>
	suggestOverlaps(buildIndex(texts, shipped), [{ id: 'draft', text }], { language: 'en', limit: 10, ...more })

test('a provision finds the one that says the same in other words, first', () => {
	const [best] = ask([law, loi], 'Asylum seekers shall have an answer to their claim within half a year.')
	expect(best).toMatchObject({ draft: 'draft', other: 'law-1', textId: 'law' })
	expect(best?.score).toBeLessThanOrEqual(1)
})

test('a provision finds one of another language by the concept that both name', () => {
	const [best] = ask([law, loi], 'Recruitment costs are never charged to those who look for work.')
	expect(best).toMatchObject({ other: 'loi-1', why: { vector: 0 } })
	expect(best?.why.concepts).toBeGreaterThan(0)
})

test('a definition finds the definition of the same term, not that of another', () => {
	expect(ask([law], '"Child" means anyone who is not yet sixteen.').map(({ other }) => other)).toEqual(['law-3'])
})

test('penalties, powers to make regulations and short titles make no pair', () => {
	const penalty =
		'Whoever forges a stamp commits an offence and shall be liable on conviction to a fine not exceeding level six or to imprisonment for a period not exceeding two years or to both.'
	const power = 'The Minister may by notice in the Gazette make regulations for the better carrying out of this Act.'
	expect(ask([law], penalty)).toEqual([])
	expect(ask([law], power)).toEqual([])
	expect(ask([law], 'This Act may be cited as the Refugees and Fisheries Act.')).toEqual([])
})

test('what was rejected, and texts that are not asked for, stay out', () => {
	const fishing = 'Fishing nets of small mesh are not allowed in the lake.'
	const others = (more: object) => ask([law, loi], fishing, more).map(({ other }) => other)
	expect(others({})).toContain('law-2')
	expect(
		others({ exclude: { pair: (draft: string, other: string) => draft === 'draft' && other === 'law-2' } })
	).not.toContain('law-2')
	expect(others({ exclude: { texts: new Set(['law']) } })).not.toContain('law-2')
	expect(others({ within: new Set(['loi']) })).not.toContain('law-2')
	expect(others({ limit: 0 })).toEqual([])
})

test('a text that is taken out is found no more, and one put in its place is', () => {
	const index = buildIndex([law, loi], shipped)
	const found = (text: string) =>
		suggestOverlaps(index, [{ id: 'draft', text }], { language: 'en', limit: 10 }).map(({ other }) => other)
	expect(found('Nets with small meshes are forbidden.')).toEqual(['law-2'])
	removeText(index, 'law')
	expect(found('Nets with small meshes are forbidden.')).toEqual([])
	addText(index, numbered('law', 'en', 'Nets with small meshes are allowed again.', 'Boats carry a lamp.'))
	expect(found('Nets with small meshes are forbidden.')).toEqual(['law-1'])
})

test('an index that grew text by text finds what one finds that was made at once', () => {
	const texts = legalTexts({ texts: 6, provisions: 240, seed: 5 }).map(({ key, language, provisions }) =>
		numbered(key, language, ...provisions.map(({ heading, text }) => `${heading}. ${text}`))
	)
	const [draft, extra, ...others] = texts
	if (!draft || !extra) throw new Error('too few texts')
	const grown = buildIndex([extra], shipped)
	for (const text of others) addText(grown, text)
	removeText(grown, extra.textId)
	const found = (index: ReturnType<typeof buildIndex>, limit: number) =>
		suggestOverlaps(index, draft.provisions, { language: 'en', limit, each: 100 })
	const atOnce = new Map(
		found(buildIndex(others, shipped), 10_000).map(({ draft: one, other, score }) => [`${one} ${other}`, score])
	)
	const best = found(grown, 50)
	expect(best).toHaveLength(50)
	// Sums are added up in another order, and vectors kept in whole numbers.
	for (const { draft: one, other, score } of best) expect(atOnce.get(`${one} ${other}`)).toBeCloseTo(score, 1.5)
})

test('a long draft is compared in steps, best first in the end', () => {
	const [draft, ...others] = legalTexts({ texts: 4, provisions: 120, seed: 9 }).map(({ key, language, provisions }) =>
		numbered(key, language, ...provisions.map(({ text }) => text))
	)
	if (!draft) throw new Error('no text')
	const steps = overlapsInSteps(buildIndex(others, shipped), draft.provisions, {
		language: 'en',
		limit: 1_000,
		each: 2
	})
	const done: number[] = []
	for (let step = steps.next(); ; step = steps.next()) {
		if (step.done === true) {
			const scores = step.value.map(({ score }) => score)
			expect(scores).toEqual([...scores].sort((one, other) => other - one))
			for (const { id } of draft.provisions)
				expect(step.value.filter((pair) => pair.draft === id).length).toBeLessThanOrEqual(2)
			break
		}
		done.push(step.value)
	}
	expect(done).toEqual(draft.provisions.map((_, at) => at + 1))
})

test('words of drafts are not gathered, and what is found stays the same', () => {
	const index = buildIndex([law, loi], shipped)
	const found = () =>
		suggestOverlaps(index, [{ id: 'draft', text: 'Nets with small meshes are forbidden.' }], {
			language: 'en',
			limit: 5
		})
	const before = found()
	const spelled = (number: number) => `${number}`.replace(/\d/g, (digit) => 'kfmprtvxzj'.charAt(Number(digit)))
	for (let draft = 0; draft < 6; draft++) {
		const provisions = Array.from({ length: 20 }, (_, at) => ({
			id: `${at}`,
			text: Array.from({ length: 1_000 }, (_, word) => `q${spelled(draft * 20_000 + at * 1_000 + word)}`).join(' ')
		}))
		suggestOverlaps(index, provisions, { language: 'en', limit: 5 })
	}
	expect(index.lexicon.words.size).toBeLessThan(80_000)
	expect(found()).toEqual(before)
})

test('an empty index, an empty draft, and a language without stems are no trouble', () => {
	expect(ask([], 'Refugees may work.')).toEqual([])
	expect(suggestOverlaps(buildIndex([law], shipped), [], { language: 'en', limit: 5 })).toEqual([])
	const [best] = suggestOverlaps(
		buildIndex(
			[numbered('molao', 'st', 'Mosebetsi wa lapeng o lefuwa ka kgwedi.', 'Dinoka di sirelleditswe.')],
			shipped
		),
		[{ id: 'draft', text: 'Basebetsi ba lapeng ba lefuwa kgwedi le kgwedi.' }],
		{ language: 'st', limit: 5 }
	)
	expect(best?.other).toBe('molao-1')
})
