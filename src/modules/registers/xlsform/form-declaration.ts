import { readDeclaration, writeDeclaration } from '../declaration/read-declaration.ts'
import {
	draftOf,
	draftOfWhole,
	namesIn,
	note,
	SHEET,
	type Around,
	type Draft,
	type Making,
	type Texts
} from './draft-of-question.ts'
import type { FieldMeant, MeantNames } from './from-xpath.ts'
import { gatherQuestions, type Question } from './gather-questions.ts'
import { joinParts, type JoinedValue } from './join-parts.ts'
import type { InNote, ReadForm, Tell } from './read-form.ts'
import { codeFor, takeChoices, type ChoiceList } from './take-choices.ts'

type Made = { draft: Draft; question: Question }

type OfForm = {
	text: string
	notes: InNote[]
	/** The rows of the questions, by the keys of their fields, those of tables after that of the table. */
	rows: ReadonlyMap<string, number>
}

/** The declaration of a register that asks what a form asks, and what of the form it does otherwise or not at all. */
export function declarationOfForm(form: ReadForm, around: Around): OfForm {
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
	const rows = new Map(
		made.map(({ draft, question: { table, row } }) => [
			table === null ? String(draft['key']) : `${table}.${String(draft['key'])}`,
			row.row
		])
	)
	return { text: settle(form, { fields, tables, checks: making.checks, making }), notes, rows }
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
