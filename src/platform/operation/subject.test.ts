import { expect, test } from 'vitest'
import { z } from 'zod'
import { Clearable, Day, Identifier, Key, Reference, Text } from './fields.ts'
import { subjectOf } from './subject.server.ts'

const schema = z.strictObject({
	record: Reference,
	seat: Key.optional(),
	file: Identifier.optional(),
	kind: z.enum(['actor', 'structure']).optional(),
	day: Day.optional(),
	parent: Clearable(Reference),
	words: Text(100).optional(),
	name: z.union([Text(100), z.record(z.string(), Text(100))]).optional(),
	email: z.email().optional(),
	note: z.string().max(20).optional()
})

test('what names a thing enters the log', () => {
	expect(
		subjectOf(schema, {
			record: 'ZWE-REC-2026-014',
			seat: 'member',
			file: '01900000-0000-7000-8000-00000000dead',
			kind: 'actor',
			parent: 'labour'
		})
	).toBe('record=ZWE-REC-2026-014 seat=member file=01900000-0000-7000-8000-00000000dead kind=actor parent=labour')
})

test('what somebody typed does not, however it looks', () => {
	const typed = { words: 'Tendai', name: 'Tendai', email: 'tendai@interior.example', note: 'Tendai', Tendai: 'Tendai' }
	expect(subjectOf(schema, typed)).toBeNull()
	expect(subjectOf(schema, { record: 'Tendai Moyo' })).toBeNull()
	expect(subjectOf(schema, 'Tendai')).toBeNull()
	expect(subjectOf(schema, { record: { $ne: 'Tendai' } })).toBeNull()
})

test('an input of several forms is read in each of them', () => {
	const either = z.union([z.strictObject({ actor: Key }), z.strictObject({ structure: Key, text: Text(10) })])
	expect(subjectOf(either, { structure: 'committee', text: 'Tendai' })).toBe('structure=committee')
})
