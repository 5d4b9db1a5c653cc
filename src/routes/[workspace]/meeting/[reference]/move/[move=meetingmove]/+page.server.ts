import type { z } from 'zod'
import { nameOf, pageOf } from '#modules/directory/page-links.ts'
import { attendanceFrom } from '#modules/deliberation/meeting/attendance-form.ts'
import { holdMeeting } from '#modules/deliberation/meeting/hold-command.ts'
import {
	callMeeting,
	cancelMeeting,
	postponeMeeting,
	rescheduleMeeting
} from '#modules/deliberation/meeting/meeting-commands.ts'
import { adoptMinutes, circulateMinutes, draftMinutes } from '#modules/deliberation/meeting/minutes-moves.ts'
import { whyNotHoldAt } from '#modules/deliberation/meeting/meeting-rules.ts'
import { moveLabel, procedureOnMinutes } from '#modules/deliberation/meeting/meeting-view.ts'
import { getMeeting, listMeetings } from '#modules/deliberation/meeting/meeting-queries.ts'
import type { MeetingPage } from '#modules/deliberation/meeting/outputs.ts'
import { getMinutes } from '#modules/deliberation/minutes/minute-queries.ts'
import { whyNotDraftOf } from '#modules/deliberation/minutes/minutes-rules.ts'
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
	const { adoptingProcedure: running } = meeting
	const whyNotDraft = running ? 'deliberation.procedure-on-minutes-runs' : whyNotDraftOf(meeting.agenda)
	const whyNotYet = { draft: whyNotDraft, hold: whyNotHoldAt(meeting.notice.hasBegun) }
	const why = whyNotMoveMeeting(meeting.status, move) ?? (move === 'draft' || move === 'hold' ? whyNotYet[move] : null)
	if (why) refusePage(locals, url, conflict(why))
	const later = move === 'adopt' && meeting.structure ? await laterMeetings(locals, meeting, meeting.structure.id) : []
	const unconfirmed = isOfMinutes(move) ? await unconfirmedIn(locals, params.reference) : 0
	const { title, purpose, place, onlineAddress, start, end, zone } = meeting
	return {
		...formOf(locals, meeting),
		move,
		label: moveLabel(locals.words, move, meeting.status),
		notice: meeting.notice,
		day: meeting.day,
		commentsUntil: meeting.commentsUntil,
		/** Lines of the minutes that name an action and are none yet. */
		unconfirmed,
		saved: { title, purpose, place, onlineAddress, start, end, zone },
		attendance: move === 'hold' ? meeting.attendance : [],
		procedure:
			move === 'adopt'
				? {
						href: running ? pageOf(params.workspace, running) : procedureOnMinutes(params.workspace, meeting),
						isRunning: running !== null
					}
				: null,
		later: later.map((one) => ({
			value: one.reference,
			label: `${nameOf(locals.words, one)} (${locals.words.day(one.day)})`
		}))
	}
}

const isOfMinutes = (move: string) => move === 'draft' || move === 'circulate'

async function unconfirmedIn(locals: Locals, meeting: string) {
	const { items } = await locals.ask(getMinutes, { meeting })
	return items.reduce((sum, { proposed }) => sum + proposed.length, 0)
}

type Minutes = Pick<z.output<typeof MeetingPage>, 'id' | 'day' | 'startsAt' | 'circulatedAt'>
type Locals = RequestEvent['locals']

/** The meetings in which the minutes could be adopted. */
async function laterMeetings(locals: Locals, { id, day, startsAt, circulatedAt }: Minutes, structure: string) {
	const filter = { structure, from: day, status: [...HELD] }
	const { items } = await locals.ask(listMeetings, { filter, limit: 100 })
	return items.filter(
		(one) => one.id !== id && one.startsAt > startsAt && (circulatedAt === null || one.startsAt >= circulatedAt)
	)
}

const about = ({ params }: { params: Readonly<Record<string, string | undefined>> }) => ({
	meeting: params['reference']
})
const MOVES = {
	call: formAction(callMeeting, about, backTo('meeting')),
	hold: formAction(
		holdMeeting,
		(event, form) => {
			const attendance = attendanceFrom(form)
			return { ...about(event), ...(attendance.length > 0 ? { attendance } : {}) }
		},
		backTo('meeting')
	),
	draft: formAction(draftMinutes, about, backTo('meeting')),
	circulate: formAction(circulateMinutes, about, backTo('meeting')),
	adopt: formAction(adoptMinutes, about, backTo('meeting')),
	postpone: formAction(postponeMeeting, about, backTo('meeting')),
	reschedule: formAction(rescheduleMeeting, about, backTo('meeting')),
	cancel: formAction(cancelMeeting, about, backTo('meeting'))
} as const satisfies Record<(typeof MEETING_MOVES)[number], unknown>

export const actions: Actions = { default: (event: RequestEvent) => MOVES[event.params.move](event) }
