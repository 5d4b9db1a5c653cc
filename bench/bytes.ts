import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { askWell, type Answer, type Asked } from './request.ts'

/** What goes over the wire, in bytes: the page alone, with all it needs the first time, and when it is asked for again. */
export type Bytes = { first: number; second: number; isCompressed: boolean }

function textOf({ headers, body }: Answer) {
	if (headers['content-encoding'] === 'br') return brotliDecompressSync(body).toString()
	if (headers['content-encoding'] === 'gzip') return gunzipSync(body).toString()
	return body.toString()
}

const linked = (text: string, pattern: RegExp, from: string) =>
	[...text.matchAll(pattern)].map((match) => new URL(match[1] ?? '', `http://x${from}`).pathname)

/**
 * Loads a page as a browser does that was never here: the page, its style sheets with their fonts, its scripts and its icon.
 * The second view is the next page of the kind: what was loaded with it is kept.
 */
export async function bytesOf(asked: Asked): Promise<Bytes> {
	const page = await askWell(asked)
	const text = textOf(page)
	const parts = new Set([
		...linked(text, /<link[^>]+href="([^"]+\.(?:css|svg|js))"/g, asked.path),
		...linked(text, /<script[^>]+src="([^"]+)"/g, asked.path)
	])
	let first = page.body.byteLength
	for (const path of parts) {
		const part = await askWell({ path })
		first += part.body.byteLength
		if (!path.endsWith('.css')) continue
		for (const font of linked(textOf(part), /url\(["']?([^"')]+\.woff2)["']?\)/g, path))
			first += (await askWell({ path: font })).body.byteLength
	}
	return { first, second: page.body.byteLength, isCompressed: page.headers['content-encoding'] !== undefined }
}
