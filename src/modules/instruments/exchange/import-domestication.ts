import { type AreaPlanning, faultIn, originColumns, placeRows, planRows } from '#platform/exchange/plan-rows.ts'
import { whyNotWithoutLaw } from '../domestication/domestication-rules.ts'
import { checkCells } from './check-cells.ts'
import { judgementSheet, obstacleSheet, stepSheet } from './instrument-sheets.ts'
import { ORIGIN_COLUMNS } from './plan.ts'

/** Plans judgements and road maps. */
export function planDomestication(planning: AreaPlanning): void {
	planJudgements(planning)
	planObstacles(planning, planSteps(planning))
}

function planJudgements(planning: AreaPlanning) {
	const { ids, here } = planning
	const placing = placeRows(planning, judgementSheet, {
		complete: (row) => ({
			...row,
			language: row.language ?? here.workspace.language
		})
	})
	checkCells(planning, placing, { past: ['day', 'until'] })
	const standing = new Set<string>()
	for (const { row, texts } of placing.all) {
		if ((texts['state'] ?? 'stands') !== 'stands') continue
		const pair = [texts['obligation'], texts['policy'], texts['provision']].join(' ')
		if (standing.has(pair) && row !== null) faultIn(planning, placing.sheet, row)('state', 'instruments.judged-twice')
		standing.add(pair)
	}
	for (const { row, value } of placing.rows) {
		const fault = faultIn(planning, placing.sheet, row)
		const why = whyNotWithoutLaw(value.verdict, value.policy !== undefined)
		if (why) fault('verdict', why)
		if (value.provision !== undefined && value.policy === undefined) fault('policy', 'exchange.empty')
		if (value.state !== 'stands' && value.until === undefined) fault('until', 'exchange.empty')
		if (value.until !== undefined && value.until < value.day) fault('until', 'exchange.ends-before-it-starts')
	}
	planRows(planning, placing, {
		fields: ({ value }) => ({
			verdict: value.verdict,
			reason: value.reason,
			language: value.language ?? here.workspace.language,
			reviewer: value.reviewer ?? null,
			state: value.state,
			until_day: value.until ?? null,
			state_reason: value.state_reason ?? null,
			...originColumns(value)
		}),
		columns: { until_day: 'until', ...ORIGIN_COLUMNS },
		add: (writing, rows) =>
			writing.write.addAll(
				'judgement',
				rows.map(({ id, fields, one: { value } }) => ({
					...fields,
					id,
					obligation_id: ids.of('obligation', value.obligation),
					policy_id: ids.find('policy', value.policy),
					provision_id: ids.find('provision', value.provision),
					day: value.day,
					seat_id: null
				}))
			),
		change: (writing, id, fields) => writing.write.change('judgement', id, fields)
	})
}

const placeOf = (instrument: string | undefined, position: string | number | undefined) =>
	[instrument, position].join(' ')

function planSteps(planning: AreaPlanning) {
	const { ids, here } = planning
	const placing = placeRows(planning, stepSheet, {
		complete: (row) => ({
			...row,
			language: row.language ?? here.workspace.language,
			first_target: row.first_target ?? row.target
		})
	})
	checkCells(planning, placing, { past: ['done'] })
	for (const { row, value } of placing.rows) {
		const fault = faultIn(planning, placing.sheet, row)
		if (value.state === 'done' && value.done === undefined) fault('done', 'exchange.empty')
		if (value.state !== 'done' && value.done !== undefined) fault('done', 'instruments.import-done-in-state')
	}
	planRows(planning, placing, {
		fields: ({ value }) => ({
			form: value.form,
			title: value.title,
			language: value.language ?? here.workspace.language,
			lead_actor_id: ids.find('actor', value.lead),
			structure_id: ids.find('structure', value.structure),
			first_target_day: value.first_target ?? null,
			target_day: value.target ?? null,
			done_day: value.done ?? null,
			state: value.state,
			state_reason: value.state_reason ?? null,
			...originColumns(value)
		}),
		columns: {
			lead_actor_id: 'lead',
			structure_id: 'structure',
			first_target_day: 'first_target',
			target_day: 'target',
			done_day: 'done',
			...ORIGIN_COLUMNS
		},
		add: (writing, rows) =>
			writing.write.addAll(
				'road_map_step',
				rows.map(({ id, fields, one: { value } }) => ({
					...fields,
					id,
					instrument_id: ids.of('instrument', value.instrument),
					position: value.position
				}))
			),
		change: (writing, id, fields) => writing.write.change('road_map_step', id, fields)
	})
	return new Map(placing.all.map(({ id, texts }) => [placeOf(texts['instrument'], texts['position']), id]))
}

function planObstacles(planning: AreaPlanning, steps: ReadonlyMap<string, string>) {
	const { ids, here } = planning
	const placing = placeRows(planning, obstacleSheet)
	checkCells(planning, placing, { past: ['day', 'overcome'] })
	for (const { row, value } of placing.rows) {
		const fault = faultIn(planning, placing.sheet, row)
		if (value.step !== undefined && !steps.has(placeOf(value.instrument, value.step)))
			fault('step', 'instruments.import-no-step')
		if (value.overcome !== undefined && value.overcome < value.day) fault('overcome', 'exchange.ends-before-it-starts')
	}
	planRows(planning, placing, {
		fields: ({ value }) => ({
			note: value.text ?? null,
			language: value.language ?? (value.text === undefined ? null : here.workspace.language),
			overcome_day: value.overcome ?? null,
			...originColumns(value)
		}),
		columns: { note: 'text', overcome_day: 'overcome', ...ORIGIN_COLUMNS },
		add: (writing, rows) =>
			writing.write.addAll(
				'road_map_obstacle',
				rows.map(({ id, fields, one: { value } }) => ({
					...fields,
					id,
					instrument_id: ids.of('instrument', value.instrument),
					step_id: value.step === undefined ? null : (steps.get(placeOf(value.instrument, value.step)) ?? null),
					obstacle: value.obstacle,
					day: value.day
				}))
			),
		change: (writing, id, fields) => writing.write.change('road_map_obstacle', id, fields)
	})
}
