import { createTheme } from '#modules/directory/theme-commands.ts'
import { getFramework } from '#modules/directory/theme-queries.ts'
import { formAction } from '../../../../../face.server.ts'
import { formOf, onTo, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const record = await locals.ask(getFramework, { framework: params.reference })
	refuseUnlessMay({ locals, url }, record.may.change, 'theme.create')
	return { ...formOf(locals, record) }
}

export const actions: Actions = {
	default: formAction(createTheme, ({ params }) => ({ framework: params['reference'] }), onTo('area'))
}
