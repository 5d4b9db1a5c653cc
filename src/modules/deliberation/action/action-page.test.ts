import { expect, test } from 'vitest'
import { catalogue } from '../../../words.ts'
import { speak } from '#platform/languages/words.ts'
import { whoAccepts } from './action-page.ts'

const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
const reference = (kind: string, en: string) => ({ id: en, kind, reference: en, title: { en }, acronym: null })
const structure = reference('structure', 'Coordination Committee')
const secretary = reference('actor', 'Workers Union')

test('the page of an action says who accepts what is handed in, and in whose place, until it is over', () => {
	const told = (more: object) =>
		whoAccepts(words, { acceptedBy: { secretary, isInPlace: false }, structure, progress: 'submitted', ...more })
	expect(told({})).toBe('The secretary of Coordination Committee: Workers Union')
	expect(told({ acceptedBy: { secretary, isInPlace: true } })).toBe(
		'The secretariat of the workspace, in place of the secretary of Coordination Committee, Workers Union, which has no seat in the workspace'
	)
	// A structure or an actor that the reader does not see is not named.
	expect(told({ structure: null })).toBe('The secretary of the structure: Workers Union')
	expect(told({ structure: null, acceptedBy: { secretary, isInPlace: true } })).not.toContain('Committee')
	expect(told({ acceptedBy: { secretary: null, isInPlace: false } })).toBe('The secretary of the structure')
	expect(told({ acceptedBy: { secretary: null, isInPlace: true } })).toBe('The secretariat of the workspace')
	expect(told({ progress: 'closed' })).toBeNull()
	expect(told({ acceptedBy: null })).toBeNull()
})
