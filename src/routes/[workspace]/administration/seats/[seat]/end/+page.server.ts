import { endSeat } from '#platform/access/seat-operations.ts'
import { formAction } from '../../../../../face.server.ts'
import { aboutSeat, seatForm, toSeat } from '../../../seat-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, params, url }) => seatForm({ locals, url }, params.seat, 'seat.end')

export const actions: Actions = { default: formAction(endSeat, aboutSeat, toSeat) }
