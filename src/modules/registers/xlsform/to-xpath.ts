import { FormulaError, readFormula, type Expression } from '../formula/syntax.ts'

/** What a name of a formula is on the form: where it stands, and whether it is a choice of yes or no. */
export type FormName = { path: string; isYesNo: boolean }

/** The names of a formula on the form; null for what the form does not ask. */
export type FormNames = {
	find(field: string, table: string | null): FormName | null
	repeat(table: string): string | null
}

/** Why a formula cannot be said in a form: what it calls that forms have not, or what it reads that is not on the form. */
export type Unsaid = { code: 'function' | 'name' | 'part' | 'unread'; found: string }

class UnsaidError extends Error {
	readonly unsaid: Unsaid
	constructor(code: Unsaid['code'], found: string) {
		super(`${code}: ${found}`)
		this.name = 'UnsaidError'
		this.unsaid = { code, found }
	}
}

type Said = { xpath: string } | { unsaid: Unsaid }

function trying(text: string, say: (expression: Expression) => string): Said {
	try {
		return { xpath: say(readFormula(text)) }
	} catch (error) {
		if (error instanceof UnsaidError) return { unsaid: error.unsaid }
		if (error instanceof FormulaError) return { unsaid: { code: 'unread', found: error.fault.found } }
		throw error
	}
}

/** A condition as an XPath expression of XLSForm, true where the formula is: what is empty makes a condition of ours not hold. */
export const conditionToXPath = (text: string, names: FormNames): Said =>
	trying(text, (expression) => sayCondition(expression, names))

/** What a formula gives, as a calculation of XLSForm: empty where one of the fields it works with is. */
export const valueToXPath = (text: string, names: FormNames): Said =>
	trying(text, (expression) => {
		const value = sayValue(expression, names)
		const read = [...new Set(strictNames(expression, names))]
		return read.length === 0 ? value : `if(${read.map((path) => `${path} != ''`).join(' and ')}, ${value}, '')`
	})

/** A text as XPath has it, which knows no way to write a quote inside quotes of its kind. */
export function quoted(text: string): string {
	if (!text.includes("'")) return `'${text}'`
	if (!text.includes('"')) return `"${text}"`
	return `concat(${text
		.split("'")
		.map((piece) => `'${piece}'`)
		.join(`, "'", `)})`
}

function nameOf(expression: Extract<Expression, { is: 'name' }>, names: FormNames): FormName {
	const found = names.find(expression.field, expression.table)
	if (!found) throw new UnsaidError('name', expression.field)
	return found
}

const isEmpty = ({ is }: Expression) => is === 'empty'
const isLiteral = ({ is }: Expression) => is === 'number' || is === 'text' || is === 'yes-no' || is === 'empty'

/** All fields a piece of a formula reads, but for those it asks only whether they are empty. */
function pathsIn(expression: Expression, names: FormNames): string[] {
	switch (expression.is) {
		case 'name':
			return [nameOf(expression, names).path]
		case 'minus':
		case 'not':
			return pathsIn(expression.of, names)
		case 'two':
			return isEmpty(expression.left) || isEmpty(expression.right)
				? []
				: [...pathsIn(expression.left, names), ...pathsIn(expression.right, names)]
		case 'call':
			return expression.name === 'count' || expression.name === 'sum'
				? []
				: expression.with.flatMap((one) => pathsIn(one, names))
		default:
			return []
	}
}

const guarded = (paths: readonly string[], condition: string) =>
	paths.length === 0
		? condition
		: `(${[...new Set(paths)].map((path) => `${path} != ''`).join(' and ')} and ${condition})`

/** The fields without which a result is empty: none where a function looks for itself what is filled. */
function strictNames(expression: Expression, names: FormNames): string[] {
	switch (expression.is) {
		case 'name':
			return [nameOf(expression, names).path]
		case 'minus':
			return strictNames(expression.of, names)
		case 'two':
			return '+-*/'.includes(expression.sign)
				? [...strictNames(expression.left, names), ...strictNames(expression.right, names)]
				: []
		case 'call':
			return ['round', 'year', 'month', 'days_between', 'add_days'].includes(expression.name)
				? expression.with.flatMap((one) => strictNames(one, names))
				: []
		default:
			return []
	}
}

function sayCondition(expression: Expression, names: FormNames): string {
	switch (expression.is) {
		case 'yes-no':
			return expression.value ? 'true()' : 'false()'
		case 'name': {
			const { path, isYesNo } = nameOf(expression, names)
			return isYesNo ? `${path} = 'yes'` : `${path} != ''`
		}
		case 'not':
			return guarded(pathsIn(expression.of, names), `not(${sayCondition(expression.of, names)})`)
		case 'two':
			return sayTwo(expression, names)
		case 'call':
			return sayCall(expression, names)
		default:
			throw new UnsaidError('part', expression.is)
	}
}

function sayTwo(expression: Extract<Expression, { is: 'two' }>, names: FormNames): string {
	const { sign, left, right } = expression
	if (sign === 'and' || sign === 'or') return `(${sayCondition(left, names)} ${sign} ${sayCondition(right, names)})`
	if (sign === '+' || sign === '-' || sign === '*' || sign === '/') {
		return `(${sayValue(left, names)} ${sign === '/' ? 'div' : sign} ${sayValue(right, names)})`
	}
	if (isEmpty(left) || isEmpty(right)) return `${sayValue(isEmpty(left) ? right : left, names)} ${sign} ''`
	const said = `${sayValue(left, names)} ${sign} ${sayValue(right, names)}`
	// XPath takes two empty answers to be alike, and an empty one to be unlike anything.
	const asks = sign === '!=' || (sign === '=' && !isLiteral(left) && !isLiteral(right))
	return asks ? guarded(pathsIn(expression, names), said) : said
}

function sayValue(expression: Expression, names: FormNames): string {
	switch (expression.is) {
		case 'number':
			return expression.text
		case 'text':
			return quoted(expression.text)
		case 'empty':
			return "''"
		case 'yes-no':
			return expression.value ? "'yes'" : "'no'"
		case 'name':
			return nameOf(expression, names).path
		case 'minus':
			return `(0 - ${sayValue(expression.of, names)})`
		case 'not':
			return sayCondition(expression, names)
		case 'two':
			return sayTwo(expression, names)
		case 'call':
			return sayCall(expression, names)
		default:
			return expression satisfies never
	}
}

function sayCall(expression: Extract<Expression, { is: 'call' }>, names: FormNames): string {
	const { name, with: inputs } = expression
	const value = (at: number) => {
		const input = inputs[at]
		if (!input) throw new UnsaidError('part', name)
		return sayValue(input, names)
	}
	const all = () => inputs.map((one) => sayValue(one, names))
	switch (name) {
		case 'today':
			return 'today()'
		case 'if': {
			const [condition] = inputs
			if (!condition) throw new UnsaidError('part', name)
			return `if(${sayCondition(condition, names)}, ${value(1)}, ${value(2)})`
		}
		case 'first_filled':
			// XLSForm's own takes two.
			return all().reduceRight((rest, one) => `coalesce(${one}, ${rest})`)
		case 'round':
			return `round(${value(0)}, ${inputs.length > 1 ? value(1) : '0'})`
		case 'least':
			return `min(${all().join(', ')})`
		case 'greatest':
			return `max(${all().join(', ')})`
		case 'length':
			return `string-length(${value(0)})`
		case 'one_of':
			return `(${inputs
				.slice(1)
				.map((_, at) => `${value(0)} = ${value(at + 1)}`)
				.join(' or ')})`
		case 'includes':
			return `selected(${value(0)}, ${value(1)})`
		case 'year':
			return `number(format-date(${value(0)}, '%Y'))`
		case 'month':
			return `number(format-date(${value(0)}, '%m'))`
		case 'days_between':
			return `round(decimal-date-time(${value(1)}) - decimal-date-time(${value(0)}), 0)`
		case 'add_days':
			return `format-date(date(decimal-date-time(${value(0)}) + ${value(1)}), '%Y-%m-%d')`
		case 'count':
		case 'sum':
			return sayOfRows(expression, names)
		default:
			throw new UnsaidError('function', name)
	}
}

/** A count or a sum over all rows; one that chooses among them is not said: tools differ in how they read such a thing. */
function sayOfRows({ name, with: inputs }: Extract<Expression, { is: 'call' }>, names: FormNames): string {
	const [of] = inputs
	if (of?.is !== 'name' || inputs.length > 1) throw new UnsaidError('part', name)
	if (name === 'sum') return `sum(${nameOf(of, names).path})`
	const repeat = names.repeat(of.field)
	if (repeat === null) throw new UnsaidError('name', of.field)
	return `count(${repeat})`
}
