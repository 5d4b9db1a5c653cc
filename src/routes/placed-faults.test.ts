import { fail, isActionFailure } from '@sveltejs/kit'
import { expect, test } from 'vitest'
import type { FormFailure } from './face.server.ts'
import { withPlacedFaults } from './placed-faults.server.ts'

const refused: FormFailure = {
	action: 'default',
	kind: 'invalid',
	code: 'platform.invalid-input',
	params: {},
	message: 'Something is missing.',
	issues: [{ path: ['parties', 1], code: 'instruments.agreement-party-twice', message: 'Twice.' }],
	values: { subject: 'labour' },
	formed: null,
	chosen: {}
}

test('a fault that is put at its field stays the failure of a form, with what was typed', async () => {
	const body = new FormData()
	body.set('place', 'party:1:name')
	const act = withPlacedFaults(
		async (event: { request: Request }) => {
			// The action reads the form as well: each has its own copy.
			await event.request.formData()
			return fail(422, { failure: refused })
		},
		(issues, form) =>
			issues.map((issue) => ({
				...issue,
				path: form.getAll('place').flatMap((place) => (typeof place === 'string' ? place : []))
			}))
	)
	const answer = await act({ request: new Request('http://pitso.example/', { method: 'POST', body }) })
	expect(isActionFailure(answer)).toBe(true)
	expect(answer.status).toBe(422)
	expect(answer.data.failure).toMatchObject({
		values: { subject: 'labour' },
		issues: [{ path: ['party:1:name'], code: 'instruments.agreement-party-twice' }]
	})
})
