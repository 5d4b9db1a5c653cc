import { expect, test } from 'vitest'
import Facts from './Facts.svelte'
import HistoryList from './HistoryList.svelte'
import Notice from './Notice.svelte'
import OriginMark from './OriginMark.svelte'
import PageHeader from './PageHeader.svelte'
import Problem from './Problem.svelte'
import StatusBadge from './StatusBadge.svelte'
import Timeline from './Timeline.svelte'
import { icons, statusIcon } from './icons.ts'
import { show } from './show.testing.ts'
import type { Status } from './types.ts'

const statuses: readonly Status[] = [
	'proposed',
	'being-established',
	'active',
	'ad-hoc-idle',
	'ad-hoc-activated',
	'needs-reactivation',
	'dissolved'
]

test('each declared status has words and a shape of its own', () => {
	expect(new Set(statuses.map((status) => show(StatusBadge, { status }).text)).size).toBe(statuses.length)
	expect(new Set(statuses.map((status) => JSON.stringify(icons[statusIcon(status)]))).size).toBe(statuses.length)
})

test('a reference is cited with its year, and what is invented says so', () => {
	expect(show(OriginMark, { origin: 'reference', source: 'zwe-tna, Table 2', year: 2018 }).text).toBe(
		'Reference: zwe-tna, Table 2 (2018)'
	)
	// A citation that names its year is not told it twice.
	expect(show(OriginMark, { origin: 'reference', source: 'Assessment (2018), 3.1', year: 2018 }).text).toBe(
		'Reference: Assessment (2018), 3.1'
	)
	expect(show(OriginMark, { origin: 'invented' }).text).toBe('Invented for demonstration')
})

test('a fact without a value reads as not stated', () => {
	const items = [
		{ label: 'Legal basis', value: null },
		{ label: 'Areas', value: [] },
		{ label: 'Chair', value: { href: '/zwe/actors/zwe-mofa', label: 'Foreign Affairs' } }
	]
	const { text, html } = show(Facts, { items })
	expect(text).toBe('Legal basis Not stated Areas Not stated Chair Foreign Affairs')
	expect(html).toContain('<a href="/zwe/actors/zwe-mofa">Foreign Affairs</a>')
})

test('the title of a page is its one first heading, with the acronym', () => {
	const { html, text } = show(PageHeader, { title: 'Committee on Migration', acronym: 'IMCM', key: 'zwe-imcm' })
	expect(html.match(/<h1/g)).toHaveLength(1)
	expect(text).toBe('Committee on Migration (IMCM) zwe-imcm')
})

test('an error is announced as an alert, a success as a status', () => {
	expect(show(Notice, { tone: 'error', text: 'Refused' }).html).toContain('role="alert"')
	expect(show(Notice, { tone: 'success', text: 'Saved' }).html).toContain('role="status"')
	expect(show(Notice, { tone: 'success', text: 'Saved' }).html).not.toContain('autofocus')
	expect(show(Notice, { tone: 'success', text: 'Saved', first: true }).html).toMatch(/tabindex="-1" autofocus/)
})

test('what a source states without a date stands in a place of its own', () => {
	const entries = [
		{ title: 'Established', when: '2010' },
		{ title: 'Operational', source: 'zwe-tna', year: 2018 },
		{ title: 'Chaired by Foreign Affairs', source: 'zwe-tna', year: 2018 }
	]
	const { text } = show(Timeline, { label: 'Timeline', entries })
	expect(text).toBe(
		'2010 Established Date not known; as stated in zwe-tna, 2018 Operational Chaired by Foreign Affairs'
	)
})

test('history tells who, when and what was before and after', () => {
	const changes = [{ label: 'Declared status', before: 'Proposed', after: 'Active' }]
	const event = { id: '1', at: '2026-01-20T09:30:00Z', by: 'The secretariat', operation: 'Changed the status', changes }
	const { text } = show(HistoryList, { events: [event] })
	expect(text).toContain('20 January 2026')
	expect(text).toContain('The secretariat')
	expect(text).toContain('Declared status Proposed Active')
})

test('a problem names the rule and a way out', () => {
	const ways = [{ href: '/zwe', label: 'Back to Zimbabwe' }]
	const { text } = show(Problem, { status: 403, title: 'You may not do this', rule: 'Only the secretariat may.', ways })
	expect(text).toContain('The rule: Only the secretariat may.')
	expect(text).toContain('Back to Zimbabwe')
})
