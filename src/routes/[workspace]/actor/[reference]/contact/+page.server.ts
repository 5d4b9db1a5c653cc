import { setActorContact } from '#modules/directory/actor-commands.ts'
import { getActor } from '#modules/directory/actor-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const record = await locals.ask(getActor, { actor: params.reference })
	refuseUnlessMay({ locals, url }, record.may.setContact, 'actor.setContact')
	return { ...formOf(locals, record), contact: record.contact }
}

export const actions: Actions = {
	default: formAction(setActorContact, ({ params }) => ({ actor: params['reference'] }), backTo('actor'))
}
