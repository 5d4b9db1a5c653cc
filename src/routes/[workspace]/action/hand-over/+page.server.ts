import { listActions } from '#modules/deliberation/action/action-queries.ts'
import { handOverActions } from '#modules/deliberation/action/hand-over-commands.ts'
import { listStructures } from '#modules/directory/structure-queries.ts'
import { LIST_MOST } from '#platform/operation/lists.server.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { optionsOf, refuseUnlessMay } from '../../record-page.server.ts'
import { runOptions } from '../assigning.server.ts'
import type { Actions, PageServerLoad } from './$types'

// The filters of the list that this page keeps: it is opened from there.
const KEPT = ['words', 'responsible', 'supporting', 'structure', 'meeting', 'whose', 'overdue', 'dueFrom', 'dueUntil']

export const load: PageServerLoad = async ({ locals, url }) => {
	const run = await runOptions(locals)
	refuseUnlessMay({ locals, url }, run.length > 0, 'action.handOverMany')
	const asked = new URL(url)
	asked.search = ''
	for (const name of KEPT) {
		const value = url.searchParams.get(`filter[${name}]`)
		if (value) asked.searchParams.set(`filter[${name}]`, value)
	}
	asked.searchParams.set('filter[mayHandOver]', 'true')
	asked.searchParams.set('limit', String(LIST_MOST))
	const [{ items, next }, actors, structures] = await Promise.all([
		locals.askFrom(listActions, asked),
		optionsOf(locals, 'actor'),
		standingStructures(locals)
	])
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
		actors,
		structures
	}
}

// A structure that is dissolved takes nothing over.
async function standingStructures(locals: App.Locals) {
	const [structures, { items }] = await Promise.all([
		optionsOf(locals, 'structure'),
		locals.ask(listStructures, { filter: { status: ['dissolved'] }, limit: LIST_MOST })
	])
	const dissolved = new Set(items.map(({ reference }) => reference))
	return structures.filter(({ value }) => !dissolved.has(value))
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
