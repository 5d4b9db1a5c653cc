import { linkTo, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { listMeetings } from '#modules/deliberation/meeting/meeting-queries.ts'
import { toneOf, whenOf } from '#modules/deliberation/meeting/meeting-view.ts'
import { getSeries } from '#modules/deliberation/meeting/series-queries.ts'
import { listPart } from '../../../list-page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace, series: id }, url }) => {
	const { words } = locals
	const [series, meetings] = await Promise.all([
		locals.ask(getSeries, { series: id }),
		locals.askFrom(listMeetings, url, { filter: { series: id } })
	])
	return {
		series: { ...series, structure: linkTo(words, workspace, series.structure) },
		list: listPart(meetings, (meeting) => ({
			href: pageOf(workspace, meeting),
			name: nameOf(words, meeting),
			when: whenOf(words, meeting),
			status: meeting.status,
			tone: toneOf(meeting.status),
			moved: meeting.series && meeting.series.start !== meeting.start ? meeting.series.start : null
		}))
	}
}
