import { changeTheme } from '#modules/directory/theme-commands.ts'
import { getTheme } from '#modules/directory/theme-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const record = await locals.ask(getTheme, { area: params.reference })
	refuseUnlessMay({ locals, url }, record.may.change, 'theme.change')
	return { ...formOf(locals, record), area: { title: record.title, position: record.position } }
}

export const actions: Actions = {
	default: formAction(changeTheme, ({ params }) => ({ area: params['reference'] }), backTo('area'))
}
