import { assignAction } from '#modules/deliberation/action/action-commands.ts'
import { linesOf } from '#modules/deliberation/action/action-forms.ts'
import { listActionStructures } from '#modules/deliberation/action/structure-queries.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { onTo, optionsOf, refuseUnlessMay, todayOf } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

// What an action can arise from, as the address of this form names it.
const SOURCES = ['meeting', 'agendaItem', 'decision', 'recommendation'] as const

export const load: PageServerLoad = async ({ locals, url }) => {
	const { items } = await locals.ask(listActionStructures, {})
	refuseUnlessMay({ locals, url }, items.length > 0, 'action.assign')
	const source = Object.fromEntries(
		SOURCES.flatMap((name) => {
			const reference = url.searchParams.get(name)
			return reference ? [[name, reference.slice(0, 120)]] : []
		})
	)
	return {
		keys: formKeys(locals),
		languages: [...(locals.workspace?.languages ?? [])],
		today: todayOf(locals),
		actors: await optionsOf(locals, 'actor'),
		structures: items.map(({ reference, title, acronym }) => ({
			value: reference,
			label: acronym ? `${locals.words.name(title)} (${acronym})` : locals.words.name(title)
		})),
		structure: url.searchParams.get('structure'),
		source
	}
}

export const actions: Actions = {
	default: formAction(assignAction, (_event, form) => ({ steps: linesOf(form.get('steps')) }), onTo('action'))
}
