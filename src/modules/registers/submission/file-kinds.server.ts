import { open, readFile } from 'node:fs/promises'
import { inflateSync } from 'node:zlib'
import type { ReceivedFile } from '#platform/files/receive.server.ts'

/** What strangers may send along, by what a file holds and not by what it is called. */
const TAKEN = new Map<string, 'plain' | 'pdf' | 'packed'>([
	['application/pdf', 'pdf'],
	['image/png', 'plain'],
	['image/jpeg', 'plain'],
	['image/webp', 'plain'],
	['text/plain', 'plain'],
	['text/csv', 'plain'],
	['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'packed'],
	['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'packed'],
	['application/vnd.oasis.opendocument.text', 'packed'],
	['application/vnd.oasis.opendocument.spreadsheet', 'packed']
])

// What a PDF does when it is opened or pressed (ISO 32000-1, 12.6), and what it carries inside itself. Locked, it cannot be looked into.
const ACTIVE_PDF =
	/\/(?:JavaScript|JS|Launch|EmbeddedFile|EmbeddedFiles|RichMedia|SubmitForm|ImportData|XFA|Encrypt)(?![A-Za-z])/
// Programs, and other documents, inside an office document: named in the directory of the archive.
const ACTIVE_PACKED = /vbaProject|vbaData|macrosheets|activeX|embeddings\/|oleObject|Basic\/|Scripts\//i
// A page for a browser is text as well, and would be opened as one.
const ACTIVE_TEXT = /<\s*(?:script|html|svg|iframe|object|embed|!doctype)\b/i

// A name may be written with its letters in numbers: `/J#61vaScript` is `/JavaScript`.
const unescaped = (text: string) =>
	text.replaceAll(/#([0-9a-fA-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)))

const STREAM = /stream\r?\n([^]*?)endstream/g
const INFLATED_MOST = 20_000_000

function inflated(content: string): string {
	try {
		return inflateSync(Buffer.from(content, 'latin1'), { maxOutputLength: INFLATED_MOST }).toString('latin1')
	} catch {
		// What cannot be unpacked no reader unpacks either.
		return ''
	}
}

/** What a PDF says of itself: its objects, those it holds packed among them, and not the pictures and texts they draw. */
function objectsIn(text: string): string {
	let from = 0
	let objects = ''
	for (const { 0: stream, 1: content = '', index } of text.matchAll(STREAM)) {
		const before = text.slice(from, index)
		from = index + stream.length
		objects += before
		if (before.slice(before.lastIndexOf('obj')).includes('/ObjStm')) objects += inflated(content)
	}
	return unescaped(objects + text.slice(from))
}

const isActivePdf = async (path: string) => ACTIVE_PDF.test(objectsIn(await readFile(path, 'latin1')))

const PIECE = 1_000_000
// Longer than any word that is looked for.
const OVERLAP = 40

/** Whether some piece of a file's content meets the pattern; read piece by piece, so that a large file takes no memory. */
async function holds(path: string, pattern: RegExp): Promise<boolean> {
	const file = await open(path, 'r')
	try {
		const buffer = Buffer.alloc(PIECE)
		let tail = ''
		for (;;) {
			const { bytesRead } = await file.read(buffer, 0, PIECE)
			if (bytesRead === 0) return false
			const text = tail + buffer.toString('latin1', 0, bytesRead)
			if (pattern.test(text)) return true
			tail = text.slice(-OVERLAP)
		}
	} finally {
		await file.close()
	}
}

/** Why a file that a stranger sends is not taken, or null when it is: its kind, or what it would do when somebody opens it. */
export async function whyNotTaken({
	path,
	mediaType,
	size
}: ReceivedFile): Promise<'kind' | 'active' | 'empty' | null> {
	if (size === 0) return 'empty'
	const kind = TAKEN.get(mediaType)
	if (kind === undefined) return 'kind'
	if (kind === 'pdf') return (await isActivePdf(path)) ? 'active' : null
	if (kind === 'packed') return (await holds(path, ACTIVE_PACKED)) ? 'active' : null
	if (mediaType.startsWith('text/')) return (await holds(path, ACTIVE_TEXT)) ? 'active' : null
	return null
}

/** The name under which such a file lies in the store: what it is called by its sender is sealed beside it. */
export const storedName = (mediaType: string, number: number): string => {
	const ending =
		{
			'application/pdf': 'pdf',
			'image/png': 'png',
			'image/jpeg': 'jpg',
			'image/webp': 'webp',
			'text/plain': 'txt',
			'text/csv': 'csv',
			'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
			'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
			'application/vnd.oasis.opendocument.text': 'odt',
			'application/vnd.oasis.opendocument.spreadsheet': 'ods'
		}[mediaType] ?? 'bin'
	return `attachment-${String(number)}.${ending}`
}
