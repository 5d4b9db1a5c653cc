import { z } from 'zod'
import { Day, Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { findRecord, getRecord, RecordReference, referencesOf } from '#platform/records/find-record.server.ts'
import { leadsWhere } from './membership-queries.ts'
import { findMatrixGaps, heldOn } from './rules.ts'
import { crosswalkOf } from './theme-queries.ts'

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

const WHOLE_MOST = 5_000

/**
 * Area x actor x structure of one framework: who leads each area, which structures deal with it (themselves, or through an
 * area of another framework that is the same), which actors sit there, and what is out of order.
 */
export const themeMatrix = query({
	name: 'theme.matrix',
	input: z.strictObject({ framework: Reference.optional(), on: Day.optional() }),
	output: z.object({
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
	}),
	about: (here, { framework }) => chosenFramework(here, framework),
	allow: everyone,
	async run(here, { on }, framework) {
		const day = on ?? here.today
		const areaRows = await areasOfFramework(here, framework.id)
		const areaIds = areaRows.map((row) => row.id)
		const leads = (await leadsWhere(here, { areaIds, day })).flatMap((lead) =>
			lead.held === 'no' ? [] : [{ area: lead.area.id, actor: lead.actor.id, held: lead.held }]
		)
		const deals = await dealingStructures(here, areaIds)
		const sits = await seatsIn(here, [...new Set(deals.map((one) => one.structure))], day)
		const functions = await functionAreas(here)
		const mandates = await mandatesWithFunction(here)
		const findings = findMatrixGaps({
			areas: areaIds,
			leads,
			structures: deals,
			seats: sits,
			functions: functions.map((one) => one.id),
			mandates
		})
		const structureIds = [
			...new Set([...deals.map((one) => one.structure), ...findings.flatMap((one) => one.structures)])
		]
		const actorIds = [...new Set([...leads.map((lead) => lead.actor), ...sits.map((seat) => seat.actor)])]
		const references = await referencesOf(here, [
			...structureIds,
			...actorIds,
			...areaIds,
			...functions.map((one) => one.id)
		])
		const named = (ids: readonly string[]) => ids.flatMap((id) => references.get(id) ?? [])
		const offered = await offeredFrameworks(here)
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
			functions: named(functions.map((one) => one.id)),
			leads,
			deals,
			sits,
			findings
		}
	}
})

async function chosenFramework(here: Here, reference: string | undefined) {
	if (reference !== undefined) return getRecord(here, 'framework', reference)
	const byDefault =
		here.workspace.defaultFrameworkId === null
			? undefined
			: await findRecord(here, 'framework', here.workspace.defaultFrameworkId)
	if (byDefault) return byDefault
	const [first] = await offeredFrameworks(here)
	return getRecord(here, 'framework', first?.id ?? 'none')
}

async function offeredFrameworks(here: Here) {
	const rows = await here.tx
		.selectFrom('record')
		.innerJoin('framework', (on) =>
			on.onRef('framework.workspace_id', '=', 'record.workspace_id').onRef('framework.id', '=', 'record.id')
		)
		.select('record.id')
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'framework')
		.where('record.state', '=', 'active')
		.where('framework.kind', '<>', 'functions')
		.orderBy('record.title_sort')
		.limit(200)
		.execute()
	const references = await referencesOf(
		here,
		rows.map((row) => row.id)
	)
	return rows.flatMap((row) => references.get(row.id) ?? [])
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

async function dealingStructures(here: Here, areaIds: readonly string[]) {
	const same = (await crosswalkOf(here, areaIds)).filter((one) => one.relation === 'same-as')
	const asked = [...new Set([...areaIds, ...same.map((one) => one.other)])]
	if (asked.length === 0) return []
	const rows = await here.tx
		.selectFrom('record_theme')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'record_theme.workspace_id')
				.onRef('record.id', '=', 'record_theme.record_id')
		)
		.innerJoin('structure', (on) =>
			on.onRef('structure.workspace_id', '=', 'record.workspace_id').onRef('structure.id', '=', 'record.id')
		)
		.select(['record_theme.area_id', 'record_theme.record_id'])
		.where('record_theme.workspace_id', '=', here.workspace.id)
		.where('record_theme.area_id', 'in', asked)
		.where('record.state', '=', 'active')
		.where('structure.declared_status', '<>', 'dissolved')
		.orderBy('record.title_sort')
		.limit(WHOLE_MOST)
		.execute()
	const own = new Set(areaIds)
	const found = new Map<string, { area: string; structure: string; through: 'itself' | 'crosswalk' }>()
	for (const row of rows) {
		if (own.has(row.area_id))
			found.set(`${row.area_id} ${row.record_id}`, { area: row.area_id, structure: row.record_id, through: 'itself' })
		for (const one of same.filter((link) => link.other === row.area_id)) {
			const key = `${one.area} ${row.record_id}`
			if (!found.has(key)) found.set(key, { area: one.area, structure: row.record_id, through: 'crosswalk' })
		}
	}
	return [...found.values()]
}

async function seatsIn(here: Here, structureIds: readonly string[], day: string) {
	if (structureIds.length === 0) return []
	const rows = await here.tx
		.selectFrom('membership')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'membership.workspace_id').onRef('record.id', '=', 'membership.actor_id')
		)
		.innerJoin('structure', (on) =>
			on
				.onRef('structure.workspace_id', '=', 'membership.workspace_id')
				.onRef('structure.id', '=', 'membership.structure_id')
		)
		.select([
			'membership.actor_id',
			'membership.structure_id',
			'membership.from_day',
			'membership.to_day',
			'membership.origin_year'
		])
		.where('membership.workspace_id', '=', here.workspace.id)
		.where('membership.structure_id', 'in', structureIds)
		.where('membership.kind', 'in', ['member', 'co-opted'])
		.orderBy('record.title_sort')
		.limit(WHOLE_MOST)
		.execute()
	const sitting = rows
		.filter((row) => heldOn({ from: row.from_day, to: row.to_day, statedYear: row.origin_year }, day) === 'yes')
		.map((row) => ({ actor: row.actor_id, structure: row.structure_id }))
	const chairs = await here.tx
		.selectFrom('structure')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'structure.workspace_id').onRef('record.id', '=', 'structure.chair_actor_id')
		)
		.select(['structure.id', 'record.id as chair_id'])
		.where('structure.workspace_id', '=', here.workspace.id)
		.where('structure.id', 'in', structureIds)
		.execute()
	const all = [...sitting, ...chairs.map((row) => ({ actor: row.chair_id, structure: row.id }))]
	return [...new Map(all.map((one) => [`${one.actor} ${one.structure}`, one])).values()]
}

const functionAreas = (here: Here) =>
	here.tx
		.selectFrom('theme_area')
		.innerJoin('framework', (on) =>
			on
				.onRef('framework.workspace_id', '=', 'theme_area.workspace_id')
				.onRef('framework.id', '=', 'theme_area.framework_id')
		)
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'theme_area.workspace_id').onRef('record.id', '=', 'theme_area.id')
		)
		.select('theme_area.id')
		.where('theme_area.workspace_id', '=', here.workspace.id)
		.where('framework.kind', '=', 'functions')
		.where('record.state', '=', 'active')
		.orderBy('theme_area.position')
		.limit(200)
		.execute()

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
