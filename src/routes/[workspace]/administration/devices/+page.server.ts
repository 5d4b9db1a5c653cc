import { listDevices, revokeDevice } from '#modules/registers/capture/device-operations.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { listPart } from '../../../list-page.ts'
import { deviceRow, registerNames } from '../../field-capture/device-row.ts'
import { refuseUnlessAdministrator } from '../administration.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseUnlessAdministrator({ locals, url }, 'seat.change')
	const [found, names] = await Promise.all([locals.askFrom(listDevices, url), registerNames(locals)])
	const list = listPart(found, (item) => deviceRow(locals.words, item, names))
	return { list, keys: formKeys(locals) }
}

export const actions: Actions = {
	revoke: formAction(revokeDevice, (_event, form) => ({
		device: form.get('device'),
		reason: form.get('reason') || undefined
	}))
}
