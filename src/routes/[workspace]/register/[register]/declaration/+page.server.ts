import { listWaysBack } from '#modules/registers/conversion/back-operations.ts'
import { formKeys } from '../../../../face.server.ts'
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

export const actions: Actions = declaringActions
