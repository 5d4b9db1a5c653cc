import { type AreaPlanning, type Placing, faultIn } from '#platform/exchange/plan-rows.ts'
import { COUNTRIES } from '#platform/languages/countries.ts'
import type { Columns } from '#platform/exchange/sheet.ts'
import { isPartialDate } from '../instrument/partial-days.ts'

type Looked = { dates?: readonly string[]; countries?: readonly string[]; past?: readonly string[] }

/** Refuses dates that are no year, month or day, countries that nobody knows, and days to come of what is said to have happened. */
export function checkCells<C extends Columns>(
	planning: AreaPlanning,
	{ sheet, rows }: Placing<C>,
	{ dates = [], countries = [], past = [] }: Looked
): void {
	const { today } = planning.here
	for (const { row, whole } of rows) {
		const fault = faultIn(planning, sheet, row)
		for (const column of dates) {
			const text = whole[column]
			if (text !== undefined && !isPartialDate(text)) fault(column, 'instruments.import-not-a-date', { value: text })
		}
		for (const column of countries) {
			const text = whole[column]
			if (text !== undefined && !COUNTRIES.includes(text))
				fault(column, 'instruments.import-no-country', { value: text })
		}
		for (const column of past)
			if (whole['origin'] !== 'invented' && (whole[column] ?? '') > today)
				fault(column, 'directory.day-in-future', { today })
	}
}
