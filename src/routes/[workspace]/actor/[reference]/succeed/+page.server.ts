import type { ActionFailure } from '@sveltejs/kit'
import { unmarked } from '#platform/languages/marks.ts'
import type { Option } from '#ui/types.ts'
import { listOptions } from '#modules/directory/options-queries.ts'
import { getActor } from '#modules/directory/actor-queries.ts'
import { SUCCESSION_KINDS } from '#modules/directory/rules.ts'
import { listOpenItems, succeedActor } from '#modules/directory/succession.ts'
import { readChoices } from '#modules/directory/succession-form.ts'
import { formAction, type FormFailure } from '../../../../face.server.ts'
import { formOf, onTo, optionsOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

const chosenWay = (address: URL) =>
	SUCCESSION_KINDS.find((kind) => kind === address.searchParams.get('kind')) ?? 'rename'

/** The actors that hold the words, of those offered; a whole name, as a list of suggestions fills it in, finds its own. */
async function foundActors(locals: App.Locals, actors: readonly Option[], find: string): Promise<Option[]> {
	const exact = actors.filter(({ label }) => unmarked(label) === find)
	if (exact.length > 0) return exact
	const { items } = await locals.ask(listOptions, { kind: 'actor', words: find })
	const references = new Set(items.map(({ reference }) => reference))
	return actors.filter(({ value }) => references.has(value)).slice(0, FOUND_MOST)
}

const FOUND_MOST = 50

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const actor = await locals.ask(getActor, { actor: params.reference })
	refuseUnlessMay({ locals, url }, actor.may.succeed, 'actor.succeed')
	const { items } = await locals.ask(listOpenItems, { actor: actor.reference })
	const actors = (await optionsOf(locals, 'actor')).filter(({ value }) => value !== actor.reference)
	const named = url.searchParams.getAll('successor')
	const find = (url.searchParams.get('find') ?? '').slice(0, 200).trim()
	return {
		...formOf(locals, actor),
		way: chosenWay(url),
		items,
		actors,
		find,
		// Of hundreds of actors nobody ticks two: those that hold the words looked for, by name, acronym or key.
		found: find === '' ? [] : await foundActors(locals, actors, find),
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
