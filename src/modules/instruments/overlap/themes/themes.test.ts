import { describe, expect, test } from 'vitest'
import { areasOfPlans, labelledPlan, themedRecommendations } from '#tests/fixtures/overlap/plans.ts'
import { averagePrecision } from '#tests/fixtures/overlap/measures.ts'
import { shippedLanguage } from '../retrieval/shipped-language.server.ts'
import { findMigrationPassages } from './mainstreaming.ts'
import { suggestThemes, themeSuggester } from './suggest-themes.ts'

const shipped = shippedLanguage()
const areas = areasOfPlans()

/** What is found in a labelled plan, by its labels. */
function measured(name: string) {
	const plan = labelledPlan(name)
	const concerns = new Map(plan.provisions.map(({ id, areas: said }) => [id, said.length > 0]))
	const relevant = [...concerns.values()].filter(Boolean).length
	const { passages, chapters } = findMigrationPassages(plan, areas, shipped)
	const right = passages.filter(({ id }) => concerns.get(id) === true).length
	const ranked = findMigrationPassages(plan, areas, shipped, 0).passages.sort((one, other) => other.score - one.score)
	const told = plan.provisions
		.filter(({ areas: said }) => said.length > 0)
		.map(({ text, areas: said }) => {
			const suggested = suggestThemes({ text, language: plan.language }, areas, shipped).map(({ key }) => key)
			return { isFirst: said.includes(suggested[0] ?? ''), isAmong: suggested.some((key) => said.includes(key)) }
		})
	return {
		plan,
		passages,
		chapters,
		precision: right / passages.length,
		recall: right / relevant,
		averagePrecision: averagePrecision(
			ranked.map(({ id }) => concerns.get(id) === true),
			relevant
		),
		first: told.filter(({ isFirst }) => isFirst).length / relevant,
		amongThree: told.filter(({ isAmong }) => isAmong).length / relevant
	}
}

describe('passages of the labelled plans', () => {
	// The plan that threshold, terms and shares were tried on, one written afterwards, and two in other languages.
	test.each([
		['development-plan', { precision: 0.85, recall: 0.78, averagePrecision: 0.92, first: 0.75, amongThree: 0.9 }],
		['sector-plan', { precision: 0.75, recall: 0.75, averagePrecision: 0.85, first: 0.7, amongThree: 0.9 }],
		['plan-de-developpement', { precision: 0.95, recall: 0.95, averagePrecision: 0.95, first: 0.8, amongThree: 0.95 }],
		[
			'plano-de-desenvolvimento',
			{ precision: 0.95, recall: 0.95, averagePrecision: 0.95, first: 0.9, amongThree: 0.95 }
		]
	])('%s: precision, recall and themes stay above their floors', (name, floors) => {
		const found = measured(name)
		for (const [measure, floor] of Object.entries(floors))
			expect({ ...found }[measure], measure).toBeGreaterThanOrEqual(floor)
	})

	test('are counted by chapter, those without any among them, and stand in the order of the plan', () => {
		const { plan, passages, chapters } = measured('development-plan')
		expect(chapters.map(({ chapter }) => chapter)).toEqual([...new Set(plan.provisions.map(({ chapter }) => chapter))])
		expect(chapters.reduce((sum, one) => sum + one.provisions, 0)).toBe(plan.provisions.length)
		for (const { chapter, passages: count } of chapters)
			expect(passages.filter((one) => one.chapter === chapter)).toHaveLength(count)
		const order = plan.provisions.map(({ id }) => id)
		expect(passages.map(({ id }) => id)).toEqual(order.filter((id) => passages.some((one) => one.id === id)))
		const none = findMigrationPassages(
			{ language: 'en', provisions: [{ id: 'a', chapter: 'Dairy', text: 'Milk is cooled.' }] },
			areas,
			shipped
		)
		expect(none).toEqual({ passages: [], chapters: [{ chapter: 'Dairy', provisions: 1, passages: 0 }] })
	})

	test('are judged by their own words, whatever the chapter is called; its title only breaks a tie of themes', () => {
		const { plan, passages } = measured('sector-plan')
		const chapter = 'Chapter 5 Labour and diaspora'
		const concerned = plan.provisions.filter((one) => one.chapter === chapter && one.areas.length > 0)
		const found = passages.filter((one) => one.chapter === chapter)
		// Border towns are taken for borders by their own words; maize, textbooks, birds and bakers are not.
		expect(found.map(({ id }) => id)).toEqual(['5.1', ...concerned.map(({ id }) => id)])
		expect(found.slice(1).map(({ themes }) => themes[0]?.key)).toEqual(concerned.map(({ areas: [first] }) => first))
		const suggestedIn = (title: string, text: string) =>
			findMigrationPassages({ language: 'en', provisions: [{ id: 'a', chapter: title, text }] }, areas, shipped)
				.passages
		expect(suggestedIn('Labour migration', 'Migratory birds and maize are protected.')).toEqual([])
		const [traffic] = suggestedIn('Labour migration', 'Victims of trafficking in persons are given shelter.')
		expect(traffic?.themes[0]?.key).toBe('irregular-migration')
		const twin = (key: string, name: string) => ({ key, names: { en: name } })
		const twins = [twin('one', 'Refugees in Zvorba'), twin('two', 'Refugees in Plughta')]
		for (const [title, key] of [
			['Zvorba', 'one'],
			['Plughta', 'two']
		] as const) {
			const plain = { language: 'en', provisions: [{ id: 'a', chapter: title, text: 'Refugees have shelter.' }] }
			expect(findMigrationPassages(plain, twins, shipped).passages[0]?.themes[0]?.key, title).toBe(key)
		}
	})

	test('name the words that told', () => {
		const plan = {
			language: 'en',
			provisions: [{ id: 'a', chapter: 'Work', text: 'Returnees and refugees learn trades; alien species do not.' }]
		}
		expect(findMigrationPassages(plan, areas, shipped).passages).toMatchObject([{ words: ['Returnees', 'refugees'] }])
	})
})

describe('suggested themes', () => {
	test('of the real recommendations, among all areas of their sources, the right one is among three for two of three', () => {
		const { areas: all, recommendations } = themedRecommendations()
		expect(all.length).toBeGreaterThan(40)
		expect(recommendations.length).toBeGreaterThan(200)
		const suggest = themeSuggester(all, 'en', shipped)
		const ranks = recommendations.map(({ text, areas: said }) =>
			suggest({ text }, 3).findIndex(({ key }) => said.includes(key))
		)
		expect(ranks.filter((rank) => rank === 0).length / ranks.length).toBeGreaterThanOrEqual(0.4)
		expect(ranks.filter((rank) => rank >= 0).length / ranks.length).toBeGreaterThanOrEqual(0.64)
	})

	test('come with the words that told, best first, as many as are asked for', () => {
		const passage = { text: 'Nurses who work abroad send remittances home.', language: 'en' }
		const suggested = suggestThemes(passage, areas, shipped, 2)
		expect(suggested).toHaveLength(2)
		expect(suggested.flatMap(({ words }) => words)).toContain('remittances')
		expect(suggested[0]?.score).toBeGreaterThanOrEqual(suggested[1]?.score ?? 1)
	})

	test('of a framework in English are suggested for a passage in Portuguese', () => {
		const [first] = suggestThemes({ text: 'Os refugiados têm abrigo.', language: 'pt' }, areas, shipped)
		expect(first?.key).toBe('forced-displacement')
	})

	test('of areas that are named in the language of the passage, their own words tell', () => {
		const named = [
			{ key: 'data', names: { en: 'Figures', fr: 'Tableaux et chiffres' } },
			{ key: 'roads', names: { en: 'Roads', fr: 'Routes et ponts' } }
		]
		const suggested = suggestThemes({ text: 'Les ponts sont réparés.', language: 'fr' }, named, shipped)
		expect(suggested).toMatchObject([{ key: 'roads', words: ['ponts'] }])
	})

	test('are none where nothing tells', () => {
		expect(suggestThemes({ text: 'Xyzzy plugh.', language: 'en' }, areas, shipped)).toEqual([])
		expect(suggestThemes({ text: 'Refugees have shelter.', language: 'en' }, [], shipped)).toEqual([])
	})
})
