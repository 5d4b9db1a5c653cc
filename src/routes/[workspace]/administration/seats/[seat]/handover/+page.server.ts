import { handOverSeat } from '#platform/access/seat-handover.ts'
import { addSeatNote, withdrawSeatNote } from '#platform/access/seat-notes.ts'
import { listPeople } from '#platform/access/person-operations.ts'
import { formAction, formKeys } from '../../../../../face.server.ts'
import { todayOf } from '../../../../record-page.server.ts'
import { languageOptions, refuseUnlessAdministrator, wholeLink } from '../../../administration.server.ts'
import { handoverOf } from '../../../handover.server.ts'
import { aboutSeat } from '../../../seat-page.server.ts'
import { shownOnceAction } from '../../../shown-once.server.ts'
import type { Actions, PageServerLoad } from './$types'

const PEOPLE_MOST = 200

export const load: PageServerLoad = async ({ locals, params, url }) => {
	refuseUnlessAdministrator({ locals, url }, 'seat.handOver')
	const handover = await handoverOf(locals, params.workspace, params.seat)
	const { items } = await locals.ask(listPeople, { limit: PEOPLE_MOST })
	const people = new Map(items.map((held) => [held.person, `${held.name} (${held.seat.office})`]))
	return {
		handover,
		people: [...people].map(([value, label]) => ({ value, label })),
		languages: languageOptions(locals),
		keys: formKeys(locals),
		today: todayOf(locals)
	}
}

const handOver = shownOnceAction(handOverSeat, aboutSeat)

export const actions: Actions = {
	note: formAction(addSeatNote, aboutSeat),
	withdraw: formAction(withdrawSeatNote, (_event, form) => ({ note: form.get('note') })),
	handOver: async (event) => {
		const done = await handOver(event)
		if (!('shown' in done)) return done
		const { invitation } = done.shown
		return { shown: { invitation: invitation && { ...invitation, link: wholeLink(event.url, invitation.link) } } }
	}
}
