import {
	acceptAgendaItem,
	declineAgendaItem,
	withdrawAgendaItem
} from '#modules/deliberation/meeting/agenda-commands.ts'
import { getAgendaItem } from '#modules/deliberation/meeting/agenda-queries.ts'
import { whyNotMoveItem, type AGENDA_MOVES } from '#modules/deliberation/meeting/meeting-rules.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { formAction, refusePage } from '../../../../../face.server.ts'
import { backTo, formOf, optionsOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { move } = params
	const item = await locals.ask(getAgendaItem, { agendaItem: params.reference })
	const why = whyNotMoveItem(item.status, move)
	if (why) refusePage(locals, url, conflict(why))
	refuseUnlessMay({ locals, url }, item.moves.includes(move), `agendaItem.${move}`)
	return {
		...formOf(locals, item),
		move,
		saved: { confidentiality: item.confidentiality, actors: await optionsOf(locals, 'actor') }
	}
}

const about = ({ params }: { params: Readonly<Record<string, string | undefined>> }) => ({
	agendaItem: params['reference']
})
const MOVES = {
	accept: formAction(acceptAgendaItem, about, backTo('agenda-item')),
	decline: formAction(declineAgendaItem, about, backTo('agenda-item')),
	withdraw: formAction(withdrawAgendaItem, about, backTo('agenda-item'))
} as const satisfies Record<(typeof AGENDA_MOVES)[number], unknown>

export const actions: Actions = { default: (event: RequestEvent) => MOVES[event.params.move](event) }
