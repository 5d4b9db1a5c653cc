import { nameOf } from '#modules/directory/page-links.ts'
import {
	adoptMinutes,
	callMeeting,
	cancelMeeting,
	circulateMinutes,
	draftMinutes,
	holdMeeting,
	postponeMeeting,
	rescheduleMeeting
} from '#modules/deliberation/meeting/meeting-commands.ts'
import { getMeeting, listMeetings } from '#modules/deliberation/meeting/meeting-queries.ts'
import { whyNotMoveMeeting, type MEETING_MOVES } from '#modules/deliberation/rules.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { formAction, refusePage } from '../../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const HELD = ['held', 'drafted', 'circulated', 'adopted'] as const

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { move } = params
	const meeting = await locals.ask(getMeeting, { meeting: params.reference })
	refuseUnlessMay({ locals, url }, meeting.may.run, `meeting.${move}`)
	const why = whyNotMoveMeeting(meeting.status, move)
	if (why) refusePage(locals, url, conflict(why))
	const later =
		move === 'adopt' && meeting.structure
			? await locals.ask(listMeetings, {
					filter: { structure: meeting.structure.id, from: meeting.day, status: [...HELD] },
					limit: 100
				})
			: { items: [] }
	const { title, purpose, place, onlineAddress, start, end, zone } = meeting
	return {
		...formOf(locals, meeting),
		move,
		notice: meeting.notice,
		saved: { title, purpose, place, onlineAddress, start, end, zone },
		later: later.items
			.filter(({ id, startsAt }) => id !== meeting.id && startsAt > meeting.startsAt)
			.map((one) => ({
				value: one.reference,
				label: `${nameOf(locals.words, one)} (${locals.words.day(one.day)})`
			}))
	}
}

const about = ({ params }: { params: Readonly<Record<string, string | undefined>> }) => ({
	meeting: params['reference']
})
const MOVES = {
	call: formAction(callMeeting, about, backTo('meeting')),
	hold: formAction(holdMeeting, about, backTo('meeting')),
	draft: formAction(draftMinutes, about, backTo('meeting')),
	circulate: formAction(circulateMinutes, about, backTo('meeting')),
	adopt: formAction(adoptMinutes, about, backTo('meeting')),
	postpone: formAction(postponeMeeting, about, backTo('meeting')),
	reschedule: formAction(rescheduleMeeting, about, backTo('meeting')),
	cancel: formAction(cancelMeeting, about, backTo('meeting'))
} as const satisfies Record<(typeof MEETING_MOVES)[number], unknown>

export const actions: Actions = { default: (event: RequestEvent) => MOVES[event.params.move](event) }
