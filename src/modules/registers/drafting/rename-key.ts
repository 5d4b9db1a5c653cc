import type { Place } from './draft-document.ts'

/** What is called otherwise: a thing of the register by its key, a field of a table, or a code of a list. */
export type Renaming = { from: string; to: string } & (
	| { of: 'field' | 'table' | 'state' | 'group' | 'list' }
	| { of: 'row-field'; table: string }
	| { of: 'code'; list: string }
)

/** A place that names it: what is written there instead, or the key of a map that is called otherwise. */
export type Followed = { place: Place; value: string } | { place: Place; key: true }

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value)

const WORD = /"(?:[^"]|"")*"|[a-z][a-z0-9_]*/g

/** A formula in which a name is called otherwise; what stands in quotes and behind a point is left. */
function withWord(formula: string, from: string, to: string): string {
	return formula.replaceAll(WORD, (word, at: number) => (word === from && formula.charAt(at - 1) !== '.' ? to : word))
}

/** The spans of a formula that speak of the rows of a table: what stands in the brackets of its counts and sums. */
function spansOf(formula: string, table: string): { from: number; until: number }[] {
	const call = new RegExp(`\\b(?:count|sum)\\s*\\(\\s*${table}\\b`, 'g')
	return [...formula.matchAll(call)].map(({ index, 0: begun }) => {
		let depth = 1
		let until = index + begun.length
		let isQuoted = false
		while (until < formula.length && depth > 0) {
			const letter = formula.charAt(until)
			if (letter === '"') isQuoted = !isQuoted
			else if (!isQuoted) depth += letter === '(' ? 1 : letter === ')' ? -1 : 0
			until += 1
		}
		return { from: index, until }
	})
}

function withRowField(formula: string, table: string, from: string, to: string): string {
	const spans = spansOf(formula, table)
	return formula.replaceAll(WORD, (word, at: number) => {
		if (word !== from) return word
		const isPointed = formula.slice(0, at).endsWith(`${table}.`)
		const isWithin = formula.charAt(at - 1) !== '.' && spans.some((span) => at > span.from && at < span.until)
		return isPointed || isWithin ? to : word
	})
}

const withText = (formula: string, from: string, to: string) => formula.replaceAll(`"${from}"`, `"${to}"`)

// Beside formulas, these say the key of a field.
const FIELD_KEYS = new Set([
	'at',
	'on',
	'responsible',
	'watched_by',
	'set',
	'group',
	'day',
	'until',
	'place',
	'across',
	'sum'
])
const FIELD_LISTS = new Set(['actor_in', 'members_in', 'needs', 'columns', 'tells', 'asks'])
const FORMULAS = new Set(['title', 'required', 'asked', 'formula', 'when', 'must', 'to'])
const GROUP_KEYS = new Set(['seen', 'changed', 'notify', 'for'])
const GROUP_LISTS = new Set(['seen', 'added', 'changed', 'by', 'reviewed_by'])
const STATE_LISTS = new Set(['from', 'states', 'changed_in', 'in'])

/** Whether a word at a place is a formula: `to` of a move is a state, of what it does a formula. */
function isFormula(place: Place, name: string): boolean {
	if (name === 'to') return place.includes('does')
	return FORMULAS.has(name) && !(name === 'title' && place.length > 1)
}

const isFieldKey = (place: Place, name: string) => {
	// Who a due is told to, and whom a table is kept to, is a group; what a board stands by is a field.
	if (name === 'group') return place[0] === 'views'
	if (name === 'by') return place[0] === 'charts'
	if (name === 'of') return place[0] === 'headlines'
	if (name === 'from') return place[0] === 'retention'
	// What is summed of another register stands there.
	if (name === 'sum') return place[0] !== 'fields'
	return FIELD_KEYS.has(name)
}

/**
 * The places of a declaration that name what is called otherwise, with what is written there instead. Names in other registers are
 * theirs: what no longer finds its thing there is told as a fault.
 */
export function followersOf(plain: unknown, renaming: Renaming): Followed[] {
	const { from, to } = renaming
	const found: Followed[] = []
	const usesList = (place: Place) => {
		if (renaming.of !== 'code') return false
		const owner = place
			.slice(0, -1)
			.reduce<unknown>(
				(held, part) => (isObject(held) || Array.isArray(held) ? Reflect.get(held, part) : undefined),
				plain
			)
		const codes = isObject(owner) ? owner['codes'] : undefined
		return isObject(codes) && codes['list'] === renaming.list
	}
	const listed = renaming.of === 'code' ? fieldsOfList(plain, renaming.list) : new Set<string>()
	const text = (place: Place, name: string, value: string) => {
		const written = rewritten(place, name, value)
		if (written !== value) found.push({ place, value: written })
	}
	const rewritten = (place: Place, name: string, value: string): string => {
		const isList = typeof place.at(-1) === 'number'
		const inTable = place[0] === 'tables' && place[2] === 'fields'
		switch (renaming.of) {
			case 'field':
				if (isFormula(place, name) && !inTable) return withWord(value, from, to)
				if (name === 'sort') return value === from ? to : value === `-${from}` ? `-${to}` : value
				return (isList ? FIELD_LISTS.has(name) : isFieldKey(place, name)) && value === from ? to : value
			case 'table':
				if (isFormula(place, name) && !inTable) return withTable(value, from, to)
				return isList && FIELD_LISTS.has(name) && value === from ? to : value
			case 'row-field': {
				const own = valueOfTable(plain, place)
				if (isFormula(place, name) && inTable) return own === renaming.table ? withWord(value, from, to) : value
				return isFormula(place, name) ? withRowField(value, renaming.table, from, to) : value
			}
			case 'group': {
				const isGroup = isList
					? GROUP_LISTS.has(name) && !(name === 'by' && place[0] !== 'moves')
					: GROUP_KEYS.has(name) || (name === 'group' && place[0] === 'dues')
				return isGroup && value === from ? to : value
			}
			case 'state': {
				const isWhere = name === 'state' && isList
				const isState = isList
					? isWhere ||
						(STATE_LISTS.has(name) && !(place[0] === 'fields' && name === 'states')) ||
						place.at(-3) === 'changed_in'
					: name === 'begins_in' || (name === 'to' && place[0] === 'moves' && !place.includes('does'))
				return isState && value === from ? to : value
			}
			case 'list':
				return name === 'list' && place.at(-2) === 'codes' && value === from ? to : value
			case 'code': {
				if (name === 'default' && usesList(isList ? place.slice(0, -1) : place)) return value === from ? to : value
				if (isList && place.at(-3) === 'where') return listed.has(name) && value === from ? to : value
				if (!isFormula(place, name)) return value
				return [...listed].some((field) => withWord(value, field, '') !== value || value.includes(`.${field}`))
					? withText(value, from, to)
					: value
			}
			default:
				return renaming satisfies never
		}
	}
	const isKeyed = (place: Place) => {
		const name = place.at(-2)
		if (renaming.of === 'field') return name === 'where'
		return renaming.of === 'group' && name === 'changed_in'
	}
	const walk = (value: unknown, place: Place, name: string): void => {
		if (typeof value === 'string') text(place, name, value)
		else if (Array.isArray(value)) value.forEach((one, index) => walk(one, [...place, index], name))
		else if (isObject(value))
			for (const [key, inner] of Object.entries(value)) {
				if (key === from && isKeyed([...place, key])) found.push({ place, key: true })
				// Names are what people read; of itself a thing is called by the form.
				const isSaid = key === 'names' || key === 'key' || key === 'hint' || key === 'message'
				// Steps call things as the version before did: what becomes of them is said by the steps alone.
				if (!isSaid && !(key === 'steps' && place.length === 0)) walk(inner, [...place, key], key)
			}
	}
	walk(plain, [], '')
	return found
}

const withTable = (formula: string, from: string, to: string) =>
	formula.replaceAll(WORD, (word, at: number) => (word === from && formula.charAt(at - 1) !== '.' ? to : word))

function valueOfTable(plain: unknown, place: Place): unknown {
	const tables = isObject(plain) ? plain['tables'] : undefined
	const table: unknown = Array.isArray(tables) ? tables[Number(place[1])] : undefined
	return isObject(table) ? table['key'] : undefined
}

/** The fields, of entries and of rows, that take codes of a list. */
function fieldsOfList(plain: unknown, list: string): ReadonlySet<string> {
	const found = new Set<string>()
	const walk = (value: unknown): void => {
		if (Array.isArray(value)) value.forEach(walk)
		else if (isObject(value)) {
			const { codes, key } = value
			if (isObject(codes) && codes['list'] === list && typeof key === 'string') found.add(key)
			Object.values(value).forEach(walk)
		}
	}
	walk(plain)
	return found
}
