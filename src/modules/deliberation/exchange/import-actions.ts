import { splitList } from '#platform/exchange/list-text.ts'
import {
	type AreaPlanning,
	type Placing,
	changesOne,
	checkNamed,
	faultIn,
	inOrder,
	isNew,
	placeRows,
	planRows
} from '#platform/exchange/plan-rows.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { isEvidencePlace } from '../action/action-rules.ts'
import { ACTION_MOVES, ACTION_STATES, actionAfter, type ActionState } from '../rules.ts'
import { checkEmpty, checkFilled, checkOrder, checkPast, checkRows, checkWay, type Checked } from './check.ts'
import { actingTokens } from './export-actions.ts'
import { planRecords } from './plan.ts'
import { checkPlace, type Places } from './places.ts'
import { actionSheet, escalationSheet, evidenceSheet, extensionSheet, reportSheet, stepSheet } from './action-sheets.ts'
import { checkAlso, tokensIn } from './tokens.ts'

type Actions = Placing<(typeof actionSheet)['columns']>
type Reports = Placing<(typeof reportSheet)['columns']>

const nextStates = (state: ActionState) => ACTION_MOVES.flatMap((move) => actionAfter(state, move) ?? [])

/** Plans actions with all that hangs on them. */
export function planActions(planning: AreaPlanning, places: Places): void {
	const { ids, here } = planning
	const placing: Actions = placeRows(planning, actionSheet, {
		idOf: (row) => ids.find('action', row.number),
		complete: (row, stored) => ({
			...row,
			language: row.language ?? here.workspace.language,
			supporting: inOrder(row.supporting),
			first_due: row.first_due ?? stored?.['first_due'] ?? row.due,
			also_actors: inOrder(row.also_actors),
			also_structures: inOrder(row.also_structures)
		})
	})
	const reports: Reports = placeRows(planning, reportSheet, {
		complete: (row) => ({ ...row, language: row.language ?? here.workspace.language })
	})
	const final = new Map<string, { waits: boolean; isAccepted: boolean }>()
	for (const { texts } of reports.all) {
		if (texts['final'] !== 'yes') continue
		const before = final.get(texts['action'] ?? '') ?? { waits: false, isAccepted: false }
		final.set(texts['action'] ?? '', {
			waits: before.waits || texts['answer'] === undefined,
			isAccepted: before.isAccepted || texts['answer'] === 'accepted'
		})
	}
	checkRows(planning, placing, (row) => {
		checkPlace(places, row)
		checkAction(row, here.today, final.get(row.texts['number'] ?? ''))
	})
	checkAlso(planning, placing)
	checkNamed(planning, placing, { column: 'supporting', kind: 'actor', values: (row) => row.supporting })
	planRecords(planning, placing, {
		head: (row) => row,
		named: (row) => row.number,
		tokens: (texts) => {
			const actors = [texts['responsible'] ?? '', ...splitList(texts['supporting'] ?? '')]
			return tokensIn(planning, texts, actingTokens(actors.map((key) => ids.of('actor', key))))
		},
		fields: ({ value }) => ({
			structure_id: ids.of('structure', value.structure),
			meeting_id: ids.find('meeting', value.meeting),
			agenda_item_id: ids.find('agenda-item', value.item),
			decision_id: ids.find('decision', value.decision),
			recommendation_id: ids.find('recommendation', value.recommendation),
			text: value.text ?? null,
			language: value.language ?? here.workspace.language,
			responsible_actor_id: ids.of('actor', value.responsible),
			state: value.state,
			state_reason: value.state_reason ?? null,
			opened_day: value.opened,
			due_day: value.due ?? null,
			first_due_day: value.first_due ?? null,
			closed_day: value.closed ?? null,
			percent: value.percent,
			escalated_to: value.escalated_to
		}),
		columns: {
			structure_id: 'structure',
			meeting_id: 'meeting',
			agenda_item_id: 'item',
			decision_id: 'decision',
			recommendation_id: 'recommendation',
			responsible_actor_id: 'responsible',
			opened_day: 'opened',
			due_day: 'due',
			first_due_day: 'first_due',
			closed_day: 'closed'
		},
		add: (writing, rows) =>
			writing.write.addAll(
				'action',
				rows.map(({ id, fields }) => ({ ...fields, id, responsible_seat_id: null }))
			),
		change: (writing, id, fields) =>
			// The person who acted did so for the actor that was responsible.
			writing.write.change('action', id, {
				...fields,
				...(fields.responsible_actor_id === undefined ? {} : { responsible_seat_id: null })
			})
	})
	planSupporting(planning, placing)
	planSteps(planning)
	planReports(planning, reports, isInvented(placing))
	planExtensions(planning, isInvented(placing))
	planEscalations(planning)
}

const isInvented = ({ all }: Actions) => {
	const invented = new Set(
		all.filter(({ texts }) => texts['origin'] === 'invented').map(({ texts }) => texts['number'] ?? '')
	)
	return (action: string | undefined) => invented.has(action ?? '')
}

function checkAction(row: Checked, today: string, final: { waits: boolean; isAccepted: boolean } | undefined) {
	const { texts, fault, before } = row
	checkOrder(row, 'opened', 'closed')
	checkPast(row, today, 'opened', 'closed')
	checkWay(row, ACTION_STATES, nextStates)
	const state = ACTION_STATES.find((one) => one === texts['state'])
	if (state === undefined) return
	if (state === 'closed' || state === 'cancelled') checkFilled(row, state, 'closed')
	else checkEmpty(row, state, 'closed')
	if (before?.['state'] === state) return
	if (state === 'cancelled') checkFilled(row, state, 'state_reason')
	// As by hand: nothing closes an action but evidence that was accepted.
	if (state === 'closed' && !final?.isAccepted) fault('state', 'deliberation.import-closed-without-report')
	if (state === 'submitted' && !final?.waits) fault('state', 'deliberation.import-submitted-without-report')
}

function planSupporting({ ids, work, here }: AreaPlanning, placing: Actions) {
	const changed = placing.rows.filter((one) => isNew(one) || changesOne(one, 'supporting'))
	if (changed.length === 0) return
	work.push(async (writing: Writing) => {
		const there = await writing.tx
			.selectFrom('action_support')
			.select(['id', 'action_id', 'actor_id'])
			.where('workspace_id', '=', here.workspace.id)
			.execute()
		const byAction = Map.groupBy(there, (row) => row.action_id)
		const added = []
		for (const { id, value } of changed) {
			const wished = value.supporting.map((key) => ids.of('actor', key))
			const had = byAction.get(id) ?? []
			for (const row of had) if (!wished.includes(row.actor_id)) await writing.write.remove('action_support', row.id)
			const missing = wished.filter((actor) => !had.some((row) => row.actor_id === actor))
			added.push(...missing.map((actor_id) => ({ action_id: id, actor_id })))
		}
		await writing.write.addAll('action_support', added)
	})
}

function planSteps(planning: AreaPlanning) {
	const { ids } = planning
	const steps = placeRows(planning, stepSheet)
	planRows(planning, steps, {
		fields: ({ value }) => ({
			text: value.text,
			due_day: value.due ?? null,
			done_day: value.done ?? null,
			state: value.state,
			made_by_actor_id: ids.find('actor', value.made_by)
		}),
		columns: { due_day: 'due', done_day: 'done', made_by_actor_id: 'made_by' },
		add: (here, rows) =>
			here.write.addAll(
				'action_step',
				rows.map(({ id, fields, one }) => ({
					...fields,
					id,
					action_id: ids.of('action', one.value.action),
					position: one.value.position
				}))
			),
		change: (here, id, fields) => here.write.change('action_step', id, fields)
	})
}

function planReports(planning: AreaPlanning, reports: Reports, invented: (action: string | undefined) => boolean) {
	const { ids, here } = planning
	checkRows(planning, reports, (checked) => {
		const row = { ...checked, isInvented: invented(checked.texts['action']) }
		const { texts, fault } = row
		checkOrder(row, 'day', 'answered')
		checkPast(row, here.today, 'day', 'answered')
		if (texts['answer'] === undefined) checkEmpty(row, 'unanswered', 'answered', 'answer_reason')
		else if (texts['final'] !== 'yes') fault('answer', 'deliberation.import-answer-of-final')
		else checkFilled(row, texts['answer'], 'answered')
		if (texts['answer'] === 'refused') checkFilled(row, 'refused', 'answer_reason')
	})
	planRows(planning, reports, {
		fields: ({ value }) => ({
			text: value.text,
			language: value.language ?? here.workspace.language,
			percent: value.percent,
			is_final: value.final,
			answer: value.answer ?? null,
			answer_reason: value.answer_reason ?? null,
			answered_day: value.answered ?? null,
			actor_id: ids.find('actor', value.actor),
			steps_left: value.steps_left ?? null
		}),
		columns: { is_final: 'final', answered_day: 'answered', actor_id: 'actor' },
		add: (writing, rows) =>
			writing.write.addAll(
				'action_report',
				rows.map(({ id, fields, one }) => ({
					...fields,
					id,
					action_id: ids.of('action', one.value.action),
					day: one.value.day,
					seat_id: null
				}))
			),
		change: (writing, id, fields) => writing.write.change('action_report', id, fields)
	})
	planEvidence(planning, reports)
}

const reportName = (action: string | undefined, day: string | undefined, repeat: string | undefined) =>
	[action ?? '', day ?? '', repeat ?? ''].join(' ')

function planEvidence(planning: AreaPlanning, reports: Reports) {
	const { ids } = planning
	const evidence = placeRows(planning, evidenceSheet)
	const named = new Map(
		reports.all.map(({ id, texts }) => [reportName(texts['action'], texts['day'], texts['repeat']), id])
	)
	const reportOf = (texts: Readonly<Record<string, string>>) =>
		named.get(reportName(texts['action'], texts['report_day'], texts['report_repeat']))
	for (const one of evidence.rows) {
		const fault = faultIn(planning, evidenceSheet, one.row)
		if (reportOf(one.whole) === undefined) fault('report_day', 'deliberation.import-no-report')
		if (!isEvidencePlace(one.value.address)) fault('address', 'deliberation.import-not-an-address')
	}
	planRows(planning, evidence, {
		fields: () => ({}),
		add: (here, rows) =>
			here.write.addAll(
				'action_evidence',
				rows.map(({ id, one }) => ({
					id,
					action_id: ids.of('action', one.value.action),
					action_report_id: reportOf(one.whole) ?? '',
					document_id: null,
					address: one.value.address
				}))
			),
		change: () => Promise.resolve()
	})
}

function planExtensions(planning: AreaPlanning, invented: (action: string | undefined) => boolean) {
	const { ids, here } = planning
	const extensions = placeRows(planning, extensionSheet)
	checkRows(planning, extensions, (checked) => {
		const row = { ...checked, isInvented: invented(checked.texts['action']) }
		const state = row.texts['state'] ?? 'asked'
		checkOrder(row, 'asked', 'answered')
		checkPast(row, here.today, 'asked', 'answered')
		if (state === 'granted') checkFilled(row, state, 'granted')
		else checkEmpty(row, state, 'granted')
		if (state === 'asked') checkEmpty(row, state, 'answered')
	})
	// One request waits at a time: the secretary answers it before another is made.
	const waiting = extensions.all.filter(({ texts }) => texts['state'] === 'asked')
	for (const some of Map.groupBy(waiting, ({ texts }) => texts['action'] ?? '').values())
		for (const { row } of some.length > 1 ? some : [])
			if (row !== null) faultIn(planning, extensionSheet, row)('state', 'deliberation.import-asked-twice')
	planRows(planning, extensions, {
		fields: ({ value }) => ({
			wished_day: value.wished,
			reason: value.reason,
			state: value.state,
			answer_reason: value.answer_reason ?? null,
			granted_day: value.granted ?? null,
			answered_day: value.answered ?? null
		}),
		columns: { wished_day: 'wished', granted_day: 'granted', answered_day: 'answered' },
		add: (writing, rows) =>
			writing.write.addAll(
				'action_extension',
				rows.map(({ id, fields, one }) => ({
					...fields,
					id,
					action_id: ids.of('action', one.value.action),
					asked_day: one.value.asked,
					asked_by_seat_id: null
				}))
			),
		change: (writing, id, fields) => writing.write.change('action_extension', id, fields)
	})
}

function planEscalations(planning: AreaPlanning) {
	const { ids } = planning
	const escalations = placeRows(planning, escalationSheet)
	planRows(planning, escalations, {
		fields: ({ value }) => ({
			to_structure_id: ids.find('structure', value.to_structure),
			to_actor_id: ids.find('actor', value.to_actor),
			reasons: value.reasons
		}),
		columns: { to_structure_id: 'to_structure', to_actor_id: 'to_actor' },
		add: (here, rows) =>
			here.write.addAll(
				'action_escalation',
				rows.map(({ id, fields, one }) => ({
					...fields,
					id,
					action_id: ids.of('action', one.value.action),
					level: one.value.level,
					day: one.value.day
				}))
			),
		change: (here, id, fields) => here.write.change('action_escalation', id, fields)
	})
}
