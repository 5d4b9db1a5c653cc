import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { countUpTo, referencesOf, toOrigin, type RecordReference } from '#platform/records/find-record.server.ts'
import { resolveField } from './find-directory.server.ts'
import { MandateItem } from './outputs.ts'

type MandateRow = {
	id: string
	structure_id: string
	position: number
	category: string
	function_area_id: string | null
	area_id: string | null
	text: string
	state: 'active' | 'withdrawn'
	origin: z.output<typeof MandateItem>['origin']
	origin_source: string | null
	origin_year: number | null
}

const columns = [
	'mandate.id',
	'mandate.structure_id',
	'mandate.position',
	'mandate.category',
	'mandate.function_area_id',
	'mandate.area_id',
	'mandate.text',
	'mandate.state',
	'mandate.origin',
	'mandate.origin_source',
	'mandate.origin_year'
] as const

const base = (here: Here) =>
	here.tx
		.selectFrom('mandate')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'mandate.workspace_id').onRef('record.id', '=', 'mandate.structure_id')
		)
		.where('mandate.workspace_id', '=', here.workspace.id)

/** The records that terms of reference name. */
export const namedInMandates = (rows: readonly MandateRow[]) =>
	rows.flatMap((row) => [row.structure_id, row.function_area_id, row.area_id])

/** Terms of reference as they are told. */
export function toMandates(rows: readonly MandateRow[], references: ReadonlyMap<string, RecordReference>) {
	return rows.flatMap((row): z.output<typeof MandateItem>[] => {
		const structure = references.get(row.structure_id)
		if (!structure) return []
		return [
			{
				id: row.id,
				structure,
				position: row.position,
				category: row.category,
				function: (row.function_area_id && references.get(row.function_area_id)) || null,
				area: (row.area_id && references.get(row.area_id)) || null,
				text: row.text,
				state: row.state,
				...toOrigin(row)
			}
		]
	})
}

/** The terms of reference of a structure, one function each, in their order; withdrawn ones last. */
export const mandateRows = (here: Here, { structureId }: { structureId: string }) =>
	base(here)
		.where('mandate.structure_id', '=', structureId)
		.select(columns)
		.orderBy('mandate.state')
		.orderBy('mandate.position')
		.limit(500)
		.execute()

export const listMandates = query({
	name: 'mandate.list',
	input: listInput(
		{
			structure: Reference,
			function: Reference,
			area: Reference,
			category: AnyOf(z.string().max(120)),
			state: AnyOf(z.enum(['active', 'withdrawn']))
		},
		['structure', 'position', 'category']
	),
	output: listed(MandateItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{ structure: 'record.title_sort', position: 'mandate.position', category: 'mandate.category' },
			'mandate.id'
		)
		const structureId = await resolveField(here, 'structure', filter.structure, 'structure')
		const functionId = await resolveField(here, 'area', filter.function, 'function')
		const areaId = await resolveField(here, 'area', filter.area, 'area')
		let rows = base(here).where('mandate.state', 'in', filter.state ?? ['active'])
		if (structureId) rows = rows.where('mandate.structure_id', '=', structureId)
		if (functionId) rows = rows.where('mandate.function_area_id', '=', functionId)
		if (areaId) rows = rows.where('mandate.area_id', '=', areaId)
		if (filter.category) rows = rows.where('mandate.category', 'in', filter.category)
		const [found, total] = await Promise.all([
			rows
				.select([...columns, 'record.title_sort'])
				.where(part.where)
				.orderBy(part.orderBy)
				.limit(part.limit)
				.execute(),
			countUpTo(here.tx, rows.select('mandate.id'))
		])
		const references = await referencesOf(here, namedInMandates(found))
		const items = new Map(toMandates(found, references).map((item) => [item.id, item]))
		const page = toList(here.secret, part, found, total, input, {
			value: (row) =>
				input.sort.endsWith('position')
					? row.position
					: input.sort.endsWith('category')
						? row.category
						: row.title_sort,
			item: (row) => items.get(row.id)
		})
		return { ...page, items: page.items.filter((item) => item !== undefined) }
	}
})
