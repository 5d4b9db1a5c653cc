import type { RequestHandler } from '@sveltejs/kit'
import { listWorkspaces } from '#platform/access/find-seat.server.ts'
import { installation } from '../installation.server.ts'

/** Whether this installation answers and reaches its database: for who watches over it, so nothing else is told. */
export const GET: RequestHandler = async () => {
	const { database, facts } = installation()
	const isReached = await listWorkspaces(database).then(
		() => true,
		() => false
	)
	const headers = { 'cache-control': 'no-store' }
	return isReached
		? Response.json({ status: 'ok', version: facts.version }, { headers })
		: Response.json({ status: 'database-not-reached', version: facts.version }, { status: 503, headers })
}
