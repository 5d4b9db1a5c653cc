import { addDecision } from '#modules/deliberation/decision/decision-commands.ts'
import { listDecisions } from '#modules/deliberation/decision/decision-queries.ts'
import { listDecidingMeetings, whyNotDecideIn } from '#modules/deliberation/decision/meeting-choices.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { formAction, formKeys, refusePage } from '../../../face.server.ts'
import { runOptions } from '../../action/assigning.server.ts'
import { areaGroups, onTo, refuseUnlessMay } from '../../record-page.server.ts'
import { membersOf, optionsFrom, votesOf } from '../decision-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const keys = formKeys(locals)
	const reference = url.searchParams.get('meeting')
	if (!reference) {
		const [run, { items }] = await Promise.all([runOptions(locals), locals.ask(listDecidingMeetings, {})])
		refuseUnlessMay({ locals, url }, run.length > 0, 'decision.add')
		return { keys, chosen: null, meetings: optionsFrom(locals, items) }
	}
	const meeting = await locals.ask(getMeeting, { meeting: reference })
	refuseUnlessMay({ locals, url }, meeting.may.run, 'decision.add')
	const { code, day } = await locals.ask(whyNotDecideIn, { meeting: reference })
	if (code) refusePage(locals, url, conflict(code, { day }))
	const structure = meeting.structure?.reference
	const [members, earlier, groups] = await Promise.all([
		structure ? membersOf(locals, structure, meeting.day) : [],
		structure
			? locals.ask(listDecisions, {
					filter: { structure, standing: ['in-force'], until: meeting.end.slice(0, 10) },
					sort: '-day',
					limit: 200
				})
			: { items: [] },
		areaGroups(locals)
	])
	return {
		keys,
		chosen: {
			meeting: {
				reference: meeting.reference,
				title: meeting.title,
				day: meeting.day,
				lastDay: meeting.end.slice(0, 10)
			},
			item: url.searchParams.get('item'),
			items: optionsFrom(
				locals,
				meeting.agenda.filter(({ status }) => status === 'accepted')
			),
			members,
			earlier: optionsFrom(locals, earlier.items),
			groups,
			languages: [...(locals.workspace?.languages ?? [])]
		}
	}
}

export const actions: Actions = {
	default: formAction(
		addDecision,
		({ url }, form) => ({ meeting: url.searchParams.get('meeting'), ...votesOf(form) }),
		onTo('decision')
	)
}
