import { sql } from 'kysely'
import { z } from 'zod'
import { Key } from '#platform/operation/fields.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { Translated } from '#platform/records/find-record.server.ts'
import { keepAnswersOfRecords } from '#platform/records/kept-answers.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'

// More than this nobody picks from a list; a form then asks for the key instead.
const OPTIONS_MOST = 1_000

const USED_ON = ['recommendation', 'decision', 'instrument', 'obligation', 'policy', 'agreement'] as const
export type UsedOn = (typeof USED_ON)[number]

const OptionsInput = z.strictObject({
	kind: z.enum(['actor', 'structure', 'framework', 'area']),
	/** Words the record must hold, as in the search. */
	words: z.string().trim().min(1).max(200).optional(),
	/** Only those of these keys. */
	keys: z.array(Key).min(1).max(100).optional(),
	/** Only areas that records of this kind deal with, of those the seat may see: what a list of them can be narrowed to. */
	usedOn: z.enum(USED_ON).optional()
})
type OptionsInput = z.output<typeof OptionsInput>

const Options = z.object({
	items: z.array(
		z.object({
			reference: z.string(),
			title: Translated,
			acronym: z.string().nullable(),
			/** Of an area: the framework it stands in. */
			framework: z
				.object({ reference: z.string(), kind: z.string(), title: Translated, acronym: z.string().nullable() })
				.nullable()
		})
	)
})

// Every list with a filter and every form asks for the same choices, far more often than one of them changes.
const kept = keepAnswersOfRecords<z.output<typeof Options>>()

/** Records of a kind to choose from, by name: what a form's list of choices needs of them and no more. */
export const listOptions = query({
	name: 'record.options',
	input: OptionsInput,
	output: Options,
	about: nothing,
	allow: everyone,
	run(here, input) {
		const { kind, words, keys, usedOn = null } = input
		if (words !== undefined || keys !== undefined) return optionsIn(here, input)
		return kept(here, [kind, usedOn, here.workspace.language], () => optionsIn(here, input))
	}
})

async function optionsIn(here: Here, { kind, words, keys, usedOn }: OptionsInput): Promise<z.output<typeof Options>> {
	let rows = here.tx
		.selectFrom('record')
		.leftJoin('theme_area', (on) =>
			on.onRef('theme_area.workspace_id', '=', 'record.workspace_id').onRef('theme_area.id', '=', 'record.id')
		)
		.leftJoin('framework', (on) =>
			on
				.onRef('framework.workspace_id', '=', 'record.workspace_id')
				.onRef('framework.id', '=', 'theme_area.framework_id')
		)
		.leftJoin('record as whole', (on) =>
			on.onRef('whole.workspace_id', '=', 'record.workspace_id').onRef('whole.id', '=', 'theme_area.framework_id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', kind)
		.where('record.state', '=', 'active')
	if (keys) rows = rows.where('record.key', '=', sql<string>`any(${keys}::text[])`)
	if (words) rows = rows.where('record.id', 'in', idsWithWords(here, kind, words))
	if (usedOn) rows = rows.where('record.id', '=', areasUsedOn(here, usedOn))
	const found = await rows
		.select([
			'record.id',
			'record.key',
			'record.number',
			'record.title',
			'record.acronym',
			'framework.kind as framework_kind'
		])
		.select(['whole.key as whole_key', 'whole.title as whole_title', 'whole.acronym as whole_acronym'])
		.orderBy('whole.title_sort')
		.orderBy('theme_area.position')
		.orderBy('record.title_sort')
		.orderBy('record.id')
		.limit(OPTIONS_MOST)
		.execute()
	return {
		items: found.map((row) => ({
			reference: row.key ?? row.number ?? row.id,
			title: row.title,
			acronym: row.acronym,
			framework:
				row.whole_key !== null && row.whole_title !== null && row.framework_kind !== null
					? { reference: row.whole_key, kind: row.framework_kind, title: row.whole_title, acronym: row.whole_acronym }
					: null
		}))
	}
}

// From area to area by the index: it costs by how many areas are in use, not by how many records deal with them. A tag does not say of
// what kind its record is: the records of an area are looked up one by one, as the reader sees them, until there is one. Each lookup
// stands behind `offset 0`, since the engine cannot know how many a reader sees, and would read all of a kind instead.
const areasUsedOn = ({ workspace }: Here, kind: string) => sql<string>`any(array(
	with recursive used (area_id) as (
		(select record_theme.area_id from record_theme where record_theme.workspace_id = ${workspace.id} order by record_theme.area_id limit 1)
		union all
		select (
			select following.area_id from record_theme following
			where following.workspace_id = ${workspace.id} and following.area_id > used.area_id
			order by following.area_id limit 1
		) from used where used.area_id is not null
	)
	select used.area_id from used
	cross join lateral (
		select from record_theme cross join lateral (
			select from record where record.workspace_id = ${workspace.id} and record.id = record_theme.record_id
				and record.kind = ${kind} and record.state = 'active' offset 0
		) tagged
		where record_theme.workspace_id = ${workspace.id} and record_theme.area_id = used.area_id
		limit 1
	) dealing
))`
