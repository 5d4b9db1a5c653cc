import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { dueRows } from '#modules/deliberation/calendar/due-rows.ts'
import { listDues } from '#modules/deliberation/calendar/due-queries.ts'
import { listMeetings } from '#modules/deliberation/meeting/meeting-queries.ts'
import { monthAfter, toneOf, weeksOf, whenOf } from '#modules/deliberation/meeting/meeting-view.ts'
import { optionsOf, todayOf } from '../../record-page.server.ts'
import type { PageServerLoad } from './$types'

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/
// A picture of more meetings in one month than this is read by nobody.
const MOST = 200

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const today = todayOf(locals)
	const wished = url.searchParams.get('month') ?? ''
	const month = MONTH.test(wished) && wished >= '1800' && wished < '2200' ? wished : today.slice(0, 7)
	const structure = url.searchParams.get('filter[structure]')
	const weeks = weeksOf(month)
	const [from, until] = [weeks[0]?.[0]?.day ?? `${month}-01`, weeks.at(-1)?.at(-1)?.day ?? `${month}-28`]
	const [{ items }, dues, structures] = await Promise.all([
		locals.ask(listMeetings, {
			filter: { from, until, ...(structure ? { structure } : {}) },
			sort: 'start',
			limit: MOST
		}),
		locals.ask(listDues, { from, until, ...(structure ? { structure } : {}) }),
		optionsOf(locals, 'structure')
	])
	return {
		month,
		today,
		structure,
		previous: monthAfter(month, -1),
		next: monthAfter(month, 1),
		structures,
		weeks,
		dues: dueRows(words, workspace, dues.items),
		moreDues: dues.isMore,
		meetings: items.map((meeting) => ({
			day: meeting.day,
			time: meeting.start.slice(11),
			href: pageOf(workspace, meeting),
			name: nameOf(words, meeting),
			when: whenOf(words, meeting),
			status: meeting.status,
			tone: toneOf(meeting.status),
			structure: linkIfAny(words, workspace, meeting.structure)
		}))
	}
}
