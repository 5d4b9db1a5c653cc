import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import { areasMet, crosswalkFrom, type Crosswalk } from './crosswalk.ts'

/** How an area is covered by a law: by the law itself, by provisions of it, or through an area of another framework. */
export const WAYS = ['itself', 'provisions', 'crosswalk'] as const
export type Way = (typeof WAYS)[number]

/** `through`: the areas of other frameworks by which a law that is not placed in this one comes to be counted, the widest first. */
export type CoveredRow = {
	area_id: string
	policy_id: string
	way: Way
	provisions: number
	through: readonly string[]
}

type Found = { area_id: string; policy_id: string; provision_id: string | null }

/** The areas of a framework that are in use, in its order. */
export const areasOf = (here: Here, frameworkId: string) =>
	here.tx
		.selectFrom('theme_area')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'theme_area.workspace_id').onRef('record.id', '=', 'theme_area.id')
		)
		.select(referenceColumns)
		.select('record.origin_note as note')
		.where('theme_area.workspace_id', '=', here.workspace.id)
		.where('theme_area.framework_id', '=', frameworkId)
		.where('record.state', '=', 'active')
		.orderBy('theme_area.position')
		.orderBy('theme_area.id')
		.limit(500)
		.execute()

/** Frameworks whose areas laws can deal with: those of themes, not of functions. */
export async function themeFrameworks(here: Here) {
	const rows = await here.tx
		.selectFrom('record')
		.innerJoin('framework', (on) =>
			on.onRef('framework.workspace_id', '=', 'record.workspace_id').onRef('framework.id', '=', 'record.id')
		)
		.select(referenceColumns)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'framework')
		.where('record.state', '=', 'active')
		.where('framework.kind', '<>', 'functions')
		.orderBy('record.title_sort')
		.limit(200)
		.execute()
	return rows.map(toReference)
}

const WHOLE_MOST = 50_000
const EDGES_MOST = 20_000

/** What is said of areas that are the same as others or take them in, and the framework that each area in use belongs to. */
export async function crosswalkOf(here: Here): Promise<Crosswalk> {
	const areas = await here.tx
		.selectFrom('theme_area')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'theme_area.workspace_id').onRef('record.id', '=', 'theme_area.id')
		)
		.select(['theme_area.id', 'theme_area.framework_id'])
		.where('theme_area.workspace_id', '=', here.workspace.id)
		.where('record.state', '=', 'active')
		.execute()
	const links = await here.tx
		.selectFrom('link')
		.select(['from_id', 'to_id', 'type'])
		.where('workspace_id', '=', here.workspace.id)
		.where('type', 'in', ['same-as', 'broader-than'])
		.where('state', '<>', 'withdrawn')
		.where('from_id', '=', anyOf(areas.map(({ id }) => id)))
		.orderBy('id')
		.limit(EDGES_MOST)
		.execute()
	return crosswalkFrom(new Map(areas.map(({ id, framework_id }) => [id, framework_id])), links)
}

/** Each area and law that are brought together by a theme of the law, of a provision in force, or of a passage somebody confirmed. */
function placements(here: Here, areaIds: readonly string[]) {
	const workspace = here.workspace.id
	return here.tx
		.selectFrom(
			sql<Found>`(
				with themed as (
					select area_id, record_id from record_theme
					where workspace_id = ${workspace} and area_id = ${anyOf(areaIds)}
					union
					select area_id, provision_id from mainstreaming_passage
					where workspace_id = ${workspace} and area_id = ${anyOf(areaIds)} and state = 'confirmed'
				)
				select themed.area_id, law.id as policy_id, null::uuid as provision_id
				from themed
				join policy on policy.workspace_id = ${workspace} and policy.id = themed.record_id
				join record law on law.workspace_id = ${workspace} and law.id = policy.id
				where law.state = 'active'
				union all
				select themed.area_id, law.id, provision.id
				from themed
				join provision on provision.workspace_id = ${workspace} and provision.id = themed.record_id
				join record seen on seen.workspace_id = ${workspace} and seen.id = provision.id
				join record law on law.workspace_id = ${workspace} and law.id = provision.policy_id
				where provision.position is not null and seen.state = 'active' and law.state = 'active'
				limit ${WHOLE_MOST}
			)`.as('covered')
		)
		.selectAll()
}

/**
 * Which laws deal with which areas of a framework: a theme of the law, of one of its provisions in the current version, or of a
 * passage that a person confirmed; of the area itself, or of one of another framework that is the same, or that it is broader than,
 * said of the two at once or by way of one framework between them.
 */
export async function coveredRows(here: Here, frameworkId: string): Promise<CoveredRow[]> {
	const crosswalk = await crosswalkOf(here)
	const own = [...crosswalk.frameworks].filter(([, framework]) => framework === frameworkId).map(([id]) => id)
	const met = new Map(own.map((id) => [id, areasMet(crosswalk, id)]))
	const asked = [...new Set([...met.values()].flatMap((ways) => [...ways.keys()]))]
	const found = Map.groupBy(await placements(here, asked).execute(), ({ area_id }) => area_id)
	const cells = new Map<string, CoveredRow & { seen: Set<string> }>()
	for (const [area_id, ways] of met)
		for (const [other, through] of ways)
			for (const { policy_id, provision_id } of found.get(other) ?? []) {
				const key = `${area_id} ${policy_id}`
				const way: Way = through.length > 0 ? 'crosswalk' : provision_id === null ? 'itself' : 'provisions'
				const known = cells.get(key) ?? { area_id, policy_id, way, provisions: 0, through, seen: new Set<string>() }
				if (provision_id !== null) known.seen.add(provision_id)
				known.provisions = known.seen.size
				if (WAYS.indexOf(way) < WAYS.indexOf(known.way)) known.way = way
				if (through.length < known.through.length) known.through = through
				cells.set(key, known)
			}
	return [...cells.values()].map(({ seen: _seen, ...row }) => row)
}

/** How many laws are placed in each framework, directly or by cross-walk. */
export async function placedLaws(here: Here): Promise<Map<string, number>> {
	const crosswalk = await crosswalkOf(here)
	const rows = await here.tx
		.selectFrom(placements(here, [...crosswalk.frameworks.keys()]).as('placed'))
		.select(['placed.area_id', 'placed.policy_id'])
		.distinct()
		.execute()
	const found = Map.groupBy(rows, ({ area_id }) => area_id)
	const laws = new Map<string, Set<string>>()
	for (const [area, framework] of crosswalk.frameworks) {
		const known = laws.get(framework) ?? new Set<string>()
		for (const other of areasMet(crosswalk, area).keys())
			for (const { policy_id } of found.get(other) ?? []) known.add(policy_id)
		laws.set(framework, known)
	}
	return new Map([...laws].map(([framework, { size }]) => [framework, size]))
}
