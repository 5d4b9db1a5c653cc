import { randomBytes } from 'node:crypto'
import { z } from 'zod'

export const RECOVERY_CODES = 10

// Without letters and digits that are taken for each other; 16 of these 32 hold 80 bits.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz123456789'
const LENGTH = 16
const MADE = 'kept:'

/** New recovery codes, to be shown once: four groups of four, as people copy them. */
export const makeRecoveryCodes = (): string[] =>
	Array.from({ length: RECOVERY_CODES }, () =>
		[...randomBytes(LENGTH)]
			.map((byte) => LETTERS[byte % LETTERS.length] ?? '')
			.join('')
			.replace(/(.{4})(?!$)/g, '$1-')
	)

/** A recovery code as it was given, from how somebody typed it. */
export const typedRecoveryCode = (typed: string): string =>
	typed
		.toLowerCase()
		.replace(/[^a-z0-9]/g, '')
		.replace(/(.{4})(?!$)/g, '$1-')

const Codes = z.array(z.string())

/**
 * How recovery codes are stored: as keyed digests, so that neither the table nor a backup of it holds a code that opens
 * anything. The library looks a sent code up among what is stored, so what is sent is digested the same way first.
 */
export function recoveryCodes(digest: (code: string) => string) {
	const stored = (code: string) => (code.startsWith(MADE) ? code : MADE + digest(code))
	return {
		stored,
		encrypt: (text: string) => Promise.resolve(JSON.stringify(Codes.parse(JSON.parse(text)).map(stored))),
		decrypt: (text: string) => Promise.resolve(text)
	}
}
