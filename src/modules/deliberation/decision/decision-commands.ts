import { z } from 'zod'
import { Done } from '#modules/directory/actor-commands.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { AUDIENCES, audienceTokens } from '#platform/access/seat.ts'
import { Clearable, Day, Name, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { namesOf } from '#platform/records/add-record.server.ts'
import { getAgendaItemRow, getDecisionRow, getMeetingRow, getWrittenProcedureRow } from '../find-deliberation.server.ts'
import { addNumberedRecord } from '../number-record.server.ts'
import { runsMeetings } from '../rules.ts'
import { meetingStateOf } from './decision-queries.ts'
import {
	countsOf,
	faultOfVote,
	MANNERS,
	STANCES,
	VOTES,
	whyNotDecide,
	whyNotMoveDecision,
	whyNotNote,
	whyNotReplace,
	type Manner,
	type Stance,
	type Vote
} from './decision-rules.ts'
import { countingDay } from './procedure-rules.ts'
import { fullMembers, isSameOrAbove, sittingOf, speakersIn, tableOf, type Table } from './take-part.server.ts'

const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
const Count = z.int().min(0).max(10_000)
const Actors = z.array(Reference).max(500)

/** How a decision was taken, as forms and the interface send it. */
const Voting = {
	votesFor: Count.optional(),
	votesAgainst: Count.optional(),
	votesAbstaining: Count.optional(),
	/** The members whose vote was recorded by name; the counts must be theirs. */
	votedFor: Actors.optional(),
	votedAgainst: Actors.optional(),
	votedAbstaining: Actors.optional()
}

const Noted = z.strictObject({ actor: Reference, stance: z.enum(STANCES), text: Text(10_000).optional() })

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
	await here.write.lockRecord(meeting.id)
	const now = await getMeetingRow(here, meeting.id)
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

type VotingInput = z.output<z.ZodObject<typeof Voting>>

const countedIn = ({ votesFor, votesAgainst, votesAbstaining }: VotingInput) =>
	votesFor === undefined && votesAgainst === undefined && votesAbstaining === undefined
		? null
		: { for: votesFor ?? 0, against: votesAgainst ?? 0, abstaining: votesAbstaining ?? 0 }

const NAMED: Readonly<Record<Vote, 'votedFor' | 'votedAgainst' | 'votedAbstaining'>> = {
	for: 'votedFor',
	against: 'votedAgainst',
	abstaining: 'votedAbstaining'
}

async function namedIn(here: Here, input: VotingInput): Promise<Record<Vote, string[]>> {
	const named: Record<Vote, string[]> = { for: [], against: [], abstaining: [] }
	for (const vote of VOTES)
		for (const reference of input[NAMED[vote]] ?? [])
			named[vote].push(await resolveField(here, 'actor', reference, NAMED[vote]))
	return named
}

type Position = { actorId: string; vote: Vote | null; stance: Stance | null; text: string | null; field: string }

/** What is noted of each member: the votes by name joined with the reservations and objections. */
async function positionsIn(
	here: Here,
	named: Record<Vote, readonly string[]>,
	noted: readonly z.output<typeof Noted>[]
) {
	const positions = new Map<string, Position>()
	for (const vote of VOTES)
		for (const actorId of named[vote])
			positions.set(actorId, { actorId, vote, stance: null, text: null, field: NAMED[vote] })
	for (const [index, { actor, stance, text }] of noted.entries()) {
		const field = `positions.${String(index)}.actor`
		const actorId = await resolveField(here, 'actor', actor, field)
		const known = positions.get(actorId)
		if (known?.stance) throw invalid([{ path: field.split('.'), code: 'deliberation.noted-twice' }])
		positions.set(actorId, { actorId, vote: known?.vote ?? null, stance, text: text ?? null, field })
	}
	return [...positions.values()]
}

async function refusePositions(
	here: Here,
	{ structureId, day, table, areas }: { structureId: string; day: string; table: Table; areas: readonly string[] },
	manner: Manner,
	positions: readonly Position[]
) {
	if (positions.length === 0) return
	const speaks = await speakersIn(here, structureId, day, areas)
	for (const { actorId, vote, stance, field } of positions) {
		const one = table.get(actorId)
		const maySpeak = one !== undefined && speaks(one.kind)
		const code = whyNotNote({ sits: one?.sits ?? null, maySpeak, stance, vote, manner })
		if (code) throw invalid([{ path: field.split('.'), code }])
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
		const table = await tableOf(here, taken.structureId, taken.day)
		const named = await namedIn(here, input)
		const counts = countedIn(input)
		const vote = { manner: input.manner, counts, named, members: fullMembers(table).length }
		const fault = faultOfVote(vote)
		if (fault) throw invalid([{ path: [fault.field], code: fault.code, params: { members: vote.members } }])
		if (input.effect && input.effect < taken.day)
			throw invalid([{ path: ['effect'], code: 'deliberation.effect-before-decision' }])
		const positions = await positionsIn(here, named, input.positions ?? [])
		const areas = await areaIds(here, input.areas ?? [])
		await refusePositions(here, { ...taken, table, areas }, input.manner, positions)
		const record = await addNumberedRecord(here, 'decision', {
			title: input.title,
			audience: taken.audience,
			structureId: taken.structureId
		})
		const counted = input.manner === 'vote' ? countsOf(vote) : null
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
			manner: input.manner,
			votes_for: counted?.for ?? null,
			votes_against: counted?.against ?? null,
			votes_abstaining: counted?.abstaining ?? null,
			state: 'in-force',
			state_reason: null,
			replaced_by_id: null
		})
		await addPositions(here, record.id, positions)
		await putThemes(here, record.id, areas)
		for (const [index, earlier] of (input.replaces ?? []).entries())
			await replaceOne(here, await earlierOf(here, earlier, `replaces.${String(index)}`), {
				id: record.id,
				state: 'in-force',
				decidedDay: taken.day,
				structureId: taken.structureId
			})
		return record
	}
})

const addPositions = (here: Writing, decisionId: string, positions: readonly Position[]) =>
	here.write.addAll(
		'decision_position',
		positions.map(({ actorId, vote, stance, text }) => ({
			decision_id: decisionId,
			actor_id: actorId,
			vote,
			stance,
			text
		}))
	)

async function areaIds(here: Here, references: readonly string[]) {
	const ids = new Set<string>()
	for (const [index, reference] of references.entries())
		ids.add(await resolveField(here, 'area', reference, `areas.${String(index)}`))
	return [...ids]
}

const themesOf = (here: Here, decisionId: string) =>
	here.tx
		.selectFrom('record_theme')
		.select(['id', 'area_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('record_id', '=', decisionId)
		.execute()

/** Says which areas a decision deals with: those named, and no others. */
async function putThemes(here: Writing, decisionId: string, wanted: readonly string[]) {
	const rows = await themesOf(here, decisionId)
	const held = new Set(rows.map((row) => row.area_id))
	for (const row of rows) if (!wanted.includes(row.area_id)) await here.write.remove('record_theme', row.id)
	await here.write.addAll(
		'record_theme',
		wanted
			.filter((id) => !held.has(id))
			.map((area_id) => ({
				record_id: decisionId,
				area_id,
				origin: 'entered' as const,
				origin_source: null,
				origin_year: null,
				origin_note: null
			}))
	)
}

type Found = Awaited<ReturnType<typeof getDecisionRow>>

async function earlierOf(here: Here, reference: string, field: string): Promise<Found> {
	return getDecisionRow(here, await resolveField(here, 'decision', reference, field))
}

type Later = { id: string; state: 'in-force' | 'replaced' | 'revoked'; decidedDay: string; structureId: string }

async function replaceOne(here: Writing, earlier: Found, later: Later, reason: string | null = null) {
	await here.write.lockRecord(earlier.id)
	const { row } = await getDecisionRow(here, earlier.id)
	const isOfSameOrHigher = await isSameOrAbove(here, later.structureId, row.structure_id)
	const why = whyNotReplace(
		{ id: earlier.id, state: row.state, decidedDay: row.decided_day },
		{ ...later, isOfSameOrHigher }
	)
	if (why) throw conflict(why, { decision: earlier.reference })
	await here.write.change('decision', earlier.id, { state: 'replaced', replaced_by_id: later.id, state_reason: reason })
	here.write.mention(later.id)
}

async function refuseMove(here: Here, found: Found, move: 'change' | 'note' | 'replace' | 'revoke') {
	const { state, manner, meeting_id } = found.row
	const why = whyNotMoveDecision({ state, manner, meeting: await meetingStateOf(here, meeting_id) }, move)
	if (why) throw conflict(why, { decision: found.reference })
}

/** Puts the words of a decision right, until the minutes of its meeting are adopted. */
export const changeDecision = command({
	name: 'decision.change',
	input: z.strictObject({
		decision: Reference,
		version: Version,
		title: Name(300).optional(),
		text: Text(50_000).optional(),
		language: Language.optional(),
		basis: Clearable(Text(2_000)),
		effect: Clearable(Day),
		manner: z.enum(MANNERS).exclude(['written-procedure']).optional(),
		...Voting,
		areas: z.array(Reference).max(60).optional(),
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { decision }) => getDecisionRow(here, decision),
	allow: ({ seat }, decision) => runsMeetings(seat, decision),
	async run(here, input, decision) {
		await refuseMove(here, decision, 'change')
		const { row } = decision
		const effect = input.effect === undefined ? row.effect_day : input.effect
		if (effect !== null && effect < row.decided_day)
			throw invalid([{ path: ['effect'], code: 'deliberation.effect-before-decision' }])
		if (input.title) await here.write.changeRecord(decision.id, { title: namesOf(here, input.title, 'title') })
		await here.write.change('decision', decision.id, {
			text: input.text,
			language: input.language,
			basis: input.basis,
			effect_day: input.effect,
			...(await retaken(here, decision, input))
		})
		if (input.areas) await putThemes(here, decision.id, await areaIds(here, input.areas))
		return { id: decision.id, reference: decision.reference }
	}
})

const saysHow = (input: VotingInput & { manner?: Manner | undefined }) =>
	input.manner !== undefined || countedIn(input) !== null || VOTES.some((vote) => input[NAMED[vote]] !== undefined)

type Retaken = VotingInput & { manner?: Manner | undefined; areas?: readonly string[] | undefined }

/** The manner and the counts put right; the votes by name are replaced whole, reservations and objections stay. */
async function retaken(here: Writing, { id, row }: Found, input: Retaken) {
	if (!saysHow(input)) return {}
	const manner = input.manner ?? row.manner
	const table = await tableOf(here, row.structure_id, row.decided_day)
	const rows = await positionRows(here, id)
	const areas = input.areas ? await areaIds(here, input.areas) : (await themesOf(here, id)).map((one) => one.area_id)
	const isNamedAnew = VOTES.some((vote) => input[NAMED[vote]] !== undefined)
	const named = isNamedAnew ? await namedIn(here, input) : namedOf(manner === 'vote' ? rows : [])
	const given = countedIn(input)
	const kept = manner === 'vote' && row.votes_for !== null && !isNamedAnew ? countsOfRow(row) : null
	const vote = { manner, counts: given ?? kept, named, members: fullMembers(table).length }
	const fault = faultOfVote(vote)
	if (fault) throw invalid([{ path: [fault.field], code: fault.code, params: { members: vote.members } }])
	const wanted = new Map(VOTES.flatMap((one) => named[one].map((actorId) => [actorId, one] as const)))
	const stances = new Map(rows.map((one) => [one.actor_id, one]))
	await refusePositions(
		here,
		{ structureId: row.structure_id, day: row.decided_day, table, areas },
		manner,
		[...new Set([...wanted.keys(), ...rows.filter((one) => one.stance !== null).map((one) => one.actor_id)])].map(
			(actorId) => ({
				actorId,
				vote: wanted.get(actorId) ?? null,
				stance: stances.get(actorId)?.stance ?? null,
				text: null,
				field: wanted.has(actorId) ? NAMED[wanted.get(actorId) ?? 'for'] : 'manner'
			})
		)
	)
	for (const one of rows) {
		const now = wanted.get(one.actor_id) ?? null
		if (now === null && one.stance === null) await here.write.remove('decision_position', one.id)
		else if (now !== one.vote) await here.write.change('decision_position', one.id, { vote: now })
	}
	await here.write.addAll(
		'decision_position',
		[...wanted].flatMap(([actor_id, cast]) =>
			stances.has(actor_id) ? [] : [{ decision_id: id, actor_id, vote: cast, stance: null, text: null }]
		)
	)
	const counted = manner === 'vote' ? countsOf(vote) : null
	return {
		manner,
		votes_for: counted?.for ?? null,
		votes_against: counted?.against ?? null,
		votes_abstaining: counted?.abstaining ?? null
	}
}

const countsOfRow = (row: Found['row']) => ({
	for: row.votes_for ?? 0,
	against: row.votes_against ?? 0,
	abstaining: row.votes_abstaining ?? 0
})

const positionRows = (here: Here, decisionId: string) =>
	here.tx
		.selectFrom('decision_position')
		.select(['id', 'actor_id', 'vote', 'stance'])
		.where('workspace_id', '=', here.workspace.id)
		.where('decision_id', '=', decisionId)
		.orderBy('id')
		.execute()

function namedOf(rows: readonly { actor_id: string; vote: Vote | null }[]): Record<Vote, string[]> {
	const named: Record<Vote, string[]> = { for: [], against: [], abstaining: [] }
	for (const { actor_id, vote } of rows) if (vote !== null) named[vote].push(actor_id)
	return named
}

/** Notes a member's reservation or objection, or takes it back where none is given. */
export const noteOnDecision = command({
	name: 'decision.note',
	input: z.strictObject({
		decision: Reference,
		version: Version,
		actor: Reference,
		stance: z.enum(STANCES).nullable(),
		text: Text(10_000).optional()
	}),
	output: Done,
	about: (here, { decision }) => getDecisionRow(here, decision),
	allow: ({ seat }, decision) => runsMeetings(seat, decision),
	async run(here, { actor, stance, text }, decision) {
		await refuseMove(here, decision, 'note')
		const { row } = decision
		const actorId = await resolveField(here, 'actor', actor, 'actor')
		const known = (await positionRows(here, decision.id)).find((one) => one.actor_id === actorId)
		if (stance === null) {
			if (!known?.stance) throw conflict('deliberation.nothing-noted')
			if (known.vote === null) await here.write.remove('decision_position', known.id)
			else await here.write.change('decision_position', known.id, { stance: null, text: null })
			return { id: decision.id, reference: decision.reference }
		}
		const table = await tableOf(here, row.structure_id, row.decided_day)
		const position = { actorId, vote: known?.vote ?? null, stance, text: text ?? null, field: 'actor' }
		const areas = (await themesOf(here, decision.id)).map((one) => one.area_id)
		const where = { structureId: row.structure_id, day: row.decided_day, table, areas }
		await refusePositions(here, where, row.manner, [position])
		if (known) await here.write.change('decision_position', known.id, { stance, text: text ?? null })
		else await addPositions(here, decision.id, [position])
		return { id: decision.id, reference: decision.reference }
	}
})

/** Says that a later decision took the place of this one. */
export const replaceDecision = command({
	name: 'decision.replace',
	input: z.strictObject({ decision: Reference, version: Version, by: Reference, reason: Text(2_000).optional() }),
	output: Done,
	about: (here, { decision }) => getDecisionRow(here, decision),
	allow: ({ seat }, decision) => runsMeetings(seat, decision),
	async run(here, { by, reason }, decision) {
		await refuseMove(here, decision, 'replace')
		const later = await earlierOf(here, by, 'by')
		await replaceOne(
			here,
			decision,
			{
				id: later.id,
				state: later.row.state,
				decidedDay: later.row.decided_day,
				structureId: later.row.structure_id
			},
			reason ?? null
		)
		return { id: decision.id, reference: decision.reference }
	}
})

/** Revokes a decision, with the reason; it stays to be read, and says that it no longer holds. */
export const revokeDecision = command({
	name: 'decision.revoke',
	input: z.strictObject({ decision: Reference, version: Version, reason: Text(2_000) }),
	output: Done,
	about: (here, { decision }) => getDecisionRow(here, decision),
	allow: ({ seat }, decision) => runsMeetings(seat, decision),
	async run(here, { reason }, decision) {
		await refuseMove(here, decision, 'revoke')
		await here.write.change('decision', decision.id, { state: 'revoked', state_reason: reason })
		return { id: decision.id, reference: decision.reference }
	}
})
