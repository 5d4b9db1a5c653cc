import { redirect } from '@sveltejs/kit'
import { assignAction } from '#modules/deliberation/action/action-commands.ts'
import { addDecision } from '#modules/deliberation/decision/decision-commands.ts'
import { addDays } from '#modules/deliberation/days.ts'
import { saveMinute } from '#modules/deliberation/minutes/minute-commands.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { contextOf, nextMoveOf } from '#modules/deliberation/minutes/minutes-context.ts'
import { getMinutes } from '#modules/deliberation/minutes/minute-queries.ts'
import { proposeRecommendation } from '#modules/deliberation/recommendation/recommendation-commands.ts'
import { addComment } from '#platform/records/discussion.ts'
import { formAction, formKeys } from '../../../../face.server.ts'
import { areaOptions, optionsOf, todayOf } from '../../../record-page.server.ts'
import { itemDone, toItem } from './item-done.ts'
import type { Actions, PageServerLoad } from './$types'

const EXAMPLE_DAYS = 30

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const [minutes, meeting] = await Promise.all([
		locals.ask(getMinutes, { meeting: params.reference }),
		locals.ask(getMeeting, { meeting: params.reference })
	])
	if (minutes.reference !== params.reference) redirect(303, `/${params.workspace}/meeting/${minutes.reference}/minutes`)
	const [actors, structures, areas] = minutes.may.write
		? await Promise.all([
				optionsOf(locals, 'actor'),
				optionsOf(locals, 'structure'),
				minutes.items.every(({ hasAreas }) => hasAreas) ? [] : areaOptions(locals, 'themes')
			])
		: [[], [], []]
	return {
		minutes,
		/** The item under which it is said what was done: the head of this page is far above it. */
		noticeAt: itemDone(url, minutes.items),
		about: contextOf(meeting),
		/** Whether this seat adds items to the agenda, or proposes them. */
		mayAdd: { item: meeting.may.keepAgenda, proposal: meeting.may.propose },
		next: nextMoveOf(meeting, minutes),
		actors,
		structures,
		areas,
		// A key each: every form of this page may be sent, one after the other or from two windows.
		keys: minutes.items.map((item) => ({
			save: formKeys(locals),
			decide: formKeys(locals),
			recommend: formKeys(locals),
			act: formKeys(locals),
			comment: formKeys(locals),
			confirm: item.proposed.map(() => formKeys(locals))
		})),
		/** The seat that types: told to the script that sends what is typed. */
		seat: locals.seat.key ?? 'public',
		languages: [...(locals.workspace?.languages ?? [])],
		/** A day to come, to show how one is written. */
		example: addDays(todayOf(locals), EXAMPLE_DAYS)
	}
}

export const actions: Actions = {
	save: formAction(saveMinute, undefined, toItem),
	decide: formAction(addDecision, undefined, toItem),
	recommend: formAction(proposeRecommendation, undefined, toItem),
	act: formAction(assignAction, undefined, toItem),
	confirm: formAction(assignAction, undefined, toItem),
	comment: formAction(addComment, () => ({ kind: 'agenda-item' }), toItem)
}
