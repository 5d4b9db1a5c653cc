import { formKeys } from '../../../../face.server.ts'
import { declaringActions } from '../../declaring.server.ts'
import { registerPage } from '../list.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const { register, compiled, home } = await registerPage({ locals, params })
	return {
		keys: formKeys(locals),
		title: locals.words.name(register.title),
		home,
		version: compiled.declaration.version,
		mayDeclare: register.may.declare
	}
}

export const actions: Actions = declaringActions
