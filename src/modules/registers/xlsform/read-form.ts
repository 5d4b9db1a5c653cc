import type { Table, Tables } from '#platform/exchange/table.ts'
import { codeOfLanguage } from './languages.ts'

/** Something of a form that a register does otherwise or not at all: worded by `registers.xlsform.in.<code>`, with the rule and the way out. */
export type InNote = {
	code: string
	sheet: string
	row: number
	column: string
	params: Readonly<Record<string, string | number>>
}
export type Tell = (note: InNote) => void

/** A row of a form: its cells by the name of their column, and its texts by column and language. */
export type ReadFormRow = {
	row: number
	cell(column: string): string
	texts(column: string): Record<string, string>
}

export type ReadForm = {
	survey: readonly ReadFormRow[]
	choices: ReadonlyMap<string, readonly ReadFormRow[]>
	settings: ReadFormRow | null
	/** The language of what is written without one. */
	language: string
}

const ALIASES: ReadonlyMap<string, string> = new Map(
	Object.entries({
		'list name': 'list_name',
		listname: 'list_name',
		value: 'name',
		caption: 'label',
		relevance: 'relevant',
		'bind::relevant': 'relevant',
		'bind::required': 'required',
		'bind::constraint': 'constraint',
		'bind::calculate': 'calculation',
		'bind::type': 'type',
		'bind::readonly': 'readonly',
		'bind::jr:constraintmsg': 'constraint_message',
		calculate: 'calculation',
		'constraint message': 'constraint_message',
		'required message': 'required_message',
		'read only': 'readonly',
		read_only: 'readonly',
		'repeat count': 'repeat_count',
		'choice filter': 'choice_filter',
		'default language': 'default_language',
		'form title': 'form_title',
		title: 'form_title',
		'form id': 'form_id',
		id_string: 'form_id'
	})
)

const TEXTS = new Set(['label', 'hint', 'constraint_message', 'required_message', 'guidance_hint'])

const KNOWN: ReadonlyMap<string, ReadonlySet<string>> = new Map(
	Object.entries({
		survey: new Set([
			'type',
			'name',
			'label',
			'hint',
			'required',
			'relevant',
			'constraint',
			'constraint_message',
			'calculation',
			'default',
			'appearance',
			'readonly',
			'repeat_count',
			'choice_filter',
			'parameters',
			'required_message',
			'guidance_hint',
			'disabled'
		]),
		choices: new Set(['list_name', 'name', 'label']),
		settings: new Set(['form_title', 'form_id', 'version', 'default_language', 'instance_name', 'style'])
	})
)

/** Columns that are read and told of where something stands in them. */
const ASIDE = new Set(['required_message', 'guidance_hint', 'instance_name', 'style'])

type Head = { column: string; language: string | null } | null

/** Reads the sheets of an XLSForm; null where there is no sheet of questions. What it holds beside them is told. */
export function readForm(tables: Tables, tell: Tell): ReadForm | null {
	const sheets = new Map([...tables.sheets.values()].map((table) => [table.name.trim().toLowerCase(), table]))
	const survey = sheets.get('survey')
	if (!survey) return null
	for (const [name, table] of sheets)
		if (!KNOWN.has(name) && table.rows.length > 0)
			tell({ code: 'sheet', sheet: table.name, row: 1, column: '', params: {} })
	const [settings] = rowsOf(sheets.get('settings'), 'settings', '', tell)
	const language = codeOfLanguage(settings?.cell('default_language') ?? '') ?? 'en'
	const choices = new Map<string, ReadFormRow[]>()
	for (const row of rowsOf(sheets.get('choices'), 'choices', language, tell)) {
		const list = row.cell('list_name')
		if (list !== '') choices.set(list, [...(choices.get(list) ?? []), row])
		else tell({ code: 'choice-without-list', sheet: 'choices', row: row.row, column: 'list_name', params: {} })
	}
	return { survey: rowsOf(survey, 'survey', language, tell), choices, settings: settings ?? null, language }
}

function headsOf(table: Table, kind: string, language: string, tell: Tell): Head[] {
	return table.columns.map((heading): Head => {
		const text = heading.trim()
		if (text === '') return null
		const [first = '', ...rest] = text.split(/::?/)
		const whole = text.toLowerCase()
		const named = ALIASES.get(whole) ?? (KNOWN.get(kind)?.has(whole) ? whole : undefined)
		const column = named ?? ALIASES.get(first.trim().toLowerCase()) ?? first.trim().toLowerCase()
		const suffix = named === undefined ? rest.join('::').trim() : ''
		if (!KNOWN.get(kind)?.has(column) || (suffix !== '' && !TEXTS.has(column))) {
			tell({ code: 'column', sheet: table.name, row: 1, column: text, params: { found: text } })
			return null
		}
		if (!TEXTS.has(column)) return { column, language: null }
		const code = suffix === '' ? language : codeOfLanguage(suffix)
		if (code === null) tell({ code: 'language', sheet: table.name, row: 1, column: text, params: { found: suffix } })
		return code === null ? null : { column, language: code }
	})
}

function rowsOf(table: Table | undefined, kind: string, language: string, tell: Tell): ReadFormRow[] {
	if (!table) return []
	const heads = headsOf(table, kind, language, tell)
	return table.rows.flatMap(({ row, cells }) => {
		const values = new Map<string, string>()
		const texts = new Map<string, Record<string, string>>()
		for (const [index, cell] of cells.entries()) {
			const head = heads[index]
			const text = cell.text.trim()
			const column = table.columns[index] ?? ''
			if (!head || text === '') continue
			if (cell.kind === 'formula' || cell.kind === 'error') {
				tell({ code: 'formula-cell', sheet: table.name, row, column, params: {} })
				continue
			}
			if (ASIDE.has(head.column))
				tell({ code: 'aside', sheet: table.name, row, column, params: { found: text.slice(0, 60) } })
			if (head.language === null) values.set(head.column, text)
			else texts.set(head.column, { ...texts.get(head.column), [head.language]: text })
		}
		if (values.size === 0 && texts.size === 0) return []
		return [{ row, cell: (column) => values.get(column) ?? '', texts: (column) => texts.get(column) ?? {} }]
	})
}
