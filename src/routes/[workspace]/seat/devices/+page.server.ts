import { listDevices, revokeDevice } from '#modules/registers/capture/device-operations.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { refuseUnlessMay } from '../../record-page.server.ts'
import { deviceRow, registerNames } from '../../field-capture/device-row.ts'
import type { Actions, PageServerLoad } from './$types'

const SHOWN = 200

export const load: PageServerLoad = async ({ locals, url }) => {
	const { key } = locals.seat
	refuseUnlessMay({ locals, url }, key !== null, 'captureDevice.list')
	const [{ items }, names] = await Promise.all([
		locals.ask(listDevices, { filter: { seat: [key ?? ''] }, limit: SHOWN }),
		registerNames(locals)
	])
	return { devices: items.map((item) => deviceRow(locals.words, item, names)), keys: formKeys(locals) }
}

export const actions: Actions = {
	revoke: formAction(revokeDevice, (_event, form) => ({
		device: form.get('device'),
		reason: form.get('reason') || undefined
	}))
}
