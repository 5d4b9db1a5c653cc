import { withdrawReportingDuty } from '#modules/instruments/instrument/duty-commands.ts'
import { formAction } from '../../../../../../face.server.ts'
import { backTo } from '../../../../../record-page.server.ts'
import { dutyOf } from '../duty.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (page) => dutyOf(page, withdrawReportingDuty.name)

export const actions: Actions = {
	default: formAction(withdrawReportingDuty, ({ params }) => ({ duty: params['duty'] }), backTo('instrument'))
}
