import { expect, test } from 'vitest'
import ChartFigure from './ChartFigure.svelte'
import { show } from './show.testing.ts'

const drawing = {
	width: 100.04,
	height: 40,
	shapes: [
		{ type: 'band', d: 'M0 0L100 0', width: 4, tone: 'wait' },
		{ type: 'rect', x: 0, y: 0, width: 12, height: 40, tone: 'good' },
		{ type: 'text', x: 20, y: 12, text: 'Senior <committee>', anchor: 'start' }
	]
} as const

test('a chart says in words what it shows, its colours have names, and nothing in it is styled inline or scripted', () => {
	const { html, text } = show(ChartFigure, {
		title: 'Flows',
		label: 'Two flows between levels',
		drawing,
		legend: [{ tone: 'good', label: 'Accepted' }]
	})
	expect(html).toMatch(/<svg role="img" aria-label="Two flows between levels" width="100" height="40"/)
	expect(text).toContain('Accepted')
	expect(html).toContain('Senior &lt;committee>')
	expect(html).toContain('tabindex="0"')
	expect(html).not.toMatch(/style=|<script|onload/)
})

test('a chart of nothing draws nothing, nor says what its colours would mean', () => {
	const { html } = show(ChartFigure, {
		title: 'Flows',
		label: 'No flow',
		drawing: { width: 1, height: 1, shapes: [] },
		legend: [{ tone: 'good', label: 'Accepted' }]
	})
	expect(html).not.toContain('role="img"')
	expect(html).not.toContain('Accepted')
})
