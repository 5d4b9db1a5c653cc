import { assignLead } from '#modules/directory/theme-commands.ts'
import { getTheme } from '#modules/directory/theme-queries.ts'
import { formAction } from '../../../../../face.server.ts'
import { backTo, formOf, optionsOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const record = await locals.ask(getTheme, { area: params.reference })
	refuseUnlessMay({ locals, url }, record.may.change, 'theme.assignLead')
	return { ...formOf(locals, record), actors: await optionsOf(locals, 'actor') }
}

export const actions: Actions = {
	default: formAction(assignLead, ({ params }) => ({ area: params['reference'] }), backTo('area'))
}
