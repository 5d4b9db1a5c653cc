import type { RequestHandler } from '@sveltejs/kit'
import { readHealth } from '#platform/metrics/health.server.ts'
import { metrics } from '#platform/metrics/metrics.server.ts'
import { watchingOf } from '#platform/metrics/operator.server.ts'
import { installation } from '../installation.server.ts'

/** What this process counts, in the text form of Prometheus, for whoever shows the operator's token; not there without one. */
export const GET: RequestHandler = async ({ request }) => {
	const watching = watchingOf(request.headers.get('authorization'))
	if (watching === 'closed') return new Response(null, { status: 404 })
	if (watching !== 'operator')
		return new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer realm="Pitso metrics"' } })
	const { database, facts } = installation()
	await readHealth({
		database,
		dataFolder: facts.dataFolder,
		engine: facts.connection.connectionString === undefined ? 'embedded' : 'server',
		version: facts.version,
		now: new Date()
	})
	const { registry } = metrics()
	return new Response(await registry.metrics(), {
		headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' }
	})
}
