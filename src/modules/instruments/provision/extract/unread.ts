import { Unreadable } from '#platform/exchange/unreadable.ts'
import type { Extraction, WhyNoText } from './extraction.ts'
import type { ExtractLimits } from './limits.ts'

/** Ends the reading of a file; becomes the refusal that it names. */
export class Unread extends Error {
	readonly code: WhyNoText
	readonly limit: keyof ExtractLimits | undefined

	constructor(code: WhyNoText, limit?: keyof ExtractLimits) {
		super(limit ? `${code}: ${limit}` : code)
		this.name = 'Unread'
		this.code = code
		this.limit = limit
	}
}

/** A refusal as it is answered, with the limit that was passed. */
export const refusal = (limits: ExtractLimits, { code, limit }: Pick<Unread, 'code' | 'limit'>): Extraction =>
	limit ? { kind: 'refused', code, limit, most: limits[limit] } : { kind: 'refused', code }

/** What the reader of ZIP files says of one that it does not open, in the words used here. */
function ofArchive(code: string): Unread {
	if (code === 'exchange.encrypted') return new Unread('encrypted')
	return code === 'exchange.unpacked-too-large' ? new Unread('too-large', 'unpackedBytes') : new Unread('damaged')
}

/**
 * What any failure of a reader says of the file. The readers take the file from memory, so that nothing but its content can make them
 * fail; what they throw is worded for programmers and differs from release to release.
 */
export function whyUnread(error: unknown): Unread {
	if (error instanceof Unread) return error
	if (error instanceof Unreadable) return ofArchive(error.code)
	const message = error instanceof Error ? error.message : ''
	// V8 says so of a buffer or a text that is longer than it can hold; a heap that is full ends the process instead.
	const isFull = /allocation failed|Invalid (?:string|array|typed array) length|longer than 0x/u.test(message)
	return isFull ? new Unread('too-much-memory', 'memoryMegabytes') : new Unread('damaged')
}
