import { redirect, type RequestHandler } from '@sveltejs/kit'
import { endSession } from '#platform/access/find-seat.server.ts'
import { leave } from '#platform/access/sign-in/account.server.ts'
import { installation } from '../../installation.server.ts'
import { SESSION_COOKIE } from '../../session.server.ts'
import { entranceOf, FORGET_PAGES, keep, visitOf } from '../../sign-in/at-the-door.server.ts'

/** Ends what is acted from here, on the server and in the browser: a lent seat, else the person's session. */
export const POST: RequestHandler = async (event) => {
	const { cookies, params, locals } = event
	const home = `/${params['workspace'] ?? ''}`
	const lent = cookies.get(SESSION_COOKIE)
	if (lent) {
		await endSession(installation().database, lent, new Date())
		cookies.delete(SESSION_COOKIE, { path: home })
	} else if (locals.person) keep(event, await leave(entranceOf(event), visitOf(event), locals.person))
	event.setHeaders(FORGET_PAGES)
	redirect(303, home)
}
