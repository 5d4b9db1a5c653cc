import { changeSeat } from '#platform/access/seat-operations.ts'
import { formAction } from '../../../../../face.server.ts'
import { optionsOf } from '../../../../record-page.server.ts'
import { aboutSeat, seatForm, toSeat } from '../../../seat-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => ({
	...(await seatForm({ locals, url }, params.seat, 'seat.change')),
	actors: await optionsOf(locals, 'actor')
})

export const actions: Actions = { default: formAction(changeSeat, aboutSeat, toSeat) }
