import Big from 'big.js'
import type { CompiledField, CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import type { Formula } from '../formula/compile-formula.ts'
import { giveFor, type Money as FormulaMoney, type Row, type StopCode } from '../formula/values.ts'
import { columnValueOf } from './columns.ts'
import type { EntryValues, RowValues, Value, Values } from './values.ts'

/** Why a formula gives nothing for an entry: its field, and the row of a table it stands in. */
export type Stopped = { field: string; table?: string; row?: number; code: StopCode }

const isList = (value: Value | undefined): value is readonly string[] => Array.isArray(value)

/** A year or a month counts as its first day. */
const firstDayOf = (day: string | null) => (day === null || day.length >= 10 ? day : `${day}-01-01`.slice(0, 10))

/** An entry, or a row of one of its tables, as formulas read it. */
export function rowOf(values: Values, tables: EntryValues['tables'], today: string): Row {
	const text = (field: string) => {
		const value = values[field]
		return typeof value === 'string' ? value : null
	}
	const row: Row = {
		number: (field) => {
			const found = text(field)
			return found === null ? null : Big(found)
		},
		money(field) {
			const value = values[field]
			return typeof value === 'object' && 'amount' in value
				? { amount: Big(value.amount), currency: value.currency }
				: null
		},
		text,
		day: (field) => firstDayOf(text(field)),
		yesNo: (field) => {
			const value = values[field]
			return typeof value === 'boolean' ? value : null
		},
		list: (field) => {
			const value = values[field]
			return isList(value) ? value : null
		},
		rows: (table) => (tables[table] ?? []).map((one) => ({ ...rowOf(one, {}, today), entry: row })),
		today
	}
	return row
}

const isMoney = (value: object): value is FormulaMoney => 'currency' in value

/** The result of a formula in the form an entry keeps. */
export function keptOf(value: ReturnType<Formula['gives']['give']>, digits: number): Value | null {
	if (value === null || typeof value !== 'object') return value === '' ? null : value
	if (value instanceof Big) return value.round(digits, Big.roundHalfEven).toFixed()
	if (isMoney(value)) {
		return { amount: value.amount.round(digits, Big.roundHalfEven).toFixed(), currency: value.currency }
	}
	return value
}

// What lists sort and filter by stands in columns of eight bytes.
const MOST_KEPT = 2n ** 63n - 1n

/** True for a result that its column cannot hold. */
function isBeyondColumn(compiled: CompiledField<AnyField>, value: Value): boolean {
	const column = columnValueOf(compiled, value)
	return typeof column === 'bigint' && (column > MOST_KEPT || column < -MOST_KEPT)
}

type Working = {
	fields: ReadonlyMap<string, CompiledField<AnyField>>
	order: readonly string[]
	values: Values
	tables: EntryValues['tables']
	today: string
}

function workOutRow(
	{ fields, order, values, tables, today }: Working,
	stopped: (field: string, code: StopCode) => void
) {
	const worked: Record<string, Value> = {}
	for (const [key, value] of Object.entries(values)) if (!fields.get(key)?.formula) worked[key] = value
	for (const key of order) {
		const compiled = fields.get(key)
		if (!compiled?.formula || compiled.field.type !== 'formula') continue
		const given = giveFor(compiled.formula.gives, rowOf(worked, tables, today))
		if ('stop' in given) {
			stopped(key, given.stop)
			continue
		}
		const kept = keptOf(given.value, compiled.field.digits)
		if (kept === null) continue
		if (isBeyondColumn(compiled, kept)) stopped(key, 'too-large')
		else worked[key] = kept
	}
	return worked
}

/** An entry with its formulas worked out anew, the tables' first, and those that give nothing with the reason. */
export function workOut(
	register: CompiledRegister,
	given: EntryValues,
	today: string
): { values: EntryValues; stopped: Stopped[] } {
	const stopped: Stopped[] = []
	const tables: Record<string, readonly RowValues[]> = {}
	for (const [key, { fields, order }] of register.tables) {
		tables[key] = (given.tables[key] ?? []).map((values, row) =>
			workOutRow({ fields, order, values, tables: {}, today }, (field, code) =>
				stopped.push({ field, table: key, row, code })
			)
		)
	}
	const fields = workOutRow(
		{ fields: register.fields, order: register.order, values: given.fields, tables, today },
		(field, code) => stopped.push({ field, code })
	)
	return { values: { fields, tables }, stopped }
}

/** Why an entry is not complete or not sound: a field that must be filled, or a check that does not hold. */
export type EntryFault =
	| { code: 'missing'; field: string; table?: string; row?: number }
	| { code: 'check'; check: string; field: string }
	/** What every move into the state asks for is empty; the field may be a table. */
	| { code: 'left-empty'; field: string; state: string }

const holds = (formula: Formula, row: Row) => {
	const given = giveFor(formula.gives, row)
	// A check over numbers that give nothing is no reason to refuse them: the stopped formula says so itself.
	return 'stop' in given || given.value === true
}

/** Whether a field is asked for as the others stand. */
export const isAsked = ({ asked, field }: CompiledField<AnyField>, row: Row) =>
	// What is asked for no longer stays where it stands.
	asked === null || field.retired || holds(asked, row)

const mustBeFilled = (compiled: CompiledField<AnyField>, row: Row) =>
	!compiled.field.retired &&
	isAsked(compiled, row) &&
	compiled.required !== null &&
	(compiled.required === true || holds(compiled.required, row))

/** Values of fields that are not asked for as the others stand are dropped: they would be kept where nobody sees them. */
export function withoutUnasked(register: CompiledRegister, values: EntryValues, today: string): EntryValues {
	const { fields, tables } = values
	const row = rowOf(fields, tables, today)
	const keys = Object.keys(fields)
	const asked = keys.filter((key) => {
		const compiled = register.fields.get(key)
		return compiled !== undefined && isAsked(compiled, row)
	})
	// The same where nothing is dropped, so that nothing has to be worked out again.
	if (asked.length === keys.length) return values
	const kept = new Set(asked)
	return { fields: Object.fromEntries(Object.entries(fields).filter(([key]) => kept.has(key))), tables }
}

const fieldAt = ({ declaration }: CompiledRegister, check: string) =>
	declaration.checks.find(({ key }) => key === check)?.at ?? ''

/** What keeps an entry from standing in a state: checks that hold there, and what every move into it asks to be filled. */
export function faultsInState(
	register: CompiledRegister,
	{ fields, tables }: EntryValues,
	{ today, state }: { today: string; state: string }
): EntryFault[] {
	const row = rowOf(fields, tables, today)
	const isEmpty = (key: string) => fields[key] === undefined && (tables[key] ?? []).length === 0
	return [
		...(register.stayFilled.get(state) ?? []).flatMap((field): EntryFault[] =>
			isEmpty(field) ? [{ code: 'left-empty', field, state }] : []
		),
		...register.checks.flatMap(({ key, must, states }): EntryFault[] =>
			states?.includes(state) === true && !holds(must, row)
				? [{ code: 'check', check: key, field: fieldAt(register, key) }]
				: []
		)
	]
}

/** Everything that keeps an entry from being taken, by the rules of its register, over the fields that may be filled in. */
export function faultsOf(
	register: CompiledRegister,
	{ fields, tables }: EntryValues,
	{ today, mayFill, state }: { today: string; mayFill: (key: string) => boolean; state: string }
): EntryFault[] {
	const faults: EntryFault[] = []
	const row = rowOf(fields, tables, today)
	for (const [key, compiled] of register.fields) {
		if (fields[key] === undefined && !compiled.formula && mayFill(key) && mustBeFilled(compiled, row)) {
			faults.push({ code: 'missing', field: key })
		}
	}
	for (const [table, compiled] of register.tables) {
		if (!mayFill(table)) continue
		for (const [index, values] of (tables[table] ?? []).entries()) {
			const inner = rowOf(values, {}, today)
			for (const [key, one] of compiled.fields) {
				if (values[key] === undefined && !one.formula && mustBeFilled(one, inner)) {
					faults.push({ code: 'missing', field: key, table, row: index })
				}
			}
		}
	}
	for (const { key, must, states } of register.checks)
		if (states === null && !holds(must, row)) faults.push({ code: 'check', check: key, field: fieldAt(register, key) })
	return [...faults, ...faultsInState(register, { fields, tables }, { today, state })]
}
