import type { Seat } from '#platform/access/seat.ts'
import type { Workspace } from '#platform/access/workspace.ts'
import type { Words } from '#platform/languages/words.ts'
import type { Command, Query } from '#platform/operation/operation.server.ts'
import type { Once, Opening } from '#platform/operation/perform.server.ts'

/** Carries the secret of a session; its path is the workspace, so that each workspace has its own. */
export const SESSION_COOKIE = 'pitso_session'

/** What a request has at hand: who asks, in which workspace and language, and the two ways to do anything. */
export type Session = {
	/** Absent on pages outside a workspace. */
	workspace: Workspace | undefined
	seat: Seat
	words: Words
	theme: 'auto' | 'light' | 'dark'
	opening: Opening | undefined
	/** Asks a query; a refusal becomes the page for it (404, 403, 422) or the sign-in page. */
	ask<Input, Result>(query: Query<Input, Result>, input: NoInfer<Input>): Promise<Result>
	/** Asks a query with an input read from an address. */
	askFrom<Input, Result>(query: Query<Input, Result>, address: URL, fixed?: Record<string, unknown>): Promise<Result>
	/** Runs a command; refusals are thrown as they are. */
	run<Input, Result>(command: Command<Input, Result>, input: unknown, once?: Once): Promise<Result>
}
