import { listRunStructures } from '#modules/deliberation/meeting/run-structures.ts'
import { planMeeting } from '#modules/deliberation/meeting/meeting-commands.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { onTo, refuseUnlessMay } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const { items } = await locals.ask(listRunStructures, {})
	refuseUnlessMay({ locals, url }, items.length > 0, 'meeting.plan')
	return {
		keys: formKeys(locals),
		languages: [...(locals.workspace?.languages ?? [])],
		structures: items.map((one) => ({ value: one.reference, label: locals.words.name(one.title) })),
		structure: url.searchParams.get('structure'),
		zone: locals.workspace?.timeZone ?? 'UTC'
	}
}

export const actions: Actions = {
	default: formAction(
		planMeeting,
		// A box that is not ticked is not sent.
		(_event, form) => ({ standing: form.get('standing') !== null }),
		onTo('meeting')
	)
}
