import { redirect, type RequestHandler } from '@sveltejs/kit'
import { leave } from '#platform/access/sign-in/account.server.ts'
import { entranceOf, FORGET_PAGES, keep, visitOf } from '../../sign-in/at-the-door.server.ts'

/** Ends the person's session, on the server and in the browser. */
export const POST: RequestHandler = async (event) => {
	if (event.locals.person) keep(event, await leave(entranceOf(event), visitOf(event), event.locals.person))
	event.setHeaders(FORGET_PAGES)
	redirect(303, '/')
}
