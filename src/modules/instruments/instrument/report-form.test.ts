import { expect, test } from 'vitest'
import { recommendedCount, recommendedIn, RECOMMENDED_MOST } from './report-form.ts'

test('concluding observations have fields for as many recommendations as are asked for', () => {
	expect(['30', null, '0', 'many', '101'].map(recommendedCount)).toEqual([30, 8, 8, 8, 8])
})

test('every recommendation that was filled in is entered, however far down it stands', () => {
	const form = new FormData()
	form.set('recommendations:0:title', 'Ratify')
	form.set(`recommendations:${String(RECOMMENDED_MOST - 1)}:title`, 'Report again')
	form.set(`recommendations:${String(RECOMMENDED_MOST - 1)}:area`, 'labour-migration')

	expect(recommendedIn(form)).toEqual([
		{ title: 'Ratify', text: '', areas: [] },
		{ title: 'Report again', text: '', areas: ['labour-migration'] }
	])
})
