import { redirect } from '@sveltejs/kit'
import { changePassword, listMethods } from '#platform/access/sign-in/account.server.ts'
import { PASSWORD_LEAST } from '#platform/access/sign-in/password.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { doorAction, entranceOf, keep, signedInHere, textOf, visitOf } from '../../sign-in/at-the-door.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const { person } = signedInHere(event)
	const { hasPassword } = await listMethods(entranceOf(event), person.id)
	return { hasPassword, email: person.email, least: PASSWORD_LEAST }
}

export const actions: Actions = {
	default: doorAction('default', async (event, form) => {
		const signedIn = signedInHere(event)
		const password = textOf(form, 'password')
		if (password !== textOf(form, 'again')) throw invalid([{ path: ['again'], code: 'sign-in.password-differs' }])
		const given = { current: textOf(form, 'current'), password }
		keep(event, await changePassword(entranceOf(event), visitOf(event), signedIn, given))
		redirect(303, '/account?saved')
	})
}
