import type { FormFailure, Issue } from '#ui/types.ts'

type Refused = FormFailure & { action: string }

// A name is typed in one field a language, `name[fr]`; the fault of the whole stands at the first of them.
const fieldPath = ({ path, ...issue }: Issue, firstLanguage: string): Issue => {
	const [head, language] = path
	return head === 'name' ? { ...issue, path: [`name[${String(language ?? firstLanguage)}]`] } : { ...issue, path }
}

/** What a form of a page was refused with, or null when it was another form, or none. */
export function failureOf(
	refused: { failure?: Refused } | null | undefined,
	{ action = 'default', language = '' } = {}
): FormFailure | null {
	const failure = refused?.failure
	if (failure?.action !== action) return null
	return { ...failure, issues: (failure.issues ?? []).map((issue) => fieldPath(issue, language)) }
}
