import { addSeatNote, withdrawSeatNote } from '#platform/access/seat-notes.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { refuseUnlessMay } from '../../record-page.server.ts'
import { languageOptions } from '../../administration/administration.server.ts'
import { handoverOf } from '../../administration/handover.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { key } = locals.seat
	refuseUnlessMay({ locals, url }, key !== null, 'seat.handover')
	return {
		handover: await handoverOf(locals, params.workspace, key ?? ''),
		languages: languageOptions(locals),
		keys: formKeys(locals)
	}
}

export const actions: Actions = {
	note: formAction(addSeatNote),
	withdraw: formAction(withdrawSeatNote, (_event, form) => ({ note: form.get('note') }))
}
