import { sql } from 'kysely'
import { z } from 'zod'
import { Day, Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import {
	findRecord,
	getRecord,
	RecordReference,
	referencesOf,
	toReference,
	referenceColumns
} from '#platform/records/find-record.server.ts'
import { keepAnswersOfRecords } from '#platform/records/kept-answers.server.ts'
import { leadRows } from './membership-queries.ts'
import { findMatrixGaps, heldOn } from './rules.ts'

const Finding = z.object({
	code: z.enum([
		'area-without-lead',
		'area-with-several-leads',
		'area-without-structure',
		'lead-sits-in-no-structure',
		'mandate-held-twice',
		'function-held-by-nobody'
	]),
	area: z.string().nullable(),
	actors: z.array(z.string()),
	structures: z.array(z.string()),
	function: z.string().nullable()
})

const Matrix = z.object({
	framework: RecordReference,
	frameworks: z.array(RecordReference),
	areas: z.array(RecordReference),
	actors: z.array(RecordReference),
	structures: z.array(RecordReference),
	functions: z.array(RecordReference),
	leads: z.array(z.object({ area: z.string(), actor: z.string(), held: z.enum(['yes', 'not-known']) })),
	deals: z.array(z.object({ area: z.string(), structure: z.string(), through: z.enum(['itself', 'crosswalk']) })),
	sits: z.array(z.object({ actor: z.string(), structure: z.string() })),
	findings: z.array(Finding)
})
export type Matrix = z.output<typeof Matrix>
type Framework = Awaited<ReturnType<typeof chosenFramework>>

const matrices = keepAnswersOfRecords<Matrix>()
const WHOLE_MOST = 5_000

/**
 * Area x actor x structure of one framework: who leads each area, which structures deal with it (themselves, or through an
 * area of another framework that is the same), which actors sit there, and what is out of order.
 */
export const themeMatrix = query({
	name: 'theme.matrix',
	input: z.strictObject({ framework: Reference.optional(), on: Day.optional() }),
	output: Matrix,
	about: (here, { framework }) => chosenFramework(here, framework),
	allow: everyone,
	run: (here, { on }, framework) => {
		const day = on ?? here.today
		return matrices(here, [framework.id, day, here.workspace.language], () => namedMatrix(here, framework, day))
	}
})

/** The matrix with the names of all that stands in it, as far as the seat sees them. */
async function namedMatrix(here: Here, framework: Framework, day: string): Promise<Matrix> {
	const [{ areaIds, functionIds, leads, deals, sits, findings }, offered] = await Promise.all([
		matrixOf(here, framework.id, { day, seatsOf: 'all' }),
		offeredFrameworks(here)
	])
	const structureIds = [
		...new Set([...deals.map((one) => one.structure), ...findings.flatMap((one) => one.structures)])
	]
	const actorIds = [...new Set([...leads.map((lead) => lead.actor), ...sits.map((seat) => seat.actor)])]
	const references = await referencesOf(here, [...structureIds, ...actorIds, ...areaIds, ...functionIds])
	const named = (ids: readonly string[]) => ids.flatMap((id) => references.get(id) ?? [])
	return {
		framework: {
			id: framework.id,
			kind: framework.kind,
			reference: framework.reference,
			title: framework.title,
			acronym: framework.acronym
		},
		frameworks: offered,
		areas: named(areaIds),
		actors: named(actorIds),
		structures: named(structureIds),
		functions: named(functionIds),
		leads,
		deals,
		sits,
		findings
	}
}

/** The matrix of a framework by identifiers alone, with what is out of order in it; of the seats those that decide it, or all. */
export async function matrixOf(
	here: Here,
	frameworkId: string,
	{ day, seatsOf }: { day: string; seatsOf: 'all' | 'leads' }
) {
	const [areas, led, functions, mandates, dealing, sitting] = await Promise.all([
		areasOfFramework(here, frameworkId),
		leadRows(here, { frameworkId }),
		functionAreas(here),
		mandatesWithFunction(here),
		dealingStructures(here, frameworkId),
		seatsOn(here, { day, ofLeads: seatsOf === 'leads' ? frameworkId : null })
	])
	const areaIds = areas.map((row) => row.id)
	const functionIds = functions.map((row) => row.id)
	const shown = new Set(areaIds)
	const leads = led.flatMap((row) => {
		const held = heldOn({ from: row.from_day, to: row.to_day, statedYear: row.origin_year }, day)
		return held === 'no' || !shown.has(row.area_id) ? [] : [{ area: row.area_id, actor: row.actor_id, held }]
	})
	const deals = dealing.filter((one) => shown.has(one.area))
	const dealingIds = new Set(deals.map((one) => one.structure))
	const sits = sitting.filter((one) => dealingIds.has(one.structure))
	const findings = findMatrixGaps({
		areas: areaIds,
		leads,
		structures: deals,
		seats: sits,
		functions: functionIds,
		mandates
	})
	return { areaIds, functionIds, leads, deals, sits, findings }
}

/** The framework the matrix opens with: the workspace's own, else the first one that is offered; undefined where there is none. */
export async function frameworkByDefault(here: Here) {
	const byDefault =
		here.workspace.defaultFrameworkId === null
			? undefined
			: await findRecord(here, 'framework', here.workspace.defaultFrameworkId)
	if (byDefault) return byDefault
	const [first] = await offeredFrameworks(here)
	return first
}

async function chosenFramework(here: Here, reference: string | undefined) {
	if (reference !== undefined) return getRecord(here, 'framework', reference)
	return (await frameworkByDefault(here)) ?? getRecord(here, 'framework', 'none')
}

async function offeredFrameworks(here: Here) {
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

const areasOfFramework = (here: Here, frameworkId: string) =>
	here.tx
		.selectFrom('theme_area')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'theme_area.workspace_id').onRef('record.id', '=', 'theme_area.id')
		)
		.select('theme_area.id')
		.where('theme_area.workspace_id', '=', here.workspace.id)
		.where('theme_area.framework_id', '=', frameworkId)
		.where('record.state', '=', 'active')
		.orderBy('theme_area.position')
		.orderBy('theme_area.id')
		.limit(500)
		.execute()

type Dealing = { area_id: string; structure_id: string; is_own: boolean }

// The structures that deal with an area of the framework, or with an area of another that is the same.
async function dealingStructures(here: Here, frameworkId: string) {
	const workspace = here.workspace.id
	const rows = await here.tx
		.selectFrom(
			sql<Dealing>`(
				with own as (
					select theme_area.id from theme_area
					join record on record.workspace_id = theme_area.workspace_id and record.id = theme_area.id
					where theme_area.workspace_id = ${workspace} and theme_area.framework_id = ${frameworkId} and record.state = 'active'
				), asked as (
					select id as area_id, id as other_id, true as is_own from own
					union all
					select own.id, link.to_id, false from link join own on own.id = link.from_id
					where link.workspace_id = ${workspace} and link.type = 'same-as' and link.state <> 'withdrawn'
					union all
					select own.id, link.from_id, false from link join own on own.id = link.to_id
					where link.workspace_id = ${workspace} and link.type = 'same-as' and link.state <> 'withdrawn'
				)
				select asked.area_id, record_theme.record_id as structure_id, asked.is_own
				from asked
				join record_theme on record_theme.workspace_id = ${workspace} and record_theme.area_id = asked.other_id
				join record on record.workspace_id = record_theme.workspace_id and record.id = record_theme.record_id
				join structure on structure.workspace_id = record.workspace_id and structure.id = record.id
				where record.state = 'active' and structure.declared_status <> 'dissolved'
				order by record.title_sort
				limit ${WHOLE_MOST}
			)`.as('dealing')
		)
		.selectAll()
		.execute()
	const found = new Map<string, { area: string; structure: string; through: 'itself' | 'crosswalk' }>()
	for (const { area_id: area, structure_id: structure, is_own: isOwn } of rows) {
		const key = `${area} ${structure}`
		if (isOwn || !found.has(key)) found.set(key, { area, structure, through: isOwn ? 'itself' : 'crosswalk' })
	}
	return [...found.values()]
}

type Sitting = {
	structure_id: string
	actor_id: string
	from_day: string | null
	to_day: string | null
	origin_year: number | null
	is_chair: boolean
}

// Who sits in or chairs the structures that deal with any area; a chair sits there on whatever day is asked about. Asked for each
// structure: of records of other kinds that deal with areas there are many more.
async function seatsOn(here: Here, { day, ofLeads }: { day: string; ofLeads: string | null }) {
	const workspace = here.workspace.id
	const leading = (actor: string) =>
		ofLeads === null
			? sql``
			: sql`and ${sql.ref(actor)} in (
				select area_lead.actor_id from area_lead join theme_area on theme_area.workspace_id = area_lead.workspace_id and theme_area.id = area_lead.area_id
				where area_lead.workspace_id = ${workspace} and theme_area.framework_id = ${ofLeads})`
	const rows = await here.tx
		.selectFrom(
			sql<Sitting>`(
				with dealing as (
					select structure.id from structure
					where structure.workspace_id = ${workspace}
						and exists (select from record_theme where record_theme.workspace_id = ${workspace} and record_theme.record_id = structure.id offset 0)
				)
				(
					select membership.structure_id, membership.actor_id, membership.from_day, membership.to_day, membership.origin_year, false as is_chair
					from membership
					join dealing on dealing.id = membership.structure_id
					join record on record.workspace_id = membership.workspace_id and record.id = membership.actor_id
					where membership.workspace_id = ${workspace} and membership.kind in ('member', 'co-opted') ${leading('membership.actor_id')}
					order by record.title_sort
					limit ${WHOLE_MOST}
				)
				union all
				select structure.id, record.id, null, null, null, true
				from structure
				join dealing on dealing.id = structure.id
				join record on record.workspace_id = structure.workspace_id and record.id = structure.chair_actor_id
				where structure.workspace_id = ${workspace} ${leading('structure.chair_actor_id')}
			)`.as('sitting')
		)
		.selectAll()
		.execute()
	const sitting = rows.filter(
		(row) => row.is_chair || heldOn({ from: row.from_day, to: row.to_day, statedYear: row.origin_year }, day) === 'yes'
	)
	const seats = sitting.map((row) => ({ actor: row.actor_id, structure: row.structure_id }))
	return [...new Map(seats.map((one) => [`${one.actor} ${one.structure}`, one])).values()]
}

// Put in order here: asked for an order, the engine would walk through the areas of every framework in it.
async function functionAreas(here: Here) {
	const rows = await here.tx
		.selectFrom('theme_area')
		.innerJoin('framework', (on) =>
			on
				.onRef('framework.workspace_id', '=', 'theme_area.workspace_id')
				.onRef('framework.id', '=', 'theme_area.framework_id')
		)
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'theme_area.workspace_id').onRef('record.id', '=', 'theme_area.id')
		)
		.select(['theme_area.id', 'theme_area.position'])
		.where('theme_area.workspace_id', '=', here.workspace.id)
		.where('framework.kind', '=', 'functions')
		.where('record.state', '=', 'active')
		.execute()
	return rows.sort((one, other) => one.position - other.position).slice(0, 200)
}

async function mandatesWithFunction(here: Here) {
	const rows = await here.tx
		.selectFrom('mandate')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'mandate.workspace_id').onRef('record.id', '=', 'mandate.structure_id')
		)
		.innerJoin('structure', (on) =>
			on.onRef('structure.workspace_id', '=', 'mandate.workspace_id').onRef('structure.id', '=', 'mandate.structure_id')
		)
		.innerJoin('record as function', (on) =>
			on
				.onRef('function.workspace_id', '=', 'mandate.workspace_id')
				.onRef('function.id', '=', 'mandate.function_area_id')
		)
		.select(['mandate.structure_id', 'function.id as function_id', 'mandate.area_id'])
		.where('mandate.workspace_id', '=', here.workspace.id)
		.where('mandate.state', '=', 'active')
		.where('record.state', '=', 'active')
		.where('structure.declared_status', '<>', 'dissolved')
		.orderBy('mandate.structure_id')
		.orderBy('mandate.position')
		.limit(WHOLE_MOST)
		.execute()
	return rows.map((row) => ({ structure: row.structure_id, function: row.function_id, area: row.area_id }))
}
