import { sendInvitation } from '#platform/access/invitation-operations.ts'
import { formKeys } from '../../../../face.server.ts'
import { languageOptions, refuseUnlessAdministrator, seatOptions, wholeLink } from '../../administration.server.ts'
import { aboutChosenSeat } from '../../chosen-seat.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseUnlessAdministrator({ locals, url }, 'invitation.send')
	return {
		keys: formKeys(locals),
		languages: languageOptions(locals),
		seats: await seatOptions(locals, 'vacant')
	}
}

const send = aboutChosenSeat(sendInvitation)

export const actions: Actions = {
	default: async (event) => {
		const done = await send(event)
		return 'shown' in done ? { shown: { ...done.shown, link: wholeLink(event.url, done.shown.link) } } : done
	}
}
