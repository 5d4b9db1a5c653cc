import { sayDecimal } from '#platform/languages/exact-numbers.ts'
import type { Words } from '#platform/languages/words.ts'
import type { AnyField, Declaration } from '../../declaration/declaration.ts'
import { readFormula, type Expression, type Sign } from '../../formula/syntax.ts'
import { codeNames, type AreaName } from './say-value.ts'

type Speaking = Pick<Words, 't' | 'language' | 'name' | 'list' | 'country' | 'day'>

type Saying = {
	words: Speaking
	declaration: Declaration
	areas: readonly AreaName[]
	/** The fields that names without a table stand for. */
	fields: readonly AnyField[]
}

const SIGNS: Partial<Record<Sign, string>> = {
	'<': '<',
	'<=': '≤',
	'>': '>',
	'>=': '≥',
	'+': '+',
	'-': '−',
	'*': '×',
	'/': '÷'
}

/**
 * A condition of a declaration in words: “Way it is held” is not “Online”. Fields and codes are told by their names,
 * functions by what they give.
 */
export function sayCondition(
	words: Speaking,
	declaration: Declaration,
	condition: string,
	{ areas = [], table }: { areas?: readonly AreaName[]; table?: string } = {}
): string {
	const inner = declaration.tables.find(({ key }) => key === table)?.fields
	return say({ words, declaration, areas, fields: inner ?? declaration.fields }, readFormula(condition))
}

const fieldNamed = ({ fields, declaration }: Saying, expression: Expression): AnyField | undefined => {
	if (expression.is !== 'name') return undefined
	if (expression.table === null) return fields.find(({ key }) => key === expression.field)
	return declaration.tables
		.find(({ key }) => key === expression.table)
		?.fields.find(({ key }) => key === expression.field)
}

/** A name as it stands within a sentence: its capital letters are its own. */
const nameIn = ({ t }: Pick<Speaking, 't'>, name: string) => t('registers.condition.name', { name })

function say(saying: Saying, expression: Expression): string {
	const { words } = saying
	switch (expression.is) {
		case 'number':
			return sayDecimal(words.language, expression.text)
		case 'text':
			return /^\d{4}-\d{2}-\d{2}$/.test(expression.text) ? words.day(expression.text) : expression.text
		case 'yes-no':
			return words.t(expression.value ? 'registers.said.yes' : 'registers.said.no')
		case 'empty':
			return words.t('registers.condition.empty')
		case 'name':
			return sayName(saying, expression)
		case 'minus':
			return `−${say(saying, expression.of)}`
		case 'not':
			return sayNot(saying, expression.of)
		case 'call':
			return sayCall(saying, expression)
		case 'two':
			return sayTwo(saying, expression)
		default:
			return expression satisfies never
	}
}

// A field of yes or no that stands for itself says that it is yes.
function sayName(saying: Saying, expression: Extract<Expression, { is: 'name' }>): string {
	const { words, declaration } = saying
	const field = fieldNamed(saying, expression)
	const table = declaration.tables.find(({ key }) => key === expression.table)
	const own = field ? words.name(field.names) : expression.field
	const named = nameIn(words, table ? `${words.name(table.names)}, ${own}` : own)
	if (field?.type !== 'yes-no') return named
	return words.t('registers.condition.is', { left: named, right: words.t('registers.said.yes') })
}

// As a side of a comparison a field is told by its name alone.
function sayPlainName(saying: Saying, expression: Expression): string {
	const field = fieldNamed(saying, expression)
	return field?.type === 'yes-no' ? nameIn(saying.words, saying.words.name(field.names)) : say(saying, expression)
}

function sayNot(saying: Saying, of: Expression): string {
	const { words } = saying
	const field = fieldNamed(saying, of)
	// What is not stated is not yes either.
	if (field?.type === 'yes-no')
		return words.t('registers.condition.is-not', {
			left: nameIn(words, words.name(field.names)),
			right: words.t('registers.said.yes')
		})
	return words.t('registers.condition.not', { condition: say(saying, of) })
}

/** A text beside a field of codes or countries is one of these. */
function sayBeside(saying: Saying, beside: Expression | undefined, expression: Expression): string {
	const field = beside && fieldNamed(saying, beside)
	if (expression.is !== 'text' || !field) return sayPlainName(saying, expression)
	if (field.type === 'country') return nameIn(saying.words, saying.words.country(expression.text))
	const code = codeNames(field, saying.declaration, saying.areas).find(({ key }) => key === expression.text)
	return code ? nameIn(saying.words, saying.words.name(code.names)) : say(saying, expression)
}

function sayCall(saying: Saying, { name, with: inputs }: Extract<Expression, { is: 'call' }>): string {
	const { words, declaration } = saying
	const [first, ...others] = inputs
	if (name === 'today') return words.t('registers.condition.today')
	if ((name === 'one_of' || name === 'includes') && first)
		return words.t('registers.condition.one-of', {
			left: sayPlainName(saying, first),
			right: words.list(others.map((one) => sayBeside(saying, first, one)))
		})
	if (name === 'count' && first?.is === 'name' && others.length === 0) {
		const table = declaration.tables.find(({ key }) => key === first.field)
		if (table) return words.t('registers.condition.count', { table: words.name(table.names) })
	}
	return sayFunction(saying, name, inputs)
}

/** What a function gives, in words; in a count or sum over a table, the names of its condition are those of the table's fields. */
function sayFunction(saying: Saying, name: string, inputs: readonly Expression[]): string {
	const { words, declaration } = saying
	const [head, condition] = inputs
	const isOverRows = (name === 'count' || name === 'sum') && head?.is === 'name'
	const table = isOverRows
		? declaration.tables.find(({ key }) => key === (name === 'count' ? head.field : head.table))
		: undefined
	const first = table && name === 'count' ? nameIn(words, words.name(table.names)) : head ? say(saying, head) : ''
	const second = condition
		? say(table ? { ...saying, fields: [...table.fields, ...saying.fields] } : saying, condition)
		: '0'
	const call = name === 'sum' && condition ? 'sum-where' : name
	return words.t(`registers.condition.call.${call}`, {
		first,
		second,
		third: inputs[2] ? say(saying, inputs[2]) : words.t('registers.condition.empty'),
		all: words.list(inputs.map((one) => say(saying, one)))
	})
}

const isEither = (expression: Expression) => expression.is === 'two' && expression.sign === 'or'

function sayTwo(saying: Saying, expression: Extract<Expression, { is: 'two' }>): string {
	const { words } = saying
	const { sign, left, right } = expression
	if (sign === 'and' || sign === 'or') {
		const side = (one: Expression) => (sign === 'and' && isEither(one) ? `(${say(saying, one)})` : say(saying, one))
		return words.t(`registers.condition.${sign}`, { left: side(left), right: side(right) })
	}
	const sides = { left: sayBeside(saying, right, left), right: sayBeside(saying, left, right) }
	if (sign === '=') return words.t('registers.condition.is', sides)
	if (sign === '!=') return words.t('registers.condition.is-not', sides)
	return `${sides.left} ${SIGNS[sign] ?? sign} ${sides.right}`
}
