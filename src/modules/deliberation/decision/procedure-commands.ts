import { z } from 'zod'
import { Done } from '#modules/directory/actor-commands.ts'
import { areaIds, putAreas } from '#modules/directory/find-areas.server.ts'
import { getStructureRow, resolveActorInUse, resolveField } from '#modules/directory/find-directory.server.ts'
import { AUDIENCES, AUDIENCES_OF_STRUCTURE } from '#platform/access/seat.ts'
import { Day, Name, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, nothing, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { quorumOf } from '../cadence/quorum.ts'
import { rhythmOn } from '../cadence/rhythm-queries.ts'
import { addDays } from '../days.ts'
import { getMeetingRow, getWrittenProcedureRow } from '../find-deliberation.server.ts'
import { adoptMinutes } from '../meeting/minutes-moves.ts'
import { addNumberedRecord } from '../number-record.server.ts'
import { proposeRecommendation } from '../recommendation/recommendation-commands.ts'
import { Areas } from '../recommendation/recommendation-fields.server.ts'
import { runsMeetings, whyNotMoveMeeting } from '../rules.ts'
import { Telling } from '../telling/tell.server.ts'
import { addDecision } from './decision-commands.ts'
import { STANCES } from './decision-rules.ts'
import { ballotOf } from './procedure-ballot.server.ts'
import { askToAnswer, askToClose, tellOutcome } from './procedure-mail.server.ts'
import { mayAnswer } from './procedure-queries.ts'
import { ANSWERS, faultOfAnswer, OUTCOMES, REMINDED_BEFORE, SUBJECTS, whyNotMoveProcedure } from './procedure-rules.ts'
import { fullMembers, tableOf } from './take-part.server.ts'

const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)

const OpenInput = z.strictObject({
	/** The structure that decides; for minutes it is that of the meeting. */
	structure: Reference.optional(),
	subject: z.enum(SUBJECTS),
	/** The meeting whose minutes are to be adopted. */
	meeting: Reference.optional(),
	title: Name(300),
	text: Text(50_000),
	language: Language.optional(),
	/** The last day on which answers are taken. */
	deadline: Day,
	basis: Text(2_000).optional(),
	/** The day on which the decision takes effect. */
	effect: Day.optional(),
	/** To whom the recommendation is addressed. */
	addresseeActor: Reference.optional(),
	addresseeStructure: Reference.optional(),
	/** The areas that the recommendation deals with. */
	areas: Areas.optional(),
	/** It is the members' matter until it is closed, answers and all; what comes of it has an audience of its own. */
	audience: z.enum(AUDIENCES_OF_STRUCTURE).optional()
})
type OpenInput = z.output<typeof OpenInput>

async function whereOpened(here: Here, { structure, subject, meeting }: OpenInput) {
	if ((subject === 'minutes') !== (meeting !== undefined))
		throw invalid([{ path: ['meeting'], code: 'deliberation.procedure-names-meeting-for-minutes' }])
	const found = meeting === undefined ? undefined : await getMeetingRow(here, meeting)
	const named = structure ?? found?.row.structure_id
	if (named === undefined) throw invalid([{ path: ['structure'], code: 'platform.field.missing' }])
	const body = await getStructureRow(here, named)
	if (found && found.row.structure_id !== body.id)
		throw invalid([{ path: ['structure'], code: 'deliberation.procedure-of-other-structure' }])
	return { structure: body, ...(found ? { meeting: found } : {}) }
}

async function refuseMinutes(here: Here, meetingId: string, deadline: string) {
	const { row } = await getMeetingRow(here, meetingId)
	const why = whyNotMoveMeeting(row.state, 'adopt')
	if (why) throw conflict(why)
	const running = await here.tx
		.selectFrom('written_procedure')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('subject_meeting_id', '=', meetingId)
		.where('state', '=', 'open')
		.executeTakeFirst()
	if (running) throw conflict('deliberation.procedure-on-minutes-runs')
	// Members answer once their time for comments is over, and not before.
	if (row.comments_until !== null && deadline < row.comments_until)
		throw invalid([
			{
				path: ['deadline'],
				code: 'deliberation.procedure-before-comments-end',
				params: { day: row.comments_until }
			}
		])
}

function refuseFields({ subject, effect, addresseeActor, addresseeStructure }: OpenInput) {
	if (subject !== 'decision' && effect !== undefined)
		throw invalid([{ path: ['effect'], code: 'deliberation.procedure-effect-of-decision' }])
	if (subject !== 'recommendation' && (addresseeActor ?? addresseeStructure) !== undefined)
		throw invalid([{ path: ['addresseeActor'], code: 'deliberation.procedure-addressee-of-recommendation' }])
	if (subject === 'recommendation' && (addresseeActor ?? addresseeStructure) === undefined)
		throw invalid([{ path: ['addresseeActor'], code: 'deliberation.recommendation-asks-nobody' }])
	if (addresseeActor !== undefined && addresseeStructure !== undefined)
		throw invalid([{ path: ['addresseeStructure'], code: 'deliberation.procedure-one-addressee' }])
}

/** Puts a text to the full members of a structure in writing; the rules of the day hold until it is closed. */
export const openWrittenProcedure = command({
	name: 'writtenProcedure.open',
	input: OpenInput,
	output: Done.extend(Telling),
	about: whereOpened,
	allow: ({ seat }, { structure }) => runsMeetings(seat, structure),
	async run(here, input, { structure, meeting }) {
		refuseFields(input)
		if (structure.status === 'dissolved') throw conflict('deliberation.procedure-of-dissolved')
		if (meeting) {
			await here.write.lockRecord(meeting.id)
			await refuseMinutes(here, meeting.id, input.deadline)
		}
		const rhythm = await rhythmOn(here, structure.id, here.today)
		const earliest = addDays(here.today, rhythm.written_days)
		if (input.deadline < earliest)
			throw invalid([
				{
					path: ['deadline'],
					code: 'deliberation.procedure-deadline-too-early',
					params: { days: rhythm.written_days, day: earliest }
				}
			])
		if (input.effect !== undefined && input.effect < here.today)
			throw invalid([{ path: ['effect'], code: 'deliberation.effect-before-decision' }])
		const members = fullMembers(await tableOf(here, structure.id, here.today))
		if (members.length === 0) throw conflict('deliberation.procedure-without-members')
		const addresseeActor = await resolveActorInUse(here, input.addresseeActor, 'addresseeActor')
		const addresseeStructure = await resolveField(here, 'structure', input.addresseeStructure, 'addresseeStructure')
		const areas = await areaIds(here, input.areas ?? [])
		const record = await addNumberedRecord(here, 'written-procedure', {
			title: input.title,
			audience: input.audience ?? 'members',
			structureId: structure.id
		})
		await here.write.add('written_procedure', {
			id: record.id,
			structure_id: structure.id,
			subject: input.subject,
			subject_meeting_id: meeting?.id ?? null,
			text: input.text,
			language: input.language ?? here.workspace.language,
			opened_day: here.today,
			deadline_day: input.deadline,
			silence: rhythm.silence,
			quorum_required: quorumOf(rhythm, members.length).required,
			state: 'open',
			state_reason: null,
			closed_day: null,
			outcome: null,
			result_id: null,
			basis: input.basis ?? null,
			effect_day: input.effect ?? null,
			addressee_actor_id: addresseeActor ?? null,
			addressee_structure_id: addresseeStructure ?? null,
			reminded_day: null,
			chased_day: null
		})
		await putAreas(here, record.id, areas)
		const asked = { ...record, structureId: structure.id, deadline: input.deadline }
		return { ...record, ...(await askToAnswer(here, 'procedure-opened', asked, members)) }
	}
})

async function withBallot(here: Here, reference: string) {
	const found = await getWrittenProcedureRow(here, reference)
	return { ...found, standing: await ballotOf(here, found) }
}

/** The procedure as it stands once nobody else can change it before this command is done. */
async function held(here: Writing, id: string, move: 'answer' | 'close' | 'stop') {
	await here.write.lockRecord(id)
	const found = await withBallot(here, id)
	if (found.state !== 'active') throw conflict('deliberation.procedure-withdrawn')
	const { state, deadline_day: deadline } = found.row
	const why = whyNotMoveProcedure({ state, deadline, isComplete: found.standing.isComplete }, move, here.today)
	if (why) throw conflict(why, { deadline })
	return found
}

/** Answers for the seat's actor, or answers otherwise than before; each full member has one answer until the deadline. */
export const answerWrittenProcedure = command({
	name: 'writtenProcedure.answer',
	input: z.strictObject({
		writtenProcedure: Reference,
		answer: z.enum(ANSWERS),
		stance: z.enum(STANCES).optional(),
		text: Text(10_000).optional()
	}),
	output: Done,
	about: (here, { writtenProcedure }) => withBallot(here, writtenProcedure),
	allow: (here, { standing }) => mayAnswer(here, standing.entitled),
	async run(here, { writtenProcedure: _named, answer, stance = null, text = null }, { id }) {
		const found = await held(here, id, 'answer')
		const fault = faultOfAnswer(answer, stance, text !== null)
		if (fault) throw invalid([{ path: [fault.field], code: fault.code }])
		const actorId = here.seat.actorId ?? ''
		const given = { seat_id: here.seat.id, answer, stance, text, day: here.today }
		const before = found.standing.answers.find((one) => one.actor_id === actorId)
		if (before) await here.write.change('written_answer', before.id, given)
		else await here.write.add('written_answer', { written_procedure_id: id, actor_id: actorId, ...given })
		return { id, reference: found.reference }
	}
})

/** Closes a procedure and does what came of it: makes the decision or the recommendation, or adopts the minutes. */
export const closeWrittenProcedure = command({
	name: 'writtenProcedure.close',
	input: z.strictObject({
		writtenProcedure: Reference,
		version: Version,
		/** Who may see the decision or the recommendation; by default, whoever sees the procedure. */
		audience: z.enum(AUDIENCES).optional()
	}),
	output: Done.extend({
		...Telling,
		outcome: z.enum(OUTCOMES),
		result: z.object({ id: z.string(), reference: z.string() }).nullable()
	}),
	about: (here, { writtenProcedure }) => getWrittenProcedureRow(here, writtenProcedure),
	allow: ({ seat }, found) => runsMeetings(seat, found),
	async run(here, { audience }, { id }) {
		const found = await held(here, id, 'close')
		const { outcome } = found.standing.result
		await here.write.change('written_procedure', id, { state: 'closed', closed_day: here.today, outcome })
		const result = outcome === 'adopted' ? await doWhatWasAgreed(here, found, audience) : null
		if (result) await here.write.change('written_procedure', id, { result_id: result.id })
		const over = { id, reference: found.reference, structureId: found.row.structure_id }
		const told = await tellOutcome(here, `procedure-${outcome}`, over, found.standing.entitled)
		return { id, reference: found.reference, outcome, result, ...told }
	}
})

async function doWhatWasAgreed(
	here: Writing,
	found: Awaited<ReturnType<typeof withBallot>>,
	audience: (typeof AUDIENCES)[number] | undefined
): Promise<{ id: string; reference: string }> {
	const { row, title, standing } = found
	const made = { writtenProcedure: found.id, title, text: row.text, language: row.language }
	const seenBy = audience === undefined ? {} : { audience }
	const positions = standing.counted
		.filter((one) => one.stance === 'reservation')
		.map((one) => ({
			actor: one.actor_id,
			stance: 'reservation' as const,
			...(one.text === null ? {} : { text: one.text })
		}))
	switch (row.subject) {
		case 'decision': {
			const { id, reference } = await here.run(addDecision, {
				...made,
				...seenBy,
				manner: 'written-procedure',
				...(row.basis === null ? {} : { basis: row.basis }),
				...(row.effect_day === null ? {} : { effect: row.effect_day < standing.on ? standing.on : row.effect_day }),
				positions
			})
			return { id, reference }
		}
		case 'recommendation': {
			const { id, reference } = await here.run(proposeRecommendation, {
				...made,
				...seenBy,
				...(row.addressee_actor_id === null ? {} : { addresseeActor: row.addressee_actor_id }),
				...(row.addressee_structure_id === null ? {} : { addresseeStructure: row.addressee_structure_id }),
				positions
			})
			return { id, reference }
		}
		case 'minutes': {
			const meeting = await getMeetingRow(here, row.subject_meeting_id ?? '')
			const { id, reference } = await here.run(adoptMinutes, {
				meeting: meeting.id,
				version: await here.write.lockRecord(meeting.id),
				procedure: found.id
			})
			return { id, reference }
		}
		default:
			return row.subject satisfies never
	}
}

/** Stops a procedure before it is decided, with the reason: nothing comes of the answers. */
export const stopWrittenProcedure = command({
	name: 'writtenProcedure.stop',
	input: z.strictObject({ writtenProcedure: Reference, version: Version, reason: Text(2_000) }),
	output: Done.extend(Telling),
	about: (here, { writtenProcedure }) => getWrittenProcedureRow(here, writtenProcedure),
	allow: ({ seat }, found) => runsMeetings(seat, found),
	async run(here, { reason }, { id }) {
		const found = await held(here, id, 'stop')
		await here.write.change('written_procedure', id, {
			state: 'stopped',
			state_reason: reason,
			closed_day: here.today
		})
		const over = { id, reference: found.reference, structureId: found.row.structure_id }
		const told = await tellOutcome(here, 'procedure-stopped', over, found.standing.entitled)
		return { id, reference: found.reference, ...told }
	}
})

const REMINDED_MOST = 200

/**
 * Reminds, once each: those who have not answered, two days before the deadline; and the secretary, after it, to close. The
 * clock closes nothing itself: answers end at the deadline, so that whoever closes it later finds the same outcome, and a
 * decision or a recommendation is made by somebody who answers for it.
 */
export const remindOfWrittenProcedures = command({
	name: 'writtenProcedure.remind',
	input: z.strictObject({}),
	output: z.object({ reminded: z.int(), chased: z.int() }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here) {
		const due = await openUntil(here, addDays(here.today, REMINDED_BEFORE))
		let [reminded, chased] = [0, 0]
		for (const { id } of due) {
			await here.write.lockRecord(id)
			const found = await withBallot(here, id)
			const { row, reference } = found
			if (row.state !== 'open') continue
			const asked = { id, reference, structureId: row.structure_id, deadline: row.deadline_day }
			if (row.deadline_day < here.today) {
				if (row.chased_day !== null) continue
				await askToClose(here, asked, found)
				await here.write.change('written_procedure', id, { chased_day: here.today })
				chased++
			} else if (row.reminded_day === null) {
				await askToAnswer(here, 'procedure-reminder', asked, found.standing.waiting)
				await here.write.change('written_procedure', id, { reminded_day: here.today })
				reminded++
			}
		}
		return { reminded, chased }
	}
})

const openUntil = (here: Here, deadline: string) =>
	here.tx
		.selectFrom('written_procedure')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'written_procedure.workspace_id')
				.onRef('record.id', '=', 'written_procedure.id')
		)
		.select('written_procedure.id')
		.where('written_procedure.workspace_id', '=', here.workspace.id)
		.where('written_procedure.state', '=', 'open')
		.where('written_procedure.deadline_day', '<=', deadline)
		.where((where) =>
			where.or([
				where.and([
					where('written_procedure.deadline_day', '>=', here.today),
					where('written_procedure.reminded_day', 'is', null)
				]),
				where.and([
					where('written_procedure.deadline_day', '<', here.today),
					where('written_procedure.chased_day', 'is', null)
				])
			])
		)
		.where('record.state', '=', 'active')
		.orderBy('written_procedure.deadline_day')
		.orderBy('written_procedure.id')
		.limit(REMINDED_MOST)
		.execute()
