import { type ActionFailure, fail } from '@sveltejs/kit'
import type { FormFailure } from './face.server.ts'

type Issues = FormFailure['issues']

/**
 * A form action whose faults are told at the fields they were typed in, where a page reads its form otherwise than field by field.
 * What comes back is a failure again: anything else would be taken for an answer, and the form stand empty without a word.
 */
export const withPlacedFaults =
	<Event extends { request: Request }>(
		act: (event: Event) => Promise<ActionFailure<{ failure: FormFailure }>>,
		place: (issues: Issues, form: FormData) => Issues
	) =>
	async (event: Event) => {
		const form = await event.request.clone().formData()
		const { status, data } = await act(event)
		return fail(status, { failure: { ...data.failure, issues: place(data.failure.issues, form) } })
	}
