import { logLine } from '#platform/log.ts'
import { countRequest } from '#platform/metrics/metrics.server.ts'
import { foundOperating } from '#platform/settings/operating.server.ts'

const references = new WeakMap<Request, string>()

/** The reference of a request, by which its lines in the log and what its reader was told belong together. */
export function referenceOf(request: Request): string {
	const known = references.get(request) ?? crypto.randomUUID()
	references.set(request, known)
	return known
}

type Event = { request: Request; route: { id: string | null } }

const statusOf = (thrown: unknown) =>
	typeof thrown === 'object' && thrown !== null && 'status' in thrown && typeof thrown.status === 'number'
		? thrown.status
		: 500

/**
 * Answers a request, counts it by the pattern of its address, and writes its line where requests are logged: the pattern
 * and never the address, which may name a person or hold a secret.
 */
export async function measured(event: Event, answer: () => Promise<Response>): Promise<Response> {
	const since = performance.now()
	const { method } = event.request
	const note = (status: number) => {
		const route = event.route.id
		countRequest({ method, route, status }, since)
		if (!foundOperating().logsRequests) return
		const milliseconds = Math.round(performance.now() - since)
		logLine('info', 'request', {
			method,
			route: route ?? 'unknown',
			status,
			milliseconds,
			reference: referenceOf(event.request)
		})
	}
	try {
		const response = await answer()
		note(response.status)
		return response
	} catch (thrown) {
		note(statusOf(thrown))
		throw thrown
	}
}
