import { expect, test } from 'vitest'
import Bars from './Bars.svelte'
import StackedBar from './StackedBar.svelte'
import StructureMap from './map/StructureMap.svelte'
import ThemeMatrix from './matrix/ThemeMatrix.svelte'
import { shownColumns, strongest } from './matrix/matrix.ts'
import { show } from './show.testing.ts'

const nodes = [
	{
		id: 'a',
		label: 'Committee on Migration',
		acronym: 'IMCM',
		href: '/a',
		kind: 'Committee',
		level: 'technical',
		status: 'active'
	},
	{
		id: 'b',
		parent: 'a',
		label: 'Directorate',
		href: '/b',
		kind: 'Directorate',
		level: 'secretariat',
		status: 'proposed'
	},
	{
		id: 'c',
		parent: 'a',
		label: 'Trade Unions',
		href: '/c',
		kind: 'Trade union',
		level: 'actor',
		group: 'Outside the State'
	}
] as const

test('the map is a list of links, each named with its status', () => {
	const { html } = show(StructureMap, { title: 'Structures', nodes })
	expect(html).toContain('role="list"')
	expect(html.match(/role="listitem"/g)).toHaveLength(3)
	expect(html).toContain('<a href="/a" aria-label="Committee on Migration (IMCM) Active; Committee">')
})

test('the map scrolls by keyboard and has a list and a table behind it', () => {
	const { html } = show(StructureMap, { title: 'Structures', nodes })
	expect(html).toMatch(/class="map-frame" role="region" aria-label="[^"]+" tabindex="0"/)
	expect(html).toContain('aria-label="Structures, as a list"')
	expect(html).toMatch(/<details><summary>The same as a table<\/summary>.*<table/)
})

const areas = [
	{ key: 'labour', label: 'Labour migration' },
	{ key: 'data', label: 'Migration data' }
]
const columns = [
	{ key: 'moha', label: 'Ministry of Home Affairs', short: 'MoHA' },
	{ key: 'zimstat', label: 'Statistics Agency' }
]
const marks = [
	{ area: 'labour', column: 'moha', mark: 'deals' },
	{ area: 'labour', column: 'moha', mark: 'lead' },
	{ area: 'data', column: 'zimstat', mark: 'sits' }
] as const
const findings = [{ area: 'data', label: 'No actor leads this area', tone: 'error' }] as const
const address = new URL('https://pitso.example/zwe/matrix')

test('the matrix says each mark and each finding in words', () => {
	const { text, html } = show(ThemeMatrix, { caption: 'Coverage', areas, columns, marks, findings, address })
	expect(text).toContain('Migration data No actor leads this area')
	expect(html).toContain('<span class="unseen">Leads</span>')
	expect(html).toContain('MoHA<span class="unseen">: Ministry of Home Affairs</span>')
})

test('the strongest mark of a cell is shown', () => {
	expect([...strongest(marks).values()]).toEqual(['lead', 'sits'])
})

test('too many columns give way to those with most marks, and a choice comes before that', () => {
	expect(shownColumns(columns, marks, address, 1).map(({ key }) => key)).toEqual(['moha'])
	const chosen = new URL('https://pitso.example/zwe/matrix?column=zimstat')
	expect(shownColumns(columns, marks, chosen, 1).map(({ key }) => key)).toEqual(['zimstat'])
})

test('bars have their numbers in a table', () => {
	const { text, html } = show(Bars, {
		caption: 'Members',
		valueLabel: 'Number',
		rows: [{ label: 'Ministries', value: 8 }]
	})
	expect(text).toContain('Ministries 8')
	expect(html).toContain('<th scope="row">Ministries</th>')
	expect(
		show(StackedBar, {
			caption: 'By status',
			valueLabel: 'Structures',
			parts: [{ label: 'Active', value: 3, status: 'active' }]
		}).text
	).toContain('Active 3')
})
