import {
	type AreaPlanning,
	type Placing,
	type Whole,
	faultIn,
	isNew,
	originColumns,
	placeRows,
	planRows
} from '#platform/exchange/plan-rows.ts'
import type { Texts } from '#platform/exchange/texts.ts'
import { faultsOfLine, STATUS_EVENTS } from '../instrument/instrument-rules.ts'
import { isPartialDate } from '../instrument/partial-days.ts'
import { termsOf } from '../instrument/status-rows.server.ts'
import { readHistory, type StatusEvent, type StatusFaultCode, type StatusTerms } from '../instrument/status-rules.ts'
import { spanIn } from './cells.ts'
import { checkCells } from './check-cells.ts'
import { nameOfStatement } from './export-instruments.ts'
import type { Instruments } from './import-instruments.ts'
import { statusSheet } from './instrument-sheets.ts'
import { ORIGIN_COLUMNS } from './plan.ts'

type Statuses = Placing<(typeof statusSheet)['columns']>

/** Plans what States did with instruments; each history is looked at whole, as it will stand. */
export function planStatuses(planning: AreaPlanning, instruments: Instruments): Statuses {
	const { ids, here } = planning
	const placing: Statuses = placeRows(planning, statusSheet)
	checkCells(planning, placing, { dates: ['day'], countries: ['country'], past: ['day'] })
	const statements = statementsIn(placing)
	checkLines(planning, placing)
	checkHistories(planning, { placing, statements, terms: termsIn(instruments) })
	planRows(planning, placing, {
		fields: ({ value, whole }) => ({
			effect_day: value.effect ?? null,
			withdraws_id: statements.get(withdrawnBy(whole)) ?? null,
			text: value.text ?? null,
			language: value.language ?? (value.text === undefined ? null : here.workspace.language),
			state: value.state,
			state_reason: value.state_reason ?? null,
			...originColumns(value)
		}),
		columns: { effect_day: 'effect', withdraws_id: 'withdraws', ...ORIGIN_COLUMNS },
		// What is taken back stands before what takes it back.
		async add(writing, rows) {
			const added = rows.map(({ id, fields, one: { value } }) => {
				const { first, last } = spanIn(value.day)
				return {
					...fields,
					id,
					instrument_id: ids.of('instrument', value.instrument),
					country: value.country,
					event: value.event,
					day_first: first,
					day_last: last,
					seat_id: null,
					created_at: writing.now
				}
			})
			await writing.write.addAll(
				'instrument_status',
				added.filter(({ withdraws_id }) => withdraws_id === null)
			)
			await writing.write.addAll(
				'instrument_status',
				added.filter(({ withdraws_id }) => withdraws_id !== null)
			)
		},
		change: (writing, id, fields) => writing.write.change('instrument_status', id, fields)
	})
	return placing
}

const nameIn = (texts: Texts, event: string | undefined, name: string) =>
	[texts['instrument'], texts['country'], event, name].join(' ')

function withdrawnBy(texts: Texts) {
	const event = texts['event'] === 'withdrawal-of-reservation' ? 'reservation' : 'declaration'
	return nameIn(texts, event, texts['withdraws'] ?? '')
}

/** The reservations and declarations of the file and of the workspace, by the name that a withdrawal has for them. */
const statementsIn = ({ all }: Statuses): ReadonlyMap<string, string> =>
	new Map(
		all
			.filter(({ texts }) => texts['event'] === 'reservation' || texts['event'] === 'declaration')
			.map(({ id, texts }) => [nameIn(texts, texts['event'], nameOfStatement(texts)), id])
	)

function checkLines(planning: AreaPlanning, { sheet, rows }: Statuses) {
	for (const { row, value, whole } of rows) {
		const faults = faultsOfLine({
			event: value.event,
			text: whole['text'] ?? null,
			withdraws: whole['withdraws'] ?? null,
			effect: whole['effect'] ?? null
		})
		for (const { field, code } of faults) faultIn(planning, sheet, row)(field, code)
	}
}

/** What each instrument says of its times, as it will stand, by its key. */
function termsIn({ all }: Instruments): ReadonlyMap<string, StatusTerms> {
	const date = (text: string | undefined) => spanIn(text !== undefined && isPartialDate(text) ? text : undefined)
	const answer = (text: string | undefined) => (text === 'yes' ? true : text === 'no' ? false : null)
	// A cell that is no number is named where the instruments are checked.
	const number = (text: string | undefined) => (text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : null)
	return new Map(
		all.map(({ texts }) => {
			const [adopted, inForce] = [date(texts['adopted']), date(texts['in_force'])]
			const terms = termsOf({
				adopted_first: adopted.first,
				adopted_last: adopted.last,
				in_force_first: inForce.first,
				in_force_last: inForce.last,
				is_in_force: answer(texts['is_in_force']),
				signable_until_day: texts['signable_until'] ?? null,
				entry_months: number(texts['entry_months']),
				entry_days: number(texts['entry_days']),
				entry_first_of_month: answer(texts['entry_first_of_month']),
				leaving_months: number(texts['leaving_months'])
			})
			return [texts['key'] ?? '', terms]
		})
	)
}

const COLUMN_OF: Partial<Record<StatusFaultCode, string>> = {
	'status.before-adoption': 'day',
	'status.no-date': 'day',
	'status.effect-before-notice': 'effect',
	'status.nothing-to-withdraw': 'withdraws'
}

type Looking = {
	placing: Statuses
	statements: ReadonlyMap<string, string>
	terms: ReadonlyMap<string, StatusTerms>
}

/** Names, for each State in each instrument that the file touches, what cannot have been. */
function checkHistories(planning: AreaPlanning, { placing, statements, terms }: Looking) {
	const groupOf = (texts: Texts) => [texts['instrument'], texts['country']].join(' ')
	const touched = new Map(
		placing.rows
			.filter((one) => isNew(one) || one.changes.length > 0)
			.map((one) => [groupOf(one.whole), one.row] as const)
	)
	const counted = placing.all.filter(({ texts }) => texts['state'] !== 'withdrawn' && isLegible(texts))
	for (const [group, lines] of Map.groupBy(counted, ({ texts }) => groupOf(texts))) {
		const firstRow = touched.get(group)
		const own = terms.get(lines[0]?.texts['instrument'] ?? '')
		if (firstRow === undefined || !own) continue
		const rowOf = new Map(lines.map(({ id, row }) => [id, row]))
		const read = readHistory(
			lines.flatMap((line) => eventOf(line, statements) ?? []),
			own
		)
		for (const { code, event } of 'faults' in read ? read.faults : [])
			faultIn(planning, placing.sheet, rowOf.get(event.id) ?? firstRow)(COLUMN_OF[code] ?? 'event', code)
	}
}

const isLegible = (texts: Texts) => texts['day'] === undefined || isPartialDate(texts['day'])

function eventOf({ id, texts }: Whole, statements: ReadonlyMap<string, string>): StatusEvent | undefined {
	const event = STATUS_EVENTS.find((one) => one === texts['event'])
	if (event === undefined) return undefined
	return {
		id,
		event,
		on: texts['day'] ?? null,
		statedYear: texts['source_year'] === undefined ? null : Number(texts['source_year']),
		effectDay: texts['effect'] ?? null,
		text: texts['text'] ?? null,
		withdraws: texts['withdraws'] === undefined ? null : (statements.get(withdrawnBy(texts)) ?? null)
	}
}
