import { listChecks, verifyWorkspace } from '#platform/integrity/integrity-operations.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace } }) => {
	const { items } = await locals.ask(listChecks, {})
	return {
		checks: items.map((check) => ({ ...check, href: `/${workspace}/administration/integrity/${check.id}` })),
		isRunning: items.some((check) => check.state !== 'done'),
		keys: formKeys(locals)
	}
}

export const actions: Actions = { default: formAction(verifyWorkspace) }
