import { open, type FileHandle } from 'node:fs/promises'
import { extname } from 'node:path'
import { runApart } from './apart.server.ts'
import { Extraction } from './extract/extraction.ts'
import { standardLimits, type ExtractLimits } from './extract/limits.ts'
import { refusal, Unread } from './extract/unread.ts'

export type { Paragraph, WhyNoText } from './extract/extraction.ts'
export type { Extraction, ExtractLimits }
export { standardLimits }

/** A file on disk, as it was received. */
export type TextFile = { path: string; mediaType: string; name: string }

const PROGRAM = '#modules/instruments/provision/extract/child.ts'
const READY = Buffer.from('ready\n')

/**
 * The text of a DOCX, PDF or plain text file (UTF-8, UTF-16 with its mark, Windows-1252) as paragraphs in reading order, or why there is
 * none. It is read in a process of its own, which has no environment, no network and no other file, and is ended when it passes a limit
 * (`standardLimits`: 50 MB, 5,000 pages, 2 minutes …). One file is read at a time, since that takes a core and up to 900 MB; the others wait.
 *
 * Never throws for what is in a file: that is a refusal, with the limit where one was passed. Throws where the file is not there, or no
 * process can be started.
 */
export async function extractText(file: TextFile, limits: ExtractLimits = standardLimits): Promise<Extraction> {
	const handle = await open(file.path, 'r')
	try {
		const { size } = await handle.stat()
		if (size > limits.fileBytes) return refusal(limits, new Unread('too-large', 'fileBytes'))
		return await inTurn(() => read(handle, file, limits))
	} finally {
		await handle.close()
	}
}

let last: Promise<unknown> = Promise.resolve()

function inTurn<T>(work: () => Promise<T>): Promise<T> {
	const turn = last.then(work)
	last = turn.catch(() => undefined)
	return turn
}

const REFUSED = {
	milliseconds: new Unread('too-long', 'milliseconds'),
	heapMegabytes: new Unread('too-much-memory', 'heapMegabytes'),
	memoryMegabytes: new Unread('too-much-memory', 'memoryMegabytes'),
	bytes: new Unread('too-large', 'characters')
} as const

async function read(handle: FileHandle, { mediaType, name }: TextFile, limits: ExtractLimits): Promise<Extraction> {
	const { answer, complaint, passed } = await runApart(PROGRAM, {
		input: handle.fd,
		// What a process is started with can be seen by others on the machine: of a name its ending is enough.
		argument: JSON.stringify({ mediaType, ending: extname(name), limits }),
		// Each character takes up to six bytes as JSON, and the names around a paragraph are counted as characters.
		limits: { ...limits, bytes: limits.characters * 6 + 1_000_000 }
	})
	if (passed) return refusal(limits, REFUSED[passed])
	if (!answer.subarray(0, READY.length).equals(READY))
		throw new Error(`the program that reads files did not start: ${complaint}`)
	return extractionIn(answer.subarray(READY.length).toString()) ?? refusal(limits, new Unread('damaged'))
}

function extractionIn(text: string): Extraction | null {
	try {
		return Extraction.parse(JSON.parse(text))
	} catch {
		return null
	}
}
