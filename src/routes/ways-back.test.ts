import { expect, test } from 'vitest'
import { catalogue } from '#words'
import { speak } from '#platform/languages/words.ts'
import { waysBack } from './ways-back.ts'

const words = speak(catalogue, 'en')
const from = (address: string) =>
	waysBack(words, new URL(address, 'https://pitso.example')).map(({ href, label }) => `${href} ${label}`)

test('a page of a record that refuses leads back to the record and to the list of its kind', () => {
	expect(from('/zwe/recommendation/ZWE-REC-2025-101/answer')).toEqual([
		'/zwe/recommendation/ZWE-REC-2025-101 Back to ZWE-REC-2025-101',
		'/zwe/recommendation Recommendations'
	])
	expect(from('/zwe/recommendation/new')).toEqual(['/zwe/recommendation Recommendations'])
})

test('a record without a number of its own is called by its kind', () => {
	expect(from('/zwe/actor/01890000-0000-7000-8000-000000000000/change')[0]).toBe(
		'/zwe/actor/01890000-0000-7000-8000-000000000000 Back to Actor'
	)
})

test('a list narrowed by what cannot be looked for leads to the list as it stands', () => {
	expect(from('/zwe/meeting?filter[from]=soon')).toEqual(['/zwe/meeting Meetings'])
	expect(from('/zwe/register/training/board?from[places]=many')[0]).toBe(
		'/zwe/register/training?view=all Back to training'
	)
})

test('a page of an entry leads back to the entry, its register and all registers', () => {
	expect(from('/zwe/register/training/ZWE-TRN-2026-001/change').map((way) => way.split(' ')[0])).toEqual([
		'/zwe/register/training/ZWE-TRN-2026-001',
		'/zwe/register/training?view=all',
		'/zwe/register'
	])
})

test('a page that is about no record leads nowhere of its own', () => {
	expect(from('/zwe/search?q=x')).toEqual([])
	expect(from('/')).toEqual([])
})
