import { getAgendaItem } from '#modules/deliberation/meeting/agenda-queries.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { proposeRecommendation } from '#modules/deliberation/recommendation/recommendation-commands.ts'
import { listMakers } from '#modules/deliberation/recommendation/recommendation-queries.ts'
import { nameOf } from '#modules/directory/page-links.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { areaGroups, onTo, optionsOf, refuseUnlessMay } from '../../record-page.server.ts'
import { membersOf, namesOf } from '../../decision/decision-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const makers = await locals.ask(listMakers, {})
	const mayAdd = makers.mayWithoutStructure || makers.items.length > 0
	refuseUnlessMay({ locals, url }, mayAdd, 'recommendation.propose')
	const asked = (name: string) => url.searchParams.get(name) ?? undefined
	const item = asked('item')
	const about = item === undefined ? null : await locals.ask(getAgendaItem, { agendaItem: item })
	const meeting = asked('meeting') ?? about?.meeting?.reference
	const made = meeting === undefined ? null : await locals.ask(getMeeting, { meeting })
	return {
		keys: formKeys(locals),
		languages: [...(locals.workspace?.languages ?? [])],
		actors: await optionsOf(locals, 'actor'),
		makers: makers.items.map((one) => ({ value: one.reference, label: nameOf(locals.words, one) })),
		mayWithoutStructure: makers.mayWithoutStructure,
		structures: await optionsOf(locals, 'structure'),
		areas: await areaGroups(locals),
		/** Who could vote in the meeting it is made in. */
		members: made?.structure ? await membersOf(locals, made.structure.reference, made.day) : [],
		/** Where the form was reached from: a structure, a meeting, an item of its agenda. */
		from: { structure: asked('structure'), meeting: asked('meeting'), agendaItem: item },
		/** To whom the item is restricted that it comes from, and what it deals with. */
		confidentiality: about?.confidentiality ?? 'as-meeting',
		saved: about?.areas.map(({ reference }) => reference) ?? []
	}
}

export const actions: Actions = {
	default: formAction(proposeRecommendation, (_event, form) => namesOf(form), onTo('recommendation'))
}
