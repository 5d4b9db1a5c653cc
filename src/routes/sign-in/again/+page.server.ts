import { redirect } from '@sveltejs/kit'
import { confirmByPassword, listMethods, listPasskeys } from '#platform/access/sign-in/account.server.ts'
import { backTo } from '../../back.ts'
import { doorAction, entranceOf, keep, providerHere, signedInHere, textOf, visitOf } from '../at-the-door.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const { person } = signedInHere(event)
	const entrance = entranceOf(event)
	const [{ hasPassword, identities }, passkeys] = await Promise.all([
		listMethods(entrance, person.id),
		listPasskeys(entrance, person.id)
	])
	return {
		back: backTo(event.url.searchParams.get('back'), '/account'),
		name: person.name,
		hasPassword,
		hasPasskey: passkeys.length > 0,
		provider: identities.length > 0 ? (providerHere()?.settings.name ?? null) : null
	}
}

export const actions: Actions = {
	default: doorAction('default', async (event, form) => {
		const signedIn = signedInHere(event)
		keep(event, await confirmByPassword(entranceOf(event), visitOf(event), signedIn, textOf(form, 'password')))
		redirect(303, backTo(form.get('back'), '/account'))
	})
}
