import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '../../../words.ts'
import { procedureEnds } from '../decision/decision-page.ts'
import { minutesFields, openingFields, outcomeAudienceField } from './procedure-fields.ts'

const words = speak(catalogue, 'en')
const asked = { languages: ['en'], zone: 'Africa/Harare', deadline: '2026-03-16', earliest: null }

test('minutes that are put to the members bring their title, text and first possible deadline along', () => {
	const minutes = { name: 'First meeting', day: '2026-02-02', language: 'en' }
	const fields = minutesFields(words, { ...asked, earliest: '2026-03-16', minutes })
	expect(fields.map(({ name }) => name)).toEqual(['title', 'text', 'language', 'deadline', 'audience'])
	expect(fields.map(({ value }) => value).slice(0, 2)).toEqual([
		'Minutes of First meeting',
		'The minutes of “First meeting”, held on 2 February 2026, are adopted as circulated.'
	])
	const deadline = fields.find(({ name }) => name === 'deadline')
	expect(deadline).toMatchObject({ value: '2026-03-16', min: '2026-03-16' })
	expect(deadline?.hint).toContain('Africa/Harare')
	expect(deadline?.hint).toContain('16 March 2026')
})

test('the form takes what the address gives, and binds the deadline to no rule before the structure is known', () => {
	const choosing = { structures: [], addressees: [], actors: [], meetings: [] }
	const fields = openingFields(words, { ...asked, ...choosing, given: { structure: 'committee', subject: 'minutes' } })
	const valueOf = (name: string) => fields.find((field) => field.name === name)
	expect(valueOf('subject')?.value).toBe('minutes')
	expect(valueOf('structure')?.value).toBe('committee')
	expect(valueOf('deadline')?.min).toBeUndefined()
	expect(valueOf('structure')?.required).toBe(true)
	// What one subject alone asks for stands under its heading.
	expect(
		['meeting', 'effect', 'addresseeActor', 'addresseeStructure'].map((name) => valueOf(name)?.group?.legend)
	).toEqual([
		'Only for the minutes of a meeting',
		'Only for a decision',
		'Only for a recommendation',
		'Only for a recommendation'
	])
})

test('an open procedure that takes no more answers says what it waits for', () => {
	const open = { standing: 'open', deadlineDay: '2026-03-16', ballot: { entitled: 3, silent: 1 } } as const
	const ends = (more: object = {}, today = '2026-03-16') => procedureEnds(words, { ...open, today, ...more })
	expect(ends()).toBeNull()
	expect(ends({}, '2026-03-17')).toContain('deadline has passed')
	expect(ends({ ballot: { entitled: 3, silent: 0 } })).toContain('Every full member has answered')
	expect(ends({ ballot: { entitled: 0, silent: 0 } })).toBeNull()
	expect(ends({ standing: 'closed' }, '2026-03-17')).toBeNull()
})

test('closing a procedure lets nobody else read what comes of it unless somebody chooses so', () => {
	const field = outcomeAudienceField(words)
	expect(field.value).toBeUndefined()
	expect(field.required).toBeUndefined()
	expect(field.empty).toBe('Whoever sees this procedure')
	expect(field.hint).toContain('stays with them')
})
