import MiniSearch from 'minisearch'
import { expect, test } from 'vitest'
import { legalTexts } from '../../../../../bench/legal-texts.ts'
import { makeLexicon } from './lexicon.ts'
import { makePostings, scoreTerms } from './postings.ts'
import { readProvision, type ReadProvision } from './read-text.ts'
import { shippedLanguage } from './shipped-language.server.ts'

const lexicon = makeLexicon(shippedLanguage())
const provisions = legalTexts({ texts: 5, provisions: 200, seed: 3 }).flatMap((text) =>
	text.provisions.map((one) =>
		readProvision(lexicon, { id: `${text.key} ${one.number}`, heading: one.heading, text: one.text }, 'en')
	)
)
// MiniSearch takes the terms as words of its own, so that nothing but the scoring is compared.
const spelled = ({ terms }: ReadProvision) =>
	[...terms.numbers].flatMap((term, at) => Array.from({ length: terms.counts[at] ?? 0 }, () => `t${term}`)).join(' ')

test('scores are those of MiniSearch, the library whose BM25+ this is, provision by provision', () => {
	const filled = provisions.filter(({ terms }) => terms.numbers.length > 0)
	const library = new MiniSearch<{ id: string; text: string }>({ fields: ['text'] })
	library.addAll(filled.map((one) => ({ id: one.id, text: spelled(one) })))
	const postings = makePostings(
		provisions,
		lexicon.weightOf.map(() => 1)
	)
	for (const asked of filled.filter((_, at) => at % 20 === 0)) {
		const scores = new Float32Array(provisions.length)
		scoreTerms(postings, asked, scores)
		// Both ask for each term once; MiniSearch would give more for those of which there are several in the question.
		const query = [...asked.terms.numbers].map((term) => `t${term}`).join(' ')
		const expected = new Map(library.search(query).map(({ id, score, queryTerms }) => [id, { score, queryTerms }]))
		for (const [number, { id }] of provisions.entries()) {
			const told = expected.get(id)
			expect(scores[number] ?? 0).toBeCloseTo(told ? told.score / told.queryTerms.length : 0, 3)
		}
	}
})
