import { randomInt } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { audienceTokens } from '#platform/access/seat.ts'
import type { Origin } from '#platform/database/tables.ts'
import { namedEverywhere } from '#platform/languages/named-everywhere.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { namesOf } from '#platform/records/add-record.server.ts'
import { ENTERED } from '#platform/records/entered.ts'
import type { getMeetingRow } from '../find-deliberation.server.ts'
import { itemTokens, STANDING_KINDS, type AgendaKind, type AgendaState, type Confidentiality } from './meeting-rules.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'
const KEY_LENGTH = 12

// Drawn, so that nobody learns from the key of one item how many others there are.
const drawnKey = () =>
	`item-${Array.from({ length: KEY_LENGTH }, () => LETTERS[randomInt(LETTERS.length)] ?? 'x').join('')}`

/** Refuses an audience that the seat which sets it would not belong to: it could neither check nor mend what it did. */
export function refuseUnseen(here: Here, tokens: readonly string[]): void {
	if (!tokens.some((token) => here.seat.audience.includes(token))) throw conflict('deliberation.audience-beyond-seat')
}

export type Meeting = Awaited<ReturnType<typeof getMeetingRow>>

/** The place behind the last item of an agenda, whoever sees that item. */
export async function nextPosition(here: Here, meetingId: string): Promise<number> {
	const last = await here.tx
		.selectFrom('agenda_item')
		.select((select) => select.fn.max('position').as('position'))
		.where('workspace_id', '=', here.workspace.id)
		.where('meeting_id', '=', meetingId)
		.executeTakeFirst()
	return (last?.position ?? 0) + 1
}

export type NewItem = {
	title: string | Record<string, string>
	position: number
	kind?: AgendaKind
	state?: AgendaState
	confidentiality: Confidentiality
	named?: readonly string[]
	presenterActorId?: string | null | undefined
	presenter?: string | null | undefined
	minutes?: number | null | undefined
	note?: string | null | undefined
	subjectId?: string | null | undefined
	areas?: readonly string[]
	origin?: Origin
}

/** Who sees an item that is only proposed: those who run the meeting, and the actor that proposed it. */
export const proposalTokens = (meeting: Meeting, actorId: string | null): string[] => [
	...audienceTokens('secretariat', null),
	...[...new Set([meeting.chairActorId, meeting.secretaryActorId, actorId])].flatMap((id) =>
		id === null ? [] : [`actor:${id}`]
	)
]

/** Adds an item to a meeting's agenda, seen by those its confidentiality says. */
export async function addItem(
	here: Writing,
	meeting: Meeting,
	item: NewItem
): Promise<{ id: string; reference: string }> {
	const { state = 'accepted', confidentiality, named = [] } = item
	const whole = { structureId: meeting.row.structure_id, meetingTokens: meeting.audience }
	const isProposal = state === 'proposed'
	const tokens = isProposal ? proposalTokens(meeting, here.seat.actorId) : itemTokens(confidentiality, whole, named)
	refuseUnseen(here, tokens)
	const key = drawnKey()
	const id = await here.write.addRecord({
		id: uuid(),
		kind: 'agenda-item',
		key,
		number: null,
		title: namesOf(here, item.title, 'title'),
		audience: tokens,
		origin: item.origin ?? 'entered'
	})
	await here.write.add('agenda_item', {
		id,
		meeting_id: meeting.id,
		structure_id: meeting.row.structure_id,
		position: item.position,
		kind: item.kind ?? 'item',
		state,
		state_reason: null,
		confidentiality,
		presenter_actor_id: item.presenterActorId ?? null,
		presenter: item.presenter ?? null,
		minutes_planned: item.minutes ?? null,
		note: item.note ?? null,
		subject_id: item.subjectId ?? null,
		proposed_by_seat_id: isProposal ? here.seat.id : null,
		proposed_by_actor_id: isProposal ? here.seat.actorId : null
	})
	for (const area of item.areas ?? [])
		await here.write.add('record_theme', {
			record_id: id,
			area_id: area,
			...ENTERED
		})
	return { id, reference: key }
}

/** Adds the items that fill themselves which a meeting has not yet; gives how many there were. */
export async function addStanding(here: Writing, meeting: Meeting, origin: Origin = 'entered'): Promise<number> {
	const there = await here.tx
		.selectFrom('agenda_item')
		.select('kind')
		.where('workspace_id', '=', here.workspace.id)
		.where('meeting_id', '=', meeting.id)
		.where('state', '=', 'accepted')
		.execute()
	const missing = STANDING_KINDS.filter((kind) => !there.some((row) => row.kind === kind))
	let position = await nextPosition(here, meeting.id)
	for (const kind of missing)
		await addItem(here, meeting, {
			title: standingTitle(here, kind),
			kind,
			position: position++,
			confidentiality: 'as-meeting',
			origin
		})
	return missing.length
}

/** Puts the minutes of the last meeting on an agenda that has no such item. */
export const addMinutesItem = async (here: Writing, meeting: Meeting): Promise<void> =>
	void (await addItem(here, meeting, {
		title: standingTitle(here, 'minutes'),
		kind: 'minutes',
		position: await nextPosition(here, meeting.id),
		confidentiality: 'as-meeting'
	}))

function standingTitle({ registry, workspace }: Here, kind: (typeof STANDING_KINDS)[number]) {
	const key = `meeting.standing.title.${kind}`
	const { languages, language: firstLanguage } = workspace
	return namedEverywhere({ catalogue: registry.catalogue, languages, firstLanguage }, key, ({ t }) => t(key))
}
