import { openDraft, textOf } from '../draft.ts'
import type { Kept } from './session.ts'
import { standingOf } from './standing-of.ts'

/** What was typed in an item, lies in the browser, and stands nowhere else. */
export type Unsent = { item: string; text: string; drop(): Promise<void> }

/**
 * Of what lies in the browser, what was never taken into the minutes: it is kept until its writer says that it is no longer needed.
 * What stands in the record by now is let go.
 */
export async function unsentIn(kept: Kept, entered: ReadonlyMap<string, string>): Promise<Unsent[]> {
	const found: Unsent[] = []
	for (const { item, update } of await kept.all()) {
		const text = textOf(openDraft(update))
		const isMissing = text.trim() !== '' && standingOf(text, entered.get(item) ?? '') === 'draft'
		if (isMissing) found.push({ item, text, drop: () => kept.remove(item) })
		else await kept.remove(item)
	}
	return found
}
