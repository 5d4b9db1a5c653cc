import { judgeObligation } from '#modules/instruments/domestication/judgement-commands.ts'
import { formAction } from '../../../../../../../face.server.ts'
import { formOf, refuseUnlessMay } from '../../../../../../record-page.server.ts'
import { backToCell, cellOf, lawNamed } from '../../../cell.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { obligation, may, ...cell } = await cellOf(locals, params)
	refuseUnlessMay({ locals, url }, may.judge, 'obligation.judge')
	return { ...formOf(locals, obligation), ...cell }
}

export const actions: Actions = {
	default: formAction(
		judgeObligation,
		({ params }) => ({ obligation: params['obligation'], ...lawNamed(params['policy']) }),
		backToCell
	)
}
