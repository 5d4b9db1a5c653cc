import type { Words } from '#platform/languages/words.ts'
import type { Query } from '#platform/operation/operation.server.ts'
import { ask, type Opening } from '#platform/operation/perform.server.ts'

type Params = Readonly<Record<string, string | number>>
type Say = { words: Words; url: string | null; workspace: string }

/**
 * A mail whose text is worked out when it is sent, by a query asked as whoever holds the seat then: what they may no longer
 * see it does not name, and what was settled meanwhile it leaves out. `null` where nothing is left to tell.
 */
export type Letter = {
	template: string
	compose(opening: Opening, input: unknown, say: Say): Promise<Params | null>
}

/** Defines such a mail; the area that has it lists it under `letters`. */
export const defineLetter = <Result>({
	template,
	query,
	params
}: {
	template: string
	query: Query<unknown, Result>
	params(result: Result, say: Say): Params | null
}): Letter => ({
	template,
	compose: async (opening, input, say) => params(await ask(opening, query, input), say)
})
