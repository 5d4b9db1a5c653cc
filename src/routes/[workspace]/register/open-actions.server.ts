import { getAction, UNFINISHED } from '#modules/deliberation/action/action-queries.ts'
import { listLinks } from '#platform/records/record-operations.ts'

// What a move hands out is one action or two; a page that reads more of them is not waited for.
const MOST = 10

/** The actions that came of an entry and are not over, by number, as far as the seat sees them: no move closes them. */
export async function openActionsOf({ ask }: App.Locals, entry: string): Promise<string[]> {
	const { items } = await ask(listLinks, { record: entry, kind: 'entry' })
	const came = items.filter(
		({ type, direction, record }) => type === 'follows-from' && direction === 'in' && record.kind === 'action'
	)
	const actions = await Promise.all(
		came.slice(0, MOST).map(({ record }) => ask(getAction, { action: record.reference }))
	)
	return actions.filter(({ progress }) => UNFINISHED.some((one) => one === progress)).map(({ reference }) => reference)
}
