import { fail, type RequestEvent } from '@sveltejs/kit'
import {
	answerSubmission,
	followSubmission,
	takeBackSubmission
} from '#modules/registers/submission/receipt-commands.ts'
import type { Command } from '#platform/operation/operation.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { refuseForm } from '../../../face.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ params, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' })
	return { home: `/${params.workspace}/submit` }
}

type Event = Pick<RequestEvent, 'request' | 'locals' | 'url' | 'cookies'> & {
	params: Readonly<Record<string, string | undefined>>
}

const textOf = (form: FormData, name: string) => {
	const value = form.get(name)
	return typeof value === 'string' ? value : ''
}

/** Runs what a receipt allows and shows what came of it on the page itself: a code stands in no address. */
const byCode =
	<Input, Result>(command: Command<Input, Result>, inputOf: (form: FormData) => object) =>
	async (event: Event) => {
		const form = await event.request.formData()
		const code = textOf(form, 'code')
		try {
			const result = await event.locals.run(command, { code, ...inputOf(form) })
			return { code, result, isAnswer: command.name === answerSubmission.name }
		} catch (refusal) {
			if (!isRefusal(refusal)) throw refusal
			const values = { code, text: textOf(form, 'text') }
			const answer = await refuseForm(event, refusal, { values, formed: null, chosen: {} })
			return fail(answer.status, { ...answer.data, code })
		}
	}

export const actions: Actions = {
	open: byCode(followSubmission, () => ({})),
	answer: byCode(answerSubmission, (form) => ({ text: textOf(form, 'text') })),
	takeBack: byCode(takeBackSubmission, (form) => ({ erase: form.get('erase') !== null }))
}
