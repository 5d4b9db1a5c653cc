import { boundsIn, mostIn } from './form-questions.ts'
import { fromXPath, type MeantNames } from './from-xpath.ts'
import type { Question } from './gather-questions.ts'
import { wholeNames, type JoinedValue } from './join-parts.ts'
import type { InNote, ReadFormRow, Tell } from './read-form.ts'
import { codeFor, type ChoiceList, type Known } from './take-choices.ts'

export type Texts = Record<string, string>
/** A part of a declaration in the making, judged when the whole is. */
export type Draft = Record<string, unknown>

/** What stands around the questions of a form in a declaration, which a form does not say. */
export type Around = {
	key: string
	version: number
	code: string
	/** Sentences of the product by language, for what a declaration needs and a form has not. */
	say(key: string): Texts
	known: Known
}

/** What of a form is known while its questions become fields, and what they leave behind for the whole. */
export type Making = {
	tell: Tell
	lists: ReadonlyMap<string, ChoiceList>
	names: (table: string | null) => MeantNames
	checks: { draft: Draft; row: number; column: string }[]
	usedLists: Map<string, boolean>
	around: Around
}

export const SHEET = 'survey'

/** Texts in every language they have, English among them: what has none is called by its key. */
export function namesIn({ around }: Making, row: ReadFormRow, key: string, texts = row.texts('label')): Texts {
	const plain = Object.fromEntries(
		Object.entries(texts).map(([language, text]) => [
			language,
			text
				.replaceAll(/<[^>]*>|\*\*/g, '')
				.replaceAll(/\s+/g, ' ')
				.trim()
				.slice(0, 300)
		])
	)
	const filled = Object.fromEntries(Object.entries(plain).filter(([, text]) => text !== ''))
	const [any] = Object.values(filled)
	return 'en' in filled ? filled : { en: any ?? (key === '' ? around.key : key), ...filled }
}

/** The field of a value that the form asks for in several questions. */
export function draftOfWhole(making: Making, { type, key, first }: JoinedValue): Draft {
	const names = namesIn(making, first.row, key)
	const draft: Draft = { key, type, names: type === 'money' ? names : wholeNames(names) }
	conditions(making, first, draft)
	return draft
}

const texts = (row: ReadFormRow, column: string): Texts | null => {
	const found = row.texts(column)
	return Object.keys(found).length === 0 ? null : found
}

const DEFAULT_TEXT = 500

/** The field that a question becomes; none where a register has nothing like it, which is told. */
export function draftOf(making: Making, question: Question): Draft | null {
	const { row, key, asked } = question
	const draft: Draft = { key, ...typeOf(making, question), names: namesIn(making, row, key) }
	if (!('type' in draft)) return null
	const hint = texts(row, 'hint')
	if (hint) draft['hint'] = namesIn(making, row, key, hint)
	if (asked.is === 'calculate') {
		const said = fromXPath(row.cell('calculation'), making.names(question.table))
		if ('untaken' in said) {
			tellUntaken(making, { row: row.row, column: 'calculation' }, said.untaken)
			return null
		}
		draft['formula'] = said.formula
		if (row.cell('relevant') !== '') note(making, row.row, 'relevant', 'calculate-relevant')
		return draft
	}
	if (row.cell('calculation') !== '') note(making, row.row, 'calculation', 'calculation-in-question')
	conditions(making, question, draft)
	constraint(making, question, draft)
	preset(making, question, draft)
	for (const column of ['readonly', 'choice_filter', 'parameters'] as const) {
		const found = row.cell(column)
		const isTaken = column === 'parameters' && asked.is === 'field' && asked.type === 'range'
		if (found !== '' && !isTaken && !/^(no|false)/i.test(found))
			note(making, row.row, column, column, { found: found.slice(0, 60) })
	}
	appearance(making, question)
	return draft
}

/** Tells what of a row is done otherwise, or not at all. */
export const note = ({ tell }: Making, row: number, column: string, code: string, params: InNote['params'] = {}) => {
	tell({ code, sheet: SHEET, row, column, params })
}

function typeOf(making: Making, { row, asked }: Question): Draft {
	if (asked.is === 'calculate') return { type: 'formula' }
	if (asked.is === 'select') return typeOfSelect(making, row, asked)
	switch (asked.type) {
		case 'text':
			if (/multiline/i.test(row.cell('appearance'))) return { type: 'long-text' }
			return { type: 'text', most: DEFAULT_TEXT }
		case 'date-time':
			note(making, row.row, 'type', 'date-time')
			return { type: 'date' }
		case 'time':
			note(making, row.row, 'type', 'time')
			return { type: 'text', most: 20 }
		case 'range':
			return typeOfRange(making, row)
		case 'decimal':
			return { type: 'decimal', digits: 6 }
		default:
			return { type: asked.type }
	}
}

function typeOfRange(making: Making, row: ReadFormRow): Draft {
	const given = new Map(
		[...row.cell('parameters').matchAll(/(start|end|step)\s*=\s*(-?[\d.]+)/g)].map(([, name, text]) => [
			name ?? '',
			Number(text)
		])
	)
	const isWhole = [...given.values()].every(Number.isInteger)
	if (given.has('step')) note(making, row.row, 'parameters', 'range-step')
	const bounds = { least: given.get('start') ?? 0, most: given.get('end') ?? 10 }
	return isWhole ? { type: 'whole-number', ...bounds } : { type: 'decimal', digits: 6, ...bounds }
}

function typeOfSelect(making: Making, row: ReadFormRow, asked: Extract<Question['asked'], { is: 'select' }>): Draft {
	const list = making.lists.get(asked.list)
	if (!list) {
		note(making, row.row, 'type', 'no-such-list', { found: asked.list })
		return {}
	}
	if (list.is !== 'codes' && !asked.several) return { type: list.is }
	if (list.is !== 'codes') {
		note(making, row.row, 'type', 'several-of-these', { found: asked.list })
		return {}
	}
	if (list.codes.length === 0) {
		note(making, row.row, 'type', 'empty-list', { found: asked.list })
		return {}
	}
	if (asked.other) note(making, row.row, 'type', 'or-other')
	making.usedLists.set(asked.list, (making.usedLists.get(asked.list) ?? false) || asked.other)
	return { type: asked.several ? 'many-of' : 'one-of', codes: { list: list.key } }
}

type Place = { row: number; column: string }

const tellUntaken = (making: Making, { row, column }: Place, { code, found }: { code: string; found: string }) => {
	note(making, row, column, `expression-${code}`, { found })
}

function conditions(making: Making, question: Question, draft: Draft) {
	const names = making.names(question.table)
	const { row } = question
	const asked = question.relevant.flatMap(({ text, row: at }) => {
		const said = fromXPath(text, names)
		if ('formula' in said) return [said.formula]
		tellUntaken(making, { row: at, column: 'relevant' }, said.untaken)
		return []
	})
	if (asked.length > 0) draft['asked'] = asked.map((one) => (asked.length > 1 ? `(${one})` : one)).join(' and ')
	const required = row.cell('required')
	if (/^(yes|true(\(\))?|1)$/i.test(required)) draft['required'] = true
	else if (required !== '' && !/^(no|false(\(\))?|0)$/i.test(required)) {
		const said = fromXPath(required, names)
		if ('formula' in said) draft['required'] = said.formula
		else tellUntaken(making, { row: row.row, column: 'required' }, said.untaken)
	}
}

/** The pieces of a constraint that stand in brackets of their own, one of which may say a bound. */
function piecesOf(text: string): string[] {
	const isBalanced = (piece: string) => piece.split('(').length === piece.split(')').length
	const inner = /^\((.*)\)$/.exec(text)?.[1]
	const pieces = inner?.split(') and (') ?? []
	return pieces.length > 1 && pieces.every(isBalanced) ? pieces : [text]
}

function constraint(making: Making, question: Question, draft: Draft) {
	const text = question.row.cell('constraint')
	if (text !== '') for (const piece of piecesOf(text)) constrain(making, question, draft, piece)
}

function constrain(making: Making, { row, table, key, name }: Question, draft: Draft, text: string) {
	const { type } = draft
	if (type === 'whole-number' || type === 'decimal') {
		const bounds = boundsIn(text, type === 'whole-number')
		if (bounds) {
			Object.assign(draft, bounds)
			return
		}
	}
	const most = mostIn(text, type === 'many-of' ? 'count-selected' : 'string-length')
	if (most !== null && most > 0 && (type === 'text' || type === 'long-text' || type === 'many-of')) {
		if (type === 'text' && most > 500) draft['type'] = 'long-text'
		draft['most'] = most
		return
	}
	if (type === 'text' && text === "regex(., '^[^@ ]+@[^@ ]+$')") return void retype(draft, 'email')
	if (type === 'text' && text.startsWith("regex(., '^[0-9]{4}(-[0-9]{2}(")) return void retype(draft, 'partial-date')
	const place = { row: row.row, column: 'constraint' }
	const said = fromXPath(text, making.names(table), name)
	if ('untaken' in said) return void tellUntaken(making, place, said.untaken)
	if (table !== null) return void note(making, row.row, 'constraint', 'constraint-in-repeat')
	const message = texts(row, 'constraint_message')
	making.checks.push({
		draft: {
			key: `${key}_holds${making.checks.length === 0 ? '' : `_${String(making.checks.length)}`}`.slice(-40),
			at: key,
			// A form asks nothing of an answer that is not there.
			must: `${key} = empty or (${said.formula})`,
			message: message ? namesIn(making, row, key, message) : making.around.say('registers.xlsform.declared.message')
		},
		...place
	})
}

function retype(draft: Draft, type: string) {
	draft['type'] = type
	delete draft['most']
}

function preset(making: Making, { row }: Question, draft: Draft) {
	const text = row.cell('default')
	if (text === '') return
	const { type } = draft
	const value = (() => {
		if ((type === 'date' || type === 'partial-date') && /^today\(\)$/.test(text)) return 'today'
		if (/[(${]/.test(text)) return undefined
		if (type === 'whole-number' || type === 'decimal') return Number.isFinite(Number(text)) ? Number(text) : undefined
		if (type === 'yes-no') return /^(yes|no|true|false)$/i.test(text) ? /^(yes|true)$/i.test(text) : undefined
		if (type === 'one-of') return codeFor(text)
		if (type === 'many-of') return text.split(/\s+/).map(codeFor)
		return ['text', 'long-text', 'date', 'partial-date', 'country', 'email'].includes(String(type)) ? text : undefined
	})()
	if (value === undefined) note(making, row.row, 'default', 'default', { found: text.slice(0, 60) })
	else draft['default'] = value
}

/** How a question looks is the register's own matter; what says more than that is told. */
function appearance(making: Making, { row, asked }: Question) {
	const words = row
		.cell('appearance')
		.split(/\s+/)
		.filter((word) => word !== '' && !/^multiline$/i.test(word))
	if (words.length > 0 && !(asked.is === 'select' && words.every((word) => /^(minimal|autocomplete)$/i.test(word))))
		note(making, row.row, 'appearance', 'appearance', { found: words.join(' ').slice(0, 60) })
}
