import type { ExpressionBuilder } from 'kysely'
import { z } from 'zod'
import type { Tables } from '#platform/database/tables.ts'
import { Day, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { anyOf, headColumns, referencesOf, toHead, type RecordReference } from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { ACTION_STATES } from '../rules.ts'
import { structuresOfSeat } from '../structures-of-seat.server.ts'
import { ActionItem, ActionPage } from './action-outputs.ts'
import { evidenceCount } from './action-evidence.server.ts'
import { escalationsOf, evidenceOf, extensionsOf, originOf, reportsOf, seatOf, stepsOf } from './action-parts.server.ts'
import { mayWithdrawStep, partiesOf } from './action-rules.ts'
import { momentsOf } from './action-moments.server.ts'
import { standingOf } from './action-standing.ts'
import { getActionWithParties } from './find-action.server.ts'
import { lateTotal } from './late-total.server.ts'
import { isRunBy, structuresRunBy } from './run-structures.server.ts'
import { isSupported } from './supported.server.ts'
import { isToldTo } from './told-to.server.ts'

/** The states in which somebody still has to do something before the secretary is asked. */
export const IN_WORK = ['open', 'in-progress'] as const
/** The states in which an action is not over. */
export const UNFINISHED = ['open', 'in-progress', 'submitted'] as const

const base = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('action', (on) =>
			on.onRef('action.workspace_id', '=', 'record.workspace_id').onRef('action.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('action.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'action')

const columns = [
	...headColumns,
	'record.title_sort',
	'action.state as progress',
	'action.structure_id',
	'action.meeting_id',
	'action.responsible_actor_id',
	'action.opened_day',
	'action.due_day',
	'action.closed_day',
	'action.percent',
	'action.escalated_to'
] as const

type ItemRow = Parameters<typeof toHead>[0] & {
	progress: (typeof ACTION_STATES)[number]
	structure_id: string
	meeting_id: string | null
	responsible_actor_id: string
	opened_day: string
	due_day: string | null
	closed_day: string | null
	percent: number
	escalated_to: number
}

const isOverdue = (progress: string, due: string | null, today: string) =>
	(progress === 'open' || progress === 'in-progress') && due !== null && due < today

function toItem(
	row: ItemRow,
	references: ReadonlyMap<string, RecordReference>,
	today: string
): z.output<typeof ActionItem> {
	const named = (id: string | null) => (id === null ? null : (references.get(id) ?? null))
	return {
		...toHead(row),
		progress: row.progress,
		structure: named(row.structure_id),
		meeting: named(row.meeting_id),
		responsible: named(row.responsible_actor_id),
		openedDay: row.opened_day,
		dueDay: row.due_day,
		closedDay: row.closed_day,
		percent: row.percent,
		isOverdue: isOverdue(row.progress, row.due_day, today),
		escalatedTo: row.escalated_to
	}
}

export const listActions = query({
	name: 'action.list',
	input: listInput(
		{
			state: AnyOf(z.enum(['active', 'withdrawn'])),
			origin: AnyOf(z.enum(['reference', 'invented', 'entered'])),
			/** Words the record must hold, as in the search. */
			words: z.string().trim().min(1).max(200),
			progress: AnyOf(z.enum(ACTION_STATES)),
			/** Past their day and not yet handed in. */
			overdue: z.boolean(),
			/** Closed by its day, or after it. */
			closed: z.enum(['in-time', 'late']),
			/** Handed in, or an extension asked for: what waits for the structure's secretary. Or told upward to the actor of the seat that asks. */
			waiting: z.enum(['acceptance', 'extension', 'escalated']),
			dueFrom: Day,
			dueUntil: Day,
			responsible: Reference,
			supporting: Reference,
			structure: Reference,
			meeting: Reference,
			decision: Reference,
			recommendation: Reference,
			/** Of the seat that asks, of its actor, those its actor supports, of its structures, or of those whose secretary it is, or acts for. */
			whose: z.enum(['mine', 'actor', 'supported', 'structure', 'kept']),
			/** Whether the seat that asks may hand it to somebody else, as it stands now. */
			mayHandOver: z.boolean()
		},
		['due', 'title', 'progress', 'percent', 'opened', 'changed']
	),
	output: listed(ActionItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{
				due: 'action.due_day',
				title: 'record.title_sort',
				progress: 'action.state',
				percent: 'action.percent',
				opened: 'action.opened_day',
				changed: 'record.changed_at'
			},
			'record.id'
		)
		const responsibleId = await resolveField(here, 'actor', filter.responsible, 'responsible')
		const supportingId = await resolveField(here, 'actor', filter.supporting, 'supporting')
		const structureId = await resolveField(here, 'structure', filter.structure, 'structure')
		const meetingId = await resolveField(here, 'meeting', filter.meeting, 'meeting')
		const decisionId = await resolveField(here, 'decision', filter.decision, 'decision')
		const recommendationId = await resolveField(here, 'recommendation', filter.recommendation, 'recommendation')
		let rows = base(here).where('record.state', 'in', filter.state ?? ['active'])
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'action', filter.words))
		if (filter.progress) rows = rows.where('action.state', 'in', filter.progress)
		if (filter.overdue === true)
			rows = rows.where('action.state', 'in', IN_WORK).where('action.due_day', '<', here.today)
		if (filter.overdue === false)
			rows = rows.where((where) =>
				where.or([
					where('action.state', 'not in', IN_WORK),
					where('action.due_day', 'is', null),
					where('action.due_day', '>=', here.today)
				])
			)
		if (filter.closed)
			rows = rows
				.where('action.state', '=', 'closed')
				.where((where) =>
					filter.closed === 'late'
						? where('action.closed_day', '>', where.ref('action.due_day'))
						: where.or([
								where('action.due_day', 'is', null),
								where('action.closed_day', '<=', where.ref('action.due_day'))
							])
				)
		if (filter.waiting === 'acceptance') rows = rows.where('action.state', '=', 'submitted')
		if (filter.waiting === 'extension')
			rows = rows.where('record.id', 'in', (select) =>
				select
					.selectFrom('action_extension')
					.select('action_extension.action_id')
					.where('action_extension.workspace_id', '=', here.workspace.id)
					.where('action_extension.state', '=', 'asked')
			)
		if (filter.waiting === 'escalated')
			rows = rows
				.where('action.state', 'in', IN_WORK)
				.where((where) =>
					where.exists(
						where
							.selectFrom('action_escalation')
							.select('action_escalation.id')
							.whereRef('action_escalation.workspace_id', '=', 'action.workspace_id')
							.whereRef('action_escalation.action_id', '=', 'action.id')
							.whereRef('action_escalation.level', '=', 'action.escalated_to')
							.where(isToldTo(here))
					)
				)
		if (filter.dueFrom) rows = rows.where('action.due_day', '>=', filter.dueFrom)
		if (filter.dueUntil) rows = rows.where('action.due_day', '<=', filter.dueUntil)
		if (responsibleId) rows = rows.where('action.responsible_actor_id', '=', responsibleId)
		if (supportingId)
			rows = rows.where('record.id', 'in', (select) =>
				select
					.selectFrom('action_support')
					.select('action_support.action_id')
					.where('action_support.workspace_id', '=', here.workspace.id)
					.where('action_support.actor_id', '=', supportingId)
			)
		if (structureId) rows = rows.where('action.structure_id', '=', structureId)
		if (meetingId) rows = rows.where('action.meeting_id', '=', meetingId)
		if (decisionId) rows = rows.where('action.decision_id', '=', decisionId)
		if (recommendationId) rows = rows.where('action.recommendation_id', '=', recommendationId)
		if (filter.whose === 'mine') rows = rows.where('action.responsible_seat_id', '=', here.seat.id ?? NOBODY)
		if (filter.whose === 'actor') rows = rows.where('action.responsible_actor_id', '=', here.seat.actorId ?? NOBODY)
		if (filter.whose === 'supported') rows = rows.where(isSupported(here))
		if (filter.whose === 'structure' || filter.whose === 'kept') {
			const { all, kept } = await structuresOfSeat(here)
			rows = rows.where('action.structure_id', '=', anyOf(filter.whose === 'kept' ? kept : all))
		}
		if (filter.mayHandOver !== undefined) {
			const handed = await isHandedOver(here)
			rows = rows.where((where) => (filter.mayHandOver ? handed(where) : where.not(handed(where))))
		}
		const [found, total] = await Promise.all([
			rows.select(columns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			lateTotal(here, filter, { structureId, responsibleId }) ??
				totalOf(here, 'action', filter, { field: 'progress', values: filter.progress }, rows.select('record.id'))
		])
		const references = await referencesOf(
			here,
			found.flatMap((row) => [row.structure_id, row.meeting_id, row.responsible_actor_id])
		)
		return toList(here.secret, part, found, total, input, {
			value: (row) => sortValue(input.sort, row),
			item: (row) => toItem(row, references, here.today)
		})
	}
})

// As `mayDo` says of each for handing over: by who runs its structure, until it is over.
async function isHandedOver(here: Here) {
	const run = await structuresRunBy(here)
	return (where: ExpressionBuilder<Tables, 'action'>) =>
		where.and([where('action.state', 'in', UNFINISHED), isRunBy(run, where.ref('action.structure_id'))])
}

const NOBODY = '00000000-0000-0000-0000-000000000000'

function sortValue(sort: string, row: ItemRow & { title_sort: string }) {
	switch (sort.replace('-', '')) {
		case 'title':
			return row.title_sort
		case 'progress':
			return row.progress
		case 'percent':
			return row.percent
		case 'opened':
			return row.opened_day
		case 'changed':
			return row.changed_at
		default:
			return row.due_day
	}
}

export const getAction = query({
	name: 'action.get',
	input: z.strictObject({ action: Reference }),
	output: ActionPage,
	about: (here, { action }) => getActionWithParties(here, action),
	allow: everyone,
	async run(here, _input, action) {
		const { row, supports } = action
		const [own, steps, reports, evidence, extensions, escalations, seat, origin, pieces, moments] = await Promise.all([
			base(here).where('record.id', '=', action.id).select(columns).executeTakeFirstOrThrow(),
			stepsOf(here, action.id),
			reportsOf(here, action.id),
			evidenceOf(here, action.id),
			extensionsOf(here, action.id),
			escalationsOf(here, action.id),
			seatOf(here, row.responsible_seat_id),
			originOf(here, row.recommendation_id),
			evidenceCount(here, action.id),
			momentsOf(here, action.id)
		])
		const references = await referencesOf(here, [
			row.structure_id,
			row.meeting_id,
			row.agenda_item_id,
			row.decision_id,
			row.recommendation_id,
			origin?.meeting_id ?? null,
			origin?.structure_id ?? null,
			row.responsible_actor_id,
			action.secretaryActorId,
			...supports.map((one) => one.actor_id),
			...reports.map((one) => one.actor_id),
			...escalations.flatMap((one) => [one.to_structure_id, one.to_actor_id])
		])
		const named = (id: string | null | undefined) => (id ? (references.get(id) ?? null) : null)
		const recommendation = named(row.recommendation_id)
		const parties = partiesOf(here.seat, action)
		const { may, whyNot } = standingOf(parties, {
			state: row.state,
			isWithdrawn: action.state !== 'active',
			hasDueDay: row.due_day !== null,
			isExtensionAsked: extensions.some((one) => one.state === 'asked'),
			evidence: pieces
		})
		const isOwn = (actor: string | null) => actor !== null && actor === here.seat.actorId
		return {
			...toItem(own, references, here.today),
			text: row.text,
			language: row.language,
			stateReasonOfAction: row.state_reason,
			acceptedBy:
				here.seat.role === 'public'
					? null
					: { secretary: named(action.secretaryActorId), isInPlace: !action.isSecretarySeated },
			firstDueDay: row.first_due_day,
			seat,
			agendaItem: named(row.agenda_item_id),
			decision: named(row.decision_id),
			recommendation,
			// What lies behind a recommendation is told to who sees the recommendation.
			recommendationMeeting: recommendation && named(origin?.meeting_id),
			recommendationStructure: recommendation && named(origin?.structure_id),
			supporting: supports.flatMap(({ id, actor_id }) => {
				const actor = references.get(actor_id)
				return actor ? [{ id, actor }] : []
			}),
			steps: steps.map((step) => ({
				id: step.id,
				text: step.text,
				dueDay: step.due_day,
				doneDay: step.done_day,
				isOverdue:
					IN_WORK.some((state) => state === row.state) &&
					step.done_day === null &&
					step.due_day !== null &&
					step.due_day < here.today,
				mayWithdraw: may.steps && mayWithdrawStep(parties, isOwn(step.made_by_actor_id))
			})),
			reports: reports.map((report) => ({
				id: report.id,
				day: report.day,
				text: report.text,
				language: report.language,
				percent: report.percent,
				isFinal: report.is_final,
				answer: report.answer,
				answerReason: report.answer_reason,
				answeredDay: report.answered_day,
				actor: named(report.actor_id),
				stepsLeft: report.steps_left,
				evidence: evidence.filter((one) => one.report === report.id).map(({ report: _report, ...one }) => one)
			})),
			extensions: extensions.map((one) => ({
				id: one.id,
				askedDay: one.asked_day,
				wishedDay: one.wished_day,
				reason: one.reason,
				state: one.state,
				answerReason: one.answer_reason,
				grantedDay: one.granted_day,
				answeredDay: one.answered_day
			})),
			escalations: escalations.map((one) => ({
				id: one.id,
				level: one.level,
				day: one.day,
				structure: named(one.to_structure_id),
				actor: named(one.to_actor_id),
				reasons: one.reasons
			})),
			moments,
			may,
			whyNot
		}
	}
})
