import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { WORDS } from '#ui/words.ts'
import { catalogue } from '#words'
import type { Dashboard } from './dashboard-outputs.ts'
import { DASHBOARD_TABLES, ROWS_FIRST, wholeTable, type DashboardTable } from './dashboard-tables.ts'
import { flowsShown } from './dashboard-view.ts'
import DashboardPanels from './DashboardPanels.svelte'
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
			restsOnInvented: true,
			awaits: false,
			proposes: 'needs-reactivation',
			reason: 'declared-active-but-asleep',
			years: [{ year: '2025', asked: 4, kept: 1 }],
			periods: []
		}
	]
}

function shown(whole: DashboardTable | null = null, language = 'en') {
	const words = speak(catalogue, language, { timeZone: 'Africa/Harare' })
	const { body } = render(DashboardPanels, {
		props: { workspace: 'zwe', address: '/zwe/dashboard', dashboard, whole },
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

test('what came from outside any structure leads to the list of exactly that', () => {
	const flows = [{ from: { id: '', record: null }, to: level(committee), became: 'waiting' as const, total: 2 }]
	const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
	const [row] = flowsShown({ words, workspace: 'zwe', dashboard: { ...dashboard, flows } }).rows
	expect(row?.href).toContain('filter%5BhopOutside%5D=true')
	expect(row?.href).not.toContain('hopFrom')
})
