import { z } from 'zod'
import { Done } from '#modules/directory/actor-commands.ts'
import { areaIds, putAreas } from '#modules/directory/find-areas.server.ts'
import { AUDIENCES, audienceTokens } from '#platform/access/seat.ts'
import { Day, Name, Reference, Text } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { getAgendaItemRow, getMeetingRow, getWrittenProcedureRow } from '../find-deliberation.server.ts'
import { heldMeeting } from '../meeting/meeting-change.server.ts'
import { whyNoMinutesOf } from '../minutes/minutes-rules.ts'
import { addNumberedRecord } from '../number-record.server.ts'
import { runsMeetings } from '../rules.ts'
import { Noted, Voting } from './decision-positions.server.ts'
import { decisionNamed, replaceOne } from './decision-replacing.server.ts'
import { MANNERS, whyNotDecide } from './decision-rules.ts'
import { countingDay } from './procedure-rules.ts'
import { sittingOf } from './take-part.server.ts'
import { addPositions, taking } from './taking.server.ts'

const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
const AddInput = z.strictObject({
	meeting: Reference.optional(),
	agendaItem: Reference.optional(),
	/** The written procedure that adopted it; only closing the procedure names it. */
	writtenProcedure: Reference.optional(),
	title: Name(300),
	text: Text(50_000),
	language: Language.optional(),
	basis: Text(2_000).optional(),
	/** The day on which it was decided; by default that of the meeting. */
	day: Day.optional(),
	effect: Day.optional(),
	manner: z.enum(MANNERS),
	...Voting,
	positions: z.array(Noted).max(200).optional(),
	replaces: z.array(Reference).max(20).optional(),
	areas: z.array(Reference).max(60).optional(),
	audience: z.enum(AUDIENCES).optional()
})
type AddInput = z.output<typeof AddInput>

/** Where a decision is taken: in a meeting, in an item of its agenda, or in writing. */
type Taken = {
	structureId: string
	meetingId: string | null
	agendaItemId: string | null
	procedureId: string | null
	day: string
	audience: readonly string[]
}

type Place = {
	procedure?: Awaited<ReturnType<typeof getWrittenProcedureRow>>
	meeting?: Awaited<ReturnType<typeof getMeetingRow>>
	item?: Awaited<ReturnType<typeof getAgendaItemRow>>
}

async function placeOf(here: Here, { meeting, agendaItem, writtenProcedure }: AddInput): Promise<Place> {
	const named = [meeting, agendaItem, writtenProcedure].filter((one) => one !== undefined)
	if (named.length === 0) throw invalid([{ path: ['meeting'], code: 'deliberation.decision-of-nothing' }])
	if (writtenProcedure !== undefined) {
		if (named.length > 1) throw invalid([{ path: ['meeting'], code: 'deliberation.decision-of-two-things' }])
		return { procedure: await getWrittenProcedureRow(here, writtenProcedure) }
	}
	const item = agendaItem === undefined ? undefined : await getAgendaItemRow(here, agendaItem)
	const found = await getMeetingRow(here, meeting ?? item?.row.meeting_id ?? '')
	if (item && item.row.meeting_id !== found.id)
		throw invalid([{ path: ['agendaItem'], code: 'deliberation.item-of-other-meeting' }])
	return { meeting: found, ...(item ? { item } : {}) }
}

const officesOfPlace = ({ procedure, meeting }: Place) =>
	procedure ?? meeting ?? { chairActorId: null, secretaryActorId: null }

/** Refuses where the meeting cannot decide now; the meeting is held until the decision stands in it. */
async function takenIn(here: Writing, place: Place, input: AddInput): Promise<Taken> {
	const { procedure } = place
	if (procedure) {
		const { row } = procedure
		if (row.state !== 'closed' || row.outcome !== 'adopted' || row.subject !== 'decision' || row.result_id !== null)
			throw conflict('deliberation.procedure-decides-when-closed')
		const day = countingDay(row.deadline_day, row.closed_day ?? here.today)
		const audience = input.audience ? audienceTokens(input.audience, row.structure_id) : procedure.audience
		return {
			structureId: row.structure_id,
			meetingId: null,
			agendaItemId: null,
			procedureId: procedure.id,
			day,
			audience
		}
	}
	const { meeting, item } = place
	if (!meeting) throw invalid([{ path: ['meeting'], code: 'deliberation.decision-of-nothing' }])
	const now = await heldMeeting(here, meeting.id)
	// What was only proposed, or was declined or withdrawn, was not dealt with.
	if (item && whyNoMinutesOf((await getAgendaItemRow(here, item.id)).row.state) !== null)
		throw conflict('deliberation.decision-item-not-on-agenda')
	const why = whyNotDecide(await sittingOf(here, now.row), here.today)
	if (why) throw conflict(why, { day: now.row.day })
	const day = input.day ?? now.row.day
	if (day < now.row.day || day > now.row.local_end.slice(0, 10))
		throw invalid([{ path: ['day'], code: 'deliberation.decided-outside-meeting' }])
	return {
		structureId: now.row.structure_id,
		meetingId: now.id,
		agendaItemId: item?.id ?? null,
		procedureId: null,
		day,
		audience: input.audience ? audienceTokens(input.audience, now.row.structure_id) : (item ?? now).audience
	}
}

/** Records a decision of a meeting, of an item of its agenda, or of a written procedure. */
export const addDecision = command({
	name: 'decision.add',
	input: AddInput,
	output: Done,
	about: placeOf,
	allow: ({ seat }, place) => runsMeetings(seat, officesOfPlace(place)),
	async run(here, input, place) {
		if ((input.manner === 'written-procedure') !== (place.procedure !== undefined))
			throw invalid([{ path: ['manner'], code: 'deliberation.manner-of-other-place' }])
		const taken = await takenIn(here, place, input)
		if (input.effect && input.effect < taken.day)
			throw invalid([{ path: ['effect'], code: 'deliberation.effect-before-decision' }])
		const areas = await areaIds(here, input.areas ?? [])
		const { columns, positions } = await taking(here, { ...taken, areas }, input)
		const record = await addNumberedRecord(here, 'decision', {
			title: input.title,
			audience: taken.audience,
			structureId: taken.structureId
		})
		await here.write.add('decision', {
			id: record.id,
			structure_id: taken.structureId,
			meeting_id: taken.meetingId,
			agenda_item_id: taken.agendaItemId,
			written_procedure_id: taken.procedureId,
			text: input.text,
			language: input.language ?? here.workspace.language,
			basis: input.basis ?? null,
			decided_day: taken.day,
			effect_day: input.effect ?? null,
			...columns,
			state: 'in-force',
			state_reason: null,
			replaced_by_id: null
		})
		await addPositions(here, { kind: 'decision', id: record.id }, positions)
		await putAreas(here, record.id, areas)
		for (const [index, earlier] of (input.replaces ?? []).entries())
			await replaceOne(here, await decisionNamed(here, earlier, `replaces.${String(index)}`), {
				id: record.id,
				state: 'in-force',
				decidedDay: taken.day,
				structureId: taken.structureId
			})
		return record
	}
})
