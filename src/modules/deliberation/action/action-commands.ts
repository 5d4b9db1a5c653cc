import { z } from 'zod'
import { AUDIENCES } from '#platform/access/seat.ts'
import { Clearable, Day, Key, Name, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, everyone, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { namesOf } from '#platform/records/add-record.server.ts'
import { resolveActorInUse, resolveField } from '#modules/directory/find-directory.server.ts'
import { addNumberedRecord } from '../number-record.server.ts'
import { actionAfter, runsMeetings } from '../rules.ts'
import { Done, PartDone } from './action-outputs.ts'
import { whyNotDue } from './action-rules.ts'
import { lockAction, may, refuseMove, theAction, type FoundAction } from './find-action.server.ts'
import { percentReported } from './percent-reported.server.ts'
import { audienceOfAction, findPlace, widenAudience, type Place } from './place-action.server.ts'
import { refuseMeeting } from './refuse-meeting.server.ts'

export const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
const STEPS_MOST = 60
const SUPPORTING_MOST = 60

const Assigned = z.strictObject({
	title: Name(300),
	text: Text(10_000).optional(),
	language: Language.optional(),
	responsible: Reference,
	/** The key of a seat of the responsible actor: who sees to it there. */
	seat: Key.optional(),
	supporting: z.array(Reference).max(SUPPORTING_MOST).optional(),
	due: Day.optional(),
	steps: z.array(Text(500)).max(STEPS_MOST).optional(),
	structure: Reference.optional(),
	meeting: Reference.optional(),
	agendaItem: Reference.optional(),
	decision: Reference.optional(),
	recommendation: Reference.optional(),
	audience: z.enum(AUDIENCES).optional()
})

/**
 * Hands out an action: to an actor, with a day, from a meeting, an item of its agenda, a decision or a recommendation, or from
 * nothing but the structure that watches over it.
 */
export const assignAction = command({
	name: 'action.assign',
	input: Assigned,
	output: Done,
	about: findPlace,
	allow: ({ seat }, place) => runsMeetings(seat, place),
	run: handOut
})

/**
 * Hands out an action that was declared beforehand, by the authority of whoever declared it. It is no operation by itself: the
 * command that runs it has asked whether the seat may have it handed out.
 */
export const assignDeclared = command({
	name: 'action.assign',
	input: Assigned,
	output: Done,
	about: findPlace,
	allow: everyone,
	run: handOut
})

async function handOut(here: Writing, input: z.output<typeof Assigned>, place: Place) {
	if (place.isDissolved) throw conflict('deliberation.action-structure-dissolved')
	await refuseMeeting(here, place.meetingId)
	const responsibleId = await resolveActorInUse(here, input.responsible, 'responsible')
	const supporterIds = await resolveSupporters(here, input.supporting ?? [], responsibleId)
	const seatId = await resolveSeat(here, input.seat ?? null, responsibleId)
	// What is noted later of a meeting that is over was handed out on the day of that meeting.
	const openedDay = place.meetingDay !== null && place.meetingDay < here.today ? place.meetingDay : here.today
	refuseDue(input.due, openedDay)
	const record = await addNumberedRecord(here, 'action', {
		title: input.title,
		audience: audienceOfAction(place, input.audience, [responsibleId, ...supporterIds]),
		structureId: place.structureId
	})
	await here.write.add('action', {
		id: record.id,
		structure_id: place.structureId,
		meeting_id: place.meetingId,
		agenda_item_id: place.agendaItemId,
		decision_id: place.decisionId,
		recommendation_id: place.recommendationId,
		text: input.text ?? null,
		language: input.language ?? here.workspace.language,
		responsible_actor_id: responsibleId,
		responsible_seat_id: seatId,
		state: 'open',
		state_reason: null,
		opened_day: openedDay,
		due_day: input.due ?? null,
		first_due_day: input.due ?? null,
		closed_day: null,
		percent: 0,
		escalated_to: 0
	})
	await here.write.addAll(
		'action_support',
		supporterIds.map((actor_id) => ({ action_id: record.id, actor_id }))
	)
	await here.write.addAll(
		'action_step',
		(input.steps ?? []).map((text, index) =>
			newStep(record.id, { position: index + 1, text, dueDay: null, madeBy: null })
		)
	)
	return record
}

type NewStep = { position: number; text: string; dueDay: string | null; madeBy: string | null }

export const newStep = (actionId: string, { position, text, dueDay, madeBy }: NewStep) => ({
	action_id: actionId,
	position,
	text,
	due_day: dueDay,
	done_day: null,
	state: 'active' as const,
	made_by_actor_id: madeBy
})

function refuseDue(due: string | null | undefined, openedDay: string) {
	const why = typeof due === 'string' ? whyNotDue(due, openedDay) : null
	if (why) throw invalid([{ path: ['due'], code: why, params: { day: openedDay } }])
}

async function resolveSupporters(here: Here, references: readonly string[], responsibleId: string) {
	const ids = new Set<string>()
	for (const [index, reference] of references.entries()) {
		const path = `supporting.${String(index)}`
		const id = await resolveActorInUse(here, reference, path)
		if (id === responsibleId) throw invalid([{ path: [path], code: 'deliberation.action-supports-itself' }])
		ids.add(id)
	}
	return [...ids]
}

/** The seat of a key, of the responsible actor and open today; who sees to an action sits for whoever answers for it. */
export async function resolveSeat(here: Here, key: string | null, actorId: string): Promise<string | null> {
	if (key === null) return null
	const row = await here.tx
		.selectFrom('seat')
		.select(['id', 'actor_id', 'to_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('key', '=', key)
		.executeTakeFirst()
	if (!row || row.actor_id !== actorId || (row.to_day !== null && row.to_day < here.today))
		throw invalid([{ path: ['seat'], code: 'deliberation.action-seat-of-other' }])
	return row.id
}

/** Rewords an action, names who sees to it, or sets right the day by which it is due; that last with a reason. */
export const changeAction = command({
	name: 'action.change',
	input: z.strictObject({
		action: Reference,
		version: Version,
		title: Name(300).optional(),
		text: Clearable(Text(10_000)),
		language: Language.optional(),
		seat: Clearable(Key),
		due: Clearable(Day),
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: theAction,
	allow: may('change'),
	async run(here, input, action) {
		const { row } = action
		if (row.state === 'cancelled') throw conflict('deliberation.action-cancelled')
		const isMoved = input.due !== undefined && input.due !== row.due_day
		if (isMoved && row.state === 'closed') throw conflict('deliberation.action-closed')
		if (isMoved && row.due_day !== null && input.reason === undefined)
			throw invalid([{ path: ['reason'], code: 'deliberation.action-due-needs-reason' }])
		if (isMoved) refuseDue(input.due, row.opened_day)
		if (input.title) await here.write.changeRecord(action.id, { title: namesOf(here, input.title, 'title') })
		await here.write.change('action', action.id, {
			text: input.text,
			language: input.language,
			...(input.seat === undefined
				? {}
				: { responsible_seat_id: await resolveSeat(here, input.seat, row.responsible_actor_id) }),
			...(isMoved ? { ...dueAnew(input.due ?? null), first_due_day: row.first_due_day ?? input.due ?? null } : {})
		})
		return { id: action.id, reference: action.reference }
	}
})

/** A due day that is set anew: what was told upward of the day before is over. */
export const dueAnew = (day: string | null) => ({ due_day: day, escalated_to: 0 })

export const addSupport = command({
	name: 'action.addSupport',
	input: z.strictObject({ action: Reference, actor: Reference }),
	output: PartDone,
	about: theAction,
	allow: may('support'),
	async run(here, input, found) {
		const action = await lockAction(here, found)
		refuseClosed(action)
		const actorId = await resolveActorInUse(here, input.actor, 'actor')
		if (actorId === action.responsibleActorId)
			throw invalid([{ path: ['actor'], code: 'deliberation.action-supports-itself' }])
		if (action.supporterIds.includes(actorId)) throw conflict('deliberation.action-supports-already')
		const id = await here.write.add('action_support', { action_id: action.id, actor_id: actorId })
		await widenAudience(here, action, [`actor:${actorId}`])
		return { id, action: action.reference }
	}
})

/** Takes an actor off those that support an action; it keeps seeing what it saw. */
export const removeSupport = command({
	name: 'action.removeSupport',
	input: z.strictObject({ action: Reference, actor: Reference, reason: Text(2_000) }),
	output: PartDone,
	about: theAction,
	allow: may('support'),
	async run(here, input, found) {
		const action = await lockAction(here, found)
		refuseClosed(action)
		const actorId = await resolveField(here, 'actor', input.actor, 'actor')
		const support = action.supports.find((one) => one.actor_id === actorId)
		if (!support) throw conflict('deliberation.action-supports-not')
		await here.write.remove('action_support', support.id)
		return { id: support.id, action: action.reference }
	}
})

/** Refuses what changes an action's parts once it is closed, cancelled or withdrawn. */
export function refuseClosed({ row, state }: Pick<FoundAction, 'row' | 'state'>) {
	if (state !== 'active') throw conflict('deliberation.action-withdrawn')
	if (row.state === 'closed') throw conflict('deliberation.action-closed')
	if (row.state === 'cancelled') throw conflict('deliberation.action-cancelled')
}

export const cancelAction = command({
	name: 'action.cancel',
	input: z.strictObject({ action: Reference, version: Version, reason: Text(2_000) }),
	output: Done,
	about: theAction,
	allow: may('cancel'),
	async run(here, { reason }, action) {
		refuseMove(action, 'cancel')
		await endAction(here, action, { state: 'cancelled', reason })
		return { id: action.id, reference: action.reference }
	}
})

/** Closes or cancels an action; an extension that was asked for and waits has no answer left but no. */
export async function endAction(
	here: Writing,
	{ id }: { id: string },
	{ state, reason }: { state: 'closed' | 'cancelled'; reason: string | null }
) {
	const waiting = await here.tx
		.selectFrom('action_extension')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('action_id', '=', id)
		.where('state', '=', 'asked')
		.executeTakeFirst()
	if (waiting)
		await here.write.change('action_extension', waiting.id, {
			state: 'refused',
			answer_reason: reason,
			answered_day: here.today
		})
	await here.write.change('action', id, {
		state,
		state_reason: reason,
		closed_day: here.today,
		...(state === 'closed' ? { percent: 100 } : {})
	})
}

/**
 * Takes up again what was closed too early: with a new day where the old one has passed, not yet done, and with nothing told upward of
 * it, so that it is told when it is late again.
 */
export const reopenAction = command({
	name: 'action.reopen',
	input: z.strictObject({ action: Reference, version: Version, due: Day.optional(), reason: Text(2_000) }),
	output: Done,
	about: theAction,
	allow: may('reopen'),
	async run(here, { due, reason }, action) {
		refuseMove(action, 'reopen')
		const { due_day: before } = action.row
		if (due === undefined && before !== null && before < here.today)
			throw invalid([{ path: ['due'], code: 'deliberation.action-reopen-due', params: { day: before } }])
		if (due !== undefined && due < here.today)
			throw invalid([{ path: ['due'], code: 'deliberation.action-extension-past', params: { day: here.today } }])
		await here.write.change('action', action.id, {
			state: actionAfter(action.row.state, 'reopen') ?? 'in-progress',
			state_reason: reason,
			closed_day: null,
			percent: await percentReported(here, action.id),
			...dueAnew(due ?? before)
		})
		return { id: action.id, reference: action.reference }
	}
})
