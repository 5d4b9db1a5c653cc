import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { Country, Reference } from '#platform/operation/fields.ts'
import { AnyOf } from '#platform/operation/lists.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, headColumns, toHead, type RecordReference } from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { ofKind } from '../of-kind.server.ts'
import type { PolicyItem } from './policy-outputs.ts'
import { FORMS, isOverdue, STANDINGS, type PolicyForm, type Stage, type Standing } from './policy-rules.ts'

/** The laws and policies that a seat sees. */
export const policies = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('policy', (on) =>
			on.onRef('policy.workspace_id', '=', 'record.workspace_id').onRef('policy.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where(ofKind('policy'))

export const policyFilters = {
	...recordFilters,
	form: AnyOf(z.enum(FORMS)),
	stage: AnyOf(z.enum(STANDINGS)),
	country: AnyOf(Country),
	/** The actor that leads it. */
	lead: Reference,
	/** An actor that contributes to it. */
	contributor: Reference,
	/** It deals with this area. */
	area: Reference,
	/** Whether the day of a planned stage has passed. */
	overdue: z.boolean()
}
export type PolicyFilter = Partial<z.output<z.ZodObject<typeof policyFilters>>>

const lateOnes = (here: Here) => sql<SqlBool>`exists (select from policy_stage
	where policy_stage.workspace_id = policy.workspace_id and policy_stage.policy_id = policy.id
		and policy_stage.position is null and policy_stage.planned_day < ${here.today})`

/** Those of them that meet a filter. */
export async function narrowedPolicies(here: Here, filter: PolicyFilter) {
	const leadId = await resolveField(here, 'actor', filter.lead, 'lead')
	const contributorId = await resolveField(here, 'actor', filter.contributor, 'contributor')
	const areaId = await resolveField(here, 'area', filter.area, 'area')
	let rows = policies(here).where('record.state', 'in', filter.state ?? ['active'])
	if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
	if (filter.form) rows = rows.where('policy.form', 'in', filter.form)
	if (filter.stage) rows = rows.where('policy.stage', 'in', filter.stage)
	if (filter.country) rows = rows.where('policy.country', 'in', filter.country)
	if (leadId) rows = rows.where('policy.lead_actor_id', '=', leadId)
	if (filter.words) rows = rows.where('record.id', 'in', withWords(here, filter.words))
	if (filter.overdue !== undefined)
		rows = rows.where(filter.overdue ? lateOnes(here) : sql<SqlBool>`not ${lateOnes(here)}`)
	if (contributorId)
		rows = rows.where('record.id', 'in', (select) =>
			select
				.selectFrom('policy_actor')
				.select('policy_actor.policy_id')
				.where('policy_actor.workspace_id', '=', here.workspace.id)
				.where('policy_actor.actor_id', '=', contributorId)
		)
	if (areaId)
		rows = rows.where('record.id', 'in', (select) =>
			select
				.selectFrom('record_theme')
				.select('record_theme.record_id')
				.where('record_theme.workspace_id', '=', here.workspace.id)
				.where('record_theme.area_id', '=', areaId)
		)
	return rows
}

// Its own words, or those of its provisions: what is looked for in a law most often stands in its text.
const withWords = (here: Here, words: string) => sql<string>`(
	select found.record_id from ${idsWithWords(here, 'policy', words)} as found(record_id)
	union
	select provision.policy_id from ${idsWithWords(here, 'provision', words)} as found(record_id)
		join provision on provision.workspace_id = ${here.workspace.id} and provision.id = found.record_id)`

export const policyColumns = [
	...headColumns,
	'record.title_sort',
	'policy.form',
	'policy.stage',
	'policy.country',
	'policy.region',
	'policy.citation',
	'policy.year',
	'policy.lead_actor_id',
	'policy.provisions'
] as const

type ItemRow = Parameters<typeof toHead>[0] & {
	form: string
	stage: Standing
	country: string | null
	region: string | null
	citation: string | null
	year: number | null
	lead_actor_id: string | null
	provisions: number
}

type Next = { policy_id: string; stage: Stage; planned_day: string; first_planned_day: string | null }

/** Of each of these the stage that is planned next. */
export async function nextStages(here: Here, ids: readonly string[]): Promise<ReadonlyMap<string, Next>> {
	if (ids.length === 0) return new Map()
	const rows = await here.tx
		.selectFrom('policy_stage')
		.select(['policy_id', 'stage', 'planned_day', 'first_planned_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('policy_id', '=', anyOf(ids))
		.where('position', 'is', null)
		.where('planned_day', 'is not', null)
		.orderBy('planned_day', 'desc')
		.orderBy('id', 'desc')
		.execute()
	return new Map(
		rows.flatMap(({ planned_day, ...row }) => (planned_day === null ? [] : [[row.policy_id, { ...row, planned_day }]]))
	)
}

/** A law as lists and its page show it. */
export const toPolicy = (
	here: Here,
	row: ItemRow,
	references: ReadonlyMap<string, RecordReference>,
	next: Next | undefined
): z.output<typeof PolicyItem> => ({
	...toHead(row),
	form: formOf(row.form),
	stage: row.stage,
	country: row.country,
	region: row.region,
	citation: row.citation,
	yearOf: row.year,
	lead: (row.lead_actor_id && references.get(row.lead_actor_id)) || null,
	provisions: row.provisions,
	next: next
		? {
				stage: next.stage,
				day: next.planned_day,
				firstDay: next.first_planned_day,
				isOverdue: isOverdue(next.planned_day, here.today)
			}
		: null
})

const Form = z.enum(FORMS)
const formOf = (form: string): PolicyForm => Form.parse(form)
