import { addDecision } from '#modules/deliberation/decision/decision-commands.ts'
import { listDecisions } from '#modules/deliberation/decision/decision-queries.ts'
import { getMeeting, listMeetings } from '#modules/deliberation/meeting/meeting-queries.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { areaGroups, onTo, refuseUnlessMay, todayOf } from '../../record-page.server.ts'
import { membersOf, optionsFrom, votesOf } from '../decision-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const keys = formKeys(locals)
	const reference = url.searchParams.get('meeting')
	if (!reference) {
		const { items } = await locals.ask(listMeetings, {
			filter: { status: ['called', 'held', 'drafted'], until: todayOf(locals) },
			sort: '-start',
			limit: 100
		})
		return { keys, chosen: null, meetings: optionsFrom(locals, items) }
	}
	const meeting = await locals.ask(getMeeting, { meeting: reference })
	refuseUnlessMay({ locals, url }, meeting.may.run, 'decision.add')
	const structure = meeting.structure?.reference
	const [members, earlier, groups] = await Promise.all([
		structure ? membersOf(locals, structure, meeting.day) : [],
		structure
			? locals.ask(listDecisions, { filter: { structure, standing: ['in-force'] }, sort: '-day', limit: 200 })
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
