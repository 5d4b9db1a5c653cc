import { sendInvitation } from '#platform/access/invitation-operations.ts'
import { languageOptions, wholeLink } from '../../../administration.server.ts'
import { aboutSeat, seatForm } from '../../../seat-page.server.ts'
import { shownOnceAction } from '../../../shown-once.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => ({
	...(await seatForm({ locals, url }, params.seat, 'invitation.send')),
	languages: languageOptions(locals)
})

const send = shownOnceAction(sendInvitation, aboutSeat)

export const actions: Actions = {
	default: async (event) => {
		const done = await send(event)
		return 'shown' in done ? { shown: { ...done.shown, link: wholeLink(event.url, done.shown.link) } } : done
	}
}
