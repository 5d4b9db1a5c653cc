import { audienceChoice } from '#platform/access/seat.ts'
import {
	type AreaPlanning,
	type Placing,
	inOrder,
	originColumns,
	placeRows,
	planRows,
	planThemes
} from '#platform/exchange/plan-rows.ts'
import type { RowOf } from '#platform/exchange/sheet.ts'
import type { Texts } from '#platform/exchange/texts.ts'
import { sheetOfKind } from '#platform/exchange/sheet.ts'
import {
	AGENDA_MOVES,
	AGENDA_STATES,
	agendaItemAfter,
	CONFIDENTIALITIES,
	itemTokens,
	type AgendaState
} from '../meeting/meeting-rules.ts'
import { isHeld, MEETING_STATES } from '../rules.ts'
import { checkRows, checkWay, type Checked } from './check.ts'
import type { Meetings } from './import-meetings.ts'
import { planRecords } from './plan.ts'
import { agendaItemSheet, attendanceSheet, interestSheet, minuteSheet } from './meeting-sheets.ts'
import { checkAlso, tokensIn } from './tokens.ts'

type ItemRow = RowOf<(typeof agendaItemSheet)['columns']>
export type Items = Placing<(typeof agendaItemSheet)['columns']>

const nextStates = (state: AgendaState) => AGENDA_MOVES.flatMap((move) => agendaItemAfter(state, move) ?? [])

/** Plans the items of agendas, what was minuted of them, and who came. */
export function planItems(planning: AreaPlanning, meetings: Meetings): Items {
	const meetingOf = new Map(meetings.all.map(({ texts, id }) => [texts['number'] ?? '', { texts, id }]))
	const structureOf = (meeting: string | undefined) => meetingOf.get(meeting ?? '')?.texts['structure'] ?? ''
	const items = planAgenda(planning, { meetingOf, structureOf })
	planInterests(planning, { items, attendance: planAttendance(planning, { meetingOf }) })
	planMinutes(planning, { meetingOf, items })
	return items
}

type Known = { meetingOf: ReadonlyMap<string, { texts: Texts; id: string }> }

function planAgenda(
	planning: AreaPlanning,
	{ meetingOf, structureOf }: Known & { structureOf: (meeting: string | undefined) => string }
): Items {
	const { ids } = planning
	// Who sees an item that says nothing of it: as its confidentiality says, and a proposal those who run the meeting.
	const audience = (row: ItemRow) => {
		if (row.audience !== undefined) return row.audience
		if (row.state === 'proposed') return 'secretariat'
		const meeting = meetingOf.get(row.meeting)?.texts
		const structureId = ids.of('structure', structureOf(row.meeting))
		const meetingTokens = tokensIn(planning, meeting ?? {})
		const confidentiality = CONFIDENTIALITIES.find((one) => one === row.confidentiality) ?? 'as-meeting'
		return audienceChoice(itemTokens(confidentiality, { structureId, meetingTokens }))
	}
	const placing = placeRows(planning, agendaItemSheet, {
		idOf: (row) => ids.find('agenda-item', row.key),
		complete: (row) => ({
			...row,
			audience: audience(row),
			themes: inOrder(row.themes),
			also_actors: inOrder(row.also_actors),
			also_structures: inOrder(row.also_structures)
		})
	})
	checkRows(planning, placing, (row) => checkItem(planning, row))
	checkAlso(planning, placing)
	planRecords(planning, placing, {
		head: (row) => row,
		named: (row) => row.key,
		tokens: (texts) => {
			const proposer = texts['state'] === 'proposed' ? ids.find('actor', texts['proposed_by']) : null
			const base = proposer === null ? [] : [`actor:${proposer}`]
			return tokensIn(planning, { ...texts, structure: structureOf(texts['meeting']) }, base)
		},
		fields: ({ value, whole }) => ({
			meeting_id: ids.of('meeting', value.meeting),
			structure_id: ids.of('structure', structureOf(whole['meeting'])),
			position: value.position,
			kind: value.kind,
			state: value.state,
			state_reason: value.state_reason ?? null,
			confidentiality: value.confidentiality,
			presenter_actor_id: ids.find('actor', value.presenter_actor),
			presenter: value.presenter ?? null,
			minutes_planned: value.minutes_planned ?? null,
			note: value.remark ?? null,
			subject_id: whole['subject'] === undefined ? null : ids.of(whole['subject_kind'] ?? '', whole['subject']),
			proposed_by_actor_id: ids.find('actor', value.proposed_by)
		}),
		columns: {
			meeting_id: 'meeting',
			structure_id: 'meeting',
			presenter_actor_id: 'presenter_actor',
			note: 'remark',
			subject_id: 'subject',
			proposed_by_actor_id: 'proposed_by'
		},
		add: (here, rows) =>
			here.write.addAll(
				'agenda_item',
				rows.map(({ id, fields }) => ({ ...fields, id, proposed_by_seat_id: null }))
			),
		change: (here, id, fields) => here.write.change('agenda_item', id, fields)
	})
	planThemes(planning, placing, (row) => row)
	return placing
}

function checkItem({ here, records, parsed }: AreaPlanning, row: Checked) {
	const { texts, fault } = row
	checkWay(row, AGENDA_STATES, nextStates)
	const { subject, subject_kind: kind } = texts
	if ((subject === undefined) !== (kind === undefined)) fault('subject', 'deliberation.import-subject')
	if (subject === undefined || kind === undefined) return
	if (!here.registry.kind(kind)) {
		const allowed = here.registry.kinds.map((one) => one.name).join(', ')
		fault('subject_kind', 'exchange.not-listed', { value: kind, allowed })
	} else if (!records.find(kind, subject) && !parsed.hasKey(sheetOfKind(kind), subject))
		fault('subject', 'exchange.unknown-reference', { value: subject, kind })
}

const wasHeld = (texts: Texts | undefined) => {
	const state = MEETING_STATES.find((one) => one === texts?.['state'])
	return state !== undefined && isHeld(state)
}

function planAttendance(planning: AreaPlanning, { meetingOf }: Known) {
	const { ids } = planning
	const placing = placeRows(planning, attendanceSheet)
	// A member or its alternate: one of both, once.
	const seats = new Map<string, number | null>()
	const seatOf = (texts: Texts) => `${texts['meeting'] ?? ''} ${texts['actor'] ?? ''}`
	const sits = (texts: Texts) => texts['capacity'] === 'member' || texts['capacity'] === 'alternate'
	for (const { texts, row } of placing.all) if (row === null && sits(texts)) seats.set(seatOf(texts), row)
	checkRows(planning, placing, ({ texts, fault }) => {
		if (texts['state'] === 'present' && !wasHeld(meetingOf.get(texts['meeting'] ?? '')?.texts)) {
			const state = meetingOf.get(texts['meeting'] ?? '')?.texts['state']
			if (state === 'planned' || state === 'postponed' || state === 'cancelled')
				fault('state', 'deliberation.import-not-there-yet')
		}
		if (!sits(texts)) return
		if (seats.has(seatOf(texts))) fault('actor', 'deliberation.import-sits-twice')
		seats.set(seatOf(texts), 0)
	})
	planRows(planning, placing, {
		fields: ({ value }) => ({
			state: value.state,
			office: value.office ?? null,
			note: value.remark ?? null,
			...originColumns(value)
		}),
		columns: { note: 'remark' },
		add: (here, rows) =>
			here.write.addAll(
				'attendance',
				rows.map(({ id, fields, one }) => ({
					...fields,
					id,
					meeting_id: ids.of('meeting', one.value.meeting),
					actor_id: ids.of('actor', one.value.actor),
					capacity: one.value.capacity,
					seat_id: null,
					person: null,
					interest: null,
					interest_item_id: null
				}))
			),
		change: (here, id, fields) => here.write.change('attendance', id, fields)
	})
	return placing
}

function planInterests(
	planning: AreaPlanning,
	{ items, attendance }: { items: Items; attendance: ReturnType<typeof planAttendance> }
) {
	const { ids } = planning
	const placing = placeRows(planning, interestSheet)
	const meetingOfItem = new Map(items.all.map(({ texts }) => [texts['key'], texts['meeting']]))
	const seatOf = (texts: Texts) => `${texts['meeting'] ?? ''} ${texts['actor'] ?? ''}`
	// Of an actor that is there in several capacities its own place at the table comes first.
	const order = ['member', 'alternate', 'invited-expert', 'observer']
	const placeOf = new Map(
		attendance.all
			.toSorted(
				(one, other) => order.indexOf(other.texts['capacity'] ?? '') - order.indexOf(one.texts['capacity'] ?? '')
			)
			.map(({ texts, id }) => [seatOf(texts), id])
	)
	checkRows(planning, placing, ({ texts, fault }) => {
		const item = texts['item']
		if (item !== undefined && meetingOfItem.get(item) !== texts['meeting'])
			fault('item', 'deliberation.import-other-meeting')
		if (!placeOf.has(seatOf(texts))) fault('actor', 'deliberation.import-not-at-the-table')
	})
	planRows(planning, placing, {
		fields: ({ value }) => ({ text: value.text }),
		add: (here, rows) =>
			here.write.addAll(
				'declared_interest',
				rows.map(({ id, fields, one }) => ({
					...fields,
					id,
					meeting_id: ids.of('meeting', one.value.meeting),
					attendance_id: placeOf.get(seatOf(one.whole)) ?? '',
					agenda_item_id: ids.find('agenda-item', one.value.item)
				}))
			),
		change: (here, id, fields) => here.write.change('declared_interest', id, fields)
	})
}

function planMinutes(planning: AreaPlanning, { meetingOf, items }: Known & { items: Items }) {
	const { ids, here } = planning
	const meetingOfItem = new Map(items.all.map(({ texts }) => [texts['key'] ?? '', texts['meeting'] ?? '']))
	const placing = placeRows(planning, minuteSheet, {
		idOf: (row) => ids.of('agenda-item', row.item),
		complete: (row) => ({ ...row, language: row.language ?? here.workspace.language })
	})
	const stored = new Map(placing.rows.map((one) => [one.id, one.stored]))
	checkRows(planning, placing, ({ texts, before, fault }) => {
		const meeting = meetingOf.get(meetingOfItem.get(texts['item'] ?? '') ?? '')?.texts
		// Minutes of a meeting that adopted them are what was adopted.
		if (before && before['text'] !== texts['text'] && meeting?.['state'] === 'adopted')
			fault('text', 'deliberation.minutes-adopted')
	})
	planRows(planning, placing, {
		fields: ({ value }) => ({ text: value.text, language: value.language ?? here.workspace.language }),
		async add(writing, rows) {
			// An item may have a minute that is still empty: it is not in the sheet.
			const there = await writing.tx
				.selectFrom('minute')
				.select('id')
				.where('workspace_id', '=', writing.workspace.id)
				.execute()
			const has = new Set(there.map((row) => row.id))
			for (const { id, fields } of rows)
				if (has.has(id)) await writing.write.change('minute', id, { ...fields, changed_at: writing.now })
			await writing.write.addAll(
				'minute',
				rows
					.filter(({ id }) => !has.has(id) && !stored.get(id))
					.map(({ id, fields, one }) => ({
						...fields,
						id,
						meeting_id: ids.of('meeting', meetingOfItem.get(one.value.item) ?? ''),
						changed_at: writing.now
					}))
			)
		},
		change: (writing, id, fields) => writing.write.change('minute', id, { ...fields, changed_at: writing.now })
	})
}
