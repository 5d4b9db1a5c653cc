import { redirect, type RequestHandler } from '@sveltejs/kit'
import { endSession } from '#platform/access/find-seat.server.ts'
import { installation } from '../../installation.server.ts'
import { SESSION_COOKIE } from '../../session.server.ts'

/** Ends the session at once, on the server and in the browser. */
export const POST: RequestHandler = async ({ cookies, params }) => {
	const home = `/${params['workspace'] ?? ''}`
	const secret = cookies.get(SESSION_COOKIE)
	if (secret) await endSession(installation().database, secret, new Date())
	cookies.delete(SESSION_COOKIE, { path: home })
	redirect(303, home)
}
