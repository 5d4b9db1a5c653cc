import { ScimFault } from './fault.ts'

const OPERATORS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'pr'] as const
type Operator = (typeof OPERATORS)[number]
type Literal = string | number | boolean | null

/** A filter of RFC 7644, 3.4.2.2 as a tree; attributes are named in small letters, since their case does not count. */
export type Filter =
	| { type: 'compare'; attribute: string; operator: Operator; value: Literal }
	| { type: 'and' | 'or'; parts: Filter[] }
	| { type: 'not'; part: Filter }
	/** Of a list of values one that meets the inner filter, as in `emails[type eq "work"]`. */
	| { type: 'some'; attribute: string; part: Filter }

export type Fields = { readonly [name: string]: unknown }

const LENGTH_MOST = 2_000
const DEPTH_MOST = 20
const TOKEN =
	// eslint-disable-next-line no-control-regex -- a text of JSON holds no control character, and a filter’s texts are such
	/\s*(?:("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|([()[\]])|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.:$-]))|([A-Za-z$][\w.:$-]*))/y

const isOperator = (word: string): word is Operator => OPERATORS.some((one) => one === word)

type Token = { kind: 'text' | 'bracket' | 'number' | 'word'; text: string }

function tokensOf(text: string): Token[] {
	if (text.length > LENGTH_MOST) throw new ScimFault('invalidFilter', text)
	const tokens: Token[] = []
	const end = text.trimEnd().length
	TOKEN.lastIndex = 0
	while (TOKEN.lastIndex < end) {
		const at = TOKEN.lastIndex
		const found = TOKEN.exec(text)
		if (!found) throw new ScimFault('invalidFilter', text.slice(at))
		const [, quoted, bracket, number, word] = found
		if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted })
		else if (bracket !== undefined) tokens.push({ kind: 'bracket', text: bracket })
		else if (number !== undefined) tokens.push({ kind: 'number', text: number })
		else if (word !== undefined) tokens.push({ kind: 'word', text: word })
	}
	return tokens
}

// A name may carry the schema it stands in: urn:ietf:params:scim:schemas:core:2.0:User:userName.
const attributeOf = (word: string) => word.replace(/^urn:[\w.:-]+:(?=[A-Za-z$][\w.$-]*$)/i, '').toLowerCase()

/** Reads a filter; one that is none is refused as `invalidFilter`, with the place where reading ended. */
export function parseFilter(text: string): Filter {
	const tokens = tokensOf(text)
	let at = 0
	const wrong = () => new ScimFault('invalidFilter', tokens[at]?.text ?? text)
	const is = (word: string) => tokens[at]?.kind === 'word' && tokens[at]?.text.toLowerCase() === word
	const isBracket = (text: string) => tokens[at]?.kind === 'bracket' && tokens[at]?.text === text
	const take = () => {
		const token = tokens[at]
		if (!token) throw wrong()
		at++
		return token
	}
	const close = (bracket: string) => {
		if (!isBracket(bracket)) throw wrong()
		at++
	}

	function either(depth: number): Filter {
		if (depth > DEPTH_MOST) throw wrong()
		const parts = [both(depth)]
		while (is('or')) {
			at++
			parts.push(both(depth))
		}
		return parts.length === 1 && parts[0] ? parts[0] : { type: 'or', parts }
	}

	function both(depth: number): Filter {
		const parts = [one(depth)]
		while (is('and')) {
			at++
			parts.push(one(depth))
		}
		return parts.length === 1 && parts[0] ? parts[0] : { type: 'and', parts }
	}

	function one(depth: number): Filter {
		if (is('not')) {
			at++
			if (!isBracket('(')) throw wrong()
			at++
			const part = either(depth + 1)
			close(')')
			return { type: 'not', part }
		}
		if (isBracket('(')) {
			at++
			const part = either(depth + 1)
			close(')')
			return part
		}
		const name = take()
		if (name.kind !== 'word') throw wrong()
		const attribute = attributeOf(name.text)
		if (isBracket('[')) {
			at++
			const part = either(depth + 1)
			close(']')
			return { type: 'some', attribute, part }
		}
		const operator = take().text.toLowerCase()
		if (!isOperator(operator)) throw wrong()
		if (operator === 'pr') return { type: 'compare', attribute, operator, value: null }
		return { type: 'compare', attribute, operator, value: literalOf(take()) }
	}

	function literalOf({ kind, text: raw }: Token): Literal {
		if (kind === 'number') return Number(raw)
		if (kind === 'text') return String(JSON.parse(raw))
		const word = raw.toLowerCase()
		if (word === 'true') return true
		if (word === 'false') return false
		if (word === 'null') return null
		throw new ScimFault('invalidFilter', raw)
	}

	const filter = either(0)
	if (at < tokens.length) throw wrong()
	return filter
}

// Identifiers that others give are told apart letter by letter, all other texts whatever their case (RFC 7643, 7).
const EXACT = new Set(['id', 'externalid', 'meta.location', 'meta.version'])

export const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

/** The value of an attribute of an object, whatever the case of its name. */
export function fieldOf(fields: Fields, name: string): unknown {
	const found = Object.keys(fields).find((one) => one.toLowerCase() === name.toLowerCase())
	return found === undefined ? undefined : fields[found]
}

/** All values a dotted attribute has in a resource: of a list, those of each entry; of an entry as such, its `value`. */
function valuesOf(resource: Fields, attribute: string): unknown[] {
	let found: unknown[] = [resource]
	for (const name of attribute.split('.')) {
		found = found.flatMap((one) => (isFields(one) ? [fieldOf(one, name)] : []))
		found = found.flatMap((one): unknown[] => (Array.isArray(one) ? one : [one])).filter((one) => one !== undefined)
	}
	return found.map((one) => (isFields(one) && !attribute.includes('.') ? (fieldOf(one, 'value') ?? one) : one))
}

function compare(value: unknown, operator: Operator, wanted: Literal, isExact: boolean): boolean {
	if (typeof value === 'boolean' || typeof wanted === 'boolean') {
		if (operator !== 'eq' && operator !== 'ne') throw new ScimFault('invalidFilter', operator)
		return (String(value) === String(wanted).toLowerCase()) === (operator === 'eq')
	}
	if (typeof value !== 'string' && typeof value !== 'number') return operator === 'ne'
	if (wanted === null) return operator === 'ne'
	const fold = (one: string | number) => (typeof one === 'string' && !isExact ? one.toLowerCase() : one)
	const [left, right] =
		typeof value === typeof wanted ? [fold(value), fold(wanted)] : [fold(String(value)), fold(String(wanted))]
	switch (operator) {
		case 'eq':
			return left === right
		case 'ne':
			return left !== right
		case 'co':
			return String(left).includes(String(right))
		case 'sw':
			return String(left).startsWith(String(right))
		case 'ew':
			return String(left).endsWith(String(right))
		case 'gt':
			return left > right
		case 'ge':
			return left >= right
		case 'lt':
			return left < right
		case 'le':
			return left <= right
		case 'pr':
			return true
		default:
			return operator satisfies never
	}
}

const isPresent = (value: unknown) =>
	value !== null && value !== undefined && value !== '' && !(isFields(value) && Object.keys(value).length === 0)

/** Whether a resource, or an entry of one of its lists, meets a filter. */
export function meets(resource: Fields, filter: Filter): boolean {
	switch (filter.type) {
		case 'and':
			return filter.parts.every((part) => meets(resource, part))
		case 'or':
			return filter.parts.some((part) => meets(resource, part))
		case 'not':
			return !meets(resource, filter.part)
		case 'some':
			return entriesOf(resource, filter.attribute).some((entry) => meets(entry, filter.part))
		case 'compare': {
			const { attribute, operator, value } = filter
			const values = valuesOf(resource, attribute)
			if (operator === 'pr') return values.some(isPresent)
			if (value === null) return (values.filter(isPresent).length === 0) === (operator === 'eq')
			// An attribute that is not there has no value, and so another than the one named.
			if (values.length === 0) return operator === 'ne'
			return values.some((one) => compare(one, operator, value, EXACT.has(attribute)))
		}
		default:
			return filter satisfies never
	}
}

function entriesOf(resource: Fields, attribute: string): Fields[] {
	const value = fieldOf(resource, attribute)
	return (Array.isArray(value) ? value : [value]).filter(isFields)
}
