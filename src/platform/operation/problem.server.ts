import { withDays } from '#platform/languages/said-days.ts'
import type { Words } from '#platform/languages/words.ts'
import { isRefusal, type Issue, type RefusalParams } from './refusal.ts'

/** The media type of a problem document (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json'

/** The kinds of problem the API tells of, with their status: the four refusals, and what goes wrong before an operation. */
export const PROBLEM_STATUS = {
	malformed: 400,
	unauthenticated: 401,
	forbidden: 403,
	absent: 404,
	method: 405,
	conflict: 409,
	'too-large': 413,
	'wrong-type': 415,
	invalid: 422,
	defect: 500,
	unavailable: 503
} as const
export type ProblemKind = keyof typeof PROBLEM_STATUS

/** What is wrong with a request itself, before any operation is asked. */
export class Problem extends Error {
	readonly kind: ProblemKind
	readonly code: string
	readonly params: RefusalParams
	/** Header fields the answer must carry, as `Allow` for a wrong method. */
	readonly headers: Readonly<Record<string, string>>
	/** The sentence of the rule that was kept, where there is one. */
	readonly rule: string | undefined

	constructor(
		kind: ProblemKind,
		code: string,
		more: { params?: RefusalParams; headers?: Record<string, string>; rule?: string } = {}
	) {
		super(`${kind}: ${code}`)
		this.name = 'Problem'
		this.kind = kind
		this.code = code
		this.params = more.params ?? {}
		this.headers = more.headers ?? {}
		this.rule = more.rule
	}
}

/** What a conflict of versions tells: the version given, the one there now, and the fields that differ between them. */
export type Meanwhile = { version: number; current: number; changes: readonly unknown[] }

export type ProblemDocument = {
	type: string
	title: string
	status: number
	detail: string
	code: string
	instance?: string
	rule?: string
	errors?: { pointer: string; code: string; detail: string }[]
	version?: number
	current?: number
	changes?: readonly unknown[]
}

/** A place in an input as a JSON Pointer (RFC 6901); the whole input is the empty text. */
export const pointer = (path: readonly (string | number)[]): string =>
	path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** Who may do what was forbidden: each operation has its sentence under `allow.<operation>`. */
function ruleOf(words: Words, params: RefusalParams) {
	const operation = params['operation']
	return typeof operation === 'string' && words.has(`allow.${operation}`) ? words.t(`allow.${operation}`) : undefined
}

const sentence = (words: Words, { code, params }: { code: string; params?: RefusalParams }) =>
	words.t(`refusal.${code}`, withDays(words, params ?? {}))

const wordIssue = (words: Words) => (issue: Issue) => ({
	pointer: pointer(issue.path),
	code: issue.code,
	detail: sentence(words, issue)
})

/**
 * The problem document for whatever was thrown, in the reader's language. What is neither a refusal nor a problem is a
 * defect: its document carries `reference`, under which the log has the whole of it, and nothing else about it. A conflict
 * of versions carries both, and what differs.
 */
export function problemDocument(
	thrown: unknown,
	words: Words,
	reference: string,
	meanwhile?: Meanwhile
): ProblemDocument {
	if (!isRefusal(thrown) && !(thrown instanceof Problem))
		return {
			...head('defect', words),
			detail: words.t('problem.defect.what'),
			code: 'platform.defect',
			instance: `urn:uuid:${reference}`
		}
	const rule =
		thrown instanceof Problem ? thrown.rule : thrown.kind === 'forbidden' ? ruleOf(words, thrown.params) : undefined
	const issues = isRefusal(thrown) ? thrown.issues : []
	return {
		...head(thrown.kind, words),
		detail: sentence(words, thrown),
		code: thrown.code,
		...(rule === undefined ? {} : { rule }),
		...(issues.length === 0 ? {} : { errors: issues.map(wordIssue(words)) }),
		...meanwhile
	}
}

// The types are explained where the whole API is: a full path, so that it holds under any host.
const head = (kind: ProblemKind, words: Words) => ({
	type: `/api#problem-${kind}`,
	title: words.t(`problem.${kind}`),
	status: PROBLEM_STATUS[kind]
})
