import { redirect } from '@sveltejs/kit'
import { assignAction } from '#modules/deliberation/action/action-commands.ts'
import { addDecision } from '#modules/deliberation/decision/decision-commands.ts'
import { saveMinute } from '#modules/deliberation/minutes/minute-commands.ts'
import { getMinutes } from '#modules/deliberation/minutes/minute-queries.ts'
import { proposeRecommendation } from '#modules/deliberation/recommendation/recommendation-commands.ts'
import { formAction, formKeys } from '../../../../face.server.ts'
import { optionsOf, todayOf } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const minutes = await locals.ask(getMinutes, { meeting: params.reference })
	if (minutes.reference !== params.reference) redirect(303, `/${params.workspace}/meeting/${minutes.reference}/minutes`)
	const [actors, structures] = minutes.may.write
		? await Promise.all([optionsOf(locals, 'actor'), optionsOf(locals, 'structure')])
		: [[], []]
	return {
		minutes,
		actors,
		structures,
		// A key each: every form of this page may be sent, one after the other or from two windows.
		keys: minutes.items.map((item) => ({
			save: formKeys(locals),
			decide: formKeys(locals),
			recommend: formKeys(locals),
			act: formKeys(locals),
			confirm: item.proposed.map(() => formKeys(locals))
		})),
		languages: [...(locals.workspace?.languages ?? [])],
		today: todayOf(locals)
	}
}

type Addressed = { url: URL }
/** Back to the item that the form was about. */
const toItem = (_done: unknown, { url }: Addressed) =>
	`${url.pathname}${url.searchParams.get('item') ? `#${url.searchParams.get('item') ?? ''}` : ''}`

export const actions: Actions = {
	save: formAction(saveMinute, undefined, toItem),
	decide: formAction(addDecision, undefined, toItem),
	recommend: formAction(proposeRecommendation, undefined, toItem),
	act: formAction(assignAction, undefined, toItem),
	confirm: formAction(assignAction, undefined, toItem)
}
