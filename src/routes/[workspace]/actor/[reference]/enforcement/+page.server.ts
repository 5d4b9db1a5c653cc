import { askEnforcementRemoval, confirmEnforcementRemoval, setEnforcement } from '#modules/directory/actor-commands.ts'
import { getActor } from '#modules/directory/actor-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const actor = await locals.ask(getActor, { actor: params.reference })
	refuseUnlessMay({ locals, url }, actor.may.setEnforcement, 'actor.setEnforcement')
	const { isEnforcement, enforcementRemoval: removal } = actor
	return { ...formOf(locals, actor), isEnforcement, removal }
}

const about = ({ params }: { params: Partial<Record<string, string>> }) => ({ actor: params['reference'] })

export const actions: Actions = {
	set: formAction(setEnforcement, about, backTo('actor')),
	ask: formAction(askEnforcementRemoval, about, backTo('actor')),
	confirm: formAction(confirmEnforcementRemoval, about, backTo('actor'))
}
