import type { FormFailure } from '#ui/types.ts'

/** A refusal whose faults of names stand at the input of their first language: `one.en` at `one:en`. */
export const asNamed = (failure: FormFailure | null): FormFailure | null =>
	failure && {
		...failure,
		issues: (failure.issues ?? []).map((issue) => {
			const [name, language] = issue.path
			return name === 'one' || name === 'many' || name === 'about'
				? { ...issue, path: [`${name}:${String(language ?? 'en')}`] }
				: issue
		})
	}
