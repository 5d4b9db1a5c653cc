import type { RequestHandler } from '@sveltejs/kit'
import { isReached, readHealth } from '#platform/metrics/health.server.ts'
import { watchingOf } from '#platform/metrics/operator.server.ts'
import { installation } from '../installation.server.ts'

const headers = { 'cache-control': 'no-store' }

/**
 * Whether this installation works: to anybody yes or no and nothing else, to its operator (`Authorization: Bearer` with the
 * operator's token) all that tells why.
 */
export const GET: RequestHandler = async ({ request }) => {
	const { database, facts } = installation()
	const watching = watchingOf(request.headers.get('authorization'))
	if (watching === 'wrong') return Response.json({ status: 'wrong-token' }, { status: 401, headers })
	if (watching !== 'operator') {
		const isWell = await isReached(database)
		return Response.json({ status: isWell ? 'ok' : 'not-ok' }, { status: isWell ? 200 : 503, headers })
	}
	const health = await readHealth({
		database,
		dataFolder: facts.dataFolder,
		engine: facts.connection.connectionString === undefined ? 'embedded' : 'server',
		version: facts.version,
		now: new Date()
	})
	return Response.json(health, { status: health.status === 'ok' ? 200 : 503, headers })
}
