/** What a formula is made of, as it was read. `at` is the offset of its first character, for faults that point. */
export type Expression =
	| { is: 'number'; text: string; at: number }
	| { is: 'text'; text: string; at: number }
	| { is: 'yes-no'; value: boolean; at: number }
	| { is: 'empty'; at: number }
	| { is: 'name'; table: string | null; field: string; at: number }
	| { is: 'call'; name: string; with: readonly Expression[]; at: number }
	| { is: 'minus' | 'not'; of: Expression; at: number }
	| { is: 'two'; sign: Sign; left: Expression; right: Expression; at: number }

export type Sign = '+' | '-' | '*' | '/' | '=' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or'

/** Why a formula is not taken, where in its text, and what is named there. */
export type FormulaFault = { code: FormulaFaultCode; at: number; found: string }

export type FormulaFaultCode =
	| 'too-long'
	| 'too-deep'
	| 'unknown-character'
	| 'unclosed-text'
	| 'unexpected'
	| 'unknown-field'
	| 'unknown-function'
	| 'wrong-count'
	| 'wrong-kind'
	| 'mixed-currencies'
	| 'not-kept'

/** Thrown while a formula is read, and caught where it is compiled. */
export class FormulaError extends Error {
	readonly fault: FormulaFault
	constructor(code: FormulaFaultCode, at: number, found: string) {
		super(`${code} at ${at}: ${found}`)
		this.name = 'FormulaError'
		this.fault = { code, at, found }
	}
}

// A formula has no loops, so that its work is bounded by its length; these bounds keep that work small.
const MOST_CHARACTERS = 2_000
const MOST_NESTED = 40

type Token = { kind: 'number' | 'text' | 'word' | 'sign'; text: string; at: number }

const TOKEN = /\s+|(?<number>\d+(?:\.\d+)?)|(?<word>[a-z][a-z0-9_]*)|(?<sign><=|>=|!=|[-+*/=<>(),.])|(?<quote>")/y

function readText(formula: string, at: number): { text: string; end: number } {
	let text = ''
	for (let index = at + 1; index < formula.length; index += 1) {
		const character = formula.charAt(index)
		if (character !== '"') text += character
		else if (formula.charAt(index + 1) === '"') {
			text += '"'
			index += 1
		} else return { text, end: index + 1 }
	}
	throw new FormulaError('unclosed-text', at, formula.slice(at, at + 20))
}

function tokensOf(formula: string): Token[] {
	if (formula.length > MOST_CHARACTERS) throw new FormulaError('too-long', MOST_CHARACTERS, String(formula.length))
	const tokens: Token[] = []
	TOKEN.lastIndex = 0
	while (TOKEN.lastIndex < formula.length) {
		const at = TOKEN.lastIndex
		const match = TOKEN.exec(formula)
		if (!match) throw new FormulaError('unknown-character', at, formula.charAt(at))
		const { number, word, sign, quote } = match.groups ?? {}
		if (number !== undefined) tokens.push({ kind: 'number', text: number, at })
		else if (word !== undefined) tokens.push({ kind: 'word', text: word, at })
		else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at })
		else if (quote !== undefined) {
			const { text, end } = readText(formula, at)
			tokens.push({ kind: 'text', text, at })
			TOKEN.lastIndex = end
		}
	}
	return tokens
}

const STRENGTH: Record<Sign, number> = {
	or: 1,
	and: 2,
	'=': 4,
	'!=': 4,
	'<': 4,
	'<=': 4,
	'>': 4,
	'>=': 4,
	'+': 5,
	'-': 5,
	'*': 6,
	'/': 6
}
const OF_NOT = 3
const OF_MINUS = 7

const isSign = (text: string): text is Sign => Object.hasOwn(STRENGTH, text)

const WORDS_OF_THE_LANGUAGE = new Set(['and', 'or', 'not', 'true', 'false', 'empty', 'if'])

/** True for a word that a formula reads as its own, so that no field can be called by it. */
export const isWordOfFormulas = (word: string) => WORDS_OF_THE_LANGUAGE.has(word)

/**
 * Reads a formula: numbers, "texts", true, false, empty, fields, `table.field`, calls, `+ - * /`, comparisons, `and or not`.
 * Throws `FormulaError` with the place of what cannot be read.
 */
export function readFormula(formula: string): Expression {
	const tokens = tokensOf(formula)
	let next = 0

	const end = { kind: 'sign', text: '', at: formula.length } satisfies Token
	const peek = () => tokens[next] ?? end
	const take = () => {
		const token = peek()
		next += 1
		return token
	}
	const expect = (text: string) => {
		const token = take()
		if (token.kind !== 'sign' || token.text !== text) throw new FormulaError('unexpected', token.at, token.text)
	}
	const comesNow = (text: string) => peek().kind === 'sign' && peek().text === text

	function inputs(depth: number): Expression[] {
		const found: Expression[] = []
		expect('(')
		if (!comesNow(')')) {
			found.push(expression(0, depth))
			while (comesNow(',')) {
				take()
				found.push(expression(0, depth))
			}
		}
		expect(')')
		return found
	}

	function word({ text, at }: Token, depth: number): Expression {
		if (text === 'true' || text === 'false') return { is: 'yes-no', value: text === 'true', at }
		if (text === 'empty') return { is: 'empty', at }
		if (text === 'not') return { is: 'not', of: expression(OF_NOT, depth), at }
		if (comesNow('(')) return { is: 'call', name: text, with: inputs(depth), at }
		if (isWordOfFormulas(text)) throw new FormulaError('unexpected', at, text)
		if (!comesNow('.')) return { is: 'name', table: null, field: text, at }
		take()
		const field = take()
		if (field.kind !== 'word') throw new FormulaError('unexpected', field.at, field.text)
		return { is: 'name', table: text, field: field.text, at }
	}

	function first(depth: number): Expression {
		const token = take()
		if (token.kind === 'number') return { is: 'number', text: token.text, at: token.at }
		if (token.kind === 'text') return { is: 'text', text: token.text, at: token.at }
		if (token.kind === 'word') return word(token, depth)
		if (token.text === '-') return { is: 'minus', of: expression(OF_MINUS, depth), at: token.at }
		if (token.text !== '(') throw new FormulaError('unexpected', token.at, token.text)
		const inner = expression(0, depth)
		expect(')')
		return inner
	}

	function expression(weakest: number, depth: number): Expression {
		if (depth > MOST_NESTED) throw new FormulaError('too-deep', peek().at, peek().text)
		let left = first(depth + 1)
		for (;;) {
			const { text, at, kind } = peek()
			if (kind === 'text' || !isSign(text) || STRENGTH[text] <= weakest) return left
			take()
			left = { is: 'two', sign: text, left, right: expression(STRENGTH[text], depth + 1), at }
		}
	}

	const whole = expression(0, 0)
	if (next < tokens.length) throw new FormulaError('unexpected', peek().at, peek().text)
	return whole
}
