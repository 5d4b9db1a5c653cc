import { z } from 'zod'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { areasOfRecord } from '#modules/directory/find-areas.server.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { Reference } from '#platform/operation/fields.ts'
import { listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import {
	headColumns,
	OriginOf,
	RecordHead,
	RecordReference,
	referencesOf,
	toHead
} from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { ofKind } from '../of-kind.server.ts'
import { keepsInstruments } from '../rules.ts'
import { getObligationRow } from './find-instrument.server.ts'

export const ObligationItem = RecordHead.extend({
	instrument: RecordReference.nullable(),
	article: z.string(),
	position: z.int(),
	text: z.string(),
	language: z.string()
})

const ObligationPage = ObligationItem.extend({
	areas: z.array(RecordReference.extend({ ...OriginOf.shape })),
	may: z.object({ change: z.boolean(), withdraw: z.boolean() })
})

const base = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('obligation', (on) =>
			on.onRef('obligation.workspace_id', '=', 'record.workspace_id').onRef('obligation.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where(ofKind('obligation'))

const columns = [
	...headColumns,
	'record.title_sort',
	'obligation.instrument_id',
	'obligation.article',
	'obligation.position',
	'obligation.text',
	'obligation.language'
] as const

const SORTS = ['position', 'title', 'changed'] as const

/** What instruments oblige States to, line by line, each with its article. */
export const listObligations = query({
	name: 'obligation.list',
	input: listInput(
		{
			...recordFilters,
			instrument: Reference,
			/** Obligations that deal with this area. */
			area: Reference
		},
		SORTS
	),
	output: listed(ObligationItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{ position: 'obligation.position', title: 'record.title_sort', changed: 'record.changed_at' },
			'record.id'
		)
		const instrumentId = await resolveField(here, 'instrument', filter.instrument, 'instrument')
		const areaId = await resolveField(here, 'area', filter.area, 'area')
		let rows = base(here).where('record.state', 'in', filter.state ?? ['active'])
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (instrumentId) rows = rows.where('obligation.instrument_id', '=', instrumentId)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'obligation', filter.words))
		if (areaId)
			rows = rows.where('record.id', 'in', (select) =>
				select
					.selectFrom('record_theme')
					.select('record_theme.record_id')
					.where('record_theme.workspace_id', '=', here.workspace.id)
					.where('record_theme.area_id', '=', areaId)
			)
		const [found, total] = await Promise.all([
			rows.select(columns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			totalOf(here, 'obligation', filter, { field: '', values: undefined }, rows.select('record.id'))
		])
		const references = await referencesOf(
			here,
			found.map((row) => row.instrument_id)
		)
		return toList(here.secret, part, found, total, input, {
			value: (row) => sortValue(input.sort, row),
			item: (row) => ({
				...toHead(row),
				instrument: references.get(row.instrument_id) ?? null,
				article: row.article,
				position: row.position,
				text: row.text,
				language: row.language
			})
		})
	}
})

function sortValue(sort: string, row: { title_sort: string; position: number; changed_at: Date }) {
	switch (sort.replace('-', '')) {
		case 'title':
			return row.title_sort
		case 'changed':
			return row.changed_at
		default:
			return row.position
	}
}

/** One obligation with its instrument and the areas it deals with. */
export const getObligation = query({
	name: 'obligation.get',
	input: z.strictObject({ obligation: Reference }),
	output: ObligationPage,
	about: (here, { obligation }) => getObligationRow(here, obligation),
	allow: everyone,
	async run(here, _input, { row, ...record }) {
		const [references, areas] = await Promise.all([
			referencesOf(here, [row.instrument_id]),
			areasOfRecord(here, record.id)
		])
		const keeps = keepsInstruments(here.seat) && record.state === 'active'
		return {
			...record,
			instrument: references.get(row.instrument_id) ?? null,
			article: row.article,
			position: row.position,
			text: row.text,
			language: row.language,
			areas,
			may: { change: keeps, withdraw: keeps }
		}
	}
})
