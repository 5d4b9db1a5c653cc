import { Agent, request, type IncomingHttpHeaders } from 'node:http'
import { address } from './pitso.ts'

let agent = new Agent({ keepAlive: true, maxSockets: 64 })

export type Asked = { base?: string; path: string; headers?: Readonly<Record<string, string>>; body?: string }
export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer }

/** One request over a kept connection, the body as it went over the wire: not decompressed. */
export function ask({ base = address, path, headers = {}, body }: Asked): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const asked = request(
			`${base}${path}`,
			{ agent, method: body === undefined ? 'GET' : 'POST', headers: { 'accept-encoding': 'br, gzip', ...headers } },
			(response) => {
				const parts: Buffer[] = []
				response.on('data', (part: Buffer) => parts.push(part))
				response.on('error', reject)
				response.on('end', () =>
					resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) })
				)
			}
		)
		asked.on('error', reject)
		asked.end(body)
	})
}

/** As `ask`, and throws unless the answer is 200: what is measured must have worked. */
export async function askWell(asked: Asked): Promise<Answer> {
	const answer = await ask(asked)
	if (answer.status !== 200)
		throw new Error(`${asked.path} answered ${String(answer.status)}: ${answer.body.toString().slice(0, 400)}`)
	return answer
}

/** Ends the connections that were kept; the next request opens new ones. */
export function closeConnections() {
	agent.destroy()
	agent = new Agent({ keepAlive: true, maxSockets: 64 })
}
