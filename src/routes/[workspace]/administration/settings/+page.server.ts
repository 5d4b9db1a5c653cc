import { changeWorkspace, getWorkspaceSettings } from '#platform/access/workspace-operations.ts'
import { uploadFile } from '#platform/files/file-operations.ts'
import { discardFile } from '#platform/files/receive.server.ts'
import { invalid, isRefusal } from '#platform/operation/refusal.ts'
import { offeredLanguages } from '../../../../words.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { receiveUpload, type Upload } from '../../../upload.server.ts'
import { optionsOf } from '../../record-page.server.ts'
import { refuseUnlessAdministrator } from '../administration.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseUnlessAdministrator({ locals, url }, 'workspace.change')
	const { secretariat, framework, ...settings } = await locals.ask(getWorkspaceSettings, {})
	return {
		settings: {
			...settings,
			secretariat: secretariat?.reference ?? null,
			framework: framework?.reference ?? null
		},
		offered: offeredLanguages(),
		zones: Intl.supportedValuesOf('timeZone'),
		actors: await optionsOf(locals, 'actor'),
		frameworks: await optionsOf(locals, 'framework'),
		keys: formKeys(locals)
	}
}

const texts = (form: FormData, name: string) =>
	form.getAll(name).flatMap((value) => (typeof value === 'string' && value !== '' ? [value] : []))

// A form sends nothing of a list with nothing ticked, nor of texts that were all emptied: here that means none.
const whole = (form: FormData) => ({
	closedKinds: texts(form, 'closedKinds'),
	closedPages: texts(form, 'closedPages'),
	letterhead: Object.fromEntries(
		[...form].flatMap(([name, value]) => {
			const language = /^letterhead\[([A-Za-z-]+)\]$/.exec(name)?.[1]
			return language !== undefined && typeof value === 'string' ? [[language, value.trim()]] : []
		})
	)
})

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
	change: formAction(changeWorkspace, (_event, form) => whole(form)),
	removeLogo: formAction(changeWorkspace, () => ({ logo: null })),
	logo: async (event) => {
		const received = await receive(event)
		const fields = isRefusal(received) ? [] : received.fields
		const kept = isRefusal(received) ? received : await keep(event.locals, received)
		// The form was read as it streamed in; the action below reads its fields again, without the file.
		const request = new Request(event.url, { method: 'POST', body: new URLSearchParams(fields) })
		return formAction(changeWorkspace, () => {
			if (isRefusal(kept)) throw kept
			return { logo: kept.id }
		})({ ...event, request })
	}
}
