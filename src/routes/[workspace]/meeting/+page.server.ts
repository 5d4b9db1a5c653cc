import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { listMeetings } from '#modules/deliberation/meeting/meeting-queries.ts'
import { toneOf, whenOf } from '#modules/deliberation/meeting/meeting-view.ts'
import { listRunStructures } from '#modules/deliberation/meeting/run-structures.ts'
import { listSeries } from '#modules/deliberation/meeting/series-queries.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import { optionsOf } from '../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	// What comes last stands first, unless the address says otherwise.
	const asked = new URL(url)
	if (!asked.searchParams.has('sort')) asked.searchParams.set('sort', '-start')
	const [found, structures, series, run] = await Promise.all([
		locals.askFrom(listMeetings, asked),
		optionsOf(locals, 'structure'),
		locals.ask(listSeries, {}),
		locals.ask(listRunStructures, {})
	])
	const list = listPart(found, (meeting) => ({
		href: pageOf(workspace, meeting),
		name: nameOf(words, meeting),
		reference: meeting.reference,
		when: whenOf(words, meeting),
		structure: linkIfAny(words, workspace, meeting.structure),
		purpose: meeting.purpose,
		status: meeting.status,
		tone: toneOf(meeting.status),
		state: meeting.state,
		origin: originInColumn(meeting)
	}))
	return {
		list,
		structures,
		series: series.items.map(({ id, title }) => ({ value: id, label: locals.words.name(title) })),
		mayAdd: run.items.length > 0,
		hasSeat: locals.seat.key !== null
	}
}
