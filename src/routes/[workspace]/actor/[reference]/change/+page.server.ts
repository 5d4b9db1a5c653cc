import { readAliases, type ActorForm } from '#modules/directory/actor-fields.ts'
import { changeActor } from '#modules/directory/actor-commands.ts'
import { getActor } from '#modules/directory/actor-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, optionsOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

const formValues = ({
	title,
	acronym,
	actorKind,
	status,
	parent,
	country,
	hostCountry,
	aliases
}: ActorForm): ActorForm => ({
	title,
	acronym,
	actorKind,
	status,
	parent,
	country,
	hostCountry,
	aliases
})

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const record = await locals.ask(getActor, { actor: params.reference })
	refuseUnlessMay({ locals, url }, record.may.change, 'actor.change')
	return {
		...formOf(locals, record),
		actor: formValues(record),
		actors: (await optionsOf(locals, 'actor')).filter(({ value }) => value !== record.reference)
	}
}

export const actions: Actions = {
	default: formAction(
		changeActor,
		// One name a line: a name may hold a comma, at which lists are otherwise cut.
		({ params }, form) => ({ actor: params['reference'], aliases: readAliases(form.get('aliases')) }),
		backTo('actor')
	)
}
