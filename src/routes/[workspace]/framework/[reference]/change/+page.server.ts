import { changeFramework } from '#modules/directory/theme-commands.ts'
import { getFramework } from '#modules/directory/theme-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, optionsOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const record = await locals.ask(getFramework, { framework: params.reference })
	refuseUnlessMay({ locals, url }, record.may.change, 'framework.change')
	const { title, acronym, frameworkKind, issuer, year } = record
	return {
		...formOf(locals, record),
		framework: { title, acronym, frameworkKind, issuer, year },
		actors: await optionsOf(locals, 'actor')
	}
}

export const actions: Actions = {
	default: formAction(changeFramework, ({ params }) => ({ framework: params['reference'] }), backTo('framework'))
}
