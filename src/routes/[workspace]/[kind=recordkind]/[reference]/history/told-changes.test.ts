import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '../../../../../words.ts'
import { tellChanges } from './told-changes.ts'

const words = speak(catalogue, 'en')
const iom = {
	id: '0190b3a0-0000-7000-8000-000000000001',
	title: { en: 'International Organization for Migration' },
	acronym: 'IOM'
}

test('a change is told with the names of the records it joins, not with their identifiers', () => {
	const change = { table: 'structure', field: 'chair_actor_id', before: null, after: iom.id }
	expect(tellChanges(words, [change], [iom])).toEqual([
		{ label: 'Chair', before: null, after: 'International Organization for Migration (IOM)' }
	])
})

test('a record the reader may not see is told as one, and its identifier is not', () => {
	const [told] = tellChanges(words, [{ table: 'structure', field: 'chair_actor_id', before: null, after: iom.id }], [])
	expect(told?.after).toBe(words.t('page.history.unseen'))
})

test('choices, days and names are told as people say them', () => {
	const told = tellChanges(
		words,
		[
			{ table: 'structure', field: 'declared_status', before: 'active', after: 'needs-reactivation' },
			{ table: 'membership', field: 'from_day', before: null, after: '2026-01-31' },
			{ table: 'record', field: 'title', before: { en: 'Old' }, after: { en: 'New' } },
			{ table: 'record', field: 'audience', before: ['public'], after: ['workspace'] }
		],
		[]
	)
	expect(told.map(({ before, after }) => [before, after])).toEqual([
		['Active', 'Needs reactivation'],
		[null, '31 January 2026'],
		['Old', 'New'],
		['Everybody', 'Everybody with a seat in this workspace']
	])
})

test('what only the machine needs is not told', () => {
	expect(tellChanges(words, [{ table: 'record', field: 'version', before: 1, after: 2 }], [])).toEqual([])
})
