import type { RefusalParams } from '#platform/operation/refusal.ts'

export type DatabaseStartCode =
	| 'no-engine'
	| 'engine-incomplete'
	| 'root-cannot-run'
	| 'folder-not-ours'
	| 'folder-not-writable'
	| 'not-a-database'
	| 'older-major'
	| 'newer-major'
	| 'no-socket-folder'
	| 'creation-failed'
	| 'engine-failed'
	| 'unreachable'
	| 'busy'
	| 'did-not-stop'

/** Why the embedded database does not start or stop; its sentence stands under `start.<code>` in this folder's words. */
export class DatabaseStartError extends Error {
	readonly code: DatabaseStartCode
	readonly params: RefusalParams

	constructor(code: DatabaseStartCode, params: RefusalParams = {}) {
		super(`start.${code} ${JSON.stringify(params)}`)
		this.name = 'DatabaseStartError'
		this.code = code
		this.params = params
	}
}

export type ProgressCode = 'creating' | 'waiting' | 'recovering' | 'took-over' | 'lost' | 'back' | 'gone'

/** Told what the start is doing; the sentence stands under `start.<code>` in this folder's words. */
export type Say = (code: ProgressCode, params?: RefusalParams) => void

/** The code of a system or PostgreSQL error, or an empty text. */
export function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** What an error says in itself: PostgreSQL's own reason where there is one. */
export function reasonOf(error: unknown): string {
	if (error instanceof DatabaseStartError && error.params['reason'] !== undefined) return String(error.params['reason'])
	return error instanceof Error ? error.message : String(error)
}
