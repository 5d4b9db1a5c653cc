import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIP, isIPv6 } from 'node:net'

// Beyond so many addresses the one unheard of for longest is forgotten: what is kept stays small whoever calls.
const ADDRESSES_MOST = 50_000
const THIS_MACHINE = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

type Bucket = { left: number; at: number }

/** Whether an address may ask now, or the seconds after which it may. */
export type RequestLimit = { wait(address: string, milliseconds: number): number }

/**
 * At most `perMinute` requests a minute from one address, which may come at once after a pause (a bucket of tokens). A
 * network of IPv6 counts as one address, since whoever has one has all of it; this machine's own programs are not counted.
 */
export function limitRequests(perMinute: number): RequestLimit {
	const buckets = new Map<string, Bucket>()
	const perMillisecond = perMinute / 60_000
	return {
		wait(address, milliseconds) {
			if (THIS_MACHINE.has(address)) return 0
			const network = networkOf(address)
			const before = buckets.get(network)
			const left = before
				? Math.min(perMinute, before.left + Math.max(0, milliseconds - before.at) * perMillisecond)
				: perMinute
			// Put back at the end, so that the first of the map is the one unheard of for longest.
			buckets.delete(network)
			const isAllowed = left >= 1
			buckets.set(network, { left: isAllowed ? left - 1 : left, at: milliseconds })
			const [oldest] = buckets.keys()
			if (buckets.size > ADDRESSES_MOST && oldest !== undefined) buckets.delete(oldest)
			return isAllowed ? 0 : Math.max(1, Math.ceil((1 - left) / perMillisecond / 1_000))
		}
	}
}

function networkOf(address: string) {
	if (!isIPv6(address) || address.startsWith('::ffff:')) return address
	const [head = '', tail] = address.split('::')
	const first = head === '' ? [] : head.split(':')
	const last = tail === undefined || tail === '' ? [] : tail.split(':')
	const groups =
		tail === undefined ? first : [...first, ...Array<string>(8 - first.length - last.length).fill('0'), ...last]
	return `${groups.slice(0, 4).join(':')}::/64`
}

/** The client's address: of the connection, or what a trusted proxy says it is; what a client says of itself is not asked. */
export function addressOf(request: IncomingMessage, isBehindProxy: boolean): string {
	const said = isBehindProxy ? request.headers['x-forwarded-for'] : undefined
	// The last is what our own proxy added; whatever stands before it came with the request.
	const last = (typeof said === 'string' ? said : '').split(',').at(-1)?.trim() ?? ''
	return isIP(last) === 0 ? (request.socket.remoteAddress ?? '') : last
}

/** Answers that the address must wait, with a sentence. */
export function answerTooMany(response: ServerResponse, seconds: number, sentence: string): void {
	response
		.writeHead(429, {
			'content-type': 'text/plain; charset=utf-8',
			'retry-after': String(seconds),
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff'
		})
		.end(`${sentence}\n`)
}
