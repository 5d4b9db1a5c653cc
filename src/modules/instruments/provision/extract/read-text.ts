import type { Extraction } from './extraction.ts'
import type { ExtractLimits } from './limits.ts'
import { readPlain } from './read-plain.ts'
import { Unread } from './unread.ts'

/** What a file was sent as: its media type, and the ending of its name. */
export type Told = { mediaType: string; ending: string }

const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le')
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const PLAIN = /^\.(?:txt|text|md|markdown)$/iu

/**
 * Reads a file by what it is, whatever it is called. DOCX is a ZIP (ECMA-376 part 2), PDF says so in its first kilobyte (ISO 32000-1,
 * annex H), and what has neither mark is text if it was sent as such.
 *
 * @throws Unread, or whatever a reader throws at a file that it cannot read (`whyUnread`)
 */
export async function readText(bytes: Buffer, told: Told, limits: ExtractLimits): Promise<Extraction> {
	if (bytes.length > limits.fileBytes) throw new Unread('too-large', 'fileBytes')
	if (bytes.length === 0) throw new Unread('no-text')
	if (bytes.subarray(0, 1_024).includes('%PDF-')) {
		const { readPdf } = await import('./read-pdf.ts')
		return readPdf(bytes, limits)
	}
	if (bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) {
		const { readDocx } = await import('./read-docx.ts')
		return readDocx(bytes, limits)
	}
	// A DOCX with a password is a compound file around its encrypted package ([MS-OFFCRYPTO] 2.3.4); without one it is an old format.
	if (bytes.subarray(0, 8).equals(COMPOUND)) throw new Unread(bytes.includes(ENCRYPTED) ? 'encrypted' : 'not-a-text')
	// Sent as what it is not: its beginning is cut off or overwritten.
	if (told.mediaType === DOCX || told.mediaType === 'application/pdf') throw new Unread('damaged')
	if (!told.mediaType.startsWith('text/') && !PLAIN.test(told.ending)) throw new Unread('not-a-text')
	if (bytes.subarray(0, 5).equals(Buffer.from('{\\rtf'))) throw new Unread('not-a-text')
	return readPlain(bytes, limits)
}
