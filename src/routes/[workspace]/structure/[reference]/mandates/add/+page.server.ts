import { addMandate } from '#modules/directory/membership-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { formAction } from '../../../../../face.server.ts'
import { areaOptions, backTo, formOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const structure = await locals.ask(getStructure, { structure: params.reference })
	refuseUnlessMay({ locals, url }, structure.may.keepMembers, 'mandate.add')
	return {
		...formOf(locals, structure),
		functions: await areaOptions(locals, 'functions'),
		areas: await areaOptions(locals, 'themes')
	}
}

export const actions: Actions = {
	default: formAction(addMandate, ({ params }) => ({ structure: params['reference'] }), backTo('structure'))
}
