import { redirect } from '@sveltejs/kit'
import { changeView, listViews, removeView, saveView } from '#modules/registers/listing/view-operations.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { formAction, formKeys } from '../../../../face.server.ts'
import { registerPage } from '../list.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { register, home } = await registerPage({ locals, params })
	// The public keeps no views: it has the list itself, and what is shared.
	if (locals.seat.id === null) redirect(303, home)
	const { views } = await locals.ask(listViews, { register: register.reference })
	const shown = views.map((view) => ({
		...view,
		href: `${home}?view=${view.id}`,
		link: new URL(`${home}?view=${view.id}`, url).href,
		mayRemove: view.isOwn || keepsRecords(locals.seat)
	}))
	return {
		title: locals.words.name(register.title),
		home,
		address: url.searchParams.get('address'),
		own: shown.filter(({ isOwn }) => isOwn),
		others: shown.filter(({ isOwn }) => !isOwn),
		keys: formKeys(locals)
	}
}

type Addressed = { params: Readonly<Record<string, string | undefined>> }
const home = ({ params }: Addressed) => `/${params['workspace'] ?? ''}/register/${params['register'] ?? ''}`
// A box that is not ticked is not sent.
const ticked = (form: FormData) => ({ shared: form.get('shared') !== null, first: form.get('first') !== null })

export const actions: Actions = {
	save: formAction(
		saveView,
		// A list that nothing narrows is asked for by an empty address, which a form would leave out.
		(event, form) => ({ register: event.params['register'], address: form.get('address') ?? '', ...ticked(form) }),
		({ id }, event) => `${home(event)}?view=${id}`
	),
	change: formAction(changeView, (_event, form) => ticked(form)),
	remove: formAction(removeView)
}
