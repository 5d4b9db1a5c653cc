import { audienceTokens } from '#platform/access/seat.ts'
import { speak } from '#platform/languages/words.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { referencesOf } from '#platform/records/find-record.server.ts'
import { getMeetingRow } from '../find-deliberation.server.ts'
import { meets } from '../minutes/editions.ts'
import { MINUTES_CIRCULATED, minutesNotice } from './minutes-notice.ts'
import { reachOf } from './reach.server.ts'
import { tell } from './tell.server.ts'
import { toldOutside } from './told-outside.ts'

/**
 * Gives minutes that are circulated to everybody who sits in the structure: those who read them before they are adopted. Whoever
 * was a guest at the meeting is not among them.
 */
export async function tellOfMinutes(here: Writing, id: string) {
	const { row, ...record } = await getMeetingRow(here, id)
	const readers = audienceTokens('members', row.structure_id)
	const reach = await reachOf(here, {
		structureId: row.structure_id,
		sees: (audience) => meets(audience, record.audience) && meets(audience, readers)
	})
	const { registry, workspace } = here
	const words = speak(registry.catalogue, workspace.language, {
		timeZone: workspace.timeZone,
		firstLanguage: workspace.language
	})
	const structure = (await referencesOf(here, [row.structure_id])).get(row.structure_id) ?? null
	const { reference } = record
	const { isPublic, title } = toldOutside(record, workspace.language)
	const told = {
		reference,
		title,
		structure: isPublic ? structure : null,
		day: row.day,
		commentsUntil: row.comments_until ?? here.today
	}
	return tell(here, reach, {
		toSeats: { template: MINUTES_CIRCULATED, params: { meeting: reference } },
		toOffices: { template: MINUTES_CIRCULATED, params: minutesNotice(words, told, workspace.key) }
	})
}
