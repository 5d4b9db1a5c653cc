import { createReadStream } from 'node:fs'
import { fileTypeFromFile } from 'file-type'

/** What a file is when its content tells nothing. */
export const UNKNOWN_TYPE = 'application/octet-stream'

// Text has no mark of its own: the ending only says which kind of text a file is, never that it is text.
const TEXTS: Readonly<Record<string, string>> = { csv: 'text/csv', json: 'application/json' }

/** The media type of a file by its content; `name` only tells kinds of text apart. */
export async function mediaTypeOf(path: string, name: string): Promise<string> {
	const found = await recognized(path)
	if (found) return found
	if (!(await isText(path))) return UNKNOWN_TYPE
	return TEXTS[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'text/plain'
}

// A broken file can make its reader stumble; then it is what nobody knows.
async function recognized(path: string) {
	try {
		return (await fileTypeFromFile(path))?.mime
	} catch {
		return undefined
	}
}

async function isText(path: string) {
	const decoder = new TextDecoder('utf-8', { fatal: true })
	try {
		for await (const part of createReadStream(path)) {
			if (!Buffer.isBuffer(part) || part.includes(0)) return false
			decoder.decode(part, { stream: true })
		}
		decoder.decode()
		return true
	} catch (error) {
		if (error instanceof TypeError) return false
		throw error
	}
}
