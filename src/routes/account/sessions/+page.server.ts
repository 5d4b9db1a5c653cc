import { redirect } from '@sveltejs/kit'
import { endSessions, listSessions } from '#platform/access/sign-in/account.server.ts'
import { listSignIns } from '#platform/access/sign-in/sign-in-log.server.ts'
import { doorAction, entranceOf, signedInHere, textOf } from '../../sign-in/at-the-door.server.ts'
import { tellProgram } from '#platform/access/sign-in/tell-program.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const signedIn = signedInHere(event)
	const entrance = entranceOf(event)
	const [sessions, tried] = await Promise.all([
		listSessions(entrance, signedIn, new Date()),
		listSignIns(entrance, signedIn.person.id)
	])
	return {
		sessions: sessions.map((one) => ({ ...one, program: tellProgram(one.program) })),
		tried: tried.map((one) => ({ ...one, program: tellProgram(one.program) }))
	}
}

export const actions: Actions = {
	end: doorAction('end', async (event, form) => {
		await endSessions(entranceOf(event), signedInHere(event), { id: textOf(form, 'session') })
		redirect(303, '/account/sessions')
	}),
	others: doorAction('others', async (event) => {
		await endSessions(entranceOf(event), signedInHere(event), 'others')
		redirect(303, '/account/sessions')
	})
}
