import { redirect } from '@sveltejs/kit'
import { isIP } from 'node:net'
import { listPasskeys, removePasskey } from '#platform/access/sign-in/account.server.ts'
import { doorAction, entranceOf, signedInHere, textOf, visitOf } from '../../sign-in/at-the-door.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const { person } = signedInHere(event)
	return {
		passkeys: await listPasskeys(entranceOf(event), person.id),
		// Browsers make passkeys for names, not for numbers.
		isNumber: isIP(event.url.hostname.replace(/^\[|\]$/g, '')) !== 0
	}
}

export const actions: Actions = {
	remove: doorAction('remove', async (event, form) => {
		await removePasskey(entranceOf(event), visitOf(event), signedInHere(event), textOf(form, 'passkey'))
		redirect(303, '/account/passkeys')
	})
}
