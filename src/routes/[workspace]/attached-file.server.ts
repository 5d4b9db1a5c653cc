import type { RequestEvent } from '@sveltejs/kit'
import { uploadFile } from '#platform/files/file-operations.ts'
import { discardFile } from '#platform/files/receive.server.ts'
import type { Command } from '#platform/operation/operation.server.ts'
import { invalid, isRefusal } from '#platform/operation/refusal.ts'
import { formAction } from '../face.server.ts'
import { receiveUpload, type Upload } from '../upload.server.ts'

type Event = Pick<RequestEvent, 'request' | 'locals' | 'url' | 'cookies' | 'params'>

const receive = (event: Event) =>
	receiveUpload(event).catch((refusal: unknown) => {
		if (isRefusal(refusal)) return refusal
		throw refusal
	})

async function keep({ locals }: Event, { file }: Upload, isRequired: boolean) {
	if (!file) return isRequired ? invalid([{ path: ['file'], code: 'platform.field.missing' }]) : undefined
	try {
		return await locals.run(uploadFile, { name: file.name, received: file })
	} catch (refusal) {
		if (isRefusal(refusal)) return refusal
		throw refusal
	} finally {
		await discardFile(file)
	}
}

type Sending<Input, Result> = {
	command: Command<Input, Result>
	/** What the address says, and what of the form only it can read. */
	fixed: (event: Event, form: FormData) => Record<string, unknown>
	next: (result: Result, event: Event) => string
	isRequired: boolean
	/** What the command calls the file. */
	as?: string
}

/** The action of a form that brings a file with its other fields: the file is kept first, and the command is told which it is. */
export const actionWithFile =
	<Input, Result>({ command, fixed, next, isRequired, as = 'file' }: Sending<Input, Result>) =>
	async (event: Event) => {
		const received = await receive(event)
		const fields = isRefusal(received) ? [] : received.fields
		const kept = isRefusal(received) ? received : await keep(event, received, isRequired)
		// The form was read as it streamed in; the action below reads its fields again, without the file.
		const request = new Request(event.url, { method: 'POST', body: new URLSearchParams(fields) })
		return formAction(
			command,
			(_about, form) => {
				if (isRefusal(kept)) throw kept
				return { ...fixed(event, form), ...(kept ? { [as]: kept.id } : {}) }
			},
			(result) => next(result, event)
		)({ ...event, request })
	}
