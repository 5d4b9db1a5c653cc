import { z } from 'zod'
import { areaIds, putAreas } from '#modules/directory/find-areas.server.ts'
import { AUDIENCES, audienceTokens, type Audience } from '#platform/access/seat.ts'
import { getStructureRow, officesOf } from '#modules/directory/find-directory.server.ts'
import { Day, Name, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { namesOf } from '#platform/records/add-record.server.ts'
import { countedIn, Noted, Voting } from '../decision/decision-positions.server.ts'
import { MEETING_MANNERS, NAMED, VOTES, whyNotDecide } from '../decision/decision-rules.ts'
import { countingDay } from '../decision/procedure-rules.ts'
import { sittingOf } from '../decision/take-part.server.ts'
import { addPositions, taking } from '../decision/taking.server.ts'
import { getAgendaItemRow, getMeetingRow, getWrittenProcedureRow } from '../find-deliberation.server.ts'
import { refuseUnseen } from '../meeting/add-item.server.ts'
import { refuseAdopted } from '../meeting/refuse-adopted.server.ts'
import { whyNoMinutesOf } from '../minutes/minutes-rules.ts'
import { isOpen, seenByBoth } from '../minutes/widely-seen.ts'
import { addNumberedRecord } from '../number-record.server.ts'
import { DEADLINE_CLASSES, runsMeetings } from '../rules.ts'
import { dayOf, getStanding, mayBe, refuseWithdrawn } from './find-recommendation.server.ts'
import {
	Areas,
	areasOf,
	Corrections,
	correctionsOf,
	Done,
	Language,
	languageOf,
	refuseTaken,
	refuseWhere,
	Wording
} from './recommendation-fields.server.ts'
import { lackingIn, whyNotChangeRecommendation, whyNotRecommendIn } from './recommendation-rules.ts'
import { addresseeTokens, followAddressee } from './seen-by.server.ts'

type Source = {
	structure?: string | undefined
	meeting?: string | undefined
	agendaItem?: string | undefined
	writtenProcedure?: string | undefined
}

/** Where a recommendation arises: the structure that makes it, and the meeting, item or written procedure it comes from. */
async function findSource(here: Here, { structure, meeting, agendaItem, writtenProcedure }: Source) {
	const item = agendaItem === undefined ? undefined : await getAgendaItemRow(here, agendaItem)
	const procedure = writtenProcedure === undefined ? undefined : await getWrittenProcedureRow(here, writtenProcedure)
	const meetingReference = meeting ?? item?.row.meeting_id
	const held = meetingReference === undefined ? undefined : await getMeetingRow(here, meetingReference)
	if (procedure && (item ?? held))
		throw invalid([{ path: ['writtenProcedure'], code: 'deliberation.recommendation-of-two-things' }])
	if (item && held && item.row.meeting_id !== held.id)
		throw invalid([{ path: ['agendaItem'], code: 'deliberation.recommendation-item-elsewhere' }])
	const made = structure === undefined ? undefined : await getStructureRow(here, structure)
	const derived = item?.row.structure_id ?? held?.row.structure_id ?? procedure?.row.structure_id
	if (made && derived !== undefined && made.id !== derived)
		throw invalid([{ path: ['structure'], code: 'deliberation.recommendation-other-structure' }])
	const structureId = made?.id ?? derived ?? null
	return {
		...(await officesOf(here, structureId)),
		structureId,
		meetingId: held?.id ?? null,
		meetingDay: held?.row.day ?? null,
		agendaItemId: item?.id ?? null,
		itemState: item?.row.state ?? null,
		writtenProcedureId: procedure?.id ?? null,
		/** The day on which those who were asked in writing are counted. */
		countedDay: procedure ? countingDay(procedure.row.deadline_day, procedure.row.closed_day ?? here.today) : null,
		/** What it deals with where it says nothing itself: the areas of the item or of the procedure. */
		aboutIds: [item?.id, procedure?.id].flatMap((id) => id ?? []),
		audience: (item ?? held ?? procedure)?.audience ?? null,
		itemAudience: item?.audience ?? null
	}
}

type Arisen = Awaited<ReturnType<typeof findSource>>
type SeenAt = Pick<Arisen, 'structureId' | 'audience' | 'itemAudience'>

/**
 * Refuses what cannot arise where it is said to: in a meeting that does not decide now, in an item that was not accepted, by a
 * procedure that did not adopt it. The meeting or the procedure is held until the recommendation stands.
 */
async function refuseElsewhere(here: Writing, { meetingId, itemState, writtenProcedureId }: Arisen) {
	await refuseAdopted(here, meetingId, 'deliberation.recommendation-minutes-adopted')
	if (meetingId !== null) {
		const { row } = await getMeetingRow(here, meetingId)
		const why = whyNotDecide(await sittingOf(here, row), here.today)
		if (why) throw conflict(whyNotRecommendIn(why), { day: row.day })
	}
	if (itemState !== null && whyNoMinutesOf(itemState) !== null)
		throw conflict('deliberation.recommendation-item-not-on-agenda')
	if (writtenProcedureId === null) return
	await here.write.lockRecord(writtenProcedureId)
	const { state, outcome, subject, result_id } = (await getWrittenProcedureRow(here, writtenProcedureId)).row
	if (state !== 'closed' || outcome !== 'adopted' || subject !== 'recommendation' || result_id !== null)
		throw conflict('deliberation.recommendation-procedure-recommends-when-closed')
}

const saysHow = (input: Taking) =>
	input.manner !== undefined || countedIn(input) !== null || VOTES.some((vote) => (input[NAMED[vote]] ?? []).length > 0)

const NOT_RECORDED = { manner: null, votes_for: null, votes_against: null, votes_abstaining: null }

/**
 * How it was taken: in a meeting as its decisions are, or by the written procedure whose closing makes it. Refuses to say so of what
 * neither made.
 */
async function takenBy(here: Writing, source: Arisen, { input, areas }: { input: Taking; areas: readonly string[] }) {
	const { structureId, meetingId, meetingDay, countedDay } = source
	if (meetingId === null && saysHow(input))
		throw invalid([{ path: ['manner'], code: 'deliberation.taken-outside-meeting' }])
	const day = meetingDay ?? countedDay
	if (structureId === null || day === null) {
		if ((input.positions ?? []).length > 0)
			throw invalid([{ path: ['positions'], code: 'deliberation.taken-outside-meeting' }])
		return { columns: NOT_RECORDED, positions: [] }
	}
	const manner = countedDay === null ? (input.manner ?? null) : 'written-procedure'
	return taking(here, { structureId, meetingId, day, areas }, { ...input, manner })
}

/**
 * Who sees a new recommendation. What is made in an item is kept to those who see the item: a choice makes them fewer, never
 * more. What is kept to a circle by choice is kept to it in the same way, and whom it asks is told of it when it reaches them.
 * Where nobody chose, it is seen by whom it asks as well.
 */
function audienceOf(
	here: Here,
	{ structureId, audience, itemAudience }: SeenAt,
	{ chosen, addressee }: { chosen: Audience | undefined; addressee: readonly string[] }
): readonly string[] {
	const wished = chosen === undefined ? (audience ?? ['workspace']) : audienceTokens(chosen, structureId)
	if (itemAudience === null)
		return isOpen(wished) || chosen !== undefined ? wished : [...new Set([...wished, ...addressee])]
	if (chosen === undefined || isOpen(itemAudience)) return wished
	const tokens = seenByBoth(itemAudience, wished)
	refuseUnseen(here, tokens)
	return tokens
}

// What is noted later of a meeting that is over was recommended on the day of that meeting.
const dayItArose = ({ meetingDay }: { meetingDay: string | null }, today: string) =>
	meetingDay !== null && meetingDay < today ? meetingDay : today

type Fields = Awaited<ReturnType<typeof correctionsOf>>

// What the members agreed on in writing stands as it was put to them, whatever its text left out.
function refuseLacking(
	{ structureId }: { structureId: string | null },
	{ fields, areas, isProcedure }: { fields: Fields; areas: number; isProcedure: boolean }
) {
	if (isProcedure) return
	const asked = {
		addresseeActorId: fields.addressee_actor_id ?? null,
		addresseeStructureId: fields.addressee_structure_id ?? null,
		inWords: fields.addressee ?? null,
		areas
	}
	refuseWhere(lackingIn(asked, { isOfStructure: structureId !== null }))
}

const TakenInput = {
	manner: z.enum(MEETING_MANNERS).optional(),
	...Voting,
	positions: z.array(Noted).max(200).optional()
}
type Taking = z.output<z.ZodObject<typeof TakenInput>>

/** Makes a recommendation: of a structure, from a meeting or by written procedure, or one that stands in a paper of nobody's. */
export const proposeRecommendation = command({
	name: 'recommendation.propose',
	input: z.strictObject({
		title: Name(300),
		text: Wording,
		language: Language.optional(),
		structure: Reference.optional(),
		meeting: Reference.optional(),
		agendaItem: Reference.optional(),
		/** The written procedure in which it was made; only that procedure's own closing names one. */
		writtenProcedure: Reference.optional(),
		addresseeActor: Reference.optional(),
		addresseeStructure: Reference.optional(),
		addressee: Text(500).optional(),
		areas: Areas.optional(),
		deadlineClass: z.enum(DEADLINE_CLASSES).optional(),
		dueDay: Day.optional(),
		actionWord: Text(80).optional(),
		/** How a meeting took it: by consensus, or by a vote with its counts; left out where that is not recorded. */
		...TakenInput,
		audience: z.enum(AUDIENCES).optional(),
		day: Day.optional()
	}),
	output: Done,
	about: (here, input) => findSource(here, input),
	allow: ({ seat }, source) => runsMeetings(seat, source),
	async run(here, input, source) {
		await refuseElsewhere(here, source)
		const day = dayOf(here, null, input.day ?? dayItArose(source, here.today), [])
		const language = languageOf(here, input.language)
		const fields = await correctionsOf(here, input)
		const areas = input.areas ? await areaIds(here, input.areas) : await areasOf(here, source.aboutIds)
		refuseLacking(source, { fields, areas: areas.length, isProcedure: source.writtenProcedureId !== null })
		const { columns, positions } = await takenBy(here, source, { input, areas })
		const audience = audienceOf(here, source, { chosen: input.audience, addressee: addresseeTokens(fields) })
		const record = await addNumberedRecord(here, 'recommendation', {
			title: input.title,
			audience,
			structureId: source.structureId
		})
		await here.write.add('recommendation', {
			id: record.id,
			structure_id: source.structureId,
			meeting_id: source.meetingId,
			agenda_item_id: source.agendaItemId,
			written_procedure_id: source.writtenProcedureId,
			addressee_actor_id: fields.addressee_actor_id ?? null,
			addressee_structure_id: fields.addressee_structure_id ?? null,
			addressee: fields.addressee ?? null,
			action_word: fields.action_word ?? null,
			deadline_class: fields.deadline_class ?? 'none',
			due_day: fields.due_day ?? null,
			state: 'proposed',
			state_day: day,
			holder_structure_id: source.structureId,
			holder_actor_id: null,
			held_since: source.structureId === null ? null : day,
			wording: 1,
			...columns
		})
		await addPositions(here, { kind: 'recommendation', id: record.id }, positions)
		await addWording(here, record.id, { number: 1, text: input.text, language, reason: null, day })
		await putAreas(here, record.id, areas)
		return record
	}
})

const addWording = (
	here: Writing,
	recommendationId: string,
	wording: { number: number; text: string; language: string; reason: string | null; day: string }
) =>
	here.write.add('recommendation_wording', {
		recommendation_id: recommendationId,
		...wording,
		seat_id: here.seat.id
	})

/** Corrects what is said about a recommendation; its wording has versions of its own. */
export const changeRecommendation = command({
	name: 'recommendation.change',
	input: z.strictObject({
		recommendation: Reference,
		version: Version,
		title: Name(300).optional(),
		...Corrections,
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { recommendation }) => getStanding(here, recommendation),
	allow: (_here, recommendation) => mayBe(recommendation, 'change'),
	async run(here, input, recommendation) {
		refuseWithdrawn(recommendation)
		const why = whyNotChangeRecommendation(recommendation.row.state)
		if (why) throw conflict(why, { reference: recommendation.reference })
		const fields = await correctionsOf(here, input)
		const areas = input.areas && (await areaIds(here, input.areas))
		await refuseTaken(here, [recommendation], { fields, areas })
		if (input.title) await here.write.changeRecord(recommendation.id, { title: namesOf(here, input.title, 'title') })
		await here.write.change('recommendation', recommendation.id, fields)
		if (areas) await putAreas(here, recommendation.id, areas)
		await followAddressee(here, recommendation, fields)
		return { id: recommendation.id, reference: recommendation.reference }
	}
})

/** Puts a recommendation in other words: the new wording follows the old ones, which stay. */
export const rewordRecommendation = command({
	name: 'recommendation.reword',
	input: z.strictObject({
		recommendation: Reference,
		version: Version,
		text: Wording,
		language: Language.optional(),
		reason: Text(2_000),
		day: Day.optional()
	}),
	output: Done.extend({ number: z.int() }),
	about: (here, { recommendation }) => getStanding(here, recommendation),
	allow: (_here, recommendation) => mayBe(recommendation, 'reword'),
	async run(here, { text, language, reason, day }, recommendation) {
		const { row } = recommendation
		refuseWithdrawn(recommendation)
		const why = whyNotChangeRecommendation(row.state)
		if (why) throw conflict(why, { reference: recommendation.reference })
		const last = await here.tx
			.selectFrom('recommendation_wording')
			.select(['text', 'language', 'day'])
			.where('workspace_id', '=', here.workspace.id)
			.where('recommendation_id', '=', recommendation.id)
			.where('number', '=', row.wording)
			.executeTakeFirst()
		const spoken = languageOf(here, language ?? last?.language)
		if (last?.text === text && last.language === spoken) throw conflict('deliberation.recommendation-wording-same')
		const number = row.wording + 1
		await addWording(here, recommendation.id, {
			number,
			text,
			language: spoken,
			reason,
			day: dayOf(here, recommendation, day, [last?.day ?? null])
		})
		await here.write.change('recommendation', recommendation.id, { wording: number })
		return { id: recommendation.id, reference: recommendation.reference, number }
	}
})
