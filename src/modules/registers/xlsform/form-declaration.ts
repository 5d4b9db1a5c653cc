import { readDeclaration, writeDeclaration } from '../declaration/read-declaration.ts'
import { fromXPath, type FieldMeant, type MeantNames } from './from-xpath.ts'
import { boundsIn, mostIn } from './form-questions.ts'
import { gatherQuestions, type Question } from './gather-questions.ts'
import { joinParts, wholeNames, type JoinedValue } from './join-parts.ts'
import type { InNote, ReadForm, ReadFormRow, Tell } from './read-form.ts'
import { codeFor, takeChoices, type ChoiceList, type Known } from './take-choices.ts'

type Texts = Record<string, string>
type Draft = Record<string, unknown>

/** What stands around the questions of a form in a declaration, which a form does not say. */
export type Around = {
	key: string
	version: number
	code: string
	/** Sentences of the product by language, for what a declaration needs and a form has not. */
	say(key: string): Texts
	known: Known
}

type Made = { draft: Draft; question: Question }
type Making = {
	tell: Tell
	lists: ReadonlyMap<string, ChoiceList>
	names: (table: string | null) => MeantNames
	checks: { draft: Draft; row: number; column: string }[]
	usedLists: Map<string, boolean>
	around: Around
}

const SHEET = 'survey'

/** The declaration of a register that asks what a form asks, and what of the form it does otherwise or not at all. */
export function declarationOfForm(form: ReadForm, around: Around): { text: string; notes: InNote[] } {
	const notes: InNote[] = []
	const tell: Tell = (note) => void notes.push(note)
	const lists = takeChoices(form, around.known, tell)
	const { questions, repeats } = gatherQuestions(form, tell)
	const joined = joinParts(questions)
	const making: Making = {
		tell,
		lists,
		names: namesOf(questions, repeats, joined, lists),
		checks: [],
		usedLists: new Map(),
		around
	}
	const standing = questions.filter((one) => !joined.some(({ first, parts }) => first !== one && parts.has(one)))
	const made = standing.flatMap((question): Made[] => {
		const whole = joined.find(({ first }) => first === question)
		const draft = whole ? draftOfWhole(making, whole) : draftOf(making, question)
		return draft ? [{ draft, question }] : []
	})
	const fields = made.filter(({ question }) => question.table === null)
	const tables = repeats.flatMap(({ key, row }) => {
		const inner = made.filter(({ question }) => question.table === key)
		if (inner.length === 0) return []
		const names = namesIn(making, row, key)
		return [{ key, names, row: names, made: inner }]
	})
	return { text: settle(form, { fields, tables, checks: making.checks, making }), notes }
}

/** Texts in every language they have, English among them: what has none is called by its key. */
function namesIn({ around }: Making, row: ReadFormRow, key: string, texts = row.texts('label')): Texts {
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

function namesOf(
	questions: readonly Question[],
	repeats: readonly { name: string; key: string }[],
	joined: readonly JoinedValue[],
	lists: ReadonlyMap<string, ChoiceList>
) {
	const kindOf = ({ asked }: Question): FieldMeant['kind'] => {
		if (asked.is === 'field') return asked.type === 'yes-no' ? 'yes-no' : 'other'
		if (asked.is !== 'select') return 'other'
		return asked.several ? 'many' : lists.get(asked.list)?.is === 'yes-no' ? 'yes-no' : 'one'
	}
	const meant = (question: Question): FieldMeant => {
		const whole = joined.find(({ first }) => first === question)
		return { key: whole ? whole.key : question.key, table: question.table, kind: kindOf(question) }
	}
	return (within: string | null): MeantNames => ({
		within,
		find: (name) => {
			const all = questions.filter((one) => one.name === name)
			const found = all.find(({ table }) => table === within) ?? all[0]
			return found ? meant(found) : null
		},
		table: (name) => repeats.find((one) => one.name === name)?.key ?? null,
		code: codeFor
	})
}

function draftOfWhole(making: Making, { type, key, first }: JoinedValue): Draft {
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

function draftOf(making: Making, question: Question): Draft | null {
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

const note = ({ tell }: Making, row: number, column: string, code: string, params: InNote['params'] = {}) => {
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

type Parts = {
	fields: Made[]
	tables: { key: string; names: Texts; row: Texts; made: Made[] }[]
	checks: Making['checks']
	making: Making
}

/** Writes the declaration, and takes out, told, the conditions and results that registers do not take. */
function settle(form: ReadForm, parts: Parts): string {
	const { making } = parts
	// Each round takes out something, and there are never more conditions than these.
	for (let round = 0; round < 50; round += 1) {
		const text = writeWhole(form, parts)
		const read = readDeclaration(text)
		if (!('faults' in read)) return text
		const isMended = read.faults.map(({ path, found }) => takenOut(parts, path, found)).some(Boolean)
		if (!isMended) return text
	}
	making.tell({ code: 'not-settled', sheet: SHEET, row: 1, column: '', params: {} })
	return writeWhole(form, parts)
}

/** What keeps a declaration from being taken, as column of the form; the field itself where it is worked out. */
const COLUMNS: Readonly<Record<string, string>> = {
	asked: 'relevant',
	required: 'required',
	formula: 'calculation',
	default: 'default'
}

function takenOut(parts: Parts, path: readonly (string | number)[], found: string): boolean {
	const { making } = parts
	const [root, at, within] = path
	if (root === 'checks' && typeof at === 'number') {
		const check = parts.checks[at]
		if (!check) return false
		parts.checks.splice(at, 1)
		note(making, check.row, check.column, 'expression-taken', { found })
		return true
	}
	const list =
		root === 'fields'
			? parts.fields
			: root === 'tables' && typeof at === 'number' && within === 'fields'
				? parts.tables[at]?.made
				: undefined
	const [position, name] = root === 'fields' ? [at, within] : [path[3], path[4]]
	if (!list || typeof position !== 'number') return false
	const index = root === 'fields' ? position - titleOf(parts).added.length : position
	const one = list[index]
	const column = typeof name === 'string' ? COLUMNS[name] : undefined
	if (!one || column === undefined || typeof name !== 'string' || !(name in one.draft)) return false
	if (name === 'formula') list.splice(index, 1)
	else Reflect.deleteProperty(one.draft, name)
	note(making, one.question.row.row, column, 'expression-taken', { found })
	return true
}

function writeWhole(form: ReadForm, { fields, tables, checks, making }: Parts): string {
	const { around } = making
	const { say } = around
	const named = form.settings?.cell('form_title') ?? ''
	const called = named === '' ? around.key : named.slice(0, 100)
	const { title, added } = titleOf({ fields, making })
	const lists = [...making.usedLists].flatMap(([name, other]) => {
		const list = making.lists.get(name)
		if (list?.is !== 'codes') return []
		const codes = list.codes.map(({ key, row }) => ({ key, names: namesIn(making, row, key) }))
		const more =
			other && !codes.some(({ key }) => key === 'other')
				? [{ key: 'other', names: say('registers.xlsform.declared.other') }]
				: []
		return [
			{ key: list.key, names: { en: name.replace(/^codes_/, '').replaceAll('_', ' ') }, codes: [...codes, ...more] }
		]
	})
	return writeDeclaration({
		register: around.key,
		version: around.version,
		code: around.code,
		names: { [form.language]: { one: called, many: called }, en: { one: called, many: called } },
		about: say('registers.xlsform.declared.about'),
		title,
		added: ['keepers'],
		changed: ['keepers'],
		lists,
		groups: [
			{ key: 'keepers', names: say('registers.xlsform.declared.keepers'), roles: ['administrator', 'secretariat'] }
		],
		fields: [...added, ...fields.map(({ draft }) => draft)],
		tables: tables.map(({ key, names, row, made }) => ({ key, names, row, fields: made.map(({ draft }) => draft) })),
		states: [{ key: 'recorded', names: say('registers.xlsform.declared.recorded') }],
		checks: checks.map(({ draft }) => draft)
	})
}

/** What an entry is called by: a text the form asks for, else one that is added, since a form need not ask for any. */
function titleOf({ fields, making: { around } }: Pick<Parts, 'fields' | 'making'>): { title: unknown; added: Draft[] } {
	const open = fields.filter(({ draft }) => draft['type'] === 'text' && draft['asked'] === undefined)
	const first = open.find(({ draft }) => draft['required'] === true) ?? open[0]
	if (first) return { title: first.draft['key'], added: [] }
	const key = freeKey(fields)
	const names = around.say('registers.xlsform.declared.name')
	return { title: key, added: [{ key, type: 'text', required: true, names }] }
}

function freeKey(fields: readonly Made[]): string {
	const taken = new Set(fields.map(({ question }) => question.key))
	let key = 'called'
	while (taken.has(key)) key = `${key}_`
	return key
}
