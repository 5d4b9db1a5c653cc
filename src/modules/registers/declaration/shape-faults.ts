import type { z } from 'zod'

type Issue = z.core.$ZodIssue

const MOST_TOLD = 120

/**
 * What is wrong with the shape of a declaration, told at the setting that is wrong. Where one of several forms may stand, it is
 * told of the form that was meant: the one that fits but for the least. Where none comes nearer than the others the fault stays
 * that of all of them.
 */
export function plainly(issue: Issue): Issue[] {
	// Each stands on a line of its own.
	if (issue.code === 'unrecognized_keys')
		return issue.keys.map((key) => ({ ...issue, path: [...issue.path, key], keys: [key] }))
	if (issue.code !== 'invalid_union') return [issue]
	if (issue.inclusive !== false && issue.options !== undefined)
		return [{ code: 'invalid_value', path: issue.path, message: issue.message, values: issue.options.map(String) }]
	const unknown = keysUnknownToAll(issue.errors)
	if (unknown.length > 0)
		return plainly({ code: 'unrecognized_keys', path: issue.path, message: issue.message, keys: unknown })
	const [nearest, next] = issue.errors.toSorted((one, other) => one.length - other.length)
	const isMeant = nearest !== undefined && nearest.some(({ path }) => path.length > 0)
	if (!isMeant || nearest.length === next?.length) return [issue]
	return nearest.flatMap((inner) => plainly({ ...inner, path: [...issue.path, ...inner.path] }))
}

const keysUnknownToAll = (forms: readonly (readonly Issue[])[]): string[] => {
	const [first = [], ...others] = forms.map((issues) =>
		issues.flatMap((issue) => (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : []))
	)
	return first.filter((key) => others.every((keys) => keys.includes(key)))
}

/** What a fault of the shape names: what may stand there, or what does; in the words of the file, which has one language. */
export function foundOf(issue: Issue, plain: unknown): string {
	switch (issue.code) {
		case 'unrecognized_keys':
			return issue.keys.join(', ').slice(0, MOST_TOLD)
		case 'invalid_value':
			return issue.values.map(String).join(', ')
		case 'invalid_type':
			return issue.expected
		case 'too_big':
			return String(issue.maximum)
		case 'too_small':
			return String(issue.minimum)
		default: {
			const found = issue.path.reduce<unknown>(
				(held, part) => (typeof held === 'object' && held !== null ? Reflect.get(held, part) : undefined),
				plain
			)
			return (wordOf(found) ?? String(issue.path.at(-1) ?? '')).slice(0, MOST_TOLD)
		}
	}
}

/** What stands in a place of the file, in a word: of several settings, how they are called. */
function wordOf(found: unknown): string | null {
	if (typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean') return String(found)
	if (typeof found !== 'object' || found === null || Array.isArray(found)) return null
	return Object.keys(found).join(', ') || null
}
