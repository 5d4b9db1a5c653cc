import { listActions } from '#modules/deliberation/action/action-queries.ts'
import { handOverActions } from '#modules/deliberation/action/hand-over-commands.ts'
import { listActionStructures } from '#modules/deliberation/action/structure-queries.ts'
import { LIST_MOST } from '#platform/operation/lists.server.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { optionsOf, refuseUnlessMay } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

// The filters of the list that this page keeps: it is opened from there.
const KEPT = ['words', 'responsible', 'supporting', 'structure', 'meeting', 'whose', 'overdue', 'dueFrom', 'dueUntil']

export const load: PageServerLoad = async ({ locals, url }) => {
	const { items: structures } = await locals.ask(listActionStructures, {})
	refuseUnlessMay({ locals, url }, locals.seat.key !== null, 'action.handOverMany')
	const asked = new URL(url)
	asked.search = ''
	for (const name of KEPT) {
		const value = url.searchParams.get(`filter[${name}]`)
		if (value) asked.searchParams.set(`filter[${name}]`, value)
	}
	asked.searchParams.set('filter[progress]', 'open,in-progress,submitted')
	asked.searchParams.set('limit', String(LIST_MOST))
	const { items, next } = await locals.askFrom(listActions, asked)
	return {
		keys: formKeys(locals),
		actions: items.map(({ id, version, reference, title, dueDay }) => ({
			value: `${id}:${String(version)}`,
			reference,
			title: locals.words.name(title),
			dueDay
		})),
		isMore: next !== null,
		most: LIST_MOST,
		actors: await optionsOf(locals, 'actor'),
		structures: await optionsOf(locals, 'structure'),
		mayAssign: structures.length > 0
	}
}

const chosen = (form: FormData) =>
	form.getAll('actions').flatMap((text) => {
		const [id, version] = typeof text === 'string' ? text.split(':') : []
		return id === undefined ? [] : [{ id, version: Number(version) }]
	})

export const actions: Actions = {
	default: formAction(
		handOverActions,
		(_event, form) => ({ actions: chosen(form) }),
		(_done, { params }) => `/${params['workspace'] ?? ''}/action`
	)
}
