import type { HeldSeat } from '#platform/access/person-seats.server.ts'
import type { Seat } from '#platform/access/seat.ts'
import type { SignedIn } from '#platform/access/sign-in/find-person.server.ts'
import type { Workspace } from '#platform/access/workspace.ts'
import type { Words } from '#platform/languages/words.ts'
import type { Command, Query } from '#platform/operation/operation.server.ts'
import type { Once, Opening } from '#platform/operation/perform.server.ts'

/** Carries the secret of a session; its path is the workspace, so that each workspace has its own. */
export const SESSION_COOKIE = 'pitso_session'

/** Carries the key of the seat a person wishes to act from; its path is the workspace. It gives no right: the seat is looked up. */
export const SEAT_COOKIE = 'pitso_seat'

/** What a request has at hand: who asks, in which workspace and language, and the two ways to do anything. */
export type Session = {
	/** Absent on pages outside a workspace. */
	workspace: Workspace | undefined
	seat: Seat
	/** Whoever has signed in; absent for the public and for who acts from a lent seat alone. */
	person: SignedIn | undefined
	/** The seats this person holds in this workspace. */
	held: readonly HeldSeat[]
	/** The seat that waits for its holder to show a second factor; until then they read as the public does. */
	waiting: HeldSeat | undefined
	words: Words
	theme: 'auto' | 'light' | 'dark'
	opening: Opening | undefined
	/** Asks a query; a refusal becomes the page for it (404, 403, 422) or the sign-in page. */
	ask<Input, Result>(query: Query<Input, Result>, input: NoInfer<Input>): Promise<Result>
	/** Asks a query; refusals are thrown as they are, for a page that has an answer of its own to them. */
	attempt<Input, Result>(query: Query<Input, Result>, input: NoInfer<Input>): Promise<Result>
	/** Asks a query with an input read from an address. */
	askFrom<Input, Result>(query: Query<Input, Result>, address: URL, fixed?: Record<string, unknown>): Promise<Result>
	/** Runs a command; refusals are thrown as they are. */
	run<Input, Result>(command: Command<Input, Result>, input: unknown, once?: Once): Promise<Result>
}
