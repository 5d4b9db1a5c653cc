import { stopWrittenProcedure } from '#modules/deliberation/decision/procedure-commands.ts'
import { getWrittenProcedure } from '#modules/deliberation/decision/procedure-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf } from '../../../record-page.server.ts'
import { refuseUnlessPossible } from '../../refuse-procedure.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const procedure = await locals.ask(getWrittenProcedure, { writtenProcedure: params.reference })
	refuseUnlessPossible({ locals, url }, procedure, 'stop')
	return formOf(locals, procedure)
}

export const actions: Actions = {
	default: formAction(
		stopWrittenProcedure,
		({ params }) => ({ writtenProcedure: params['reference'] }),
		backTo('written-procedure')
	)
}
