import { z } from 'zod'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { Reference } from '#platform/operation/fields.ts'
import { listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { headColumns, RecordHead, toHead } from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { DRAFT } from './draft-rules.ts'
import { getDraft } from './find-draft.server.ts'

const DraftItem = RecordHead.extend({
	/** The key of the register it is to declare. */
	register: z.string(),
	/** The version that stood when it was begun; null for a register that is new. */
	from: z.int().nullable(),
	isOpen: z.boolean()
})

/** Declarations in the making, as far as the seat sees them: administrators see all. */
export const listDrafts = query({
	name: 'registerDraft.list',
	input: listInput(recordFilters, ['changed', 'title']),
	output: listed(DraftItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const columns = { title: 'record.title_sort', changed: 'record.changed_at' }
		const part = listPart(here.secret, input, columns, 'record.id')
		let rows = here.tx
			.selectFrom('record')
			.innerJoin('register_draft', (on) =>
				on.onRef('register_draft.workspace_id', '=', 'record.workspace_id').onRef('register_draft.id', '=', 'record.id')
			)
			.where('record.workspace_id', '=', here.workspace.id)
			.where('record.kind', '=', DRAFT)
			.where('record.state', 'in', filter.state ?? ['active'])
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, DRAFT, filter.words))
		const [found, total] = await Promise.all([
			rows
				.select([
					...headColumns,
					'record.title_sort',
					'register_draft.register_key',
					'register_draft.from_version',
					'register_draft.is_open'
				])
				.where(part.where)
				.orderBy(part.orderBy)
				.limit(part.limit)
				.execute(),
			totalOf(here, DRAFT, filter, { field: 'origin', values: undefined }, rows.select('record.id'))
		])
		return toList(here.secret, part, found, total, input, {
			value: (row) => (part.sort.endsWith('changed') ? row.changed_at : row.title_sort),
			item: (row) => ({
				...toHead(row),
				register: row.register_key,
				from: row.from_version,
				isOpen: row.is_open
			})
		})
	}
})

/** A draft of a register: its text as it stands, faults and all. */
export const readDraft = query({
	name: 'registerDraft.get',
	input: z.strictObject({ draft: Reference }),
	output: DraftItem.extend({
		declaration: z.string(),
		/** What was changed last, by its place in the declaration. */
		piece: z.string(),
		/** The spreadsheet it was begun from, as long as it is kept. */
		file: z.string().nullable()
	}),
	about: (here, { draft }) => getDraft(here, draft),
	allow: everyone,
	async run(here, _input, { text, register, fromVersion, piece, file, isOpen, ...record }) {
		const kept =
			file === null
				? undefined
				: await here.tx
						.selectFrom('file')
						.select('id')
						.where('workspace_id', '=', here.workspace.id)
						.where('id', '=', file)
						.where('seat_id', '=', here.seat.id)
						.executeTakeFirst()
		return { ...record, register, from: fromVersion, isOpen, declaration: text, piece, file: kept?.id ?? null }
	}
})
