import { expect, test } from 'vitest'
import { catalogue } from '#words'
import { speak } from '#platform/languages/words.ts'
import { answeredWhere, answerFailure, answerFields, type Places } from './answer-fields.ts'
import { changedRecord, linkableKinds } from './changed-record.ts'
import { addressed } from './finding.ts'
import { lackingIn, whyNotAnswerThere } from './recommendation-rules.ts'

const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
const record = (kind: string, reference: string) => ({
	id: reference,
	kind,
	reference,
	title: { en: `The ${kind}` },
	acronym: null
})
const places: Places = {
	level: 'structure',
	meetings: [{ record: record('meeting', 'ZWE-MTG-2026-001'), day: '2026-02-01' }],
	decisions: [{ record: record('decision', 'ZWE-DEC-2026-001'), day: '2026-02-01' }],
	procedures: [{ record: record('written-procedure', 'ZWE-WPR-2026-001'), day: '2026-02-02' }]
}
const formOf = (values: Record<string, string>) => {
	const form = new FormData()
	for (const [name, value] of Object.entries(values)) form.set(name, value)
	return form
}

test('each place a structure is offered is read as what it is', () => {
	const field = answerFields(words, places, { today: '2026-03-02', languages: ['en'] }).find(
		({ name }) => name === 'meeting'
	)
	expect(field?.required).toBe(true)
	const read = field?.options?.map(({ value }) => answeredWhere(formOf({ meeting: value })))
	expect(read).toEqual([
		{ meeting: 'ZWE-MTG-2026-001' },
		{ meeting: undefined, decision: 'ZWE-DEC-2026-001' },
		{ meeting: undefined, writtenProcedure: 'ZWE-WPR-2026-001' }
	])
	expect(field?.options?.map(({ label }) => label.split(' of ')[0])).toContain('Meeting')
	expect(answeredWhere(formOf({}))).toEqual({ meeting: undefined })
})

test('an actor is asked for its text instead, and what lies at several levels for neither', () => {
	const names = (level: Places['level']) =>
		answerFields(words, { ...places, level }, { today: '2026-03-02', languages: ['en'] }).map(({ name }) => name)
	expect(names('actor')).toEqual(['answer', 'reasons', 'basis', 'day'])
	expect(names('mixed')).toEqual(['answer', 'reasons', 'day'])
})

test('what is wrong with a decision or a procedure stands at the list it was chosen from', () => {
	const issues = [
		{ path: ['decision'], code: 'a' },
		{ path: ['writtenProcedure'], code: 'b' },
		{ path: ['reasons'], code: 'c' }
	]
	const failure = answerFailure({ kind: 'invalid', issues, values: {} })
	expect(failure?.issues?.map(({ path }) => path[0])).toEqual(['meeting', 'meeting', 'reasons'])
	expect(answerFailure(null)).toBeNull()
})

test('a structure says where it decided, an actor by which text', () => {
	const why = (isStructure: boolean, isDecided: boolean, hasBasis: boolean) =>
		whyNotAnswerThere({ isStructure, isDecided, hasBasis })
	expect(why(true, true, false)).toBeNull()
	expect(why(true, false, true)).toBe('deliberation.recommendation-answer-without-place')
	expect(why(false, false, true)).toBeNull()
	expect(why(false, true, false)).toBe('deliberation.recommendation-answer-without-text')
})

test('what lacked its addressee or its area before may go on lacking it, and nothing is taken away', () => {
	const none = { addresseeActorId: null, addresseeStructureId: null, inWords: null, areas: 0 }
	const whole = { ...none, addresseeActorId: 'one', areas: 2 }
	const fields = (...given: Parameters<typeof lackingIn>) => lackingIn(...given).map(({ field }) => field)
	expect(fields(none, { isOfStructure: true })).toEqual(['addresseeActor', 'areas'])
	expect(fields(none, { isOfStructure: true, before: none })).toEqual([])
	expect(fields(none, { isOfStructure: true, before: whole })).toEqual(['addresseeActor', 'areas'])
	expect(fields(whole, { isOfStructure: true })).toEqual([])
	expect(fields({ ...whole, addresseeActorId: null, inWords: 'All' }, { isOfStructure: true })).toEqual([
		'addresseeActor'
	])
	expect(fields({ ...whole, addresseeActorId: null, inWords: 'All' }, { isOfStructure: false })).toEqual([])
})

test('a record that changed is read with its kind, and no agenda item is one', () => {
	expect(changedRecord(formOf({ to: 'structure:zwe-imcm' }))).toEqual({ toKind: 'structure', to: 'zwe-imcm' })
	expect(changedRecord(formOf({ to: 'nonsense' }))).toEqual({})
	expect(linkableKinds(['structure', 'agenda-item', 'area'])).toEqual(['structure', 'area'])
})

test('a form comes back to the choices that were looked for', () => {
	expect(addressed('')).toBe('?')
	expect(addressed('one & two')).toBe('?find=one+%26+two')
})
