import { z } from 'zod'
import { putAreas } from '#modules/directory/find-areas.server.ts'
import { resolveActorInUse, resolveField } from '#modules/directory/find-directory.server.ts'
import { Clearable, Identifier, Name, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { namesOf } from '#platform/records/add-record.server.ts'
import { attachDocument } from '#platform/records/documents.ts'
import { getAgendaItemRow, getMeetingRow } from '../find-deliberation.server.ts'
import { closePapers } from '../minutes/editions.server.ts'
import { isAhead, isFullMember, runsMeetings, sitsIn } from '../rules.ts'
import { addItem, nextPosition, refuseUnseen, type Meeting } from './add-item.server.ts'
import { heldMeeting, MeetingDone, refuseClosedAgenda } from './meeting-change.server.ts'
import {
	agendaItemAfter,
	CONFIDENTIALITIES,
	itemTokens,
	PAPER_CONFIDENTIALITIES,
	whyNotMoveItem,
	type AgendaMove,
	type Confidentiality
} from './meeting-rules.ts'
import { mayProposeOn } from './participation-queries.ts'
import { narrowPapers, showItemTo } from './spread-audience.ts'

const ItemDone = z.object({ id: z.string(), reference: z.string(), version: NewVersion })
const Minutes = z.int().min(1).max(1_440)
const Named = z.array(Reference).min(1).max(60)
const Areas = z.array(Reference).max(20)

const ItemFields = {
	title: Name(300),
	note: Text(10_000).optional(),
	confidentiality: z.enum(CONFIDENTIALITIES).optional(),
	/** The actors a named item is shown to, beside those who keep the records. */
	named: Named.optional(),
	presenterActor: Reference.optional(),
	presenter: Text(200).optional(),
	minutes: Minutes.optional(),
	/** The record it is about. */
	subject: Reference.optional(),
	areas: Areas.optional()
}

async function idsOf(here: Here, kind: 'actor' | 'area', references: readonly string[] | undefined, field: string) {
	const ids: string[] = []
	for (const [index, reference] of (references ?? []).entries())
		ids.push(await resolveField(here, kind, reference, `${field}.${String(index)}`))
	return ids
}

/** The actors a named item is for; whoever restricts it so goes on seeing it. */
async function namedFor(here: Here, confidentiality: Confidentiality, named: readonly string[] | undefined) {
	if (confidentiality !== 'named') {
		if (named !== undefined) throw invalid([{ path: ['named'], code: 'deliberation.names-only-where-named' }])
		return []
	}
	if (named === undefined) throw invalid([{ path: ['named'], code: 'platform.field.missing' }])
	const ids = await idsOf(here, 'actor', named, 'named')
	return [...new Set([...ids, ...(here.seat.actorId === null ? [] : [here.seat.actorId])])]
}

type Given = {
	title: string | Record<string, string>
	note?: string | undefined
	confidentiality?: Confidentiality | undefined
	named?: readonly string[] | undefined
	presenterActor?: string | undefined
	presenter?: string | undefined
	minutes?: number | undefined
	subject?: string | undefined
	areas?: readonly string[] | undefined
}

async function fieldsOf(here: Here, input: Given) {
	const { confidentiality = 'as-meeting' } = input
	return {
		title: input.title,
		confidentiality,
		named: await namedFor(here, confidentiality, input.named),
		presenterActorId: await resolveActorInUse(here, input.presenterActor, 'presenterActor'),
		presenter: input.presenter,
		minutes: input.minutes,
		note: input.note,
		subjectId: await resolveField(here, null, input.subject, 'subject'),
		areas: await idsOf(here, 'area', input.areas, 'areas')
	}
}

export const addAgendaItem = command({
	name: 'agendaItem.add',
	input: z.strictObject({ meeting: Reference, version: Version.optional(), ...ItemFields }),
	output: ItemDone,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, input, { id }) {
		const meeting = await heldMeeting(here, id)
		refuseClosedAgenda(meeting)
		const fields = await fieldsOf(here, input)
		return addItem(here, meeting, { ...fields, position: await nextPosition(here, meeting.id) })
	}
})

/** A member, or one that is co-opted and entitled, asks for an item; who runs the meeting answers. */
export const proposeAgendaItem = command({
	name: 'agendaItem.propose',
	input: z.strictObject({
		meeting: Reference,
		title: ItemFields.title,
		note: ItemFields.note,
		confidentiality: z.enum(['as-meeting', 'members', 'full-members']).optional(),
		presenter: ItemFields.presenter,
		minutes: ItemFields.minutes,
		subject: ItemFields.subject,
		areas: ItemFields.areas
	}),
	output: ItemDone,
	async about(here, { meeting }) {
		const found = await getMeetingRow(here, meeting)
		const structureId = found.row.structure_id
		const isCoOpted = sitsIn(here.seat, structureId) && !isFullMember(here.seat, structureId)
		return { ...found, entitledTo: isCoOpted ? await mayProposeOn(here, structureId) : [] }
	},
	allow: ({ seat }, { row, entitledTo }) => isFullMember(seat, row.structure_id) || entitledTo.length > 0,
	async run(here, input, { entitledTo, id }) {
		const meeting = await heldMeeting(here, id)
		if (!isAhead(meeting.row.state)) {
			refuseClosedAgenda(meeting)
			throw conflict('deliberation.meeting-was-held')
		}
		const fields = await fieldsOf(here, input)
		const isBound = !isFullMember(here.seat, meeting.row.structure_id) && entitledTo !== 'all'
		if (isBound && !fields.areas.some((area) => entitledTo.includes(area)))
			throw invalid([{ path: ['areas'], code: 'deliberation.proposal-outside-guidelines' }])
		return addItem(here, meeting, {
			...fields,
			presenterActorId: here.seat.actorId,
			state: 'proposed',
			position: await nextPosition(here, meeting.id)
		})
	}
})

async function itemWithMeeting(here: Here, reference: string) {
	const item = await getAgendaItemRow(here, reference)
	const isMine = here.seat.id !== null && item.row.proposed_by_seat_id === here.seat.id
	return { ...item, isMine }
}
type Item = Awaited<ReturnType<typeof itemWithMeeting>>

async function meetingOf(here: Writing, item: Item): Promise<Meeting> {
	const meeting = await heldMeeting(here, item.row.meeting_id)
	refuseClosedAgenda(meeting)
	return meeting
}

const done = ({ id, reference }: Item) => ({ id, reference })

const Changing = { agendaItem: Reference, version: Version }

function movedItem(item: Item, move: AgendaMove) {
	const why = whyNotMoveItem(item.row.state, move)
	const after = agendaItemAfter(item.row.state, move)
	if (why !== null || after === null) throw conflict(why ?? 'deliberation.item-withdrawn')
	return after
}

export const changeAgendaItem = command({
	name: 'agendaItem.change',
	input: z.strictObject({
		...Changing,
		title: ItemFields.title.optional(),
		note: Clearable(Text(10_000)),
		confidentiality: ItemFields.confidentiality,
		named: ItemFields.named,
		presenterActor: Clearable(Reference),
		presenter: Clearable(Text(200)),
		minutes: Clearable(Minutes),
		subject: Clearable(Reference),
		areas: Areas.optional(),
		reason: Text(2_000).optional()
	}),
	output: ItemDone,
	about: (here, { agendaItem }) => itemWithMeeting(here, agendaItem),
	allow: ({ seat }, item) => runsMeetings(seat, item) || (item.isMine && item.row.state === 'proposed'),
	async run(here, input, item) {
		const meeting = await meetingOf(here, item)
		if (item.row.state === 'withdrawn') throw conflict('deliberation.item-withdrawn')
		await here.write.changeRecord(
			item.id,
			input.title === undefined ? {} : { title: namesOf(here, input.title, 'title') }
		)
		await here.write.change('agenda_item', item.id, {
			note: input.note,
			presenter_actor_id: await resolveActorInUse(here, input.presenterActor, 'presenterActor'),
			presenter: input.presenter,
			minutes_planned: input.minutes,
			subject_id: await resolveField(here, null, input.subject, 'subject')
		})
		if (input.areas) await putAreas(here, item.id, await idsOf(here, 'area', input.areas, 'areas'))
		await restrict(here, item, meeting, input)
		return done(item)
	}
})

async function restrict(
	here: Writing,
	item: Item,
	meeting: Meeting,
	input: { confidentiality?: Confidentiality | undefined; named?: readonly string[] | undefined }
) {
	const { confidentiality = item.row.confidentiality } = input
	const isSame = confidentiality === item.row.confidentiality && input.named === undefined
	if (isSame) return
	const named = await namedFor(here, confidentiality, input.named)
	await here.write.change('agenda_item', item.id, { confidentiality })
	// A proposal is not shown to more people before it is accepted.
	if (item.row.state === 'proposed' || item.row.state === 'declined') return
	const structureId = item.row.structure_id
	const audience = itemTokens(confidentiality, { structureId, meetingTokens: meeting.audience }, named)
	refuseUnseen(here, audience)
	await showItemTo(here, { id: item.id, structureId, audience })
	await closePapers(here, meeting.id, structureId)
}

/** Puts the items of an agenda in another order; those not named stay behind them as they stood. */
export const reorderAgenda = command({
	name: 'agendaItem.reorder',
	input: z.strictObject({ meeting: Reference, version: Version.optional(), items: z.array(Reference).min(1).max(500) }),
	output: MeetingDone,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { items }, { id: meetingId }) {
		const meeting = await heldMeeting(here, meetingId)
		refuseClosedAgenda(meeting)
		const rows = await here.tx
			.selectFrom('agenda_item')
			.innerJoin('record', (on) =>
				on.onRef('record.workspace_id', '=', 'agenda_item.workspace_id').onRef('record.id', '=', 'agenda_item.id')
			)
			.select(['agenda_item.id', 'record.key', 'agenda_item.position'])
			.where('agenda_item.workspace_id', '=', here.workspace.id)
			.where('agenda_item.meeting_id', '=', meeting.id)
			.orderBy('agenda_item.position')
			.orderBy('agenda_item.id')
			.execute()
		const wanted = items.map((reference, index) => {
			const row = rows.find((one) => one.id === reference || one.key === reference)
			if (!row)
				throw invalid([{ path: ['items', index], code: 'platform.field.no-such-record', params: { reference } }])
			return row
		})
		const ordered = [...new Set([...wanted, ...rows])]
		// The places the seat sees are given out anew; items it does not see keep theirs.
		const places = rows.map((row) => row.position).toSorted((one, other) => one - other)
		for (const [index, row] of ordered.entries())
			await here.write.change('agenda_item', row.id, { position: places[index] ?? index + 1 })
		return { id: meeting.id, reference: meeting.reference }
	}
})

export const withdrawAgendaItem = command({
	name: 'agendaItem.withdraw',
	input: z.strictObject({ ...Changing, reason: Text(2_000) }),
	output: ItemDone,
	about: (here, { agendaItem }) => itemWithMeeting(here, agendaItem),
	allow: ({ seat }, item) => runsMeetings(seat, item) || (item.isMine && item.row.state === 'proposed'),
	async run(here, { reason }, item) {
		await meetingOf(here, item)
		const state = movedItem(item, 'withdraw')
		await here.write.change('agenda_item', item.id, { state, state_reason: reason })
		return done(item)
	}
})

/** Takes a proposed item on to the agenda: from now on it is seen by those its confidentiality says. */
export const acceptAgendaItem = command({
	name: 'agendaItem.accept',
	input: z.strictObject({
		...Changing,
		confidentiality: z.enum(CONFIDENTIALITIES).optional(),
		named: Named.optional(),
		reason: Text(2_000).optional()
	}),
	output: ItemDone,
	about: (here, { agendaItem }) => itemWithMeeting(here, agendaItem),
	allow: ({ seat }, item) => runsMeetings(seat, item),
	async run(here, { confidentiality, named, reason }, item) {
		const meeting = await meetingOf(here, item)
		const state = movedItem(item, 'accept')
		const chosen = confidentiality ?? item.row.confidentiality
		const structureId = item.row.structure_id
		const audience = itemTokens(
			chosen,
			{ structureId, meetingTokens: meeting.audience },
			await namedFor(here, chosen, named)
		)
		refuseUnseen(here, audience)
		await here.write.change('agenda_item', item.id, {
			state,
			state_reason: reason ?? null,
			confidentiality: chosen,
			position: await nextPosition(here, meeting.id)
		})
		await showItemTo(here, { id: item.id, structureId, audience })
		return done(item)
	}
})

export const declineAgendaItem = command({
	name: 'agendaItem.decline',
	input: z.strictObject({ ...Changing, reason: Text(2_000) }),
	output: ItemDone,
	about: (here, { agendaItem }) => itemWithMeeting(here, agendaItem),
	allow: ({ seat }, item) => runsMeetings(seat, item),
	async run(here, { reason }, item) {
		await meetingOf(here, item)
		const state = movedItem(item, 'decline')
		await here.write.change('agenda_item', item.id, { state, state_reason: reason })
		return done(item)
	}
})

/** Hangs a paper on an item: a file that fewer may open than see the item, where it is so marked. */
export const addAgendaPaper = command({
	name: 'agendaItem.addPaper',
	input: z.strictObject({
		agendaItem: Reference,
		file: Identifier,
		title: Text(300),
		language: z
			.string()
			.regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
			.optional(),
		confidentiality: z.enum(PAPER_CONFIDENTIALITIES).optional()
	}),
	output: ItemDone,
	about: (here, { agendaItem }) => itemWithMeeting(here, agendaItem),
	allow: ({ seat }, item) => runsMeetings(seat, item) || item.isMine,
	async run(here, { file, title, language, confidentiality = 'as-item' }, item) {
		await meetingOf(here, item)
		if (item.row.state === 'withdrawn') throw conflict('deliberation.item-withdrawn')
		if (item.row.state === 'declined') throw conflict('deliberation.item-declined')
		const document = await here.run(attachDocument, { record: item.id, file, title, language })
		await here.write.add('agenda_paper', {
			agenda_item_id: item.id,
			document_id: document.id,
			confidentiality
		})
		await narrowPapers(here, { id: item.id, structureId: item.row.structure_id, audience: item.audience })
		return done(item)
	}
})
