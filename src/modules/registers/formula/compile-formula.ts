import Big from 'big.js'
import { FUNCTIONS } from './functions.ts'
import { FormulaError, readFormula, type Expression, type FormulaFault, type Sign } from './syntax.ts'
import { stopWork, type Compiled, type Money, type Row, type ValueType } from './values.ts'

/** What a formula may name: the fields of its register, and the fields of its tables. */
export type Names = {
	field(name: string): ValueType | undefined
	tableField(table: string, name: string): ValueType | undefined
	hasTable(table: string): boolean
}

/** A formula made ready once: what it gives, the fields it reads, and the work itself. */
export type Formula = { text: string; gives: Compiled; reads: readonly string[]; asksToday: boolean }

// Longer numbers than any sum of a State's budget, and short enough that a product of products stays quick.
const MOST_DIGITS = 40

function bounded(number: Big): Big {
	if (number.e >= MOST_DIGITS) return stopWork('too-large')
	return number.c.length > MOST_DIGITS ? number.prec(MOST_DIGITS, Big.roundHalfEven) : number
}

// The longest text that is filled in; formulas that double one another grow beyond every memory in thirty steps.
const MOST_CHARACTERS = 50_000

const joined = (one: string, other: string) =>
	one.length + other.length > MOST_CHARACTERS ? stopWork('too-large') : one + other

/** Division carries ten digits after the point, rounded half to even; what shows rounds further. */
const Divided = Big()
Divided.DP = 10
Divided.RM = Big.roundHalfEven

function divide(left: Big, right: Big): Big {
	if (right.eq(0)) return stopWork('division-by-zero')
	return bounded(Big(new Divided(left).div(new Divided(right)).toFixed()))
}

function sameCurrency(left: Money, right: Money): string {
	return left.currency === right.currency ? left.currency : stopWork('mixed-currencies')
}

const both =
	<T, R>(left: (row: Row) => T | null, right: (row: Row) => T | null, work: (left: T, right: T) => R) =>
	(row: Row): R | null => {
		const one = left(row)
		if (one === null) return null
		const other = right(row)
		return other === null ? null : work(one, other)
	}

const refuseKind = (at: number, { kind }: ValueType): never => {
	throw new FormulaError('wrong-kind', at, kind)
}

function addOrTake(sign: '+' | '-', left: Compiled, right: Compiled, at: number): Compiled {
	const work = (one: Big, other: Big) => bounded(sign === '+' ? one.plus(other) : one.minus(other))
	if (left.kind === 'number' && right.kind === 'number') {
		return { kind: 'number', give: both(left.give, right.give, work) }
	}
	if (left.kind === 'money' && right.kind === 'money') {
		if (left.currency !== null && right.currency !== null && left.currency !== right.currency) {
			throw new FormulaError('mixed-currencies', at, `${left.currency} ${right.currency}`)
		}
		return {
			kind: 'money',
			currency: left.currency ?? right.currency,
			give: both(left.give, right.give, (one, other) => ({
				amount: work(one.amount, other.amount),
				currency: sameCurrency(one, other)
			}))
		}
	}
	if (sign === '+' && left.kind === 'text' && right.kind === 'text') {
		const isReference = left.isReference === true || right.isReference === true
		return { kind: 'text', give: both(left.give, right.give, joined), isReference }
	}
	return refuseKind(at, left.kind === 'number' || left.kind === 'money' ? right : left)
}

const scaled = (
	money: Extract<Compiled, { kind: 'money' }>,
	by: (row: Row) => Big | null,
	work: (a: Big, b: Big) => Big
) =>
	({
		kind: 'money',
		currency: money.currency,
		give: (row) => {
			const value = money.give(row)
			const factor = by(row)
			return value === null || factor === null ? null : { amount: work(value.amount, factor), currency: value.currency }
		}
	}) satisfies Compiled

function multiplyOrDivide(sign: '*' | '/', left: Compiled, right: Compiled, at: number): Compiled {
	const work = sign === '*' ? (one: Big, other: Big) => bounded(one.times(other)) : divide
	if (left.kind === 'number' && right.kind === 'number') {
		return { kind: 'number', give: both(left.give, right.give, work) }
	}
	if (left.kind === 'money' && right.kind === 'number') return scaled(left, right.give, work)
	if (sign === '*' && left.kind === 'number' && right.kind === 'money') return scaled(right, left.give, work)
	if (sign === '/' && left.kind === 'money' && right.kind === 'money') {
		return {
			kind: 'number',
			give: both(left.give, right.give, (one, other) => {
				sameCurrency(one, other)
				return divide(one.amount, other.amount)
			})
		}
	}
	return refuseKind(at, left.kind === 'number' || left.kind === 'money' ? right : left)
}

type Order = '=' | '!=' | '<' | '<=' | '>' | '>='

function holds(sign: Order, order: number): boolean {
	switch (sign) {
		case '=':
			return order === 0
		case '!=':
			return order !== 0
		case '<':
			return order < 0
		case '<=':
			return order <= 0
		case '>':
			return order > 0
		case '>=':
			return order >= 0
		default:
			return sign satisfies never
	}
}

const byCode = (one: string, other: string) => (one === other ? 0 : one < other ? -1 : 1)

/** The order of two values of one kind, or null where either is empty. */
function orderOf(left: Compiled, right: Compiled, sign: Order, at: number): (row: Row) => number | null {
	const onlyEqual = sign === '=' || sign === '!='
	if (left.kind === 'number' && right.kind === 'number') {
		return both(left.give, right.give, (one, other) => one.cmp(other))
	}
	if (left.kind === 'money' && right.kind === 'money') {
		return both(left.give, right.give, (one, other) => {
			sameCurrency(one, other)
			return one.amount.cmp(other.amount)
		})
	}
	if (left.kind === 'money' && right.kind === 'number') {
		return both<Money | Big, number>(left.give, right.give, (one, other) => amountOf(one).cmp(amountOf(other)))
	}
	if (left.kind === 'day' && right.kind === 'day') return both(left.give, right.give, byCode)
	if (left.kind === 'text' && right.kind === 'text' && onlyEqual) return both(left.give, right.give, byCode)
	if (left.kind === 'yes-no' && right.kind === 'yes-no' && onlyEqual) {
		return both(left.give, right.give, (one, other) => Number(one) - Number(other))
	}
	return refuseKind(at, right)
}

const amountOf = (value: Money | Big) => ('amount' in value ? value.amount : value)

function compare(sign: Order, left: Compiled, right: Compiled, at: number): Compiled {
	if (left.kind === 'empty' || right.kind === 'empty') {
		if (sign !== '=' && sign !== '!=') return refuseKind(at, { kind: 'empty', currency: null })
		const { give } = left.kind === 'empty' ? right : left
		return { kind: 'yes-no', give: (row) => (give(row) === null) === (sign === '=') }
	}
	const order = orderOf(left, right, sign, at)
	return {
		kind: 'yes-no',
		// What is empty is equal to nothing, and comes neither before nor after anything.
		give: (row) => {
			const found = order(row)
			return found === null ? sign === '!=' : holds(sign, found)
		}
	}
}

function compileTwo(sign: Sign, left: Compiled, right: Compiled, at: number): Compiled {
	switch (sign) {
		case '+':
		case '-':
			return addOrTake(sign, left, right, at)
		case '*':
		case '/':
			return multiplyOrDivide(sign, left, right, at)
		case 'and':
		case 'or': {
			if (left.kind !== 'yes-no') return refuseKind(at, left)
			if (right.kind !== 'yes-no') return refuseKind(at, right)
			const one = left.give
			const other = right.give
			const isEnough = sign === 'or'
			return {
				kind: 'yes-no',
				give: (row) => ((one(row) ?? false) === isEnough ? isEnough : (other(row) ?? false))
			}
		}
		default:
			return compare(sign, left, right, at)
	}
}

function compileMinus(of: Compiled, at: number): Compiled {
	if (of.kind === 'number') return { kind: 'number', give: (row) => of.give(row)?.neg() ?? null }
	if (of.kind === 'money') {
		return {
			...of,
			give: (row) => {
				const value = of.give(row)
				return value && { ...value, amount: value.amount.neg() }
			}
		}
	}
	return refuseKind(at, of)
}

/** How a field of the given kind is read from a row. */
export function fieldOf(name: string, type: ValueType, from: (row: Row) => Row = (row) => row): Compiled {
	switch (type.kind) {
		case 'number':
			return { kind: 'number', give: (row) => from(row).number(name) }
		case 'money':
			return { kind: 'money', currency: type.currency, give: (row) => from(row).money(name) }
		case 'text':
			return { kind: 'text', give: (row) => from(row).text(name), isReference: type.isReference === true }
		case 'day':
			return { kind: 'day', give: (row) => from(row).day(name) }
		case 'yes-no':
			return { kind: 'yes-no', give: (row) => from(row).yesNo(name) }
		case 'list':
			return { kind: 'list', give: (row) => from(row).list(name) }
		case 'empty':
			return { kind: 'empty', give: () => null }
		default:
			return type satisfies never
	}
}

/**
 * Reads, checks and compiles a formula over the given names, once. Kinds are settled here, so that the work afterwards
 * can only stop for what its numbers do: a division by nought, two currencies, a number too large. Throws `FormulaError`.
 */
export function compileFormula(text: string, names: Names): Formula {
	const reads = new Set<string>()
	let asksToday = false

	// `inside` is the table whose row is read, in the condition of a count or a sum; null for the entry itself.
	function named({ table, field, at }: Extract<Expression, { is: 'name' }>, inside: string | null): Compiled {
		const inRow = inside === null ? undefined : names.tableField(inside, field)
		const type = table === null ? (inRow ?? names.field(field)) : undefined
		if (!type) throw new FormulaError('unknown-field', at, table === null ? field : `${table}.${field}`)
		reads.add(inRow ? (inside ?? field) : field)
		// In the condition of a count or a sum, what is no field of the row is one of its entry.
		return inside === null || inRow ? fieldOf(field, type) : fieldOf(field, type, (row) => row.entry ?? row)
	}

	function called(expression: Extract<Expression, { is: 'call' }>, inside: string | null): Compiled {
		const known = FUNCTIONS.get(expression.name)
		if (!known) throw new FormulaError('unknown-function', expression.at, expression.name)
		if (expression.name === 'today') asksToday = true
		return known({
			expression,
			names,
			compile: (one) => compile(one, inside),
			compileRow: (one, table) => compile(one, table),
			readsTable: (table) => reads.add(table)
		})
	}

	function compile(expression: Expression, inside: string | null): Compiled {
		switch (expression.is) {
			case 'number': {
				const value = bounded(Big(expression.text))
				return { kind: 'number', give: () => value }
			}
			case 'text':
				return { kind: 'text', give: () => expression.text, constant: expression.text }
			case 'yes-no':
				return { kind: 'yes-no', give: () => expression.value }
			case 'empty':
				return { kind: 'empty', give: () => null }
			case 'name':
				return named(expression, inside)
			case 'call':
				return called(expression, inside)
			case 'minus':
				return compileMinus(compile(expression.of, inside), expression.at)
			case 'not': {
				const of = compile(expression.of, inside)
				if (of.kind !== 'yes-no') return refuseKind(expression.at, of)
				return { kind: 'yes-no', give: (row) => !(of.give(row) ?? false) }
			}
			case 'two':
				return compileTwo(
					expression.sign,
					compile(expression.left, inside),
					compile(expression.right, inside),
					expression.at
				)
			default:
				return expression satisfies never
		}
	}

	const gives = compile(readFormula(text), null)
	return { text, gives, reads: [...reads], asksToday }
}

/** The fault a formula is refused for, or the formula. */
export function tryFormula(text: string, names: Names): { formula: Formula } | { fault: FormulaFault } {
	try {
		return { formula: compileFormula(text, names) }
	} catch (error) {
		if (error instanceof FormulaError) return { fault: error.fault }
		throw error
	}
}
