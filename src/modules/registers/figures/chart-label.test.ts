import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '#words'
import { chartLabel } from './chart-label.ts'

const bars = (count: number) =>
	Array.from({ length: count }, (_one, index) => ({
		label: `B${String(index)}`,
		value: index,
		said: `${String(index)} kg`
	}))

test('a chart is told bar by bar to whoever does not see it', () => {
	expect(chartLabel(speak(catalogue, 'en'), 'By kind', bars(3))).toBe(
		'By kind: B0: 0 kg, B1: 1 kg and B2: 2 kg. The table below says the same.'
	)
	expect(chartLabel(speak(catalogue, 'fr'), 'Par genre', bars(2))).toContain('B0 : 0 kg et B1 : 1 kg')
})

test('of many bars the longest are told, and how many there are', () => {
	const told = chartLabel(speak(catalogue, 'en'), 'By kind', bars(20))
	expect(told).toMatch(/^By kind: 20 bars, the longest of them B19: 19 kg, B18: 18 kg/)
	expect(told).not.toContain('B3: 3 kg')
})

test('a chart of nothing is called by its title alone', () => {
	expect(chartLabel(speak(catalogue, 'pt'), 'Por género', [])).toBe('Por género')
})
