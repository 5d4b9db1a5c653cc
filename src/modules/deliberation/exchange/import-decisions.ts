import { type AreaPlanning, inOrder, placeRows, planRows, planThemes } from '#platform/exchange/plan-rows.ts'
import type { RowOf } from '#platform/exchange/sheet.ts'
import type { Texts } from '#platform/exchange/texts.ts'
import { isHeld, MEETING_STATES } from '../rules.ts'
import { checkEmpty, checkFilled, checkOrder, checkPast, checkRows, checkWay, type Checked } from './check.ts'
import { checkPlace, type Places } from './places.ts'
import { planRecords } from './plan.ts'
import { decisionSheet, procedureSheet, writtenAnswerSheet } from './chain-sheets.ts'
import { checkVotes, planPositions } from './import-positions.ts'
import { rhythmSheet } from './meeting-sheets.ts'
import { checkAlso, tokensIn } from './tokens.ts'

/** The kind of what a written procedure makes. */
const resultKind = (about: string | undefined) =>
	about === 'decision' ? 'decision' : about === 'recommendation' ? 'recommendation' : 'meeting'

/** Plans written procedures with their answers, and decisions with what members said on them. */
export function planDecisions(planning: AreaPlanning, places: Places): void {
	planProcedures(planning)
	planDecided(planning, places)
}

type ProcedureRow = RowOf<(typeof procedureSheet)['columns']>

function planProcedures(planning: AreaPlanning) {
	const { ids, here, records, parsed } = planning
	const placing = placeRows(planning, procedureSheet, {
		idOf: (row) => ids.find('written-procedure', row.number),
		complete: (row): ProcedureRow => ({
			...row,
			language: row.language ?? here.workspace.language,
			also_actors: inOrder(row.also_actors),
			also_structures: inOrder(row.also_structures)
		})
	})
	checkRows(planning, placing, (row) => {
		const { texts, fault } = row
		checkOrder(row, 'opened', 'deadline')
		checkOrder(row, 'opened', 'closed')
		checkPast(row, here.today, 'opened', 'closed')
		if ((texts['about'] === 'minutes') !== (texts['about_meeting'] !== undefined))
			fault('about_meeting', 'deliberation.import-about-meeting')
		const state = texts['state'] ?? 'open'
		if (state === 'closed') checkFilled(row, state, 'outcome')
		else checkEmpty(row, state, 'outcome')
		if (state === 'open') checkEmpty(row, state, 'closed', 'result')
		checkWay(row, ['open', 'closed', 'stopped'], (one) => (one === 'open' ? ['closed', 'stopped'] : []))
		const result = texts['result']
		const kind = resultKind(texts['about'])
		if (result !== undefined && !records.find(kind, result) && !parsed.hasKey(kind, result))
			fault('result', 'exchange.unknown-reference', { value: result, kind })
	})
	checkAlso(planning, placing)
	planRecords(planning, placing, {
		head: (row) => row,
		named: (row) => row.number,
		tokens: (texts) => tokensIn(planning, texts),
		fields: ({ value, whole }) => ({
			structure_id: ids.of('structure', value.structure),
			subject: value.about,
			subject_meeting_id: ids.find('meeting', value.about_meeting),
			text: value.text,
			language: value.language ?? here.workspace.language,
			opened_day: value.opened,
			deadline_day: value.deadline,
			silence: value.silence,
			quorum_required: value.quorum_required ?? null,
			state: value.state,
			state_reason: value.state_reason ?? null,
			closed_day: value.closed ?? null,
			outcome: value.outcome ?? null,
			result_id: value.result === undefined ? null : ids.of(resultKind(whole['about']), value.result)
		}),
		columns: {
			structure_id: 'structure',
			subject: 'about',
			subject_meeting_id: 'about_meeting',
			opened_day: 'opened',
			deadline_day: 'deadline',
			closed_day: 'closed',
			result_id: 'result'
		},
		add: (writing, rows) =>
			writing.write.addAll(
				'written_procedure',
				rows.map(({ id, fields }) => ({ ...fields, id }))
			),
		change: (writing, id, fields) => writing.write.change('written_procedure', id, fields)
	})
	const opened = new Map(placing.all.map(({ texts }) => [texts['number'], texts]))
	const answers = placeRows(planning, writtenAnswerSheet)
	checkRows(planning, answers, (row) => {
		const procedure = opened.get(row.texts['procedure'])
		if (procedure && (row.texts['day'] ?? '') < (procedure['opened'] ?? ''))
			row.fault('day', 'deliberation.import-answer-before')
		checkPast({ ...row, isInvented: procedure?.['origin'] === 'invented' }, here.today, 'day')
	})
	planRows(planning, answers, {
		fields: ({ value }) => ({
			answer: value.answer,
			stance: value.stance ?? null,
			text: value.text ?? null,
			day: value.day
		}),
		add: (writing, rows) =>
			writing.write.addAll(
				'written_answer',
				rows.map(({ id, fields, one }) => ({
					...fields,
					id,
					written_procedure_id: ids.of('written-procedure', one.value.procedure),
					actor_id: ids.of('actor', one.value.actor),
					seat_id: null
				}))
			),
		change: (writing, id, fields) => writing.write.change('written_answer', id, fields)
	})
}

const inForceOn = (texts: Texts, day: string) =>
	(texts['from'] === undefined || texts['from'] <= day) && (texts['to'] === undefined || day <= texts['to'])

function planDecided(planning: AreaPlanning, places: Places) {
	const { ids, here } = planning
	const placing = placeRows(planning, decisionSheet, {
		idOf: (row) => ids.find('decision', row.number),
		complete: (row) => ({
			...row,
			language: row.language ?? here.workspace.language,
			themes: inOrder(row.themes),
			also_actors: inOrder(row.also_actors),
			also_structures: inOrder(row.also_structures)
		})
	})
	const rhythms = [
		...planning.stored(rhythmSheet).rows.map(({ texts }) => texts),
		...planning.parsed.rows(rhythmSheet).map(({ value }) => ({
			structure: value.structure,
			...(value.from === undefined ? {} : { from: value.from }),
			...(value.to === undefined ? {} : { to: value.to }),
			...(value.forbids_without_quorum ? { forbids_without_quorum: 'yes' } : {})
		}))
	]
	const forbids = (structure: string | undefined, day: string) =>
		rhythms.some(
			(texts: Texts) =>
				texts['structure'] === structure && texts['forbids_without_quorum'] === 'yes' && inForceOn(texts, day)
		)
	checkRows(planning, placing, (row) => {
		checkPlace(places, row)
		checkDecision(row, here.today)
		const { texts, fault } = row
		const meeting = places.meetingOf.get(texts['meeting'] ?? '')
		if (!meeting || row.before?.['meeting'] === texts['meeting']) return
		const state = MEETING_STATES.find((one) => one === meeting['state'])
		if (state !== undefined && !isHeld(state) && state !== 'called') fault('meeting', 'deliberation.meeting-not-held')
		if (meeting['quorate'] === 'no' && forbids(texts['structure'], meeting['day'] ?? ''))
			fault('meeting', 'deliberation.import-no-quorum')
	})
	checkAlso(planning, placing)
	planRecords(planning, placing, {
		head: (row) => row,
		named: (row) => row.number,
		tokens: (texts) => tokensIn(planning, texts),
		fields: ({ value }) => ({
			structure_id: ids.of('structure', value.structure),
			meeting_id: ids.find('meeting', value.meeting),
			agenda_item_id: ids.find('agenda-item', value.item),
			written_procedure_id: ids.find('written-procedure', value.procedure),
			text: value.text,
			language: value.language ?? here.workspace.language,
			basis: value.basis ?? null,
			decided_day: value.decided,
			effect_day: value.effect ?? null,
			manner: value.manner,
			votes_for: value.votes_for ?? null,
			votes_against: value.votes_against ?? null,
			votes_abstaining: value.votes_abstaining ?? null,
			state: value.state,
			state_reason: value.state_reason ?? null,
			replaced_by_id: ids.find('decision', value.replaced_by)
		}),
		columns: {
			structure_id: 'structure',
			meeting_id: 'meeting',
			agenda_item_id: 'item',
			written_procedure_id: 'procedure',
			decided_day: 'decided',
			effect_day: 'effect',
			replaced_by_id: 'replaced_by'
		},
		add: (writing, rows) =>
			writing.write.addAll(
				'decision',
				rows.map(({ id, fields }) => ({ ...fields, id }))
			),
		change: (writing, id, fields) => writing.write.change('decision', id, fields)
	})
	planThemes(planning, placing, (row) => row)
	planPositions(planning, 'decision')
}

function checkDecision(row: Checked, today: string) {
	const { texts, fault } = row
	checkPast(row, today, 'decided')
	checkVotes(row)
	if ((texts['manner'] === 'written-procedure') !== (texts['procedure'] !== undefined))
		fault('procedure', 'deliberation.import-procedure')
	const state = texts['state'] ?? 'in-force'
	if (state === 'replaced') checkFilled(row, state, 'replaced_by')
	else checkEmpty(row, state, 'replaced_by')
	if (texts['replaced_by'] !== undefined && texts['replaced_by'] === texts['number'])
		fault('replaced_by', 'deliberation.import-replaced-by-itself')
	if (state === 'revoked') checkFilled(row, state, 'state_reason')
	checkWay(row, ['in-force', 'replaced', 'revoked'], (one) => (one === 'in-force' ? ['replaced', 'revoked'] : []))
}
