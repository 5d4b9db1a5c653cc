import { redirect } from '@sveltejs/kit'
import { listMethods, unlinkIdentity } from '#platform/access/sign-in/account.server.ts'
import { linkMark } from '#platform/access/sign-in/provider.server.ts'
import {
	doorAction,
	entranceOf,
	providerHere,
	signedInHere,
	textOf,
	visitOf
} from '../../sign-in/at-the-door.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const { person, session } = signedInHere(event)
	const entrance = entranceOf(event)
	const settings = providerHere()?.settings
	const { identities } = await listMethods(entrance, person.id)
	const isLinked = identities.some(({ issuer }) => issuer === settings?.issuer)
	return {
		identities: identities.map(({ id, issuer, since }) => ({
			id,
			since,
			name: issuer === settings?.issuer ? settings.name : issuer
		})),
		link: settings && !isLinked ? { name: settings.name, mark: linkMark(entrance.secret, session.id) } : null
	}
}

export const actions: Actions = {
	unlink: doorAction('unlink', async (event, form) => {
		await unlinkIdentity(entranceOf(event), visitOf(event), signedInHere(event), textOf(form, 'identity'))
		redirect(303, '/account/provider')
	})
}
