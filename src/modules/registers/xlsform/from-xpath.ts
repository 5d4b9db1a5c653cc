/** What a name of a form is in the register: a field, or a column of a table, and whether its answers are codes, one or several, or yes and no. */
export type FieldMeant = { key: string; table: string | null; kind: 'one' | 'many' | 'yes-no' | 'other' }

export type MeantNames = {
	find(name: string): FieldMeant | null
	/** The key of a table by the name of its repeat. */
	table(name: string): string | null
	/** A code as the register spells it. */
	code(text: string): string
	/** The table in which the expression stands. */
	within: string | null
}

/** Why an expression is not taken: what it calls that registers have not, what it names that is not there, or where it cannot be read. */
export type Untaken = { code: 'function' | 'name' | 'unread'; found: string }

class UntakenError extends Error {
	readonly untaken: Untaken
	constructor(code: Untaken['code'], found: string) {
		super(`${code}: ${found}`)
		this.name = 'UntakenError'
		this.untaken = { code, found }
	}
}

type Token = { kind: 'number' | 'text' | 'reference' | 'word' | 'sign' | 'self'; text: string }

const TOKEN =
	/\s+|(?<number>\d+(?:\.\d+)?|\.\d+)|\$\{\s*(?<reference>[^}\s]+)\s*\}|'(?<single>[^']*)'|"(?<double>[^"]*)"|(?<sign><=|>=|!=|[-+*=<>(),])|(?<word>[A-Za-z_][\w-]*(?::[A-Za-z_][\w-]*)?)|(?<self>\.)/y

const MOST_CHARACTERS = 4_000
const MOST_NESTED = 40

function tokensOf(text: string): Token[] {
	if (text.length > MOST_CHARACTERS) throw new UntakenError('unread', text.slice(0, 40))
	const tokens: Token[] = []
	TOKEN.lastIndex = 0
	while (TOKEN.lastIndex < text.length) {
		const at = TOKEN.lastIndex
		const match = TOKEN.exec(text)
		if (!match) throw new UntakenError('unread', text.slice(at, at + 20))
		const { number, reference, single, double, sign, word, self } = match.groups ?? {}
		if (number !== undefined) tokens.push({ kind: 'number', text: number.startsWith('.') ? `0${number}` : number })
		else if (reference !== undefined) tokens.push({ kind: 'reference', text: reference })
		else if (single !== undefined || double !== undefined) tokens.push({ kind: 'text', text: single ?? double ?? '' })
		else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign })
		else if (word !== undefined) tokens.push({ kind: 'word', text: word })
		else if (self !== undefined) tokens.push({ kind: 'self', text: '.' })
	}
	return tokens
}

const STRENGTH: Readonly<Record<string, number>> = {
	or: 1,
	and: 2,
	'=': 3,
	'!=': 3,
	'<': 3,
	'<=': 3,
	'>': 3,
	'>=': 3,
	'+': 4,
	'-': 4,
	'*': 5,
	div: 5,
	mod: 5
}

/** A piece of a formula; what it is asked about where it is a field alone, or the text it is alone. */
type Piece = {
	said: string
	field?: FieldMeant
	text?: string
	/** A day as a number of days, by which forms count them. */
	day?: string
}

/**
 * An expression of a form as a formula of a register, where it can be said there. `self` is the field at which it stands, for
 * constraints, which call it by a point.
 */
export function fromXPath(
	text: string,
	names: MeantNames,
	self: string | null = null
): { formula: string } | { untaken: Untaken } {
	try {
		return { formula: readExpression(tokensOf(text), names, self) }
	} catch (error) {
		if (error instanceof UntakenError) return { untaken: error.untaken }
		throw error
	}
}

function readExpression(tokens: readonly Token[], names: MeantNames, self: string | null): string {
	let next = 0
	const peek = () => tokens[next]
	const take = (): Token => {
		const token = tokens[next]
		if (!token) throw new UntakenError('unread', tokens.at(-1)?.text ?? '')
		next += 1
		return token
	}
	const isNow = (text: string) => peek()?.kind === 'sign' && peek()?.text === text
	const expect = (text: string) => {
		const token = take()
		if (token.kind !== 'sign' || token.text !== text) throw new UntakenError('unread', token.text)
	}

	function inputs(depth: number): Piece[] {
		const found: Piece[] = []
		if (!isNow(')')) {
			found.push(expression(0, depth))
			while (isNow(',')) {
				take()
				found.push(expression(0, depth))
			}
		}
		expect(')')
		return found
	}

	function reference(name: string): Piece {
		const field = names.find(name)
		if (!field) {
			const table = names.table(name)
			if (table === null) throw new UntakenError('name', name)
			return { said: table }
		}
		const isFar = field.table !== null && field.table !== names.within
		return { said: isFar ? `${field.table ?? ''}.${field.key}` : field.key, field }
	}

	function first(depth: number): Piece {
		const token = take()
		switch (token.kind) {
			case 'number':
				return { said: token.text }
			case 'text':
				return { said: token.text === '' ? 'empty' : quoted(token.text), text: token.text }
			case 'reference':
				return reference(token.text)
			case 'self':
				if (self === null) throw new UntakenError('unread', '.')
				return reference(self)
			case 'word':
				if (!isNow('(')) throw new UntakenError('unread', token.text)
				take()
				return call(token.text, inputs(depth), names)
			case 'sign': {
				if (token.text === '-') return { said: `-${expression(6, depth).said}` }
				if (token.text !== '(') throw new UntakenError('unread', token.text)
				const inner = expression(0, depth)
				expect(')')
				return { said: `(${inner.said})` }
			}
			default:
				return token.kind satisfies never
		}
	}

	function expression(weakest: number, depth: number): Piece {
		if (depth > MOST_NESTED) throw new UntakenError('unread', peek()?.text ?? '')
		let left = first(depth + 1)
		for (;;) {
			const token = peek()
			const strength = token && (token.kind === 'sign' || token.kind === 'word') ? STRENGTH[token.text] : undefined
			if (!token || strength === undefined || strength <= weakest) return left
			take()
			left = joined(token.text, left, expression(strength, depth + 1), names)
		}
	}

	const whole = expression(0, 0)
	if (next < tokens.length) throw new UntakenError('unread', peek()?.text ?? '')
	return whole.said
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

function joined(sign: string, left: Piece, right: Piece, names: MeantNames): Piece {
	if (sign === 'mod') throw new UntakenError('function', 'mod')
	if (sign === '=' || sign === '!=') {
		const [field, text] = left.field ? [left.field, right.text] : [right.field, left.text]
		const name = left.field ? left.said : right.said
		if (field && text !== undefined && text !== '') {
			if (field.kind === 'yes-no') {
				const isYes = /^(yes|true|1|ok)$/i.test(text)
				return { said: `${name} ${sign} ${String(isYes)}` }
			}
			if (field.kind === 'one') return { said: `${name} ${sign} ${quoted(names.code(text))}` }
			if (field.kind === 'many') throw new UntakenError('function', '=')
		}
	}
	if (left.day !== undefined || right.day !== undefined) return ofDays(sign, left, right)
	const word = sign === 'div' ? '/' : sign
	return { said: `${left.said} ${word} ${right.said}` }
}

/** Days that a form counts as numbers: the days between two of them, and the one that lies so many after another. */
function ofDays(sign: string, left: Piece, right: Piece): Piece {
	if (sign === '-' && left.day !== undefined && right.day !== undefined)
		return { said: `days_between(${right.day}, ${left.day})` }
	if ((sign !== '+' && sign !== '-') || left.day === undefined || right.day !== undefined)
		throw new UntakenError('function', 'decimal-date-time')
	const later = `add_days(${left.day}, ${sign === '-' ? `-(${right.said})` : right.said})`
	return { said: later, day: later }
}

function call(name: string, inputs: readonly Piece[], names: MeantNames): Piece {
	const said = (at: number) => {
		const input = inputs[at]
		if (!input) throw new UntakenError('unread', name)
		return input.said
	}
	const all = inputs.map((one) => one.said).join(', ')
	switch (name) {
		case 'not':
			return { said: `not (${said(0)})` }
		case 'true':
		case 'false':
			return { said: name }
		case 'today':
			return { said: 'today()' }
		case 'decimal-date-time':
			return { said: said(0), day: inputs[0]?.day ?? said(0) }
		case 'date': {
			const [piece] = inputs
			if (piece?.day === undefined && !piece?.field) throw new UntakenError('function', name)
			return { said: said(0) }
		}
		case 'format-date': {
			const format = inputs[1]?.text
			if (format === '%Y-%m-%d') return { said: said(0) }
			if (format === '%Y') return { said: `year(${said(0)})` }
			if (format === '%m' || format === '%n') return { said: `month(${said(0)})` }
			throw new UntakenError('function', name)
		}
		case 'selected': {
			const [field, text] = [inputs[0]?.field, inputs[1]?.text]
			if (!field || text === undefined) throw new UntakenError('function', name)
			if (field.kind === 'many') return { said: `includes(${said(0)}, ${quoted(names.code(text))})` }
			return { said: `(${joined('=', inputs[0] ?? { said: '' }, inputs[1] ?? { said: '' }, names).said})` }
		}
		case 'if':
			return { said: `if(${all})` }
		case 'coalesce':
			return { said: `first_filled(${all})` }
		case 'round':
			return { said: inputs.length === 1 ? `round(${all}, 0)` : `round(${all})` }
		case 'min':
			return { said: `least(${all})` }
		case 'max':
			return { said: `greatest(${all})` }
		case 'string-length':
			return { said: `length(${all})` }
		case 'number':
		case 'string':
		case 'boolean':
			if (inputs.length === 1) return { said: `(${said(0)})` }
			throw new UntakenError('function', name)
		case 'sum':
			if (inputs[0]?.field?.table === undefined || inputs[0].field.table === null)
				throw new UntakenError('function', name)
			return { said: `sum(${said(0)})` }
		case 'count': {
			const [piece] = inputs
			if (piece?.field) throw new UntakenError('function', name)
			return { said: `count(${said(0)})` }
		}
		default:
			throw new UntakenError('function', name)
	}
}
