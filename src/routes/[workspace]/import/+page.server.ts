import { registry } from '#areas'
import { importWorkspace } from '#platform/exchange/import-operation.ts'
import { importersOf } from '#platform/exchange/import-sheets.server.ts'
import { standardLimits } from '#platform/exchange/limits.ts'
import { uploadFile } from '#platform/files/file-operations.ts'
import { discardFile } from '#platform/files/receive.server.ts'
import { invalid, isRefusal } from '#platform/operation/refusal.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { formAction, formKeys } from '../../face.server.ts'
import { receiveUpload } from '../../upload.server.ts'
import { refuseUnlessMay } from '../record-page.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = ({ locals, url }) => {
	refuseUnlessMay({ locals, url }, keepsRecords(locals.seat), importWorkspace.name)
	return {
		keys: formKeys(locals),
		sheets: importersOf(registry).flatMap((importer) => importer.sheets.map((sheet) => sheet.name)),
		limits: { bytes: standardLimits.fileBytes, rows: standardLimits.rows }
	}
}

const receive = (event: RequestEvent) =>
	receiveUpload(event).catch((refusal: unknown) => {
		if (isRefusal(refusal)) return refusal
		throw refusal
	})

export const actions: Actions = {
	default: async (event) => {
		const { locals, url } = event
		refuseUnlessMay({ locals, url }, keepsRecords(locals.seat), importWorkspace.name)
		const received = await receive(event)
		const file = isRefusal(received) ? undefined : received.file
		// The form was read as it streamed in; the action below reads its fields again, without the file.
		const fields = isRefusal(received) ? [] : received.fields
		const request = new Request(url, { method: 'POST', body: new URLSearchParams(fields) })
		try {
			return await formAction(
				uploadFile,
				() => {
					if (isRefusal(received)) throw received
					if (!file) throw invalid([{ path: ['file'], code: 'platform.field.missing' }])
					return { name: file.name, received: file }
				},
				(kept) => {
					// The preview it leads to says more than that a file was sent.
					event.cookies.delete('pitso_done', { path: '/' })
					return `${url.pathname}/${kept.id}`
				}
			)({ ...event, request })
		} finally {
			if (file) await discardFile(file)
		}
	}
}
