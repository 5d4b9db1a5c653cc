import type { IncomingMessage, ServerResponse } from 'node:http'
import compression from 'compression'

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

/**
 * The handler with its text answers compressed as the client accepts (brotli or gzip): a page shrinks to a tenth, which is
 * seconds on a slow line. Left alone is what is short, stored in compressed form already, or sent with a digest.
 */
export function compressed(handler: Handler): Handler {
	const compress = compression({ filter: isCompressed })
	return (request, response, next) =>
		compress(request, response, () => {
			takeBytesAsTheyAre(response)
			handler(request, response, next)
		})
}

/**
 * Hands bytes on without a copy: the compression copies whatever is not a `Buffer`, and the framework sends none. How much
 * each page leaves behind outside the heap decides how often the whole heap is searched, which slows whoever asks meanwhile.
 */
function takeBytesAsTheyAre(response: ServerResponse) {
	const write = response.write.bind(response)
	response.write = (chunk: unknown, ...rest: unknown[]) =>
		Reflect.apply(write, response, [asBuffer(chunk), ...rest]) === true
}

/** The same bytes under the name the compression knows. */
export const asBuffer = (chunk: unknown) =>
	chunk instanceof Uint8Array && !Buffer.isBuffer(chunk)
		? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
		: chunk

// Asked once for each answer, when its headers are complete and not yet sent.
function isCompressed(request: IncomingMessage, response: ServerResponse) {
	weakenTag(response)
	// RFC 9530, 3: such a digest is that of the bytes in their content coding, and a file's is of the file as it was stored.
	return !response.hasHeader('repr-digest') && compression.filter(request, response)
}

// RFC 9110, 8.8.3.3: two content codings of one page must not share a strong tag. Not modified (304) has the same tag, so it
// is weakened there too. Checking a page for change compares weakly.
function weakenTag(response: ServerResponse) {
	const tag = response.getHeader('etag')
	if (typeof tag === 'string' && !tag.startsWith('W/')) response.setHeader('etag', `W/${tag}`)
}
