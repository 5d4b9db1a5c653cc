import type { Words } from '#platform/languages/words.ts'
import type { Query } from '#platform/operation/operation.server.ts'
import { ask, type Opening } from '#platform/operation/perform.server.ts'
import type { Attachment } from './render-mail.ts'

type Params = Readonly<Record<string, string | number>>
type Say = { words: Words; url: string | null; workspace: string }

/** What a letter says: what its template names, and the file that goes with it. */
type Written = { params: Params; attachment?: Attachment }

/**
 * A mail whose text is worked out when it is sent, by a query asked as whoever holds the seat then: what they may no longer
 * see it does not name, and what was settled meanwhile it leaves out. `null` where nothing is left to tell.
 */
export type Letter = {
	template: string
	compose(opening: Opening, input: unknown, say: Say): Promise<Written | null>
	/** The file that goes with it to an address, of what the mail named when it was asked for: nobody sits there to be asked as. */
	enclose?(params: Params, say: Say): Attachment | null
}

/** Defines such a mail; the area that has it lists it under `letters`. */
export const defineLetter = <Result>({
	template,
	query,
	params,
	attachment,
	enclose
}: {
	template: string
	query: Query<unknown, Result>
	params(result: Result, say: Say): Params | null
	attachment?(result: Result, say: Say): Attachment
	enclose?: Letter['enclose']
}): Letter => ({
	template,
	...(enclose ? { enclose } : {}),
	async compose(opening, input, say) {
		const result = await ask(opening, query, input)
		const named = params(result, say)
		return named && { params: named, ...(attachment ? { attachment: attachment(result, say) } : {}) }
	}
})
