import {
	addSupport,
	cancelAction,
	changeAction,
	removeSupport,
	reopenAction
} from '#modules/deliberation/action/action-commands.ts'
import { DOES, linesOf, whoIn, type ActionForm } from '#modules/deliberation/action/action-forms.ts'
import { getAction } from '#modules/deliberation/action/action-queries.ts'
import { answerExtension, askExtension } from '#modules/deliberation/action/extension-commands.ts'
import { handOverAction } from '#modules/deliberation/action/hand-over-commands.ts'
import { acceptAction, refuseAction, reportAction } from '#modules/deliberation/action/report-commands.ts'
import { listSeatOptions } from '#platform/access/seat-operations.ts'
import { uploadFile } from '#platform/files/file-operations.ts'
import { discardFile } from '#platform/files/receive.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { formAction } from '../../../../face.server.ts'
import { receiveUpload, type Upload } from '../../../../upload.server.ts'
import { backTo, formOf, optionsOf, refuseUnlessCan } from '../../../record-page.server.ts'
import { whoOptions } from '../../assigning.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

// The operation behind each form, whose rule is told to who may not open it.
const OPERATION: Record<ActionForm, string> = {
	change: 'action.change',
	report: 'action.report',
	accept: 'action.accept',
	refuse: 'action.refuse',
	'ask-extension': 'action.askExtension',
	'answer-extension': 'action.answerExtension',
	cancel: 'action.cancel',
	reopen: 'action.reopen',
	'hand-over': 'action.handOver',
	'add-support': 'action.addSupport',
	'remove-support': 'action.removeSupport'
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { form } = params
	const action = await locals.ask(getAction, { action: params.reference })
	const doing = DOES[form]
	const standing = { may: action.may[doing], whyNot: action.whyNot[doing], params: { action: action.reference } }
	refuseUnlessCan({ locals, url }, standing, OPERATION[form])
	const seats =
		form === 'change' && action.responsible
			? (await locals.ask(listSeatOptions, { actor: action.responsible.id })).items
			: []
	return {
		...formOf(locals, action),
		form,
		action,
		actors: form === 'add-support' ? await optionsOf(locals, 'actor') : [],
		who: form === 'hand-over' ? await whoOptions(locals) : [],
		seats: seats.map(({ key, office }) => ({ value: key, label: office })),
		supporting: action.supporting.map(({ actor }) => ({
			value: actor.reference,
			label: locals.words.name(actor.title)
		})),
		waiting: action.extensions.find(({ state }) => state === 'asked') ?? null
	}
}

const about = ({ params }: { params: Readonly<Record<string, string | undefined>> }) => ({
	action: params['reference']
})
const back = backTo('action')

async function report(event: RequestEvent) {
	const received = await receiveUpload(event).catch((refusal: unknown) => {
		if (isRefusal(refusal)) return refusal
		throw refusal
	})
	const fields = isRefusal(received) ? [] : received.fields
	const kept = isRefusal(received) ? received : await keep(event.locals, received)
	// The form was read as it streamed in; the action reads its fields again, without the file.
	const request = new Request(event.url, {
		method: 'POST',
		body: new URLSearchParams(fields.filter(([name]) => name !== 'fileTitle'))
	})
	const title = fields.find(([name]) => name === 'fileTitle')?.[1].trim()
	return formAction(
		reportAction,
		(sent, form) => {
			if (isRefusal(kept)) throw kept
			return {
				...about(sent),
				addresses: linesOf(form.get('addresses')),
				...(kept ? { files: [{ file: kept.id, title: title || kept.name }] } : {})
			}
		},
		back
	)({ ...event, request })
}

async function keep(locals: App.Locals, { file }: Upload) {
	if (!file) return undefined
	try {
		const { id } = await locals.run(uploadFile, { name: file.name, received: file })
		return { id, name: file.name }
	} catch (refusal) {
		if (isRefusal(refusal)) return refusal
		throw refusal
	} finally {
		await discardFile(file)
	}
}

const ACTIONS: Record<ActionForm, (event: RequestEvent) => Promise<unknown>> = {
	change: formAction(changeAction, about, back),
	report,
	accept: formAction(acceptAction, about, back),
	refuse: formAction(refuseAction, about, back),
	'ask-extension': formAction(askExtension, about, back),
	'answer-extension': formAction(answerExtension, about, back),
	cancel: formAction(cancelAction, about, back),
	reopen: formAction(reopenAction, about, back),
	'hand-over': formAction(
		handOverAction,
		(event, form) => {
			const { actor, ...seat } = whoIn(form.get('actor'))
			return { ...about(event), ...(actor === '' ? {} : { actor }), ...seat }
		},
		back
	),
	'add-support': formAction(addSupport, about, back),
	'remove-support': formAction(removeSupport, about, back)
}

export const actions: Actions = { default: (event) => ACTIONS[event.params.form](event) }
