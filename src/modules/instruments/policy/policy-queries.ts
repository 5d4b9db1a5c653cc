import { sql } from 'kysely'
import { z } from 'zod'
import { totalOf } from '#modules/directory/record-queries.ts'
import { Reference } from '#platform/operation/fields.ts'
import { listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { referencesOf, toOrigin, toReference, type RecordReference } from '#platform/records/find-record.server.ts'
import { sameNameAs } from '../namesakes.server.ts'
import { keepsInstruments } from '../rules.ts'
import { contentsOf } from './contents.ts'
import { getPolicyRow, tends, versionsOf } from './find-policy.server.ts'
import { lifeOf } from './life.server.ts'
import { PolicyItem, PolicyPage, type StageItem } from './policy-outputs.ts'
import { narrowedPolicies, nextStages, policies, policyColumns, policyFilters, toPolicy } from './policy-list.server.ts'
import { isOverdue, NOT_KNOWN, FOLLOWS, reachable, slippage, STAGES, STANDINGS } from './policy-rules.ts'
import { spanOfRow, toldDay } from './stage-fields.ts'
import { toVersion } from './version-queries.ts'
import { timely } from './version-texts.server.ts'

const SORTS = ['title', 'year', 'stage', 'changed'] as const

/** Laws and policies. */
export const listPolicies = query({
	name: 'policy.list',
	input: listInput(policyFilters, SORTS),
	output: listed(PolicyItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{ title: 'record.title_sort', year: 'policy.year', stage: 'policy.stage', changed: 'record.changed_at' },
			'record.id'
		)
		const rows = await narrowedPolicies(here, filter)
		const division = { field: 'stage', values: filter.stage }
		const [found, total] = await Promise.all([
			rows.select(policyColumns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			totalOf(here, 'policy', filter, division, rows.select('record.id'))
		])
		const [references, next] = await Promise.all([
			referencesOf(
				here,
				found.map((row) => row.lead_actor_id)
			),
			nextStages(
				here,
				found.map((row) => row.id)
			)
		])
		return toList(here.secret, part, found, total, input, {
			value: (row) => sortValue(input.sort, row),
			item: (row) => toPolicy(here, row, references, next.get(row.id))
		})
	}
})

function sortValue(sort: string, row: { title_sort: string; year: number | null; stage: string; changed_at: Date }) {
	switch (sort.replace('-', '')) {
		case 'year':
			return row.year
		case 'stage':
			return row.stage
		case 'changed':
			return row.changed_at
		default:
			return row.title_sort
	}
}

const EACH_STAGE = 30

/** Laws and policies by the stage they have come to: how many stand in each, and the first of them. */
export const showPolicyBoard = query({
	name: 'policy.board',
	input: z.strictObject({ filter: z.strictObject(policyFilters).partial().optional() }),
	output: z.object({
		stages: z.array(z.object({ stage: z.enum(STANDINGS), total: z.int(), items: z.array(PolicyItem) })),
		total: z.int()
	}),
	about: nothing,
	allow: everyone,
	async run(here, { filter = {} }) {
		const rows = await narrowedPolicies(here, filter)
		const placed = rows
			.select(policyColumns)
			.select([
				sql<number>`row_number() over (partition by policy.stage order by record.title_sort, record.id)`.as('place'),
				sql<number>`count(*) over (partition by policy.stage)`.as('of_stage')
			])
			.as('placed')
		const found = await here.tx
			.selectFrom(placed)
			.selectAll()
			.where('placed.place', '<=', EACH_STAGE)
			.orderBy('placed.place')
			.execute()
		const [references, next] = await Promise.all([
			referencesOf(
				here,
				found.map((row) => row.lead_actor_id)
			),
			nextStages(
				here,
				found.map((row) => row.id)
			)
		])
		const stages = STANDINGS.map((stage) => {
			const own = found.filter((row) => row.stage === stage)
			return {
				stage,
				total: own[0]?.of_stage ?? 0,
				items: own.map((row) => toPolicy(here, row, references, next.get(row.id)))
			}
		})
		return { stages, total: stages.reduce((sum, one) => sum + one.total, 0) }
	}
})

/** One law or policy with its life, its versions and what its text holds. */
export const getPolicy = query({
	name: 'policy.get',
	input: z.strictObject({ policy: Reference }),
	output: PolicyPage,
	about: (here, { policy }) => getPolicyRow(here, policy),
	allow: everyone,
	async run(here, _input, policy) {
		const { row } = policy
		const keeps = keepsInstruments(here.seat)
		const [own, life, next, actors, areas, versions, provisions, namesakes] = await Promise.all([
			policies(here).where('record.id', '=', policy.id).select(policyColumns).executeTakeFirstOrThrow(),
			lifeOf(here, policy.id),
			nextStages(here, [policy.id]),
			contributorsOf(here, policy.id),
			areasOf(here, policy.id),
			versionsOf(here, policy.id),
			placesOf(here, policy.id),
			keeps && policy.state === 'active' ? namesakesOf(here, policy.id, row.year) : []
		])
		const references = await referencesOf(here, [
			row.lead_actor_id,
			...actors.map((one) => one.actor_id),
			...areas.map((one) => one.area_id)
		])
		const named = (ids: readonly string[]): RecordReference[] => ids.flatMap((id) => references.get(id) ?? [])
		const stands = provisions.filter(({ position }) => position !== null)
		const mayTend = tends(here, policy)
		const closed = policy.state === 'active' ? null : 'instruments.policy-withdrawn'
		const mayFollow = row.stage === NOT_KNOWN ? [...STAGES] : [...FOLLOWS[row.stage]]
		const mayPlan = [...reachable(row.stage)]
		const why = {
			change: closed,
			setStage: closed,
			planStage: closed ?? (mayPlan.length === 0 ? 'instruments.stage-after-repeal' : null),
			takeBackStage: closed ?? (life.entered.length === 0 ? 'instruments.no-stage' : null),
			addVersion: closed,
			addProvision: closed
		}
		const right = { ...allOf(mayTend), change: keeps }
		return {
			...toPolicy(here, own, references, next.get(policy.id)),
			period: row.period,
			summary: row.summary,
			language: row.language,
			contributors: named(actors.map((one) => one.actor_id)),
			areas: areas.flatMap((one) => {
				const area = references.get(one.area_id)
				return area ? [{ ...area, ...toOrigin(one) }] : []
			}),
			stages: [...life.entered, ...life.planned].map((one) => toStage(one, here.today)),
			mayFollow,
			mayPlan,
			versions: timely(here, versions).map((one) => toVersion(one, row.current_version_id)),
			contents: contentsOf(stands),
			gone: provisions.length - stands.length,
			namesakes: namesakes.map(toReference),
			may: eachMove((move) => right[move] && why[move] === null),
			whyNot: eachMove((move) => (right[move] ? why[move] : null))
		}
	}
})

type Move = keyof z.output<typeof PolicyPage>['may']

const eachMove = <T>(of: (move: Move) => T): Record<Move, T> => ({
	change: of('change'),
	setStage: of('setStage'),
	planStage: of('planStage'),
	takeBackStage: of('takeBackStage'),
	addVersion: of('addVersion'),
	addProvision: of('addProvision')
})
const allOf = (value: boolean) => eachMove(() => value)

type StageRow = Awaited<ReturnType<typeof lifeOf>>['entered'][number]

const toStage = (row: StageRow, today: string): z.output<typeof StageItem> => ({
	id: row.id,
	stage: row.stage,
	on: toldDay(row),
	planned: row.planned_day,
	firstPlanned: row.first_planned_day,
	slippage: slippage(
		{ first: row.first_planned_day, planned: row.position === null ? row.planned_day : null, entered: spanOfRow(row) },
		today
	),
	isOverdue: row.position === null && isOverdue(row.planned_day, today),
	isEntered: row.position !== null,
	note: row.note
})

const contributorsOf = (here: Here, policyId: string) =>
	here.tx
		.selectFrom('policy_actor')
		.select('actor_id')
		.where('workspace_id', '=', here.workspace.id)
		.where('policy_id', '=', policyId)
		.orderBy('id')
		.execute()

// A law that was entered twice has as a rule no year in one of the two; one of every year, as a finance act, is another each time.
const namesakesOf = (here: Here, id: string, year: number | null) =>
	sameNameAs(here, 'policy', id)
		.innerJoin('policy', (on) =>
			on.onRef('policy.workspace_id', '=', 'record.workspace_id').onRef('policy.id', '=', 'record.id')
		)
		.where((where) =>
			year === null ? where.lit(true) : where.or([where('policy.year', 'is', null), where('policy.year', '=', year)])
		)
		.execute()

const areasOf = (here: Here, id: string) =>
	here.tx
		.selectFrom('record_theme')
		.select(['area_id', 'origin', 'origin_source', 'origin_year', 'origin_note'])
		.where('workspace_id', '=', here.workspace.id)
		.where('record_id', '=', id)
		.orderBy('id')
		.execute()

const placesOf = (here: Here, policyId: string) =>
	here.tx
		.selectFrom('provision')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'provision.workspace_id').onRef('record.id', '=', 'provision.id')
		)
		.select(['provision.position', 'provision.number', 'provision.above'])
		.where('provision.workspace_id', '=', here.workspace.id)
		.where('provision.policy_id', '=', policyId)
		.where('record.state', '<>', 'merged')
		.orderBy('provision.position')
		.execute()
