import { createActor } from '#modules/directory/actor-commands.ts'
import { readAliases } from '#modules/directory/actor-fields.ts'
import { keepsDirectory } from '#modules/directory/rules.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { onTo, optionsOf, refuseUnlessMay } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseUnlessMay({ locals, url }, keepsDirectory(locals.seat), 'actor.create')
	return {
		keys: formKeys(locals),
		languages: [...(locals.workspace?.languages ?? [])],
		actors: await optionsOf(locals, 'actor')
	}
}

export const actions: Actions = {
	default: formAction(
		createActor,
		// One name a line: a name may hold a comma, at which lists are otherwise cut.
		(_event, form) => ({ aliases: readAliases(form.get('aliases')) }),
		onTo('actor')
	)
}
