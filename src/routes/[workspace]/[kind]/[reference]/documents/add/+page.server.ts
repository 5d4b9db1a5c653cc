import { discardFile } from '#platform/files/receive.server.ts'
import { uploadFile } from '#platform/files/file-operations.ts'
import { absent, invalid, isRefusal } from '#platform/operation/refusal.ts'
import { attachDocument } from '#platform/records/documents.ts'
import { takesPart } from '#platform/records/rules.ts'
import { formAction, refusePage } from '../../../../../face.server.ts'
import { receiveUpload, type Upload } from '../../../../../upload.server.ts'
import { aboutRecord, backToKind, findHead, formOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const record = await findHead(locals, params.kind, params.reference)
	if (!record) refusePage(locals, url, absent('platform.no-such-page'))
	refuseUnlessMay({ locals, url }, takesPart(locals.seat), 'document.attach')
	return formOf(locals, record)
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
			attachDocument,
			(about) => {
				if (isRefusal(kept)) throw kept
				return { ...aboutRecord(about), file: kept.id }
			},
			backToKind
		)(read)
	}
}
