import { z } from 'zod'
import { Day, Identifier, Reference, Text } from '#platform/operation/fields.ts'
import { command, everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict, invalid } from '#platform/operation/refusal.ts'
import { getRecord } from './find-record.server.ts'
import { keepsRecords, takesPart } from './rules.ts'

const Kind = z.string().max(60).optional()
const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)

export const listDocuments = query({
	name: 'document.list',
	input: z.strictObject({ record: Reference, kind: Kind }),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				title: z.string(),
				language: z.string(),
				day: z.string().nullable(),
				state: z.enum(['active', 'withdrawn']),
				at: z.date(),
				file: z.object({ id: z.string(), name: z.string(), mediaType: z.string(), size: z.int() })
			})
		),
		may: z.object({ attach: z.boolean(), withdraw: z.boolean() })
	}),
	about: (here, { record, kind }) => getRecord(here, kind ?? null, record),
	allow: everyone,
	async run(here, _input, record) {
		const rows = await here.tx
			.selectFrom('document')
			.innerJoin('file', (on) =>
				on.onRef('file.workspace_id', '=', 'document.workspace_id').onRef('file.id', '=', 'document.file_id')
			)
			.select([
				'document.id',
				'document.title',
				'document.language',
				'document.day',
				'document.state',
				'document.created_at'
			])
			.select(['file.id as file_id', 'file.name', 'file.media_type', 'file.size'])
			.where('document.workspace_id', '=', here.workspace.id)
			.where('document.record_id', '=', record.id)
			.where('document.state', '=', 'active')
			.orderBy('document.created_at', 'desc')
			.orderBy('document.id')
			.limit(500)
			.execute()
		return {
			items: rows.map((row) => ({
				id: row.id,
				title: row.title,
				language: row.language,
				day: row.day,
				state: row.state,
				at: row.created_at,
				file: { id: row.file_id, name: row.name, mediaType: row.media_type, size: row.size }
			})),
			may: { attach: takesPart(here.seat), withdraw: keepsRecords(here.seat) }
		}
	}
})

/** Hangs an uploaded file on a record; from then on whoever sees the record may open it. */
export const attachDocument = command({
	name: 'document.attach',
	input: z.strictObject({
		record: Reference,
		kind: Kind,
		file: Identifier,
		title: Text(300),
		language: Language.optional(),
		day: Day.optional()
	}),
	output: z.object({ id: z.string() }),
	about: (here, { record, kind }) => getRecord(here, kind ?? null, record),
	allow: ({ seat }) => takesPart(seat),
	async run(here, { file, title, language, day }, record) {
		const row = await here.tx
			.selectFrom('file')
			.select(['id', 'record_id', 'seat_id'])
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', file)
			.executeTakeFirst()
		if (!row || row.seat_id !== here.seat.id)
			throw invalid([{ path: ['file'], code: 'platform.field.no-such-record', params: { reference: file } }])
		if (row.record_id !== null) throw conflict('platform.file-attached')
		await here.write.change('file', file, { record_id: record.id, audience: record.audience })
		const id = await here.write.add('document', {
			record_id: record.id,
			file_id: file,
			title,
			language: language ?? here.workspace.language,
			day: day ?? null,
			state: 'active',
			state_reason: null,
			created_at: here.now
		})
		return { id }
	}
})

async function getDocument(here: Here, id: string) {
	const row = await here.tx
		.selectFrom('document')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'document.workspace_id').onRef('record.id', '=', 'document.record_id')
		)
		.select(['document.id', 'document.state', 'document.file_id'])
		.where('document.workspace_id', '=', here.workspace.id)
		.where('document.id', '=', id)
		.executeTakeFirst()
	if (!row) throw absent('platform.no-such-document')
	return { document: row }
}

/** Takes a document off its record's page; its file is then seen by those who keep the records only. */
export const withdrawDocument = command({
	name: 'document.withdraw',
	input: z.strictObject({ document: Identifier, reason: Text(2_000) }),
	output: z.object({ id: z.string() }),
	about: (here, { document }) => getDocument(here, document),
	allow: ({ seat }) => keepsRecords(seat),
	async run(here, { reason }, { document }) {
		if (document.state === 'withdrawn') throw conflict('platform.already-withdrawn')
		await here.write.change('document', document.id, { state: 'withdrawn', state_reason: reason })
		await here.write.change('file', document.file_id, { audience: ['role:administrator', 'role:secretariat'] })
		return { id: document.id }
	}
})
