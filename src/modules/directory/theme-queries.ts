import { sql } from 'kysely'
import { z } from 'zod'
import { Day, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import {
	countUpTo,
	getRecord,
	headColumns,
	OriginOf,
	RecordReference,
	referencesOf,
	toHead,
	toOrigin,
	toReference
} from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { recordFilters } from './actor-queries.ts'
import { resolveField } from './find-directory.server.ts'
import { leadsWhere } from './membership-queries.ts'
import { AreaItem, FrameworkItem, LeadItem } from './outputs.ts'
import { asksOfRecordsOnly, countRecordsOf } from './record-queries.ts'
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
	const references = await referencesOf(
		here,
		rows.map((row) => row.framework_id)
	)
	const leads = await leadsWhere(here, { areaIds: rows.map((row) => row.id), day })
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
		const found = await rows
			.select(frameworkColumns)
			.where(part.where)
			.orderBy(part.orderBy)
			.limit(part.limit)
			.execute()
		const total = await countUpTo(here.tx, rows.select('record.id'))
		const counts = await areaCounts(
			here,
			found.map((row) => row.id)
		)
		const references = await referencesOf(
			here,
			found.map((row) => row.issuer_actor_id)
		)
		return toList(here.secret, part, found, total, input, {
			value: (row) =>
				input.sort.endsWith('year') ? row.year : input.sort.endsWith('changed') ? row.changed_at : row.title_sort,
			item: (row) => toFramework({ ...row, areas: counts.get(row.id) ?? 0 }, references)
		})
	}
})

// Counted for a whole page at once: framework by framework it takes a look into two indexes for every area.
async function areaCounts(here: Here, frameworkIds: readonly string[]) {
	if (frameworkIds.length === 0) return new Map<string, number>()
	const rows = await here.tx
		.selectFrom('theme_area')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'theme_area.workspace_id').onRef('record.id', '=', 'theme_area.id')
		)
		.select(['theme_area.framework_id', (select) => select.fn.countAll<number>().as('areas')])
		.where('theme_area.workspace_id', '=', here.workspace.id)
		.where('theme_area.framework_id', 'in', frameworkIds)
		.where('record.kind', '=', 'area')
		.groupBy('theme_area.framework_id')
		.execute()
	return new Map(rows.map((row) => [row.framework_id, row.areas]))
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
		const found = await rows
			.select([...areaColumns, structureCount.as('structures')])
			.where(part.where)
			.orderBy(part.orderBy)
			.limit(part.limit)
			.execute()
		const total = asksOfRecordsOnly(filter)
			? await countRecordsOf(here, 'area', filter)
			: await countUpTo(here.tx, rows.select('record.id'))
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
		const row = await frameworks(here)
			.where('record.id', '=', record.id)
			.select([...frameworkColumns, areaCount.as('areas')])
			.executeTakeFirstOrThrow()
		const found = await areas(here)
			.where('theme_area.framework_id', '=', record.id)
			.where('record.state', '=', 'active')
			.select([...areaColumns, structureCount.as('structures')])
			.orderBy('theme_area.position')
			.limit(500)
			.execute()
		const references = await referencesOf(here, [row.issuer_actor_id])
		return {
			...toFramework(row, references),
			areaItems: await toAreas(here, found, on ?? here.today),
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
		const [item] = await toAreas(here, [row], day)
		if (!item) throw new Error(`area ${record.id} stands in no framework the seat sees`)
		const crosswalk = await crosswalkOf(here, [record.id])
		const otherLeads = await leadsWhere(here, { areaIds: crosswalk.map((one) => one.other), day })
		const references = await referencesOf(
			here,
			crosswalk.flatMap((one) => [one.other, one.framework])
		)
		return {
			...item,
			leadItems: await leadsWhere(here, { areaIds: [record.id], day }),
			structureItems: await structuresOfArea(here, record.id),
			crosswalk: crosswalk.flatMap((one) => {
				const area = references.get(one.other)
				const framework = references.get(one.framework)
				if (!area || !framework) return []
				return [
					{
						relation: one.relation,
						area,
						framework,
						leads: otherLeads
							.filter((lead) => lead.area.id === one.other && lead.held !== 'no')
							.map((lead) => lead.actor),
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
		.select(['record.id', 'record.kind', 'record.key', 'record.number', 'record.title', 'record.acronym'])
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
export async function crosswalkOf(here: Here, areaIds: readonly string[]) {
	if (areaIds.length === 0) return []
	const rows = await here.tx
		.selectFrom('link')
		.select(['type', 'from_id', 'to_id', 'origin', 'origin_source', 'origin_year', 'origin_note'])
		.where('workspace_id', '=', here.workspace.id)
		.where('type', 'in', [...CROSSWALK_TYPES])
		.where('state', '<>', 'withdrawn')
		.where((where) => where.or([where('from_id', 'in', areaIds), where('to_id', 'in', areaIds)]))
		.limit(5_000)
		.execute()
	const ends = rows.flatMap((row) => [row.from_id, row.to_id])
	const own = new Set(areaIds)
	const placed = await here.tx
		.selectFrom('theme_area')
		.select(['id', 'framework_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', 'in', ends.length > 0 ? ends : [here.workspace.id])
		.execute()
	const frameworkOf = new Map(placed.map((row) => [row.id, row.framework_id]))
	return rows.flatMap((row) => {
		const both = [
			{ area: row.from_id, other: row.to_id, relation: row.type },
			{ area: row.to_id, other: row.from_id, relation: row.type === 'broader-than' ? 'narrower-than' : row.type }
		]
		return both
			.filter((one) => own.has(one.area))
			.map((one) => ({ ...one, framework: frameworkOf.get(one.other) ?? '', origin: toOrigin(row) }))
	})
}
