import { seenBy } from '#modules/directory/seen-by.ts'
import { getPolicy } from '#modules/instruments/policy/policy-queries.ts'
import { addVersion } from '#modules/instruments/policy/version-commands.ts'
import { publishesDraft } from '#modules/instruments/policy/version-rules.ts'
import { uploadFile } from '#platform/files/file-operations.ts'
import { discardFile } from '#platform/files/receive.server.ts'
import { invalid, isRefusal } from '#platform/operation/refusal.ts'
import { formAction } from '../../../../../face.server.ts'
import { receiveUpload, type Upload } from '../../../../../upload.server.ts'
import { formOf, refuseUnlessCan } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const policy = await locals.ask(getPolicy, { policy: params.reference })
	refuseUnlessCan(
		{ locals, url },
		{ may: policy.may.addVersion, whyNot: policy.whyNot.addVersion },
		'policy.addVersion'
	)
	return {
		...formOf(locals, policy),
		language: policy.language,
		seenBy: seenBy(locals.words, policy.audience),
		publishes: publishesDraft(policy)
	}
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
		return formAction(
			addVersion,
			({ params }) => {
				if (isRefusal(kept)) throw kept
				return { policy: params['reference'], file: kept.id }
			},
			({ reference, number }, { params }) =>
				`/${params['workspace'] ?? ''}/policy/${reference}/version/${String(number)}`
		)({ ...event, request })
	}
}
