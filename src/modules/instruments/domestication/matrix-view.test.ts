import type { Component } from 'svelte'
import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import { catalogue } from '#words'
import { showMarks } from '#platform/languages/marks.ts'
import { speak } from '#platform/languages/words.ts'
import { WORDS } from '#ui/words.ts'
import CrossTable from '../CrossTable.svelte'
import { sayArticle, sayObligation } from './article-words.ts'
import CoverageFigures from './CoverageFigures.svelte'
import { NO_COVERAGE } from './domestication-rules.ts'
import { followedIn, followFields, OPEN_RECOMMENDATION } from './follow-fields.ts'
import { articlesOf, COMMON_REASON, judgedIn, judgeManyFields, placeFaults } from './judge-fields.ts'
import type { JudgementItem } from './judgement-queries.ts'
import JudgementTable from './JudgementTable.svelte'
import { matrixTable, pagesAround, type ShownMatrix } from './matrix-view.ts'
import type { StepItem } from './road-map-queries.ts'
import { saySlippage } from './step-columns.ts'
import StepTable from './StepTable.svelte'

const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })

function shown<Props extends Record<string, unknown>>(component: Component<Props>, props: Props) {
	const { body } = render(component, { props, context: new Map([[WORDS, words]]) })
	const html = body.replaceAll(/<!--.*?-->/gs, '').replaceAll(/\s+/g, ' ')
	return { html, text: html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ') }
}

const named = (kind: string, reference: string, name: string) => ({
	id: reference,
	kind,
	reference,
	title: { en: name },
	acronym: null
})

const matrix: ShownMatrix = {
	laws: [
		{ ...named('policy', 'act', 'Invented Act'), counts: 'held' },
		{ ...named('policy', 'bill', 'Invented Bill'), counts: 'draft' }
	],
	obligations: [
		{
			...named('obligation', 'convention-5', 'Do the thing'),
			article: '5(1)',
			text: 'Do the thing',
			language: 'en',
			standing: 'partly',
			withoutLaw: null,
			cells: [
				{ verdict: 'partly', judgements: 2 },
				{ verdict: 'met', judgements: 1 }
			]
		}
	]
}

test('each cell of the matrix says its judgement in words and opens, as does an empty one', () => {
	const { columns, rows } = matrixTable(words, matrix, { workspace: 'zwe', page: '/zwe/instrument/c/domestication' })
	const { html, text } = shown(CrossTable, {
		caption: 'Matrix',
		heading: 'Obligation',
		columns,
		rows,
		empty: 'None'
	})
	expect(text).toContain('Art. 5(1): Do the thing')
	expect(html).toMatch(/href="\/zwe\/instrument\/c\/domestication\/convention-5\/act"[^>]*>\s*<span[^>]*>Partly met/)
	expect(html).toContain('href="/zwe/instrument/c/domestication/convention-5/bill"')
	expect(html).toContain('href="/zwe/instrument/c/domestication/convention-5/-"')
	expect(text).toContain('2 judgements')
	expect(text).toMatch(/Invented Bill\s+draft/)
})

test('a table without rows says so', () => {
	expect(
		shown(CrossTable, { caption: 'M', heading: 'O', columns: [], rows: [], empty: 'Nothing here' }).text
	).toContain('Nothing here')
})

test('pages tell which of all they show', () => {
	const items = Array.from({ length: 2 }, () => null)
	expect(pagesAround({ page: 2, pages: 2, total: 52, items }, 50)).toEqual({
		from: 51,
		to: 52,
		total: 52,
		previous: 1,
		next: null
	})
})

test('coverage is told in figures that lead to what they count', () => {
	const coverage = { ...NO_COVERAGE, obligations: 3, met: 1, notJudged: 2, drafted: 1 }
	const { html, text } = shown(CoverageFigures, {
		coverage,
		href: (standing: string) => `?standing=${standing}`
	})
	expect(html).toContain('href="?standing=not-judged"')
	expect(html).not.toContain('href="?standing=partly"')
	// What nobody judged is neither met nor not met: it is counted apart.
	expect(text).toContain('Met: 1 of 3 obligations that concern the State. 2 of them nobody has judged yet.')
	expect(text).toContain('One obligation would be better met')
})

const origin = { origin: 'entered', source: null, year: null, note: null } as const

test('a judgement tells its reason in its language, who reviewed it, and what became of it', () => {
	const judgement: JudgementItem = {
		id: 'j',
		instrument: named('instrument', 'convention', 'Convention'),
		obligation: named('obligation', 'convention-5', 'Do the thing'),
		article: '5',
		policy: named('policy', 'act', 'Invented Act'),
		provision: named('provision', 'act-p3', 'Section 3'),
		section: '3(2)',
		verdict: 'not-met',
		reason: 'Rien ne le dit.',
		language: 'fr',
		day: '2026-01-10',
		untilDay: '2026-02-10',
		state: 'replaced',
		stateReason: null,
		reviewer: 'Legal desk',
		...origin,
		version: 1,
		may: { withdraw: false }
	}
	const { html, text } = shown(JudgementTable, {
		workspace: 'zwe',
		judgements: [judgement, { ...judgement, id: 'k', state: 'stands', untilDay: null, may: { withdraw: true } }],
		caption: 'Judgements',
		empty: 'None',
		ofMany: true,
		withdraw: (id: string) => `/withdraw/${id}`
	})
	expect(html).toContain('<span lang="fr">Rien ne le dit.</span>')
	expect(text).toContain('Section 3(2)')
	expect(text).toContain('Legal desk')
	expect(text).toContain('Replaced (10 February 2026)')
	expect(text).toContain('10 January 2026')
	expect(html).toContain('href="/withdraw/k"')
	expect(html).not.toContain('href="/withdraw/j"')
	const stated = (source: string | null, year: number | null) =>
		shown(JudgementTable, {
			workspace: 'zwe',
			judgements: [{ ...judgement, untilDay: null, origin: 'reference', source, year }],
			caption: 'Judgements',
			empty: 'None'
		}).text
	expect(stated('Invented profile', 2018)).toContain('as stated in Invented profile, 2018')
	expect(stated('Invented profile (2018), 3.1', 2018)).not.toContain('3.1, 2018')
	expect(stated('Invented profile', null)).toContain('as stated in Invented profile')
	for (const said of [stated('Invented profile', 2018), stated(null, null)]) expect(said).not.toContain('January')
})

test('a step tells who leads it, how late it is and how far it slipped', () => {
	const step: StepItem = {
		id: 's',
		instrument: named('instrument', 'convention', 'Convention'),
		version: 3,
		form: 'cabinet-memorandum',
		title: 'Memorandum',
		language: 'en',
		lead: named('actor', 'labour', 'Ministry of Labour'),
		structure: named('structure', 'committee', 'Committee'),
		firstTarget: '2026-01-01',
		target: '2026-02-01',
		done: null,
		state: 'under-way',
		stateReason: null,
		slippage: 60,
		late: 29,
		...origin,
		may: { change: true, move: true }
	}
	const { html, text } = shown(StepTable, { workspace: 'zwe', steps: [step], caption: 'Steps', empty: 'None' })
	expect(html).toContain('href="/zwe/instrument/convention/road-map/step/s"')
	expect(text).toContain('Ministry of Labour')
	expect(text).toContain('29 days past its target')
	expect(text).toContain('60 days later than first aimed at')
	expect([saySlippage(words, null), saySlippage(words, 0), saySlippage(words, -1)]).toEqual([
		null,
		'None',
		'1 day earlier than first aimed at'
	])
})

test('of many obligations those are judged that have a verdict, each with its own reason or the common one', () => {
	const form = new FormData()
	for (const [name, value] of [
		[COMMON_REASON, 'Read as a whole.'],
		['verdict:c-1', 'met'],
		['reason:c-1', 'Section 1.'],
		['provision:c-1', 'act-p1'],
		['verdict:c-2', ''],
		['reason:c-2', 'Left open.'],
		['verdict:c-3', 'partly'],
		['reason:c-3', ' '],
		['section:c-3', ' 12(2) '],
		['provision:c-3', '']
	] as const)
		form.set(name, value)
	expect(judgedIn(form)).toEqual([
		{ obligation: 'c-1', verdict: 'met', reason: 'Section 1.', provision: 'act-p1' },
		{ obligation: 'c-3', verdict: 'partly', reason: 'Read as a whole.', section: '12(2)' }
	])
	const faults = [
		{ path: ['items', 1, 'reason'], code: 'x' },
		{ path: ['items', 0, 'verdict'], code: 'y' },
		{ path: ['items', 0, 'provision'], code: 'p' },
		{ path: ['items', 1, 'section'], code: 's' },
		{ path: ['day'], code: 'z' }
	]
	expect(placeFaults(faults, form).map(({ path }) => path)).toEqual([
		['reason:c-3'],
		['verdict:c-1'],
		['provision:c-1'],
		['section:c-3'],
		['day']
	])
})

test('without a law nothing is met', () => {
	const fields = (hasLaw: boolean) =>
		judgeManyFields(words, {
			languages: ['en'],
			today: '2026-03-02',
			hasLaw,
			obligations: [{ reference: 'c-1', article: '1', title: { en: 'Do' }, verdict: null }],
			sections: [],
			hasMoreSections: false
		})
			.find(({ name }) => name === 'verdict:c-1')
			?.options?.map(({ value }) => value)
	expect(fields(true)).toEqual(['met', 'partly', 'not-met', 'not-applicable'])
	expect(fields(false)).toEqual(['not-met', 'not-applicable'])
})

test('obligations stand under their article, and what is judged already is shut', () => {
	const obligations = [
		{ reference: 'c-1', article: '5(1)', title: { en: 'Make it an offence' }, verdict: 'met' as const },
		{ reference: 'c-2', article: '5(2)(a)', title: { en: 'Attempts too' }, verdict: null },
		{ reference: 'c-3', article: 'Article 6', title: { en: 'Protect victims' }, verdict: 'partly' as const },
		{ reference: 'c-4', article: 'IV(2)', title: { en: 'Report' }, verdict: null }
	]
	expect(articlesOf(words, obligations)).toEqual([
		{ id: '5', label: 'Art. 5', total: 2, judged: 1 },
		{ id: 'Article-6', label: 'Article 6', total: 1, judged: 1 },
		{ id: 'IV', label: 'IV', total: 1, judged: 0 }
	])
	const groups = judgeManyFields(words, {
		languages: ['en'],
		today: '2026-03-02',
		hasLaw: true,
		obligations,
		sections: [],
		hasMoreSections: false
	}).flatMap(({ name, group }) => (name.startsWith('verdict:') && group ? [group] : []))
	expect(groups.map(({ under, shuts }) => [under?.id, shuts?.isShut, shuts?.note])).toEqual([
		['5', true, 'Judged: Met'],
		['5', false, 'Not judged'],
		['Article-6', true, 'Judged: Partly met'],
		['IV', false, 'Not judged']
	])
})

test.each([
	['5(1)', '5(1): Do the thing', 'en', 'Art. 5(1): Do the thing'],
	['Article 3(b)', 'Article 3(b): Consent is irrelevant', 'en', 'Article 3(b): Consent is irrelevant'],
	['Article 3(b)', 'Article 3(b): Consent is irrelevant', 'fr', 'Article 3(b)\u00A0: Consent is irrelevant'],
	['IV', 'Do the thing', 'en', 'IV: Do the thing'],
	['5(1)', '5(1): Do the thing', 'fr', 'Article 5(1)\u00A0: Do the thing']
])('the article %s is said once in a row', (article, name, language, said) => {
	const spoken = speak(catalogue, language, { timeZone: 'Africa/Harare' })
	expect(sayObligation(spoken, { article, title: { en: name, fr: name } })).toBe(said)
})

test('an article is said once in a row of another language than that of the obligation', () => {
	const spoken = speak(catalogue, 'fr', { timeZone: 'Africa/Harare', marks: true })
	const title = { en: 'Article 3(b): Consent is irrelevant' }
	expect(showMarks(`<td>${sayObligation(spoken, { article: 'Article 3(b)', title })}</td>`)).toBe(
		'<td>Article 3(b)\u00A0: <span lang="en">Consent is irrelevant</span></td>'
	)
})

test('an article is cited as it was written down', () => {
	expect(['12', 'Article 12', '§ 4'].map((article) => sayArticle(words, article))).toEqual([
		'Art. 12',
		'Article 12',
		'Art. § 4'
	])
})

test('each row of many names the section: chosen where the law has few, told by its number where it has more', () => {
	const section = { ...named('provision', 'act-p3', 'Section 3'), number: '3', heading: 'Offences' }
	const rows = (more: { sections: (typeof section)[]; hasMoreSections: boolean }) =>
		judgeManyFields(words, {
			languages: ['en'],
			today: '2026-03-02',
			hasLaw: true,
			obligations: ['c-1', 'c-2'].map((reference) => ({ reference, article: '1', title: { en: 'Do' }, verdict: null })),
			...more
		}).flatMap(({ name, kind, options }) =>
			/^(provision|section):/.test(name) ? [[name, kind, options?.map(({ value, label }) => [value, label])]] : []
		)
	expect(rows({ sections: [section], hasMoreSections: false })).toEqual([
		['provision:c-1', 'select', [['act-p3', '3 Offences']]],
		['provision:c-2', 'select', [['act-p3', '3 Offences']]]
	])
	expect(rows({ sections: [], hasMoreSections: true }).map(([name]) => name)).toEqual(['section:c-1', 'section:c-2'])
	expect(rows({ sections: [], hasMoreSections: false })).toEqual([])
})

test('a recommendation is chosen among the open ones or named by its number, which comes first', () => {
	const open = [{ value: 'rec-1', label: 'REC-1 · Ratify it' }]
	expect(followFields(words, open).map(({ name, kind, required }) => [name, kind, required])).toEqual([
		[OPEN_RECOMMENDATION, 'select', undefined],
		['recommendation', undefined, undefined],
		['argument', 'textarea', undefined]
	])
	expect(followFields(words, [])[0]).toMatchObject({ name: 'recommendation', required: true })
	const sent = (chosen: string, typed: string) => {
		const form = new FormData()
		form.set(OPEN_RECOMMENDATION, chosen)
		form.set('recommendation', typed)
		return followedIn(form)
	}
	expect([sent('REC-1', ''), sent('REC-1', ' REC-2 '), sent('', ' ')]).toEqual([
		{ recommendation: 'REC-1' },
		{ recommendation: 'REC-2' },
		{}
	])
})
