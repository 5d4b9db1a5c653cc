import { assignAction } from '#modules/deliberation/action/action-commands.ts'
import { linesOf, whoIn } from '#modules/deliberation/action/action-forms.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { runOptions, whoOptions } from '../assigning.server.ts'
import { sourcesIn } from '../sources.server.ts'
import { onTo, optionsOf, refuseUnlessMay, todayOf } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const [structures, source] = await Promise.all([runOptions(locals), sourcesIn(locals, url)])
	const isRun = source.structure === null || structures.some(({ value }) => value === source.structure)
	refuseUnlessMay({ locals, url }, structures.length > 0 && isRun, 'action.assign')
	const [actors, who] = await Promise.all([optionsOf(locals, 'actor'), whoOptions(locals)])
	return {
		keys: formKeys(locals),
		languages: [...(locals.workspace?.languages ?? [])],
		today: todayOf(locals),
		actors,
		who,
		structures,
		structure: url.searchParams.get('structure'),
		source
	}
}

export const actions: Actions = {
	default: formAction(
		assignAction,
		(_event, form) => {
			const { actor: responsible, ...seat } = whoIn(form.get('responsible'))
			return { steps: linesOf(form.get('steps')), ...(responsible === '' ? {} : { responsible }), ...seat }
		},
		onTo('action')
	)
}
