import type { ActionFailure } from '@sveltejs/kit'
import { getActor } from '#modules/directory/actor-queries.ts'
import { SUCCESSION_KINDS } from '#modules/directory/rules.ts'
import { listOpenItems, succeedActor } from '#modules/directory/succession.ts'
import { readChoices } from '#modules/directory/succession-form.ts'
import { formAction, type FormFailure } from '../../../../face.server.ts'
import { formOf, onTo, optionsOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

const chosenWay = (address: URL) =>
	SUCCESSION_KINDS.find((kind) => kind === address.searchParams.get('kind')) ?? 'rename'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const actor = await locals.ask(getActor, { actor: params.reference })
	refuseUnlessMay({ locals, url }, actor.may.succeed, 'actor.succeed')
	const { items } = await locals.ask(listOpenItems, { actor: actor.reference })
	const actors = (await optionsOf(locals, 'actor')).filter(({ value }) => value !== actor.reference)
	const named = url.searchParams.getAll('successor')
	return {
		...(await formOf(locals, actor)),
		way: chosenWay(url),
		items,
		actors,
		// Those named in the address, in the order of the list; what each open item may go to.
		successors: actors.filter(({ value }) => named.includes(value))
	}
}

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData()
		const { choices, values, rest } = readChoices(form)
		const successors = event.url.searchParams.getAll('successor')
		const kind = chosenWay(event.url)
		const request = new Request(event.url, { method: 'POST', body: rest })
		const answer: ActionFailure<{ failure: FormFailure }> = await formAction(
			succeedActor,
			({ params }) => ({
				actor: params['reference'],
				kind,
				...(successors.length > 0 ? { successors } : {}),
				...(choices.length > 0 ? { choices } : {})
			}),
			onTo('actor')
		)({ ...event, request })
		answer.data.failure.values = { ...answer.data.failure.values, ...values }
		return answer
	}
}
