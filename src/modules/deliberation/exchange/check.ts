import { type AreaPlanning, type Placing, faultIn } from '#platform/exchange/plan-rows.ts'
import type { Columns, Sheet } from '#platform/exchange/sheet.ts'
import type { Texts } from '#platform/exchange/texts.ts'

/** Looks at the rows of a file as they will stand, and names what contradicts the rules at its cell. */
export function checkRows<C extends Columns>(
	planning: AreaPlanning,
	{ sheet, rows }: { sheet: Sheet<C>; rows: Placing<C>['rows'] },
	check: (row: Checked) => void
): void {
	for (const one of rows) {
		const texts = one.whole
		check({
			texts,
			before: one.stored?.texts,
			id: one.id,
			fault: faultIn(planning, sheet, one.row),
			isInvented: texts['origin'] === 'invented'
		})
	}
}

export type Checked = {
	readonly texts: Texts
	/** What the workspace holds of the row; undefined where it is new. */
	readonly before: Texts | undefined
	readonly id: string
	readonly fault: ReturnType<typeof faultIn>
	/** Invented rows show what could be: their days may lie ahead. */
	readonly isInvented: boolean
}

/** Refuses days that do not come in the order of their columns. */
export function checkOrder({ texts, fault }: Checked, ...columns: readonly string[]): void {
	let before: string | undefined
	for (const column of columns) {
		const day = texts[column]
		if (day === undefined) continue
		if (before !== undefined && day < (texts[before] ?? ''))
			fault(column, 'deliberation.import-day-before', { column: before })
		before = column
	}
}

/** Refuses days of what is said to have happened that are still to come. */
export function checkPast({ texts, fault, isInvented }: Checked, today: string, ...columns: readonly string[]): void {
	if (isInvented) return
	for (const column of columns) if ((texts[column] ?? '') > today) fault(column, 'directory.day-in-future', { today })
}

/** Refuses an empty cell that a state asks for. */
export function checkFilled({ texts, fault }: Checked, state: string, ...columns: readonly string[]): void {
	for (const column of columns)
		if (texts[column] === undefined) fault(column, 'deliberation.import-state-needs', { state })
}

/** Refuses a filled cell that does not go with a state. */
export function checkEmpty({ texts, fault }: Checked, state: string, ...columns: readonly string[]): void {
	for (const column of columns)
		if (texts[column] !== undefined) fault(column, 'deliberation.import-state-without', { state })
}

/** Refuses a state that no moves lead to from the one that stands there. */
export function checkWay<S extends string>(
	{ texts, before, fault }: Checked,
	states: readonly S[],
	next: (state: S) => readonly S[]
): void {
	const from = states.find((state) => state === before?.['state'])
	const to = states.find((state) => state === texts['state'])
	if (from === undefined || to === undefined || from === to) return
	const reached = new Set<S>([from])
	for (const state of reached) for (const one of next(state)) reached.add(one)
	if (!reached.has(to)) fault('state', 'deliberation.import-no-way', { from, to })
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/
export const isTime = (text: string | undefined) => text !== undefined && TIME.test(text)

/** Refuses a second row that is open of what may be open once. */
export function checkOpenOnce<C extends Columns>(planning: AreaPlanning, { sheet, all }: Placing<C>, of: string): void {
	const open = new Set<string>()
	const isOpen = all.filter(({ texts }) => texts['to'] === undefined)
	for (const { row, texts } of isOpen.toSorted((one, other) => Number(one.row !== null) - Number(other.row !== null))) {
		const name = texts[of] ?? ''
		if (open.has(name) && row !== null) faultIn(planning, sheet, row)('to', 'deliberation.import-open-twice')
		open.add(name)
	}
}
