import { standDownStructure } from '#modules/deliberation/cadence/activation-commands.ts'
import { getCadence } from '#modules/deliberation/cadence/cadence-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { structure, status, may, whyNot } = await locals.ask(getCadence, { structure: params.reference })
	refuseUnlessCan({ locals, url }, { may: may.standDown, whyNot: whyNot.standDown }, 'structure.standDown')
	return { ...formOf(locals, structure), status }
}

export const actions: Actions = {
	default: formAction(standDownStructure, ({ params }) => ({ structure: params['reference'] }), backTo('structure'))
}
