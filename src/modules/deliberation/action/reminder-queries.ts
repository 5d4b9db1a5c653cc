import { sql } from 'kysely'
import { z } from 'zod'
import { Day } from '#platform/operation/fields.ts'
import { nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { listAttention, Matter } from '#platform/records/attention.ts'
import { anyOf, RecordReference, referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import { whereMine } from '../recommendation/mine.server.ts'
import { base } from '../recommendation/recommendation-queries.ts'
import { structuresOfSeat } from '../structures-of-seat.server.ts'
import { IN_WORK } from './action-queries.ts'
import { givenDay } from './given-day.server.ts'
import { dayPlus, FREQUENCIES, SOON_DAYS } from './action-rules.ts'
import { preferenceOf, remindedOf } from './reminded.server.ts'
import { isSupported } from './supported.server.ts'
import { isToldTo } from './told-to.server.ts'

/** What a digest names of each sort; of more it tells how many. */
const NAMED = 40
/** How far back a first digest looks for answers and for what was told upward. */
const LOOKS_BACK = 7

export const SECTIONS = [
	'escalated',
	'overdue',
	'supported',
	'today',
	'soon',
	'assigned',
	'sent-back',
	'acceptance',
	'extension',
	'recommendation',
	'answered'
] as const
export type Section = (typeof SECTIONS)[number]

const Item = z.object({
	record: RecordReference,
	day: z.string(),
	/** Of an answer to an extension: whether it was granted. */
	isGranted: z.boolean().nullable(),
	/** Of what was told upward: what its reports say of why it is late. */
	reasons: z.string().nullable()
})
export const Digest = z.object({
	sections: z.array(z.object({ section: z.enum(SECTIONS), items: z.array(Item), isMore: z.boolean() })),
	/** What else waits on the seat's first page. */
	matters: z.array(Matter)
})
export type Digest = z.output<typeof Digest>

const holdsSeat = ({ seat }: Here) => seat.id !== null

/** How often whoever holds the seat that asks is reminded by mail, and in which language: one choice for all their seats. */
export const getReminder = query({
	name: 'reminder.get',
	input: z.strictObject({}),
	output: z.object({
		frequency: z.enum(FREQUENCIES),
		weekday: z.int(),
		language: z.string().nullable(),
		lastDigestDay: z.string().nullable()
	}),
	about: nothing,
	allow: holdsSeat,
	run: async (here) => preferenceOf(here, await remindedOf(here, here.seat.id ?? ''))
})

/** What a digest would tell the seat that asks today, given the last day it was told of anything. */
export const getDigest = query({
	name: 'reminder.digest',
	input: z.strictObject({ since: Day.optional() }),
	output: Digest,
	about: nothing,
	allow: holdsSeat,
	async run(here, { since }) {
		const { seat, today } = here
		const { items: matters } = await here.ask(listAttention, {})
		if (seat.role === 'observer') return { sections: [], matters }
		const from = since ?? dayPlus(today, -LOOKS_BACK)
		const { run, kept } = await structuresOfSeat(here)
		const tomorrow = dayPlus(today, 1)
		const found: Record<Section, Row[]> = {
			escalated: await escalated(here, from),
			overdue: await due(here, { before: today }),
			supported: await supported(here),
			today: await due(here, { from: today, before: tomorrow }),
			soon: await due(here, { from: tomorrow, before: dayPlus(today, SOON_DAYS + 1) }),
			assigned: await assigned(here, from),
			'sent-back': await sentBack(here, from),
			acceptance: kept.length === 0 ? [] : await toAccept(here, kept),
			extension: kept.length === 0 ? [] : await toExtend(here, kept),
			recommendation: await recommendations(here, run),
			answered: await answered(here, from)
		}
		const sections = SECTIONS.filter((section) => found[section].length > 0).map((section) => ({
			section,
			items: found[section].slice(0, NAMED).map(({ told, granted, reasons = null, ...row }) => ({
				record: toReference(row),
				day: told ?? today,
				isGranted: granted,
				reasons: reasons === '' ? null : reasons
			})),
			isMore: found[section].length > NAMED
		}))
		return { sections, matters: besides(matters, sections) }
	}
})

// What the first page tells of the very records that the sections name already is not told twice.
function besides(matters: Digest['matters'], sections: Digest['sections']): Digest['matters'] {
	const named = new Set(sections.flatMap(({ items }) => items.map(({ record }) => record.id)))
	return matters.filter(({ first, total }) => total > named.size || !first.every(({ record }) => named.has(record.id)))
}

type Row = Parameters<typeof toReference>[0] & {
	told: string | null
	granted: boolean | null
	reasons?: string
}

const actions = (here: Here) =>
	here.tx
		.selectFrom('action')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'action.workspace_id').onRef('record.id', '=', 'action.id')
		)
		.select(referenceColumns)
		.where('action.workspace_id', '=', here.workspace.id)
		.where('record.state', '=', 'active')
		.limit(NAMED + 1)

// Who sees to an action is reminded; where nobody is named, or nobody holds that seat, all who act for the actor are.
const isMine = ({ seat }: Here) =>
	sql<boolean>`(action.responsible_seat_id = ${seat.id} or action.responsible_actor_id = ${seat.actorId} and (
		action.responsible_seat_id is null or not exists (select from person_seat where person_seat.workspace_id = action.workspace_id
			and person_seat.seat_id = action.responsible_seat_id and person_seat.ended_at is null)))`

const mine = (here: Here) => actions(here).where(isMine(here))

const notGranted = sql<boolean | null>`null::boolean`.as('granted')

function due(here: Here, { from, before }: { from?: string; before: string }) {
	let rows = mine(here)
		.select(['action.due_day as told', notGranted])
		.where('action.state', 'in', IN_WORK)
		.where('action.due_day', '<', before)
	if (from !== undefined) rows = rows.where('action.due_day', '>=', from)
	return rows.orderBy('action.due_day').orderBy('action.id').execute()
}

// What is late of those that the seat's actor supports; what it answers for itself stands under what is overdue.
const supported = (here: Here) =>
	actions(here)
		.select(['action.due_day as told', notGranted])
		.where('action.state', 'in', IN_WORK)
		.where('action.due_day', '<', here.today)
		.where(isSupported(here))
		.orderBy('action.due_day')
		.orderBy('action.id')
		.execute()

const toAccept = (here: Here, kept: readonly string[]) =>
	actions(here)
		.select((select) =>
			select
				.selectFrom('action_report')
				.select((inner) => inner.fn.max('action_report.day').as('day'))
				.whereRef('action_report.workspace_id', '=', 'action.workspace_id')
				.whereRef('action_report.action_id', '=', 'action.id')
				.as('told')
		)
		.select(notGranted)
		.where('action.state', '=', 'submitted')
		.where('action.structure_id', '=', anyOf(kept))
		.orderBy('action.due_day')
		.orderBy('action.id')
		.execute()

const toExtend = (here: Here, kept: readonly string[]) =>
	extensions(here)
		.select(['action_extension.asked_day as told', notGranted])
		.where('action_extension.state', '=', 'asked')
		.where('action.structure_id', '=', anyOf(kept))
		.orderBy('action_extension.asked_day')
		.orderBy('action.id')
		.execute()

// What lies with a structure the seat chairs or keeps, or with its actor, for an answer: of those it only sits in, others answer.
const recommendations = (here: Here, structures: readonly string[]) =>
	base(here)
		.where('record.state', '=', 'active')
		.where((where) =>
			whereMine(where, 'waiting', {
				workspaceId: here.workspace.id,
				structures,
				actorId: here.seat.actorId,
				today: here.today
			})
		)
		.select(referenceColumns)
		.select(['recommendation.held_since as told', notGranted])
		.orderBy('recommendation.held_since', (order) => order.asc().nullsLast())
		.orderBy('recommendation.id')
		.limit(NAMED + 1)
		.execute()

// What was given or handed over to the seat since its last digest, to yesterday: by the day on which it was written down, since what
// is noted late of a meeting bears the meeting's day.
const assigned = (here: Here, from: string) =>
	mine(here)
		.innerJoin(givenDay(here, from), (on) => on.onTrue())
		.select(['given.day as told', notGranted])
		.where('action.state', 'in', IN_WORK)
		.where('given.day', 'is not', null)
		.orderBy('action.due_day')
		.orderBy('action.id')
		.execute()

// What was handed in and not accepted: it goes on, and something is missing.
const sentBack = (here: Here, from: string) =>
	mine(here)
		.innerJoin('action_report', (on) =>
			on
				.onRef('action_report.workspace_id', '=', 'action.workspace_id')
				.onRef('action_report.action_id', '=', 'action.id')
		)
		.select(['action_report.answered_day as told', notGranted])
		.where('action_report.answer', '=', 'refused')
		.where('action_report.answered_day', '>=', from)
		.where('action_report.answered_day', '<', here.today)
		.where('action.state', 'in', IN_WORK)
		.orderBy('action_report.answered_day')
		.orderBy('action.id')
		.execute()

const extensions = (here: Here) =>
	actions(here).innerJoin('action_extension', (on) =>
		on
			.onRef('action_extension.workspace_id', '=', 'action.workspace_id')
			.onRef('action_extension.action_id', '=', 'action.id')
	)

// From the day of the last digest, which left early in the day, to yesterday: each answer is told once.
const answered = (here: Here, from: string) =>
	extensions(here)
		.select('action_extension.answered_day as told')
		.select(sql<boolean | null>`action_extension.state = 'granted'`.as('granted'))
		.where(isMine(here))
		.where('action_extension.state', 'in', ['granted', 'refused'])
		.where('action_extension.answered_day', '>=', from)
		.where('action_extension.answered_day', '<', here.today)
		.where('action.state', 'in', IN_WORK)
		.orderBy('action_extension.answered_day')
		.orderBy('action.id')
		.execute()

// Told upward by the clock just before the digests leave: on that day, and on those since the last digest.
async function escalated(here: Here, from: string) {
	if (here.seat.actorId === null && here.seat.role !== 'secretariat') return []
	return actions(here)
		.innerJoin('action_escalation', (on) =>
			on
				.onRef('action_escalation.workspace_id', '=', 'action.workspace_id')
				.onRef('action_escalation.action_id', '=', 'action.id')
		)
		.select(['action_escalation.day as told', 'action_escalation.reasons', notGranted])
		.where(isToldTo(here))
		.where('action_escalation.day', '>', from)
		.where('action.state', 'in', IN_WORK)
		.orderBy('action_escalation.day')
		.orderBy('action.id')
		.execute()
}
