import type { RequestEvent } from '@sveltejs/kit'
import busboy from 'busboy'
import { discardFile, FILE_MOST, receiveFile, tooLarge, type ReceivedFile } from '#platform/files/receive.server.ts'
import { whyUnavailable } from '#platform/database/unavailable.ts'
import { invalid, isRefusal } from '#platform/operation/refusal.ts'

/** The fields of a form and the file that came with it, which waits outside the store. */
export type Upload = { fields: [name: string, value: string][]; file: ReceivedFile | undefined }

/** The fields of a form and the files that came with it, each by the name of its field. */
export type Uploads = { fields: Upload['fields']; files: { field: string; file: ReceivedFile }[] }

type Bounds = {
	files: number
	fields: number
	fieldBytes: number
	fileBytes?: number
	/** Where the fields are put as they come, so that they are there though a file is refused; the rest of the form is read then too. */
	into?: Upload['fields']
}
const ONE_FILE: Bounds = { files: 1, fields: 100, fieldBytes: 100_000 }
// A form made from a declaration: rows of its tables, and how it was made as one hidden field.
const SEVERAL_FILES: Bounds = { files: 20, fields: 5_000, fieldBytes: 400_000 }

const refuse = (code: 'unreadable-form' | 'one-only') => invalid([{ path: ['file'], code: `files.${code}` }])

/**
 * Reads a multipart form as it streams in: fields into memory, the one file (of at most 50 MB) to the disk. A file field left
 * empty counts as no file. Refused as invalid when the form is broken, holds two files or a file too large. Who calls gives
 * the file to `file.upload`, and to `discardFile` in the end, whether or not that went well.
 */
export function receiveUpload({ request, locals }: Pick<RequestEvent, 'request' | 'locals'>): Promise<Upload> {
	if (!locals.opening) throw new Error('a file was sent outside a workspace')
	return readForm(request, locals.opening.filesFolder)
}

/** As `receiveUpload`, of a form that may bring several files, each in a field of its own. */
export function receiveUploads({ request, locals }: Pick<RequestEvent, 'request' | 'locals'>): Promise<Uploads> {
	if (!locals.opening) throw new Error('a file was sent outside a workspace')
	return readSeveral(request, locals.opening.filesFolder)
}

/**
 * As `receiveUploads`, of a form whose files are smaller: what is larger is refused while it comes in. The fields are put into `into`,
 * so that nothing typed is lost with a file.
 */
export function receiveSmallUploads(
	{ request, locals }: Pick<RequestEvent, 'request' | 'locals'>,
	{ fileBytes, into }: { fileBytes: number; into: Upload['fields'] }
): Promise<Uploads> {
	if (!locals.opening) throw new Error('a file was sent outside a workspace')
	return readParts(request, locals.opening.filesFolder, {
		...SEVERAL_FILES,
		files: 8,
		fields: 500,
		fieldBytes: 100_000,
		fileBytes,
		into
	})
}

/** As `receiveUploads`, with the folder named. */
export const readSeveral = (request: Request, filesFolder: string): Promise<Uploads> =>
	readParts(request, filesFolder, SEVERAL_FILES)

/** As `receiveUpload`, with the folder named. */
export async function readForm(request: Request, filesFolder: string): Promise<Upload> {
	const { fields, files } = await readParts(request, filesFolder, ONE_FILE)
	return { fields, file: files[0]?.file }
}

async function readParts(request: Request, filesFolder: string, bounds: Bounds): Promise<Uploads> {
	const parser = makeParser(request, bounds)
	const { fileBytes: fileMost = FILE_MOST, into } = bounds
	const fields: Upload['fields'] = into ?? []
	const arriving: Promise<Uploads['files'][number] | undefined>[] = []
	let fault: unknown
	// A file that is too large is cut off; what comes behind it is read where its sender is to find it again.
	let cut: string | undefined
	// The parser goes on with what it holds after each event, so inside one it is never ended, only told off.
	const note = (error: unknown) => void (fault ??= error)
	const stop = (error: unknown) => {
		note(error)
		parser.destroy()
	}
	parser.on('error', note)
	parser.on('fieldsLimit', () => note(refuse('unreadable-form')))
	parser.on('filesLimit', () => note(refuse('one-only')))
	parser.on('field', (name, value, { nameTruncated, valueTruncated }) => {
		if (nameTruncated || valueTruncated) note(refuse('unreadable-form'))
		else fields.push([name, value])
	})
	parser.on('file', (field, content, { filename }) => {
		content.on('limit', () => {
			if (into) cut ??= field
			else note(tooLarge(fileMost))
		})
		// The form can break before the file is read from: without a listener that would end the process.
		content.on('error', () => undefined)
		arriving.push(
			receiveFile(content, { filesFolder, name: nameOf(filename), most: fileMost }).then(
				(file) => ({ field, file }),
				(error: unknown) => {
					stop(error)
					return undefined
				}
			)
		)
	})
	const isClosed = new Promise((resolve) => parser.on('close', resolve))
	try {
		for await (const part of request.body ?? []) {
			// What comes after a fault is read and passed over: a sender hears the answer only when it has sent all.
			if (fault !== undefined) continue
			if (!parser.write(part)) await Promise.race([isClosed, new Promise((resolve) => parser.once('drain', resolve))])
		}
		if (fault === undefined) parser.end()
		else parser.destroy()
	} catch (error) {
		stop(error)
	}
	await isClosed
	if (cut !== undefined) note(invalid(tooLarge(fileMost).issues.map((issue) => ({ ...issue, path: [cut ?? ''] }))))
	const received = (await Promise.all(arriving)).flatMap((one) => one ?? [])
	const files = fault === undefined ? received.filter(({ file }) => !isLeftEmpty(file)) : []
	for (const one of received) if (!files.includes(one)) await discardFile(one.file)
	if (fault !== undefined) throw isRefusal(fault) || whyUnavailable(fault) === 'disk-full' ? fault : whyBroken(fault)
	return { fields, files }
}

// The parser's types promise a name; a part of bytes without one gives none.
const nameOf = (filename: string | undefined) => filename ?? ''

const isLeftEmpty = (received: ReceivedFile) => received.size === 0 && received.name === 'file'

// The server in front ends a body that is too large with the status for it; every other break is the sender's.
const whyBroken = (error: unknown) =>
	typeof error === 'object' && error !== null && 'status' in error && error.status === 413
		? tooLarge(FILE_MOST)
		: refuse('unreadable-form')

function makeParser(request: Request, { files, fields, fieldBytes, fileBytes = FILE_MOST }: Bounds) {
	try {
		return busboy({
			headers: { 'content-type': request.headers.get('content-type') ?? '' },
			defParamCharset: 'utf8',
			limits: { fileSize: fileBytes, files, fields, fieldSize: fieldBytes, headerPairs: 50 }
		})
	} catch {
		throw refuse('unreadable-form')
	}
}
