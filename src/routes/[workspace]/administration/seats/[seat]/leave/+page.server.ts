import { vacateSeat } from '#platform/access/seat-operations.ts'
import { formAction } from '../../../../../face.server.ts'
import { aboutSeat, seatForm, toSeat } from '../../../seat-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, params, url }) => seatForm({ locals, url }, params.seat, 'seat.leave')

export const actions: Actions = { default: formAction(vacateSeat, aboutSeat, toSeat) }
