import Big from 'big.js'
import type { Names } from './compile-formula.ts'
import { addDays, addMonths, daysBetween } from './days.ts'
import { FormulaError, type Expression } from './syntax.ts'
import { stopWork, type Compiled, type Row, type ValueType } from './values.ts'

type Call = {
	expression: Extract<Expression, { is: 'call' }>
	names: Names
	compile(expression: Expression): Compiled
	/** Compiles a condition over the fields of a table's row. */
	compileRow(expression: Expression, table: string): Compiled
	readsTable(table: string): void
}

function wrongKind(at: number, { kind }: Pick<Compiled, 'kind'>): never {
	throw new FormulaError('wrong-kind', at, kind)
}

function inputsOf({ expression, compile }: Call, least: number, most = least): Compiled[] {
	const count = expression.with.length
	if (count < least || count > most) throw new FormulaError('wrong-count', expression.at, expression.name)
	return expression.with.map(compile)
}

const ofKind =
	<K extends Compiled['kind']>(kind: K) =>
	(input: Compiled | undefined, at: number): Extract<Compiled, { kind: K }> => {
		if (!input) throw new FormulaError('wrong-count', at, kind)
		if (!isOfKind(input, kind)) return wrongKind(at, input)
		return input
	}

function isOfKind<K extends Compiled['kind']>(input: Compiled, kind: K): input is Extract<Compiled, { kind: K }> {
	return input.kind === kind
}

const number = ofKind('number')
const day = ofKind('day')
const yesNo = ofKind('yes-no')
const text = ofKind('text')

/** What two branches give together; an empty branch takes the kind of the other. */
function together(one: Compiled, other: Compiled, at: number, choose: (row: Row) => 'one' | 'other'): Compiled {
	if (one.kind === 'number' && (other.kind === 'number' || other.kind === 'empty')) {
		return { kind: 'number', give: (row) => (choose(row) === 'one' ? one : other).give(row) }
	}
	if (one.kind === 'money' && (other.kind === 'money' || other.kind === 'empty')) {
		const currency = other.kind === 'empty' || other.currency === one.currency ? one.currency : null
		return { kind: 'money', currency, give: (row) => (choose(row) === 'one' ? one : other).give(row) }
	}
	if (one.kind === 'text' && (other.kind === 'text' || other.kind === 'empty')) {
		const isReference = one.isReference === true || (other.kind === 'text' && other.isReference === true)
		return { kind: 'text', give: (row) => (choose(row) === 'one' ? one : other).give(row), isReference }
	}
	if (one.kind === 'day' && (other.kind === 'day' || other.kind === 'empty')) {
		return { kind: 'day', give: (row) => (choose(row) === 'one' ? one : other).give(row) }
	}
	if (one.kind === 'yes-no' && (other.kind === 'yes-no' || other.kind === 'empty')) {
		return { kind: 'yes-no', give: (row) => (choose(row) === 'one' ? one : other).give(row) }
	}
	if (one.kind === 'empty' && other.kind !== 'empty') {
		return together(other, one, at, (row) => (choose(row) === 'one' ? 'other' : 'one'))
	}
	return wrongKind(at, other)
}

function chooseIf(call: Call): Compiled {
	const [condition, one, other] = inputsOf(call, 3)
	const { at } = call.expression
	if (!one || !other) throw new FormulaError('wrong-count', at, call.expression.name)
	const { give } = yesNo(condition, at)
	return together(one, other, at, (row) => (give(row) === true ? 'one' : 'other'))
}

function firstFilled(call: Call): Compiled {
	const { at } = call.expression
	return inputsOf(call, 2, 20).reduce((one, other) =>
		together(one, other, at, (row) => (one.give(row) === null ? 'other' : 'one'))
	)
}

function rounded(call: Call): Compiled {
	const { at } = call.expression
	const [value, places] = inputsOf(call, 1, 2)
	const digits = places ? number(places, at).give : () => Big(0)
	const work = (amount: Big, by: Big) => amount.round(Math.max(0, Math.min(10, by.toNumber())), Big.roundHalfEven)
	if (value?.kind === 'money') {
		return {
			...value,
			give: (row) => {
				const money = value.give(row)
				return money && { ...money, amount: work(money.amount, digits(row) ?? Big(0)) }
			}
		}
	}
	const { give } = number(value, at)
	return {
		kind: 'number',
		give: (row) => {
			const found = give(row)
			return found && work(found, digits(row) ?? Big(0))
		}
	}
}

const bestOf =
	(sign: 1 | -1) =>
	(call: Call): Compiled => {
		const inputs = inputsOf(call, 2, 20).map((input) => number(input, call.expression.at))
		return {
			kind: 'number',
			give: (row) => {
				let best: Big | null = null
				for (const { give } of inputs) {
					const value = give(row)
					if (value !== null && (best === null || value.cmp(best) === sign)) best = value
				}
				return best
			}
		}
	}

function isOneOf(call: Call): Compiled {
	const { at } = call.expression
	const [value, ...codes] = inputsOf(call, 2, 50)
	const known = new Set(codes.map((code) => text(code, at).constant ?? wrongKind(at, code)))
	const { give } = text(value, at)
	return { kind: 'yes-no', give: (row) => known.has(give(row) ?? '') }
}

function includes(call: Call): Compiled {
	const { at } = call.expression
	const [list, code] = inputsOf(call, 2)
	if (list?.kind !== 'list') return wrongKind(at, list ?? { kind: 'empty' })
	const wanted = text(code, at).give
	return { kind: 'yes-no', give: (row) => list.give(row)?.includes(wanted(row) ?? '') ?? false }
}

function partOfDay(from: number, to: number) {
	return (call: Call): Compiled => {
		const { give } = day(inputsOf(call, 1)[0], call.expression.at)
		return {
			kind: 'number',
			give: (row) => {
				const found = give(row)
				return found === null ? null : Big(found.slice(from, to))
			}
		}
	}
}

// No answer lies further from a day than a lifetime of the longest treaty; what is further is a slip of the pen.
const MOST_DAYS = 200_000
const CALENDAR_DAY = /^(?!0000)\d{4}-\d{2}-\d{2}$/

const moved =
	(move: (from: string, by: number) => string) =>
	(call: Call): Compiled => {
		const { at } = call.expression
		const [from, by] = inputsOf(call, 2)
		const start = day(from, at).give
		const count = number(by, at).give
		return {
			kind: 'day',
			give: (row) => {
				const first = start(row)
				const steps = count(row)
				if (first === null || steps === null) return null
				if (steps.abs().gt(MOST_DAYS)) return stopWork('too-large')
				const day = move(first, steps.round(0, Big.roundHalfEven).toNumber())
				// Beyond the year 9999 a day is written otherwise, and no calendar shows it.
				return CALENDAR_DAY.test(day) ? day : stopWork('too-large')
			}
		}
	}

function between(call: Call): Compiled {
	const { at } = call.expression
	const [from, to] = inputsOf(call, 2)
	const first = day(from, at).give
	const last = day(to, at).give
	return {
		kind: 'number',
		give: (row) => {
			const one = first(row)
			const other = last(row)
			return one === null || other === null ? null : Big(daysBetween(one, other))
		}
	}
}

/** The rows of a table that count: all of them, or those for which the condition holds. */
function rowsOf(call: Call, table: string, condition: Expression | undefined): (row: Row) => readonly Row[] {
	call.readsTable(table)
	if (!condition) return (row) => row.rows(table)
	const { give } = yesNo(call.compileRow(condition, table), condition.at)
	return (row) => row.rows(table).filter((one) => give(one) === true)
}

function count(call: Call): Compiled {
	const { at, name, with: inputs } = call.expression
	const [counted, condition] = inputs
	if (!counted || inputs.length > 2) throw new FormulaError('wrong-count', at, name)
	if (counted.is === 'name' && counted.table === null && call.names.hasTable(counted.field)) {
		const rows = rowsOf(call, counted.field, condition)
		return { kind: 'number', give: (row) => Big(rows(row).length) }
	}
	if (condition) throw new FormulaError('wrong-count', at, name)
	const list = call.compile(counted)
	if (list.kind !== 'list') return wrongKind(counted.at, list)
	return { kind: 'number', give: (row) => Big(list.give(row)?.length ?? 0) }
}

function sumOfMoney(rows: (row: Row) => readonly Row[], field: string, currency: string | null): Compiled {
	return {
		kind: 'money',
		currency,
		give: (row) => {
			const found = rows(row).flatMap((each) => each.money(field) ?? [])
			const [first] = found
			if (!first) return currency === null ? null : { amount: Big(0), currency }
			if (found.some((one) => one.currency !== first.currency)) return stopWork('mixed-currencies')
			return {
				amount: found.reduce((total, { amount }) => total.plus(amount), Big(0)),
				currency: first.currency
			}
		}
	}
}

function sum(call: Call): Compiled {
	const { at, name, with: inputs } = call.expression
	const [column, condition] = inputs
	if (column?.is !== 'name' || column.table === null || inputs.length > 2)
		throw new FormulaError('wrong-count', at, name)
	const { table, field } = column
	const type: ValueType | undefined = call.names.tableField(table, field)
	if (!type) throw new FormulaError('unknown-field', column.at, `${table}.${field}`)
	const rows = rowsOf(call, table, condition)
	if (type.kind === 'money') return sumOfMoney(rows, field, type.currency)
	if (type.kind !== 'number') return wrongKind(column.at, type)
	return {
		kind: 'number',
		give: (row) => rows(row).reduce((total, each) => total.plus(each.number(field) ?? 0), Big(0))
	}
}

/** The functions a formula may call. None repeats, reads or writes anything: the list is the whole of what it can do. */
export const FUNCTIONS: ReadonlyMap<string, (call: Call) => Compiled> = new Map([
	['if', chooseIf],
	['first_filled', firstFilled],
	['round', rounded],
	['least', bestOf(-1)],
	['greatest', bestOf(1)],
	['one_of', isOneOf],
	['includes', includes],
	['year', partOfDay(0, 4)],
	['month', partOfDay(5, 7)],
	['days_between', between],
	['add_days', moved(addDays)],
	['add_months', moved(addMonths)],
	['count', count],
	['sum', sum],
	[
		'length',
		(call) => {
			const { give } = text(inputsOf(call, 1)[0], call.expression.at)
			return {
				kind: 'number',
				give: (row) => {
					const found = give(row)
					return found === null ? null : Big(Array.from(found).length)
				}
			}
		}
	],
	[
		'today',
		(call) => {
			inputsOf(call, 0)
			return { kind: 'day', give: (row) => row.today }
		}
	]
])
