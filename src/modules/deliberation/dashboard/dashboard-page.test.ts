import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { WORDS } from '#ui/words.ts'
import { catalogue } from '#words'
import type { Dashboard } from './dashboard-outputs.ts'
import { DASHBOARD_TABLES, ROWS_FIRST, wholeTable, type DashboardTable } from './dashboard-tables.ts'
import { flowsShown, rhythmShown } from './dashboard-view.ts'
import DashboardPanels from './DashboardPanels.svelte'
import { sayReport } from './report-text.ts'
import Functionality from '../cadence/Functionality.svelte'
import { RECOMMENDATION_STATES } from '../rules.ts'

process.env['PITSO_STRICT_WORDS'] = '1'

const named = (kind: string, reference: string, title: string) => ({
	id: `00000000-0000-7000-8000-${reference.padStart(12, '0')}`,
	kind,
	reference,
	title: { en: title },
	acronym: null
})
const committee = named('structure', 'committee', 'Committee on migration')
const level = (record: ReturnType<typeof named>) => ({ id: `${record.kind}:${record.id}`, record })
const ACTORS = Array.from({ length: 30 }, (_, index) =>
	named('actor', `actor-${String(index)}`, `Ministry ${String(90 - index)}`)
)

const dashboard: Dashboard = {
	day: '2026-03-02',
	structure: null,
	recommendations: RECOMMENDATION_STATES.map((state) => ({ state, total: 1 })),
	flows: ACTORS.map((actor, index) => ({
		from: level(committee),
		to: level(actor),
		became: 'accepted',
		total: index + 1
	})),
	waits: ACTORS.map((actor) => ({
		level: level(actor),
		answered: 3,
		median: 10,
		longest: 40,
		open: 1,
		since: '2026-01-01'
	})),
	sentWaits: [],
	actions: ACTORS.map((actor, index) => ({
		actor,
		late: index + 1,
		inTime: 1,
		submitted: 1,
		closedInTime: 1,
		closedLate: 1,
		cancelled: 1
	})),
	attendance: ACTORS.map((actor) => ({ actor, present: 2, apologies: 1, absent: 1, of: 4 })),
	meetings: [{ month: '2026-01', total: 2 }],
	rhythm: [
		{
			structure: committee,
			declared: 'active',
			functionality: 'never-met',
			judgedBy: [],
			restsOnInvented: true,
			awaits: false,
			proposes: 'needs-reactivation',
			reason: 'declared-active-but-asleep',
			years: [{ year: '2025', asked: 4, kept: 1 }],
			periods: []
		}
	]
}

function shown(whole: DashboardTable | null = null, language = 'en', of = dashboard) {
	const words = speak(catalogue, language, { timeZone: 'Africa/Harare' })
	const { body } = render(DashboardPanels, {
		props: { workspace: 'zwe', address: '/zwe/dashboard', dashboard: of, whole },
		context: new Map([[WORDS, words]])
	})
	return body.replaceAll(/<!--.*?-->/gs, '')
}
const rowsOf = (html: string) => [...html.matchAll(/<tr role="row">.*?<\/tr>/gs)].map(([row]) => row)

test('a dashboard shows the first rows of each table, and the whole of one that is asked for', () => {
	const page = shown()
	for (const table of DASHBOARD_TABLES.filter((one) => one !== 'sent' && one !== 'rhythm'))
		expect(page).toContain(`href="/zwe/dashboard?whole=${table}"`)
	expect(page).not.toContain('whole=rhythm')
	expect(rowsOf(shown('actions'))).toHaveLength(1 + ACTORS.length)
	expect(rowsOf(shown('actions')).length).toBeGreaterThan(ROWS_FIRST)
	expect(wholeTable(new URL('http://x/zwe/dashboard?whole=actions'))).toBe('actions')
	expect(wholeTable(new URL('http://x/zwe/dashboard?whole=everything'))).toBeNull()
})

test('at the head of a dashboard stands a link to each of its parts, and each table is folded under its picture', () => {
	const page = shown()
	const nav = /<nav class="on-this-page".*?<\/nav>/s.exec(page)?.[0] ?? ''
	const links = [...nav.matchAll(/href="#([a-z]+)"/g)].map(([, id]) => id)
	expect(links).toEqual([...page.matchAll(/<section class="panel" id="([a-z]+)"/g)].map(([, id]) => id))
	expect(page.indexOf(nav)).toBeLessThan(page.indexOf('<section'))
	const folded = [...page.matchAll(/<details class="folded-table"><summary>.*?<\/details>/gs)].map(([one]) => one)
	expect(folded).toHaveLength(page.match(/<svg role=/g)?.length ?? 0)
	for (const one of folded) expect(one).toMatch(/^<details class="folded-table"><summary>[^<]+<\/summary>.*<table/s)
	expect(shown('actions')).not.toContain('<details')
	expect(shown('actions')).not.toContain('on-this-page')
})

test('without a picture nothing is folded away', () => {
	const empty = { ...dashboard, actions: [], flows: [], waits: [] }
	const { body } = render(DashboardPanels, {
		props: { workspace: 'zwe', address: '/zwe/dashboard', dashboard: empty },
		context: new Map([[WORDS, speak(catalogue, 'en', { timeZone: 'Africa/Harare' })]])
	})
	const text = body.replaceAll(/<!--.*?-->/gs, '')
	const panel = /<section class="panel" id="actions".*?<\/section>/s.exec(text)?.[0] ?? ''
	expect(panel).toContain(speak(catalogue, 'en', { timeZone: 'UTC' }).t('dashboard.empty'))
	expect(panel).not.toContain('<details')
})

test.each([
	['en', 'July – September 2026 kept; October – December 2026 runs until 31 December 2026'],
	[
		'fr',
		'juillet – septembre 2026\u00a0: tenue\u202f; octobre – décembre 2026\u00a0: en cours jusqu’au 31 décembre 2026'
	],
	['pt', 'julho – setembro de 2026: cumprido; outubro – dezembro de 2026: em curso até 31 de dezembro de 2026']
])('beside what a structure does stands by which part of the year that is said, in %s', (language, sentence) => {
	const judgedBy = [
		{ from: '2026-07-01', to: '2026-09-30', state: 'kept' as const },
		{ from: '2026-10-01', to: '2026-12-31', state: 'running' as const }
	]
	const words = speak(catalogue, language, { timeZone: 'Africa/Harare' })
	const rhythm = dashboard.rhythm.map((one) => ({ ...one, functionality: 'active' as const, judgedBy }))
	const props = { workspace: 'zwe', address: '/zwe/dashboard', dashboard: { ...dashboard, rhythm } }
	const context = new Map([[WORDS, words]])
	const beside = render(Functionality, {
		props: { functionality: 'active', restsOnInvented: false, awaits: null, judgedBy },
		context
	})
	for (const { body } of [render(DashboardPanels, { props, context }), beside]) {
		const text = body.replaceAll(/<!--.*?-->/gs, '').replaceAll('\u2009', ' ')
		expect(text).toContain(sentence)
		expect(text.indexOf(words.t('cadence.functionality.active'))).toBeLessThan(text.indexOf(sentence))
	}
})

test('every figure of every table leads to the list behind it', () => {
	for (const table of ['flows', 'waits', 'actions', 'attendance'] as const)
		for (const row of rowsOf(shown(table)).slice(1))
			for (const [, cell = ''] of row.matchAll(/<td[^>]*class="numeric"[^>]*>(.*?)<\/td>/gs))
				expect(cell, table).toMatch(/<a href="\/zwe\/(?:recommendation|action|attendance)\?/)
})

test('nobody is ranked by what is late: actors stand in the order of their names', () => {
	const names = rowsOf(shown('actions'))
		.slice(1)
		.map((row) => /<th[^>]*>([^<]*)</.exec(row)?.[1] ?? '')
	expect(names).toEqual(names.toSorted((one, other) => one.localeCompare(other, 'en')))
})

test.each([
	['en', 'It is declared active, but does not meet. Proposed status: Needs reactivation.'],
	['fr', 'Elle est déclarée active, mais ne se réunit pas. Statut proposé'],
	['pt', 'Está declarada ativa, mas não se reúne. Estatuto proposto']
])('a disagreement is said in a sentence in %s', (language, sentence) => {
	expect(shown(null, language)).toContain(sentence)
})

test('what still waits stands beside what was answered, each in words of its own', () => {
	const waits = rowsOf(shown('waits'))
	expect(waits[0]).toContain('Answered: longest wait (days)')
	expect(waits[0]).toContain('Still waiting: longest so far (days)')
	// From the first of January to the second of March.
	expect(waits[1]).toMatch(/>40<.*>1<.*>60<.*>1 January 2026</s)
	expect(shown()).toContain('10 / 40 / 60')
})

test('what a structure does is said in the words of its own page, and marked where it rests on invented meetings', () => {
	const [, row] = rowsOf(shown('rhythm'))
	expect(row).toContain('Never met')
	expect(row).toContain('Invented for demonstration')
})

test('what is proposed to be declared is marked where it rests on invented meetings, and nowhere else', () => {
	const proposed = (restsOnInvented: boolean) => {
		const rhythm = dashboard.rhythm.map((one) => ({ ...one, restsOnInvented }))
		return /<div class="notice.*?Proposed status.*?<\/div>\s*<\/div>/s.exec(
			shown(null, 'en', { ...dashboard, rhythm })
		)?.[0]
	}
	expect(proposed(true)).toContain('Invented for demonstration')
	expect(proposed(false)).toContain('Proposed status')
	expect(proposed(false)).not.toContain('Invented for demonstration')
})

test('an actor of whom all was cancelled has no empty bar in the picture, and stands in the table', () => {
	const [first] = dashboard.actions
	if (!first?.actor) throw new Error('an actor')
	const none = { late: 0, inTime: 0, submitted: 0, closedInTime: 0, closedLate: 0, cancelled: 2 }
	const html = shown(null, 'en', { ...dashboard, actions: [{ ...first, ...none }, ...dashboard.actions.slice(1, 3)] })
	const panel = /<section class="panel" id="actions".*?<\/section>/s.exec(html)?.[0] ?? ''
	const picture = /<svg role=.*?<\/svg>/s.exec(panel)?.[0] ?? ''
	const name = first.actor.acronym ?? first.actor.title['en'] ?? ''
	expect(picture).not.toContain(name)
	expect(panel.replace(picture, '')).toContain(name)
})

test('a dashboard says at its head that some of what it counts is invented, where any meeting is', () => {
	const said = 'Some of what is counted here is invented for demonstration.'
	const real = { ...dashboard, rhythm: dashboard.rhythm.map((one) => ({ ...one, restsOnInvented: false })) }
	expect(shown().indexOf(said)).toBeGreaterThan(-1)
	expect(shown().indexOf(said)).toBeLessThan(shown().indexOf('<section'))
	expect(shown('actions')).toContain(said)
	expect(shown(null, 'en', real)).not.toContain(said)
})

test('the states of recommendations stand under the word for a state', () => {
	expect(shown()).toMatch(/<table class="bars">.*?<th scope="col">State<\/th>/s)
})

test('what awaits its first meeting since it was activated is nowhere said to meet as required', () => {
	const awaiting = { functionality: 'active' as const, awaits: true }
	const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
	const rhythm = dashboard.rhythm.map((one) => ({ ...one, ...awaiting }))
	const { rows } = rhythmShown({ words, workspace: 'zwe', dashboard: { ...dashboard, rhythm } })
	const figures = {
		day: '2026-03-31',
		countedFor: ['workspace'],
		restsOnInvented: false,
		meetings: [],
		recommendations: { made: 0, answered: 0, median: null, longest: null, waiting: 0, longestWaiting: null },
		levels: [],
		flows: [],
		decisions: { total: 0, first: [] },
		actions: [],
		attendance: [],
		functionality: [{ structure: committee, declared: 'proposed' as const, ...awaiting, proposes: 'active' as const }]
	}
	const said = sayReport(words, { figures, language: 'en', sections: [{ code: 'functionality', texts: [] }] })
	const { body } = render(Functionality, {
		props: {
			functionality: 'active',
			judgedBy: [],
			restsOnInvented: false,
			awaits: { since: '2026-03-01', by: '2026-05-30' }
		},
		context: new Map([[WORDS, words]])
	})
	for (const one of [JSON.stringify(rows), JSON.stringify(said), body]) {
		expect(one).toContain(words.t('cadence.awaits'))
		expect(one).not.toContain(words.t('cadence.functionality.active'))
	}
})

test('how many wait for acceptance reads as well of one as of several', () => {
	const [heads] = rowsOf(shown('actions'))
	expect(heads).toContain('Awaiting acceptance')
	expect(heads).not.toMatch(/\bWaits? for acceptance/)
})

test('what came from outside any structure leads to the list of exactly that', () => {
	const flows = [{ from: { id: '', record: null }, to: level(committee), became: 'waiting' as const, total: 2 }]
	const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
	const [row] = flowsShown({ words, workspace: 'zwe', dashboard: { ...dashboard, flows } }).rows
	expect(row?.href).toContain('filter%5BhopOutside%5D=true')
	expect(row?.href).not.toContain('hopFrom')
})
