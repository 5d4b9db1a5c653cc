import { discardFile } from '#platform/files/receive.server.ts'
import { uploadFile } from '#platform/files/file-operations.ts'
import { invalid, isRefusal } from '#platform/operation/refusal.ts'
import { addAgendaPaper } from '#modules/deliberation/meeting/agenda-commands.ts'
import { getAgendaItem } from '#modules/deliberation/meeting/agenda-queries.ts'
import { formAction } from '../../../../../face.server.ts'
import { receiveUpload, type Upload } from '../../../../../upload.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const item = await locals.ask(getAgendaItem, { agendaItem: params.reference })
	refuseUnlessMay({ locals, url }, item.may.addPaper, 'agendaItem.addPaper')
	return formOf(locals, item)
}

const receive = (event: RequestEvent) =>
	receiveUpload(event).catch((refusal: unknown) => {
		if (isRefusal(refusal)) return refusal
		throw refusal
	})

async function keep(locals: App.Locals, { file }: Upload) {
	if (!file) return invalid([{ path: ['file'], code: 'platform.field.missing' }])
	try {
		return await locals.run(uploadFile, { name: file.name, received: file })
	} catch (refusal) {
		if (isRefusal(refusal)) return refusal
		throw refusal
	} finally {
		await discardFile(file)
	}
}

export const actions: Actions = {
	default: async (event) => {
		const received = await receive(event)
		const fields = isRefusal(received) ? [] : received.fields
		const kept = isRefusal(received) ? received : await keep(event.locals, received)
		// The form was read as it streamed in; the action below reads its fields again, without the file.
		const request = new Request(event.url, { method: 'POST', body: new URLSearchParams(fields) })
		const read = { ...event, request }
		return formAction(
			addAgendaPaper,
			({ params }) => {
				if (isRefusal(kept)) throw kept
				return { agendaItem: params['reference'], file: kept.id }
			},
			backTo('agenda-item')
		)(read)
	}
}
