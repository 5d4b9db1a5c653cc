import {
	type AreaPlanning,
	type Placing,
	faultIn,
	inOrder,
	originColumns,
	placeRows,
	planRows,
	planThemes
} from '#platform/exchange/plan-rows.ts'
import { faultsOfTimes, titleOfObligation, sameWords } from '../instrument/instrument-rules.ts'
import { isPartialDate, spanOf } from '../instrument/partial-days.ts'
import { keepPositions } from '../instrument/status-rows.server.ts'
import { isYes, spanIn } from './cells.ts'
import { checkCells } from './check-cells.ts'
import { planStatuses } from './import-statuses.ts'
import { nameOfDuty } from './export-board.ts'
import { instrumentSheet, obligationSheet, reportingDutySheet } from './instrument-sheets.ts'
import { ORIGIN_COLUMNS, placeRecords, planRecords } from './plan.ts'

export type Instruments = Placing<(typeof instrumentSheet)['columns']>

/** Plans instruments with their statuses, obligations and duties to report; gives the duties by instrument and name. */
export function planInstruments(planning: AreaPlanning): { duties: ReadonlyMap<string, string> } {
	const instruments = planHeads(planning)
	const statuses = planStatuses(planning, instruments)
	if ([...instruments.rows, ...statuses.rows].some((one) => one.stored === undefined || one.changes.length > 0))
		planning.work.push((here) => keepPositions(here))
	planObligations(planning)
	return { duties: planDuties(planning) }
}

const COLUMNS_OF_TIMES = {
	adoptedOn: 'adopted',
	inForceOn: 'in_force',
	signableUntil: 'signable_until'
} as const

function checkTimes(planning: AreaPlanning, { sheet, rows }: Instruments) {
	for (const { row, whole } of rows) {
		const [adopted, inForce] = [whole['adopted'], whole['in_force']].map((text) =>
			text !== undefined && isPartialDate(text) ? spanOf(text) : null
		)
		const faults = faultsOfTimes({
			adopted: adopted?.first ?? null,
			adoptedLast: adopted?.last ?? null,
			inForceLast: inForce?.last ?? null,
			signableUntil: whole['signable_until'] ?? null
		})
		for (const { field, code } of faults) {
			const at = Object.entries(COLUMNS_OF_TIMES).find(([name]) => name === field)?.[1]
			faultIn(planning, sheet, row)(at ?? 'in_force', code)
		}
	}
}

function planHeads(planning: AreaPlanning): Instruments {
	const { ids, here } = planning
	const placing: Instruments = placeRecords(planning, instrumentSheet, (row) => ({
		...row,
		language: row.language ?? here.workspace.language,
		themes: inOrder(row.themes)
	}))
	checkCells(planning, placing, { dates: ['adopted', 'in_force'] })
	checkTimes(planning, placing)
	planRecords(planning, placing, {
		head: (row) => row,
		fields: ({ value }) => {
			const [adopted, inForce] = [spanIn(value.adopted), spanIn(value.in_force)]
			return {
				form: value.form,
				scope: value.scope,
				is_binding: isYes(value.binding),
				binding_basis: value.binding_basis ?? null,
				adopted_first: adopted.first,
				adopted_last: adopted.last,
				in_force_first: inForce.first,
				in_force_last: inForce.last,
				is_in_force: inForce.last === null ? isYes(value.is_in_force) : inForce.last <= here.today || null,
				signable_until_day: value.signable_until ?? null,
				place: value.place ?? null,
				depositary: value.depositary ?? null,
				depositary_actor_id: ids.find('actor', value.depositary_actor),
				adopting_body: value.adopting_body ?? null,
				adopting_actor_id: ids.find('actor', value.adopting_actor),
				region: value.region ?? null,
				entry_months: value.entry_months ?? null,
				entry_days: value.entry_days ?? null,
				entry_first_of_month: isYes(value.entry_first_of_month),
				leaving_months: value.leaving_months ?? null,
				summary: value.summary ?? null,
				language: value.language ?? here.workspace.language
			}
		},
		columns: {
			is_binding: 'binding',
			adopted_first: 'adopted',
			adopted_last: 'adopted',
			in_force_first: 'in_force',
			in_force_last: 'in_force',
			signable_until_day: 'signable_until',
			depositary_actor_id: 'depositary_actor',
			adopting_actor_id: 'adopting_actor'
		},
		add: (writing, rows) =>
			writing.write.addAll(
				'instrument',
				rows.map(({ id, fields }) => ({
					...fields,
					id,
					position: here.workspace.country === null ? null : ('not-known' as const)
				}))
			),
		change: (writing, id, fields) =>
			writing.write.change('instrument', id, {
				...fields,
				// Whether it is in force follows from its day.
				...(fields.in_force_last ? { is_in_force: fields.in_force_last <= here.today || null } : {})
			})
	})
	planThemes(planning, placing, (row) => row)
	return placing
}

function planObligations(planning: AreaPlanning) {
	const { ids, here } = planning
	const placing: Placing<(typeof obligationSheet)['columns']> = placeRecords(planning, obligationSheet, (row) => ({
		...row,
		language: row.language ?? here.workspace.language,
		themes: inOrder(row.themes)
	}))
	// The same obligation is not taken twice: the same article in the same words.
	const there = new Map<string, string>()
	for (const { row, texts } of placing.all) {
		if (texts['standing'] === 'withdrawn') continue
		const name = [texts['instrument'], sameWords(texts['article'] ?? ''), sameWords(texts['text'] ?? '')].join(' ')
		const before = there.get(name)
		if (before !== undefined && row !== null)
			faultIn(planning, placing.sheet, row)('text', 'instruments.obligation-there', { obligation: before })
		there.set(name, before ?? texts['key'] ?? '')
	}
	planRecords(planning, placing, {
		head: (row) => ({ ...row, name: { [here.workspace.language]: titleOfObligation(row.article, row.text) } }),
		fields: ({ value }) => ({
			instrument_id: ids.of('instrument', value.instrument),
			article: value.article,
			position: value.position,
			text: value.text,
			language: value.language ?? here.workspace.language
		}),
		columns: { instrument_id: 'instrument' },
		add: (writing, rows) =>
			writing.write.addAll(
				'obligation',
				rows.map(({ id, fields }) => ({ ...fields, id }))
			),
		async change(writing, id, fields, { value }) {
			await writing.write.changeRecord(id, {
				title: {
					...planning.records.get(id)?.title,
					[here.workspace.language]: titleOfObligation(value.article, value.text)
				}
			})
			await writing.write.change('obligation', id, fields)
		}
	})
	planThemes(planning, placing, (row) => row)
}

function planDuties(planning: AreaPlanning) {
	const { ids, here } = planning
	const placing = placeRows(planning, reportingDutySheet, {
		complete: (row) => ({
			...row,
			language: row.language ?? here.workspace.language
		})
	})
	for (const { row, whole } of placing.rows)
		if (whole['first_months'] === undefined && whole['every_months'] === undefined)
			faultIn(planning, placing.sheet, row)('every_months', 'instruments.duty-without-period')
	planRows(planning, placing, {
		fields: ({ value }) => ({
			first_months: value.first_months ?? null,
			every_months: value.every_months ?? null,
			language: value.language ?? here.workspace.language,
			state: value.state,
			...originColumns(value)
		}),
		columns: ORIGIN_COLUMNS,
		add: (writing, rows) =>
			writing.write.addAll(
				'reporting_duty',
				rows.map(({ id, fields, one: { value } }) => ({
					...fields,
					id,
					instrument_id: ids.of('instrument', value.instrument),
					article: value.article ?? null,
					body: value.body
				}))
			),
		change: (writing, id, fields) => writing.write.change('reporting_duty', id, fields)
	})
	return new Map(placing.all.map(({ id, texts }) => [`${texts['instrument'] ?? ''} ${nameOfDuty(texts)}`, id]))
}
