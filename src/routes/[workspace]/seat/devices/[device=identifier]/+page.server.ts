import { listCaptures } from '#modules/registers/capture/capture-queries.ts'
import { listDevices } from '#modules/registers/capture/device-operations.ts'
import { LIST_MOST } from '#platform/operation/lists.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { refusePage } from '../../../../face.server.ts'
import { deviceRow, registerNames } from '../../../field-capture/device-row.ts'
import { refuseUnlessMay } from '../../../record-page.server.ts'
import type { PageServerLoad } from './$types'

/** One device: what it was given, what became of it, and what it sent, as far as the reader sees that. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	refuseUnlessMay({ locals, url }, locals.seat.id !== null, listDevices.name)
	const { words } = locals
	const filter = { device: params.device }
	const [{ items }, sent, names] = await Promise.all([
		locals.ask(listDevices, { filter, limit: 1 }),
		locals.ask(listCaptures, { filter, limit: LIST_MOST }),
		registerNames(locals)
	])
	const [device] = items
	if (!device) refusePage(locals, url, absent('captures.no-such-device'))
	return {
		device: deviceRow(words, device, names),
		isOwn: device.isOwn,
		total: sent.total,
		sent: sent.items.map(({ id, register, entry, title, state, capturedAt, receivedAt }) => {
			const home = register && `/${params.workspace}/register/${register.reference}`
			return {
				id,
				title: entry ? words.name(entry.title) : (title ?? ''),
				href: home && (entry && state !== 'conflict' ? `${home}/${entry.reference}` : `${home}/capture/${id}`),
				register: register ? words.name(register.title) : '',
				state: words.t(`captures.state.${state}`),
				captured: words.instant(capturedAt),
				received: words.instant(receivedAt)
			}
		})
	}
}
