import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { pointer, Problem, problemDocument } from './problem.server.ts'
import { absent, forbidden, invalid } from './refusal.ts'

const words = speak(
	{
		en: {
			'problem.absent': 'Not found',
			'problem.forbidden': 'Not for your seat',
			'problem.invalid': 'Something does not fit',
			'problem.method': 'Not with this method',
			'problem.defect': 'Something went wrong',
			'problem.defect.what': 'A fault of Pitso.',
			'refusal.platform.no-such-record': 'There is no {kind} “{reference}”.',
			'refusal.platform.not-allowed': 'Your seat may not.',
			'refusal.platform.invalid-input': 'Each place is named.',
			'refusal.platform.field.too-long': 'At most {most, number} characters.',
			'refusal.api.wrong-method': 'It takes {allow}.',
			'allow.actor.change': 'The secretariat may.'
		}
	},
	'en'
)

test('a refusal is told with its status, code and sentence', () => {
	expect(problemDocument(absent('platform.no-such-record', { kind: 'actor', reference: 'x' }), words, '1')).toEqual({
		type: '/api#problem-absent',
		title: 'Not found',
		status: 404,
		detail: 'There is no actor “x”.',
		code: 'platform.no-such-record'
	})
})

test('each fault of an input has a pointer to its place', () => {
	const issue = { path: ['choices', 0, 'a/b~c'], code: 'platform.field.too-long', params: { most: 1200 } }
	expect(problemDocument(invalid([issue]), words, '1')).toMatchObject({
		status: 422,
		errors: [{ pointer: '/choices/0/a~1b~0c', code: 'platform.field.too-long', detail: 'At most 1,200 characters.' }]
	})
})

test('the whole input is the empty pointer', () => {
	expect(pointer([])).toBe('')
})

test('what is forbidden names who may', () => {
	const document = problemDocument(forbidden('platform.not-allowed', { operation: 'actor.change' }), words, '1')
	expect(document).toMatchObject({ status: 403, rule: 'The secretariat may.' })
})

test('a wrong request has a status of its own', () => {
	expect(
		problemDocument(new Problem('method', 'api.wrong-method', { params: { allow: 'POST' } }), words, '1')
	).toMatchObject({
		status: 405,
		detail: 'It takes POST.'
	})
})

test('a defect tells its reference and nothing of itself', () => {
	const document = problemDocument(new Error('password of the database'), words, '7f0c')
	expect(document).toMatchObject({ status: 500, instance: 'urn:uuid:7f0c' })
	expect(JSON.stringify(document)).not.toContain('password')
})
