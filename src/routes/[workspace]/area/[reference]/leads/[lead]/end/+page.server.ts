import { absent } from '#platform/operation/refusal.ts'
import { endLead } from '#modules/directory/theme-commands.ts'
import { getTheme } from '#modules/directory/theme-queries.ts'
import { formAction, refusePage } from '../../../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const record = await locals.ask(getTheme, { area: params.reference })
	const lead = record.leadItems.find(({ id }) => id === params.lead)
	if (!lead) refusePage(locals, url, absent('directory.no-such-lead'))
	refuseUnlessMay({ locals, url }, record.may.change, 'theme.endLead')
	return { ...formOf(locals, record), actor: lead.actor }
}

export const actions: Actions = {
	default: formAction(endLead, ({ params }) => ({ lead: params['lead'] }), backTo('area'))
}
