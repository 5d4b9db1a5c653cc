import { z } from 'zod'
import { Done } from '#modules/directory/actor-commands.ts'
import { storedPath } from '#platform/files/store.server.ts'
import { defineWork, enqueue } from '#platform/jobs/jobs.server.ts'
import { Day, Identifier, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, query } from '#platform/operation/operation.server.ts'
import { ask, run } from '#platform/operation/perform.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { attachDocument } from '#platform/records/documents.ts'
import { findRecord } from '#platform/records/find-record.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { extractText } from '../provision/extract-text.server.ts'
import { keepsInstruments } from '../rules.ts'
import { getInstrumentRow } from './find-instrument.server.ts'
import { refuseWithdrawn } from './instrument-commands.ts'
import { Language } from './instrument-fields.server.ts'

/** The name by which the job is asked for that reads the text out of a file. */
const READ_TEXT = 'instrument.readText'

/** Attaches the full text of an instrument: its file stands with the documents, and what it says is found by the search. */
export const addInstrumentText = command({
	name: 'instrument.addText',
	input: z.strictObject({
		instrument: Reference,
		version: Version,
		file: Identifier,
		title: Text(300),
		language: Language.optional(),
		day: Day.optional()
	}),
	output: Done.extend({ text: z.string() }),
	about: (here, { instrument }) => getInstrumentRow(here, instrument),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { file, title, language, day }, instrument) {
		refuseWithdrawn(instrument)
		const spoken = language ?? here.workspace.language
		await here.run(attachDocument, {
			record: instrument.id,
			kind: 'instrument',
			file,
			title,
			language: spoken,
			...(day === undefined ? {} : { day })
		})
		const text = await here.write.add('instrument_text', {
			instrument_id: instrument.id,
			file_id: file,
			language: spoken,
			state: 'waiting',
			fault: null,
			text: null
		})
		await enqueue(here, { operation: READ_TEXT, input: { text } })
		return { id: instrument.id, reference: instrument.reference, text }
	}
})

async function getTextRow(here: Here, id: string) {
	const text = await here.tx
		.selectFrom('instrument_text')
		.innerJoin('file', (on) =>
			on
				.onRef('file.workspace_id', '=', 'instrument_text.workspace_id')
				.onRef('file.id', '=', 'instrument_text.file_id')
		)
		.select(['instrument_text.id', 'instrument_text.instrument_id', 'instrument_text.state'])
		.innerJoin('document', (on) =>
			on
				.onRef('document.workspace_id', '=', 'instrument_text.workspace_id')
				.onRef('document.file_id', '=', 'instrument_text.file_id')
		)
		.select(['file.id as file_id', 'file.name', 'file.media_type', 'document.state as document_state'])
		.where('instrument_text.workspace_id', '=', here.workspace.id)
		.where('instrument_text.id', '=', id)
		.executeTakeFirst()
	const record = text && (await findRecord(here, 'instrument', text.instrument_id))
	if (!record) throw absent('instruments.no-such-text')
	return { ...(await getInstrumentRow(here, record.id)), text }
}

const fileOfText = query({
	name: 'instrument.get',
	input: z.strictObject({ text: z.string() }),
	output: z.object({ id: z.string(), name: z.string(), mediaType: z.string(), isRead: z.boolean() }),
	about: (here, { text }) => getTextRow(here, text),
	allow: ({ seat }) => keepsInstruments(seat),
	run: (_here, _input, { text }) =>
		Promise.resolve({
			id: text.file_id,
			name: text.name,
			mediaType: text.media_type,
			// What was withdrawn before its turn is read no more.
			isRead: text.state !== 'waiting' || text.document_state !== 'active'
		})
})

// Told in the history as the attaching of the text: that it was read by a job is no change that anybody made.
const keepText = command({
	name: addInstrumentText.name,
	input: z.strictObject({ text: z.string(), body: z.string().nullable(), fault: z.string().nullable() }),
	output: z.object({ id: z.string() }),
	about: (here, { text }) => getTextRow(here, text),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { body, fault }, { text, id }) {
		await here.write.change('instrument_text', text.id, {
			state: body === null ? 'unread' : 'read',
			fault,
			text: body
		})
		here.write.indexAnew(id)
		return { id }
	}
})

const bodyOf = (paragraphs: readonly { number: string | null; text: string }[]) =>
	paragraphs.map(({ number, text }) => (number === null ? text : `${number} ${text}`)).join('\n')

/** Reads the text out of a file of an instrument, in a process of its own; a scan stays a file, and that is said of it. */
export const readInstrumentText = defineWork({
	name: READ_TEXT,
	async run(opening, input) {
		const { text } = z.object({ text: z.string() }).parse(input)
		const file = await ask(opening, fileOfText, { text })
		if (file.isRead) return
		const path = storedPath(opening.filesFolder, opening.workspace.id, file.id)
		const read = await extractText({ path, mediaType: file.mediaType, name: file.name })
		await run(opening, keepText, {
			text,
			...(read.kind === 'text' ? { body: bodyOf(read.paragraphs), fault: null } : { body: null, fault: read.code })
		})
	}
})
