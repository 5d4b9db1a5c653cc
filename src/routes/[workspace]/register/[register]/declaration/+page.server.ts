import { listWaysBack } from '#modules/registers/conversion/back-operations.ts'
import { beginDraft } from '#modules/registers/drafting/draft-commands.ts'
import { absent } from '#platform/operation/refusal.ts'
import { formAction, formKeys, refusePage } from '../../../../face.server.ts'
import { declaringActions } from '../../declaring.server.ts'
import { registerPage } from '../list.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const { register, compiled, home } = await registerPage({ locals, params })
	const { ways } = register.may.declare ? await locals.ask(listWaysBack, { register: params.register }) : { ways: [] }
	return {
		ways: ways.map(({ to, declaredAt, keptUntil, isKept }) => ({
			to,
			isKept,
			declared: locals.words.instant(declaredAt.toISOString()),
			keptUntil: locals.words.day(keptUntil)
		})),
		keys: formKeys(locals),
		title: locals.words.name(register.title),
		home,
		version: compiled.declaration.version,
		mayDeclare: register.may.declare
	}
}

export const actions: Actions = {
	...declaringActions,
	/** What brings an earlier version back becomes a draft, in which it is said what becomes of values that cannot be converted back. */
	draft: async (event) => {
		const form = await event.request.clone().formData()
		const wanted = Number(form.get('to'))
		form.delete('to')
		const { ways } = await event.locals.ask(listWaysBack, { register: event.params.register })
		const way = ways.find(({ to }) => to === wanted)
		if (!way)
			refusePage(
				event.locals,
				event.url,
				absent('registers.no-way-back', { register: event.params.register, version: wanted })
			)
		const request = new Request(event.url, { method: 'POST', body: form })
		const begun = formAction(
			beginDraft,
			() => ({ from: 'text', declaration: way.declaration }),
			({ draft }) => `/${event.params.workspace}/register/draft/${draft}/steps`
		)
		return begun({ ...event, request })
	}
}
