export type RefusalKind = 'absent' | 'forbidden' | 'conflict' | 'invalid'
export type RefusalParams = Readonly<Record<string, string | number>>

/** One fault in an input: where it stands, the code of its sentence, and what the sentence names. */
export type Issue = { path: readonly (string | number)[]; code: string; params?: RefusalParams }

/**
 * What an operation throws when it does not do its work. Every face (page, API, command line, importer) words the
 * four kinds in one place; anything else thrown is a defect.
 */
export class Refusal extends Error {
	readonly kind: RefusalKind
	readonly code: string
	readonly params: RefusalParams
	readonly issues: readonly Issue[]

	constructor(kind: RefusalKind, code: string, params: RefusalParams = {}, issues: readonly Issue[] = []) {
		super(`${kind}: ${code}`)
		this.name = 'Refusal'
		this.kind = kind
		this.code = code
		this.params = params
		this.issues = issues
	}
}

/** The thing is not there, or the seat may not see it: the two are never told apart. */
export const absent = (code: string, params?: RefusalParams) => new Refusal('absent', code, params)

/** The seat sees the thing but may not do this; the sentence names the rule and who may. */
export const forbidden = (code: string, params?: RefusalParams) => new Refusal('forbidden', code, params)

/** The thing is not in a state that allows this, or somebody changed it meanwhile. */
export const conflict = (code: string, params?: RefusalParams) => new Refusal('conflict', code, params)

/** The input is wrong; each issue names a place in it. */
export const invalid = (issues: readonly Issue[]) => new Refusal('invalid', 'platform.invalid-input', {}, issues)

/** True for a refusal of the given kind, or of any kind when none is named. */
export function isRefusal(error: unknown, kind?: RefusalKind): error is Refusal {
	return error instanceof Refusal && (kind === undefined || error.kind === kind)
}
