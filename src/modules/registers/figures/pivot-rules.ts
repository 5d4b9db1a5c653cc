import Big from 'big.js'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { Value } from '../entry/values.ts'
import { groupsOf, STATE, summed, type Span } from './figure-rules.ts'

/** What a pivot tells apart, and adds up. */
export type PivotAsked = {
	rows: string
	rowSpan: Span | null
	columns: string
	columnSpan: Span | null
	sum: string | null
}

/** How many entries, and what their amounts come to by currency. */
export type Amount = { records: number; sums: Map<string, Big> }

/** What was counted so far: each value of the one field by each of the other, and both alone. */
export type PivotCount = {
	whole: Amount
	rows: Map<string, Amount>
	columns: Map<string, Amount>
	cells: Map<string, Map<string, Amount>>
	/** True once an invented entry is among them. */
	invented: boolean
}

export const emptyAmount = (): Amount => ({ records: 0, sums: new Map() })

export const emptyPivot = (): PivotCount => ({
	whole: emptyAmount(),
	rows: new Map(),
	columns: new Map(),
	cells: new Map(),
	invented: false
})

type Sum = { amount: string; currency: string } | null

function addOne(amount: Amount, sum: Sum) {
	amount.records += 1
	if (sum) amount.sums.set(sum.currency, (amount.sums.get(sum.currency) ?? Big(0)).plus(sum.amount))
}

function at<T>(map: Map<string, T>, key: string, make: () => T): T {
	const known = map.get(key)
	if (known !== undefined) return known
	const made = make()
	map.set(key, made)
	return made
}

/** The fields a pivot reads of each entry, in the order in which `addToPivot` takes their values. */
export const pivotKeys = ({ rows, columns, sum }: PivotAsked): string[] => [
	rows,
	columns,
	...(sum === null ? [] : [sum])
]

/** Counts entries, and keeps in mind whether one of them is invented. */
export function addAllToPivot(
	count: PivotCount,
	compiled: CompiledRegister,
	asked: PivotAsked,
	entries: readonly { values: readonly (Value | null)[]; invented: boolean }[]
) {
	for (const { values, invented } of entries) {
		addToPivot(count, compiled, asked, values)
		count.invented ||= invented
	}
}

/** Counts one entry: once in the whole, and once in each row, column and cell it stands in. Amounts of two currencies are never added. */
export function addToPivot(
	count: PivotCount,
	{ fields }: CompiledRegister,
	asked: PivotAsked,
	[row, column, summand]: readonly (Value | null)[]
) {
	const valuesIn = (by: string, value: Value | null | undefined, span: Span | null) => {
		if (by === STATE) return typeof value === 'string' ? [value] : ['']
		const one = fields.get(by)
		return one ? [...new Set(groupsOf(one, value ?? undefined, span))] : ['']
	}
	const rows = valuesIn(asked.rows, row, asked.rowSpan)
	const columns = valuesIn(asked.columns, column, asked.columnSpan)
	const sum = asked.sum === null ? null : summed(summand ?? undefined)
	addOne(count.whole, sum)
	for (const value of columns) addOne(at(count.columns, value, emptyAmount), sum)
	for (const value of rows) {
		addOne(at(count.rows, value, emptyAmount), sum)
		const cells = at(count.cells, value, () => new Map<string, Amount>())
		for (const other of columns) addOne(at(cells, other, emptyAmount), sum)
	}
}

/** Values under the name they are shown by: those that are out of sight, or one too many, stand together. */
export type Fold = { row(value: string): string; column(value: string): string }

function addAmount(into: Amount, amount: Amount) {
	into.records += amount.records
	for (const [currency, sum] of amount.sums) into.sums.set(currency, (into.sums.get(currency) ?? Big(0)).plus(sum))
}

/** The same with rows and columns put together. */
export function foldPivot({ whole, rows, columns, cells, invented }: PivotCount, { row, column }: Fold): PivotCount {
	const folded = { ...emptyPivot(), whole, invented }
	for (const [value, amount] of rows) addAmount(at(folded.rows, row(value), emptyAmount), amount)
	for (const [value, amount] of columns) addAmount(at(folded.columns, column(value), emptyAmount), amount)
	for (const [value, line] of cells) {
		const into = at(folded.cells, row(value), () => new Map<string, Amount>())
		for (const [other, amount] of line) addAmount(at(into, column(other), emptyAmount), amount)
	}
	return folded
}

/** The values that most entries hold, as many as are shown. */
export function mostHeld(values: ReadonlyMap<string, Amount>, most: number): ReadonlySet<string> {
	const inOrder = [...values].sort(
		([one, { records: few }], [other, { records: many }]) => many - few || (one < other ? -1 : 1)
	)
	return new Set(inOrder.slice(0, most).map(([value]) => value))
}
