import { sql } from 'kysely'
import { z } from 'zod'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { Day, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import {
	anyOf,
	headColumns,
	referencesOf,
	referenceColumns,
	toHead,
	toOrigin,
	toReference,
	type RecordReference
} from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { getDecisionRow } from '../find-deliberation.server.ts'
import { recommendationOnAgenda } from '../on-agenda.server.ts'
import { runsMeetings } from '../rules.ts'
import { DecisionItem, DecisionPage, type ChainedDecision } from './decision-outputs.ts'
import { decisionNamed } from './decision-replacing.server.ts'
import {
	DECISION_STATES,
	MANNERS,
	whyNotMoveDecision,
	type DecisionMove,
	type DecisionState
} from './decision-rules.ts'
import { sameAndAbove } from './take-part.server.ts'

const base = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('decision', (on) =>
			on.onRef('decision.workspace_id', '=', 'record.workspace_id').onRef('decision.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'decision')

const columns = [
	...headColumns,
	'record.title_sort',
	'decision.structure_id',
	'decision.meeting_id',
	'decision.decided_day',
	'decision.effect_day',
	'decision.manner',
	'decision.state as standing',
	'decision.votes_for',
	'decision.votes_against',
	'decision.votes_abstaining'
] as const

type ItemRow = Parameters<typeof toHead>[0] & {
	structure_id: string
	meeting_id: string | null
	decided_day: string
	effect_day: string | null
	manner: z.output<typeof DecisionItem>['manner']
	standing: DecisionState
	votes_for: number | null
	votes_against: number | null
	votes_abstaining: number | null
}

type Known = ReadonlyMap<string, RecordReference>
const named = (references: Known, id: string | null) => (id === null ? null : (references.get(id) ?? null))

const toItem = (row: ItemRow, references: Known): z.output<typeof DecisionItem> => ({
	...toHead(row),
	structure: named(references, row.structure_id),
	meeting: named(references, row.meeting_id),
	decidedDay: row.decided_day,
	effectDay: row.effect_day,
	manner: row.manner,
	standing: row.standing,
	votes:
		row.votes_for === null
			? null
			: { for: row.votes_for, against: row.votes_against ?? 0, abstaining: row.votes_abstaining ?? 0 }
})

const SORTS = ['day', 'effect', 'title', 'changed'] as const

export const listDecisions = query({
	name: 'decision.list',
	input: listInput(
		{
			...recordFilters,
			structure: Reference,
			meeting: Reference,
			standing: AnyOf(z.enum(DECISION_STATES)),
			manner: AnyOf(z.enum(MANNERS)),
			/** Decided on this day or later. */
			from: Day,
			/** Decided on this day or earlier. */
			until: Day,
			/** Decisions that deal with this area. */
			area: Reference,
			/** Decisions that may take the place of this one: in force, as late or later, of its structure or one above. */
			replacing: Reference
		},
		SORTS
	).extend({
		sort: z.enum([...SORTS, '-day', '-effect', '-title', '-changed']).default('-day')
	}),
	output: listed(DecisionItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{
				day: 'decision.decided_day',
				effect: 'decision.effect_day',
				title: 'record.title_sort',
				changed: 'record.changed_at'
			},
			'record.id'
		)
		const structureId = await resolveField(here, 'structure', filter.structure, 'structure')
		const meetingId = await resolveField(here, 'meeting', filter.meeting, 'meeting')
		const areaId = await resolveField(here, 'area', filter.area, 'area')
		let rows = base(here).where('record.state', 'in', filter.state ?? ['active'])
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (structureId) rows = rows.where('decision.structure_id', '=', structureId)
		if (meetingId) rows = rows.where('decision.meeting_id', '=', meetingId)
		if (filter.standing) rows = rows.where('decision.state', 'in', filter.standing)
		if (filter.manner) rows = rows.where('decision.manner', 'in', filter.manner)
		if (filter.from) rows = rows.where('decision.decided_day', '>=', filter.from)
		if (filter.until) rows = rows.where('decision.decided_day', '<=', filter.until)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'decision', filter.words))
		if (areaId)
			rows = rows.where('record.id', 'in', (select) =>
				select
					.selectFrom('record_theme')
					.select('record_theme.record_id')
					.where('record_theme.workspace_id', '=', here.workspace.id)
					.where('record_theme.area_id', '=', areaId)
			)
		if (filter.replacing) {
			const { id, row } = await decisionNamed(here, filter.replacing, 'replacing')
			rows = rows
				.where('record.id', '<>', id)
				.where('decision.state', '=', 'in-force')
				.where('decision.decided_day', '>=', row.decided_day)
				.where('decision.structure_id', '=', anyOf(await sameAndAbove(here, row.structure_id)))
		}
		const division = { field: 'standing', values: filter.standing }
		const [found, total] = await Promise.all([
			rows.select(columns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			totalOf(here, 'decision', filter, division, rows.select('record.id'))
		])
		const references = await referencesOf(
			here,
			found.flatMap((row) => [row.structure_id, row.meeting_id])
		)
		return toList(here.secret, part, found, total, input, {
			value: (row) => sortValue(input.sort, row),
			item: (row) => toItem(row, references)
		})
	}
})

function sortValue(
	sort: string,
	row: { title_sort: string; decided_day: string; effect_day: string | null; changed_at: Date }
) {
	switch (sort.replace('-', '')) {
		case 'effect':
			return row.effect_day
		case 'title':
			return row.title_sort
		case 'changed':
			return row.changed_at
		default:
			return row.decided_day
	}
}

export const getDecision = query({
	name: 'decision.get',
	input: z.strictObject({ decision: Reference }),
	output: DecisionPage,
	about: (here, { decision }) => getDecisionRow(here, decision),
	allow: everyone,
	async run(here, _input, { row, chairActorId, secretaryActorId, ...record }) {
		const [own, positions, earlier, later, areas, answers, actions, meeting, aboutId] = await Promise.all([
			base(here).where('record.id', '=', record.id).select(columns).executeTakeFirstOrThrow(),
			positionsOf(here, record.id),
			chainOf(here, record.id, 'earlier'),
			chainOf(here, record.id, 'later'),
			areasOf(here, record.id),
			answersBy(here, record.id),
			actionsOf(here, record.id),
			meetingStateOf(here, row.meeting_id),
			recommendationOnAgenda(here, row.agenda_item_id)
		])
		const references = await referencesOf(here, [
			row.structure_id,
			row.meeting_id,
			row.agenda_item_id,
			aboutId,
			row.written_procedure_id,
			row.replaced_by_id,
			...positions.map((one) => one.actor_id),
			...areas.map((one) => one.area_id),
			...actions.map((one) => one.responsible_actor_id)
		])
		const seen = positions.flatMap((one) => {
			const actor = references.get(one.actor_id)
			return actor ? [{ actor, vote: one.vote, stance: one.stance, text: one.text }] : []
		})
		const runs = runsMeetings(here.seat, { chairActorId, secretaryActorId })
		const why = (move: DecisionMove) =>
			record.state === 'active'
				? whyNotMoveDecision({ state: row.state, manner: row.manner, meeting }, move)
				: 'deliberation.decision-withdrawn'
		const can = (move: DecisionMove) => runs && why(move) === null
		const forbids = (move: DecisionMove) => (runs ? why(move) : null)
		return {
			...toItem(own, references),
			agendaItem: named(references, row.agenda_item_id),
			recommendation: named(references, aboutId),
			writtenProcedure: named(references, row.written_procedure_id),
			text: row.text,
			language: row.language,
			basis: row.basis,
			standingReason: row.state_reason,
			replacedBy: named(references, row.replaced_by_id),
			positions: seen,
			earlier,
			later,
			areas: areas.flatMap((one) => {
				const area = references.get(one.area_id)
				return area ? [{ ...area, ...toOrigin(one) }] : []
			}),
			answers: answers.map((one) => ({ ...toReference(one), answer: one.answer, day: one.answered_day })),
			actions: actions.map((one) => ({
				...toReference(one),
				progress: one.progress,
				responsible: named(references, one.responsible_actor_id),
				dueDay: one.due_day
			})),
			may: { change: can('change'), note: can('note'), replace: can('replace'), revoke: can('revoke') },
			whyNot: {
				change: forbids('change'),
				note: forbids('note'),
				replace: forbids('replace'),
				revoke: forbids('revoke')
			}
		}
	}
})

/** The state of the meeting a decision was taken in, whether the seat sees the meeting or not: the rule hangs on it. */
async function meetingStateOf(here: Here, meetingId: string | null) {
	if (meetingId === null) return null
	const row = await here.tx
		.selectFrom('meeting')
		.select('state')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', meetingId)
		.executeTakeFirstOrThrow()
	return row.state
}

const PARTS_MOST = 500

const positionsOf = (here: Here, id: string) =>
	here.tx
		.selectFrom('decision_position')
		.select(['actor_id', 'vote', 'stance', 'text'])
		.where('workspace_id', '=', here.workspace.id)
		.where('decision_id', '=', id)
		.orderBy('id')
		.limit(PARTS_MOST)
		.execute()

const CHAIN_MOST = 20

/** The decisions that one took the place of, step by step, or those that took its place. */
async function chainOf(
	here: Here,
	id: string,
	which: 'earlier' | 'later'
): Promise<z.output<typeof ChainedDecision>[]> {
	const rows = await here.tx
		.withRecursive('chain', (query) =>
			query
				.selectFrom('decision')
				.select(['decision.workspace_id', 'decision.id', 'decision.replaced_by_id', sql<number>`0`.as('distance')])
				.where('decision.workspace_id', '=', here.workspace.id)
				.where('decision.id', '=', id)
				.unionAll(
					query
						.selectFrom('decision as next')
						.innerJoin('chain', (on) => {
							const inWorkspace = on.onRef('chain.workspace_id', '=', 'next.workspace_id')
							return which === 'earlier'
								? inWorkspace.onRef('next.replaced_by_id', '=', 'chain.id')
								: inWorkspace.onRef('next.id', '=', 'chain.replaced_by_id')
						})
						.select([
							'next.workspace_id',
							'next.id',
							'next.replaced_by_id',
							sql<number>`chain.distance + 1`.as('distance')
						])
						.where('next.workspace_id', '=', here.workspace.id)
						.where(sql<number>`chain.distance`, '<', CHAIN_MOST)
				)
		)
		.selectFrom('chain')
		.innerJoin('decision', (on) =>
			on.onRef('decision.workspace_id', '=', 'chain.workspace_id').onRef('decision.id', '=', 'chain.id')
		)
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'chain.workspace_id').onRef('record.id', '=', 'chain.id')
		)
		.select(referenceColumns)
		.select(['decision.decided_day', 'decision.state as standing', 'chain.distance'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where(sql<number>`chain.distance`, '>', 0)
		.orderBy('chain.distance')
		.orderBy('record.id')
		.limit(PARTS_MOST)
		.execute()
	return rows.map((row) => ({
		...toReference(row),
		decidedDay: row.decided_day,
		standing: row.standing,
		distance: row.distance
	}))
}

const areasOf = (here: Here, id: string) =>
	here.tx
		.selectFrom('record_theme')
		.select(['area_id', 'origin', 'origin_source', 'origin_year', 'origin_note'])
		.where('workspace_id', '=', here.workspace.id)
		.where('record_id', '=', id)
		.orderBy('id')
		.execute()

const answersBy = (here: Here, id: string) =>
	here.tx
		.selectFrom('recommendation_hop')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'recommendation_hop.workspace_id')
				.onRef('record.id', '=', 'recommendation_hop.recommendation_id')
		)
		.select(referenceColumns)
		.select(['recommendation_hop.answer', 'recommendation_hop.answered_day'])
		.where('recommendation_hop.workspace_id', '=', here.workspace.id)
		.where('recommendation_hop.decision_id', '=', id)
		.orderBy('recommendation_hop.answered_day')
		.orderBy('record.id')
		.limit(PARTS_MOST)
		.execute()

const actionsOf = (here: Here, id: string) =>
	here.tx
		.selectFrom('action')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'action.workspace_id').onRef('record.id', '=', 'action.id')
		)
		.select(referenceColumns)
		.select(['action.state as progress', 'action.responsible_actor_id', 'action.due_day'])
		.where('action.workspace_id', '=', here.workspace.id)
		.where('action.decision_id', '=', id)
		.where('record.state', '=', 'active')
		.orderBy('action.due_day')
		.orderBy('record.id')
		.limit(PARTS_MOST)
		.execute()
