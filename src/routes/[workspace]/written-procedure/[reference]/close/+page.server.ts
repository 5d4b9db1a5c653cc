import { closeWrittenProcedure } from '#modules/deliberation/decision/procedure-commands.ts'
import { getWrittenProcedure } from '#modules/deliberation/decision/procedure-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf } from '../../../record-page.server.ts'
import { refuseUnlessPossible } from '../../refuse-procedure.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const procedure = await locals.ask(getWrittenProcedure, { writtenProcedure: params.reference })
	refuseUnlessPossible({ locals, url }, procedure, 'close')
	const { outcome, because } = procedure.ballot
	return { ...formOf(locals, procedure), outcome, because, makesRecord: procedure.subject !== 'minutes' }
}

export const actions: Actions = {
	default: formAction(
		closeWrittenProcedure,
		({ params }) => ({ writtenProcedure: params['reference'] }),
		backTo('written-procedure')
	)
}
