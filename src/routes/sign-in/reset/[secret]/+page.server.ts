import { redirect } from '@sveltejs/kit'
import { PASSWORD_LEAST } from '#platform/access/sign-in/password.ts'
import { findReset, useReset } from '#platform/access/sign-in/people.server.ts'
import { note } from '#platform/access/sign-in/sign-in-log.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { doorAction, entranceOf, textOf, visitOf } from '../../at-the-door.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const found = await findReset(entranceOf(event), event.params.secret, new Date())
	return { person: found ? { name: found.name, email: found.email } : null, least: PASSWORD_LEAST }
}

export const actions: Actions = {
	default: doorAction('default', async (event, form) => {
		const [entrance, visit] = [entranceOf(event), visitOf(event)]
		const password = textOf(form, 'password')
		if (password !== textOf(form, 'again')) throw invalid([{ path: ['again'], code: 'sign-in.password-differs' }])
		const person = await useReset(entrance, { secret: event.params['secret'] ?? '', password, now: visit.now })
		await note(entrance, visit, { person: person.id, method: 'account', outcome: 'password-set' })
		redirect(303, '/sign-in')
	})
}
