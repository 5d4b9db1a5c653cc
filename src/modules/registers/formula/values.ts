import type Big from 'big.js'

export type Money = { amount: Big; currency: string }

/** What a formula knows of a value before it has one. A money's currency is null where each entry chooses it. */
export type ValueType =
	| { kind: 'number' | 'day' | 'yes-no' | 'list' | 'empty'; currency?: null }
	/** A reference is the identifier of a record or a seat, which is compared and not shown. */
	| { kind: 'text'; currency?: null; isReference?: boolean }
	| { kind: 'money'; currency: string | null }

/** One entry, or one row of its tables, as formulas read it. Days are `YYYY-MM-DD`; null is empty. */
export type Row = {
	number(field: string): Big | null
	money(field: string): Money | null
	text(field: string): string | null
	day(field: string): string | null
	yesNo(field: string): boolean | null
	list(field: string): readonly string[] | null
	rows(table: string): readonly Row[]
	/** The entry that a row of a table stands in. */
	entry?: Row
	/** The calendar day in the workspace's time zone. */
	today: string
}

/** A part of a formula made ready: its kind is settled, its work is a function of the row. */
export type Compiled =
	| { kind: 'number'; give: (row: Row) => Big | null }
	| { kind: 'money'; currency: string | null; give: (row: Row) => Money | null }
	| { kind: 'text'; give: (row: Row) => string | null; constant?: string; isReference?: boolean }
	| { kind: 'day'; give: (row: Row) => string | null }
	| { kind: 'yes-no'; give: (row: Row) => boolean | null }
	| { kind: 'list'; give: (row: Row) => readonly string[] | null }
	| { kind: 'empty'; give: (row: Row) => null }

export type StopCode = 'division-by-zero' | 'mixed-currencies' | 'too-large'

/** Thrown by the work of a formula where its numbers allow no result; the entry shows the reason in its place. */
export class FormulaStop extends Error {
	readonly code: StopCode
	constructor(code: StopCode) {
		super(code)
		this.name = 'FormulaStop'
		this.code = code
	}
}

/** Ends the work of a formula without a result. */
export function stopWork(code: StopCode): never {
	throw new FormulaStop(code)
}

type Given = ReturnType<Compiled['give']>

/** What a formula gives for a row, or why it gives nothing. */
export function giveFor(compiled: Compiled, row: Row): { value: Given } | { stop: StopCode } {
	try {
		return { value: compiled.give(row) }
	} catch (error) {
		if (error instanceof FormulaStop) return { stop: error.code }
		throw error
	}
}
