import { fail } from '@sveltejs/kit'
import { listRunStructures } from '#modules/deliberation/meeting/run-structures.ts'
import { createSeries } from '#modules/deliberation/meeting/series-commands.ts'
import { previewOf } from '#modules/deliberation/meeting/series-form.server.ts'
import { formAction, formKeys, refusalSentence } from '../../../face.server.ts'
import { refuseUnlessMay, todayOf } from '../../record-page.server.ts'
import { typedOf } from '../../../typed.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const { items } = await locals.ask(listRunStructures, {})
	refuseUnlessMay({ locals, url }, items.length > 0, 'meetingSeries.create')
	return {
		keys: formKeys(locals),
		structures: items.map((one) => ({ value: one.reference, label: locals.words.name(one.title) })),
		structure: url.searchParams.get('structure'),
		zone: locals.workspace?.timeZone ?? 'UTC',
		languages: [...(locals.workspace?.languages ?? [])]
	}
}

export const actions: Actions = {
	// Shows the days first: nothing is planned yet, and what was typed stays.
	preview: async ({ request, locals }) => {
		const typed = typedOf(await request.formData())
		const around = { today: todayOf(locals), zone: locals.workspace?.timeZone ?? 'UTC' }
		const say = (issue: { code: string }) => refusalSentence(locals.words, issue)
		return fail(200, { preview: { ...previewOf(typed, { ...around, say }), typed } })
	},
	create: formAction(
		createSeries,
		() => ({}),
		(done, { params }) => `/${params['workspace'] ?? ''}/meeting-series/${done.id}`
	)
}
