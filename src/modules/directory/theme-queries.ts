import { sql } from 'kysely'
import { z } from 'zod'
import { Day, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import {
	anyOf,
	getRecord,
	headColumns,
	OriginOf,
	RecordReference,
	referencesOf,
	referencesWithNames,
	toHead,
	toOrigin,
	toReference,
	referenceColumns
} from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { recordFilters } from './actor-queries.ts'
import { resolveField } from './find-directory.server.ts'
import { leadRows, namedInLeads, toLeads, type Named } from './membership-queries.ts'
import { AreaItem, FrameworkItem, LeadItem } from './outputs.ts'
import { totalOf } from './record-queries.ts'
import { keepsDirectory } from './rules.ts'

const frameworks = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('framework', (on) =>
			on.onRef('framework.workspace_id', '=', 'record.workspace_id').onRef('framework.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'framework')

const areas = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('theme_area', (on) =>
			on.onRef('theme_area.workspace_id', '=', 'record.workspace_id').onRef('theme_area.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'area')

const areaCount = sql<number>`(select count(*) from theme_area
	join record seen on seen.workspace_id = theme_area.workspace_id and seen.id = theme_area.id
	where theme_area.workspace_id = record.workspace_id and theme_area.framework_id = record.id)`
const structureCount = sql<number>`(select count(*) from record_theme
	join record seen on seen.workspace_id = record_theme.workspace_id and seen.id = record_theme.record_id and seen.kind = 'structure' and seen.state = 'active'
	where record_theme.workspace_id = record.workspace_id and record_theme.area_id = record.id)`

const frameworkColumns = [
	...headColumns,
	'record.title_sort',
	'framework.kind as framework_kind',
	'framework.issuer_actor_id',
	'framework.year',
	'framework.area_count'
] as const
const areaColumns = [...headColumns, 'record.title_sort', 'theme_area.framework_id', 'theme_area.position'] as const

type FrameworkRow = Parameters<typeof toHead>[0] & {
	framework_kind: string
	issuer_actor_id: string | null
	year: number | null
	area_count: number | null
	areas: number
}

const toFramework = (
	row: FrameworkRow,
	references: ReadonlyMap<string, RecordReference>
): z.output<typeof FrameworkItem> => ({
	...toHead(row),
	frameworkKind: row.framework_kind,
	issuer: (row.issuer_actor_id && references.get(row.issuer_actor_id)) || null,
	year: row.year,
	areas: row.areas,
	statedAreas: row.area_count
})

type AreaRow = Parameters<typeof toHead>[0] & { framework_id: string; position: number; structures: number }

async function toAreas(here: Here, rows: readonly AreaRow[], day: string): Promise<z.output<typeof AreaItem>[]> {
	const led = await leadRows(here, { areaIds: rows.map((row) => row.id) })
	const named = await referencesWithNames(here, [...rows.map((row) => row.framework_id), ...namedInLeads(led)])
	return areaItems(rows, toLeads(led, named, day), named)
}

function areaItems(
	rows: readonly AreaRow[],
	leads: readonly z.output<typeof LeadItem>[],
	{ references }: Named
): z.output<typeof AreaItem>[] {
	return rows.flatMap((row) => {
		const framework = references.get(row.framework_id)
		if (!framework) return []
		return [
			{
				...toHead(row),
				framework,
				position: row.position,
				leads: leads.filter((lead) => lead.area.id === row.id && lead.held !== 'no').map((lead) => lead.actor),
				structures: row.structures
			}
		]
	})
}

export const listFrameworks = query({
	name: 'framework.list',
	input: listInput({ ...recordFilters, kind: AnyOf(z.string().max(120)), issuer: Reference }, [
		'title',
		'year',
		'changed'
	]),
	output: listed(FrameworkItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{ title: 'record.title_sort', year: 'framework.year', changed: 'record.changed_at' },
			'record.id'
		)
		const issuerId = await resolveField(here, 'actor', filter.issuer, 'issuer')
		let rows = frameworks(here).where('record.state', 'in', filter.state ?? ['active'])
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (filter.kind) rows = rows.where('framework.kind', 'in', filter.kind)
		if (issuerId) rows = rows.where('framework.issuer_actor_id', '=', issuerId)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'framework', filter.words))
		const division = { field: 'kind', values: filter.kind }
		const [found, total] = await Promise.all([
			rows.select(frameworkColumns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			totalOf(here, 'framework', filter, division, rows.select('record.id'))
		])
		const [counts, references] = await Promise.all([
			areaCounts(
				here,
				found.map((row) => row.id)
			),
			referencesOf(
				here,
				found.map((row) => row.issuer_actor_id)
			)
		])
		return toList(here.secret, part, found, total, input, {
			value: (row) =>
				input.sort.endsWith('year') ? row.year : input.sort.endsWith('changed') ? row.changed_at : row.title_sort,
			item: (row) => toFramework({ ...row, areas: counts.get(row.id) ?? 0 }, references)
		})
	}
})

// How many areas of each there are, as the totals tell that are kept by framework.
async function areaCounts(here: Here, frameworkIds: readonly string[]) {
	if (frameworkIds.length === 0) return new Map<string, number>()
	const rows = await here.tx
		.selectFrom('tally')
		.select(['tally.part', sql<number>`sum(tally.records)::integer`.as('areas')])
		.where('tally.workspace_id', '=', here.workspace.id)
		.where('tally.kind', '=', 'area')
		.where('tally.part', '=', sql<string>`any(${[...frameworkIds]}::text[])`)
		.groupBy('tally.part')
		.execute()
	return new Map(rows.map((row) => [row.part, row.areas]))
}

export const listThemes = query({
	name: 'theme.list',
	input: listInput({ ...recordFilters, framework: Reference, lead: Reference }, ['position', 'title', 'changed']),
	output: listed(AreaItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{ position: 'theme_area.position', title: 'record.title_sort', changed: 'record.changed_at' },
			'record.id'
		)
		const frameworkId = await resolveField(here, 'framework', filter.framework, 'framework')
		const leadId = await resolveField(here, 'actor', filter.lead, 'lead')
		let rows = areas(here).where('record.state', 'in', filter.state ?? ['active'])
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (frameworkId) rows = rows.where('theme_area.framework_id', '=', frameworkId)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'area', filter.words))
		if (leadId)
			rows = rows.where('record.id', 'in', (select) =>
				select
					.selectFrom('area_lead')
					.select('area_lead.area_id')
					.where('area_lead.workspace_id', '=', here.workspace.id)
					.where('area_lead.actor_id', '=', leadId)
					.where('area_lead.to_day', 'is', null)
			)
		const division = { field: 'framework', values: frameworkId ? [frameworkId] : undefined }
		const [found, total] = await Promise.all([
			rows
				.select([...areaColumns, structureCount.as('structures')])
				.where(part.where)
				.orderBy(part.orderBy)
				.limit(part.limit)
				.execute(),
			totalOf(here, 'area', filter, division, rows.select('record.id'))
		])
		const items = new Map((await toAreas(here, found, here.today)).map((item) => [item.id, item]))
		const page = toList(here.secret, part, found, total, input, {
			value: (row) =>
				input.sort.endsWith('position')
					? row.position
					: input.sort.endsWith('changed')
						? row.changed_at
						: row.title_sort,
			item: (row) => items.get(row.id)
		})
		return { ...page, items: page.items.filter((item) => item !== undefined) }
	}
})

export const getFramework = query({
	name: 'framework.get',
	input: z.strictObject({ framework: Reference, on: Day.optional() }),
	output: FrameworkItem.extend({ areaItems: z.array(AreaItem), may: z.object({ change: z.boolean() }) }),
	about: (here, { framework }) => getRecord(here, 'framework', framework),
	allow: everyone,
	async run(here, { on }, record) {
		const [row, found, led] = await Promise.all([
			frameworks(here)
				.where('record.id', '=', record.id)
				.select([...frameworkColumns, areaCount.as('areas')])
				.executeTakeFirstOrThrow(),
			areas(here)
				.where('theme_area.framework_id', '=', record.id)
				.where('record.state', '=', 'active')
				.select([...areaColumns, structureCount.as('structures')])
				.orderBy('theme_area.position')
				.limit(500)
				.execute(),
			leadRows(here, { frameworkId: record.id })
		])
		const named = await referencesWithNames(here, [record.id, row.issuer_actor_id, ...namedInLeads(led)])
		return {
			...toFramework(row, named.references),
			areaItems: areaItems(found, toLeads(led, named, on ?? here.today), named),
			may: { change: keepsDirectory(here.seat) }
		}
	}
})

export const getTheme = query({
	name: 'theme.get',
	input: z.strictObject({ area: Reference, on: Day.optional() }),
	output: AreaItem.extend({
		leadItems: z.array(LeadItem),
		structureItems: z.array(RecordReference.extend(OriginOf.shape)),
		/** The same matter in other frameworks. */
		crosswalk: z.array(
			z.object({
				relation: z.string(),
				area: RecordReference,
				framework: RecordReference,
				leads: z.array(RecordReference),
				...OriginOf.shape
			})
		),
		may: z.object({ change: z.boolean() })
	}),
	about: (here, { area }) => getRecord(here, 'area', area),
	allow: everyone,
	async run(here, { on }, record) {
		const day = on ?? here.today
		const row = await areas(here)
			.where('record.id', '=', record.id)
			.select([...areaColumns, structureCount.as('structures')])
			.executeTakeFirstOrThrow()
		const [crosswalk, structureItems] = await Promise.all([
			crosswalkOf(here, [record.id]),
			structuresOfArea(here, record.id)
		])
		const led = await leadRows(here, { areaIds: [record.id, ...crosswalk.map((one) => one.other)] })
		const named = await referencesWithNames(here, [
			row.framework_id,
			...namedInLeads(led),
			...crosswalk.flatMap((one) => [one.other, one.framework])
		])
		const { references } = named
		const leads = toLeads(led, named, day)
		const leadItems = leads.filter((lead) => lead.area.id === record.id)
		const [item] = areaItems([row], leadItems, named)
		if (!item) throw new Error(`area ${record.id} stands in no framework the seat sees`)
		return {
			...item,
			leadItems,
			structureItems,
			crosswalk: crosswalk.flatMap((one) => {
				const area = references.get(one.other)
				const framework = references.get(one.framework)
				if (!area || !framework) return []
				return [
					{
						relation: one.relation,
						area,
						framework,
						leads: leads.filter((lead) => lead.area.id === one.other && lead.held !== 'no').map((lead) => lead.actor),
						...one.origin
					}
				]
			}),
			may: { change: keepsDirectory(here.seat) }
		}
	}
})

async function structuresOfArea(here: Here, areaId: string) {
	const rows = await here.tx
		.selectFrom('record_theme')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'record_theme.workspace_id')
				.onRef('record.id', '=', 'record_theme.record_id')
		)
		.select(referenceColumns)
		.select([
			'record_theme.origin',
			'record_theme.origin_source',
			'record_theme.origin_year',
			'record_theme.origin_note'
		])
		.where('record_theme.workspace_id', '=', here.workspace.id)
		.where('record_theme.area_id', '=', areaId)
		.where('record.kind', '=', 'structure')
		.where('record.state', '=', 'active')
		.orderBy('record.title_sort')
		.limit(500)
		.execute()
	return rows.map((row) => ({ ...toReference(row), ...toOrigin(row) }))
}

export const CROSSWALK_TYPES = ['same-as', 'broader-than', 'related-to'] as const

/** Correspondences of areas with areas of other frameworks, read from either end. */
export async function crosswalkOf(
	here: Here,
	areaIds: readonly string[],
	types: readonly (typeof CROSSWALK_TYPES)[number][] = CROSSWALK_TYPES
) {
	if (areaIds.length === 0) return []
	const rows = await here.tx
		.selectFrom('link')
		.leftJoin('theme_area as start', (on) =>
			on.onRef('start.workspace_id', '=', 'link.workspace_id').onRef('start.id', '=', 'link.from_id')
		)
		.leftJoin('theme_area as end', (on) =>
			on.onRef('end.workspace_id', '=', 'link.workspace_id').onRef('end.id', '=', 'link.to_id')
		)
		.select(['link.type', 'link.from_id', 'link.to_id'])
		.select(['link.origin', 'link.origin_source', 'link.origin_year', 'link.origin_note'])
		.select(['start.framework_id as from_framework', 'end.framework_id as to_framework'])
		.where('link.workspace_id', '=', here.workspace.id)
		.where('link.type', 'in', [...types])
		.where('link.state', '<>', 'withdrawn')
		.where((where) => where.or([where('link.from_id', '=', anyOf(areaIds)), where('link.to_id', '=', anyOf(areaIds))]))
		.limit(5_000)
		.execute()
	const own = new Set(areaIds)
	return rows.flatMap((row) => {
		const both = [
			{ area: row.from_id, other: row.to_id, framework: row.to_framework, relation: row.type },
			{
				area: row.to_id,
				other: row.from_id,
				framework: row.from_framework,
				relation: row.type === 'broader-than' ? 'narrower-than' : row.type
			}
		]
		return both
			.filter((one) => own.has(one.area))
			.flatMap(({ framework, ...one }) => (framework === null ? [] : [{ ...one, framework, origin: toOrigin(row) }]))
	})
}
