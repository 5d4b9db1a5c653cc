import { registerFor } from '../../entry-page.server.ts'
import { declineSubmissions, markAbuse } from '#modules/registers/submission/office-commands.ts'
import { getFormState, setPublicForm, stopPublicForm } from '#modules/registers/submission/form-commands.ts'
import { listSubmissions } from '#modules/registers/submission/office-queries.ts'
import { SUBMISSION_STATES } from '#modules/registers/submission/submission-states.ts'
import { formAction, formKeys } from '../../../../face.server.ts'
import { listPart } from '../../../../list-page.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { words } = locals
	const about = await registerFor(locals, params)
	const state = await locals.ask(getFormState, { register: params.register })
	const asked = new URL(url)
	asked.searchParams.set('filter[register]', params.register)
	// An administrator who reads nothing of what is sent opens and closes the form all the same.
	const list = state.may.review ? await locals.askFrom(listSubmissions, asked) : null
	const home = `${about.home}/submissions`
	return {
		register: about.home,
		many: about.many,
		home,
		form: `/${params.workspace}/submit/${params.register}`,
		state,
		states: SUBMISSION_STATES,
		counts: list?.counts ?? {},
		own: locals.seat.key === null ? null : { value: locals.seat.key, label: locals.seat.office },
		chosen: url.searchParams.getAll('filter[state]'),
		list:
			list &&
			listPart(list, ({ number, version, ...item }) => ({
				...item,
				number,
				value: `${number} ${String(version)}`,
				href: `${home}/${number}`,
				language: words.languageName(item.language),
				assigned: item.assigned?.office ?? null
			})),
		keys: formKeys(locals)
	}
}

const CHOSEN = /^(\S+) (\d{1,9})$/

/** The submissions that were ticked, each in the version it was seen in. */
function chosen({ params }: { params: Readonly<Record<string, string | undefined>> }, form: FormData) {
	const submissions = form.getAll('chosen:submission').flatMap((value) => {
		const [, submission, version] = CHOSEN.exec(typeof value === 'string' ? value : '') ?? []
		return submission === undefined ? [] : [{ submission, version: Number(version) }]
	})
	return { register: params['register'], submissions }
}

const register = ({ params }: { params: Readonly<Record<string, string | undefined>> }) => ({
	register: params['register']
})
const dayIn = (form: FormData, name: string) => {
	const day = form.get(name)
	return typeof day === 'string' && day !== '' ? day : null
}

export const actions: Actions = {
	decline: formAction(declineSubmissions, chosen),
	abuse: formAction(markAbuse, chosen),
	// A box that is not ticked is not sent.
	set: formAction(setPublicForm, (event, form) => ({
		...register(event),
		isOpen: form.get('isOpen') !== null,
		opensOn: dayIn(form, 'opensOn'),
		closesOn: dayIn(form, 'closesOn')
	})),
	stop: formAction(stopPublicForm, register)
}
