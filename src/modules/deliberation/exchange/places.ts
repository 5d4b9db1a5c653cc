import type { Texts } from '#platform/exchange/texts.ts'
import type { Checked } from './check.ts'
import type { Items } from './import-items.ts'
import type { Meetings } from './import-meetings.ts'

/** The meetings and agenda items as they will stand, by number and key: where decisions, recommendations and actions arise. */
export type Places = { readonly meetingOf: ReadonlyMap<string, Texts>; readonly itemOf: ReadonlyMap<string, Texts> }

const byName = (all: Meetings['all'], column: string) =>
	new Map(all.flatMap(({ texts }) => (texts[column] === undefined ? [] : [[texts[column], texts] as const])))

export const placesOf = (meetings: Meetings, items: Items): Places => ({
	meetingOf: byName(meetings.all, 'number'),
	itemOf: byName(items.all, 'key')
})

/** Refuses what is said to have arisen in an item of one meeting and in another meeting, or in another structure's. */
export function checkPlace({ meetingOf, itemOf }: Places, { texts, fault }: Checked): void {
	const item = itemOf.get(texts['item'] ?? '')
	if (item && texts['meeting'] !== undefined && item['meeting'] !== texts['meeting'])
		fault('item', 'deliberation.import-other-meeting')
	const meeting = meetingOf.get(texts['meeting'] ?? '')
	if (meeting && texts['structure'] !== undefined && meeting['structure'] !== texts['structure'])
		fault('meeting', 'deliberation.import-other-structure')
}
