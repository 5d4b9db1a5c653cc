import { audienceTokens } from '#platform/access/seat.ts'
import {
	type AreaPlanning,
	changesOne,
	inOrder,
	isChanged,
	originColumns,
	placeRows,
	planRows
} from '#platform/exchange/plan-rows.ts'
import { checkFilled, checkOpenOnce, checkOrder, checkRows, isTime } from './check.ts'
import { activationSheet, participationSheet, rhythmSheet, seriesSheet } from './meeting-sheets.ts'
import { readRule } from '#platform/calendar/recurrence-rule.ts'
import { isLocalTime, isZone } from '#platform/calendar/zone.ts'

/** Plans how structures are to meet: rhythms, activations, guidelines for participation. */
export function planRhythms(planning: AreaPlanning): void {
	const { ids } = planning
	const placing = placeRows(planning, rhythmSheet)
	checkRows(planning, placing, (row) => {
		const { texts, fault } = row
		checkOrder(row, 'from', 'to')
		if ((texts['kind'] === 'times-a-year') !== (texts['times'] !== undefined))
			fault('times', 'deliberation.import-times')
		if ((texts['quorum'] === 'number') !== (texts['quorum_number'] !== undefined))
			fault('quorum_number', 'deliberation.import-quorum-number')
	})
	checkOpenOnce(planning, placing, 'structure')
	planRows(planning, placing, {
		fields: ({ value }) => ({
			to_day: value.to ?? null,
			kind: value.kind,
			times: value.times ?? null,
			notice_days: value.notice_days,
			quorum_kind: value.quorum,
			quorum_number: value.quorum_number ?? null,
			forbids_without_quorum: value.forbids_without_quorum,
			silence: value.silence,
			written_days: value.written_days,
			basis: value.basis ?? null,
			...originColumns(value)
		}),
		columns: { quorum_kind: 'quorum' },
		add: (here, rows) =>
			here.write.addAll(
				'structure_rhythm',
				rows.map(({ id, fields, one }) => ({
					...fields,
					id,
					structure_id: ids.of('structure', one.value.structure),
					from_day: one.value.from ?? null
				}))
			),
		change: (here, id, fields) => here.write.change('structure_rhythm', id, fields)
	})
	planActivations(planning)
	planParticipation(planning)
}

function planActivations(planning: AreaPlanning) {
	const { ids } = planning
	const placing = placeRows(planning, activationSheet)
	checkRows(planning, placing, (row) => {
		checkOrder(row, 'from', 'to')
		if ((row.texts['to'] === undefined) !== (row.texts['end_reason'] === undefined))
			row.fault('end_reason', 'deliberation.import-end-reason')
	})
	checkOpenOnce(planning, placing, 'structure')
	planRows(planning, placing, {
		fields: ({ value }) => ({
			to_day: value.to ?? null,
			reason: value.reason,
			end_reason: value.end_reason ?? null,
			...originColumns(value)
		}),
		add: (here, rows) =>
			here.write.addAll(
				'structure_activation',
				rows.map(({ id, fields, one }) => ({
					...fields,
					id,
					structure_id: ids.of('structure', one.value.structure),
					from_day: one.value.from
				}))
			),
		change: (here, id, fields) => here.write.change('structure_activation', id, fields)
	})
}

function planParticipation(planning: AreaPlanning) {
	const { ids } = planning
	const placing = placeRows(planning, participationSheet)
	checkRows(planning, placing, (row) => {
		checkOrder(row, 'from', 'to')
	})
	planRows(planning, placing, {
		fields: ({ value }) => ({
			may_speak: value.may_speak,
			may_propose: value.may_propose,
			may_see_papers: value.may_see_papers,
			basis: value.basis,
			to_day: value.to ?? null,
			end_reason: value.end_reason ?? null,
			...originColumns(value)
		}),
		add: (here, rows) =>
			here.write.addAll(
				'structure_participation',
				rows.map(({ id, fields, one }) => ({
					...fields,
					id,
					structure_id: ids.of('structure', one.value.structure),
					actor_kind: one.value.actor_kind,
					area_id: ids.find('area', one.value.area),
					from_day: one.value.from
				}))
			),
		change: (here, id, fields) => here.write.change('structure_participation', id, fields)
	})
}

/** Plans series of meetings, and gives the identifier of each by structure, title and repeat. */
export function planSeries(planning: AreaPlanning): ReadonlyMap<string, string> {
	const { ids, here } = planning
	const placing = placeRows(planning, seriesSheet, {
		complete: (row) => ({
			...row,
			time_zone: row.time_zone ?? here.workspace.timeZone,
			excluded: inOrder(row.excluded)
		})
	})
	checkRows(planning, placing, (row) => {
		const { texts, fault } = row
		if (!isTime(texts['starts'])) fault('starts', 'deliberation.import-not-a-time')
		if (!isZone(texts['time_zone'] ?? '')) fault('time_zone', 'deliberation.import-not-a-zone')
		if (texts['state'] === 'ended') checkFilled(row, 'ended', 'state_reason')
		if ('refusal' in readRule(texts['rule'] ?? '')) fault('rule', 'deliberation.import-not-a-rule')
	})
	for (const { value, row } of placing.rows)
		if (value.excluded.some((local) => !isLocalTime(local.replace(' ', 'T'))))
			planning.faults.push(
				planning.parsed.fault({ sheet: seriesSheet, row, column: 'excluded' }, 'deliberation.import-not-a-local-time')
			)
	planRows(planning, placing, {
		fields: ({ value }) => ({
			rule: value.rule,
			excluded: value.excluded.map((local) => local.replace(' ', 'T')),
			local_start: `${value.first_day}T${value.starts}`,
			duration_minutes: value.duration_minutes,
			time_zone: value.time_zone ?? here.workspace.timeZone,
			place: value.place ?? null,
			online_address: value.online_address ?? null,
			purpose: value.purpose,
			state: value.state,
			state_reason: value.state_reason ?? null,
			audience: audienceTokens(value.audience, ids.of('structure', value.structure)),
			...originColumns(value)
		}),
		add: (writing, rows) =>
			writing.write.addAll(
				'meeting_series',
				rows.map(({ id, fields, one }) => ({
					...fields,
					id,
					structure_id: ids.of('structure', one.value.structure),
					title: JSON.stringify(one.value.title),
					calendar_sequence: 0,
					created_at: writing.now
				}))
			),
		change: async (writing, id, fields, one) => {
			const start = changesOne(one, 'first_day', 'starts')
				? { local_start: `${one.value.first_day}T${one.value.starts}` }
				: {}
			const row = await writing.tx
				.selectFrom('meeting_series')
				.select(['calendar_sequence', 'title'])
				.where('workspace_id', '=', writing.workspace.id)
				.where('id', '=', id)
				.executeTakeFirstOrThrow()
			// A language that the file has no column for keeps its title.
			const languages = planning.parsed.languages(seriesSheet)
			const kept = Object.fromEntries(Object.entries(row.title).filter(([language]) => !languages.has(language)))
			const isNamedAnew = one.changes.some(({ header }) => header.startsWith('title_'))
			// Calendar programs take up what has a higher sequence.
			return writing.write.change('meeting_series', id, {
				...fields,
				...start,
				...(isNamedAnew ? { title: JSON.stringify({ ...kept, ...one.value.title }) } : {}),
				...(isChanged(one) ? { calendar_sequence: row.calendar_sequence + 1 } : {})
			})
		}
	})
	return new Map(
		placing.all.map(({ id, texts }) => [seriesName(texts['structure'], texts['title'], texts['repeat']), id])
	)
}

export const seriesName = (structure: string | undefined, title: string | undefined, repeat: string | undefined) =>
	[structure ?? '', title ?? '', repeat ?? ''].join('\u0000')
