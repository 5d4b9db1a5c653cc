import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField, Table } from '../declaration/declaration.ts'
import { isWorkedOut } from '../declaration/field-types.ts'
import { labelOf } from '../entry/said/say-value.ts'
import { formLists, type FormLists, type OfferedIn } from './form-lists.ts'
import { FORM_VERSION, type FormRow, type OutNote, type XlsForm } from './form-model.ts'
import { languageName } from './languages.ts'
import { nameFields, type NamedFields } from './name-fields.ts'
import { questionsOf, type Questions } from './questions.ts'
import { conditionToXPath, valueToXPath, type FormNames, type Unsaid } from './to-xpath.ts'

export type Forming = {
	/** The fields and tables that the form asks for. */
	asks(key: string): boolean
	/** What can be chosen, by the languages of the form; the first is the one in which it opens. */
	offered: OfferedIn
	version: string
}

type Making = Questions & { notes: OutNote[]; named: NamedFields }

const note = ({ notes }: Making, field: Pick<AnyField, 'key' | 'names'>, code: string, found = '') =>
	void notes.push({ code, key: field.key, names: { ...field.names }, found })

/** The XLSForm of a register, and what of the register a form does not do. */
export function toXlsForm(
	compiled: CompiledRegister,
	{ asks, offered, version }: Forming
): { form: XlsForm; notes: OutNote[] } {
	const { declaration } = compiled
	const languages = [...offered.keys()]
	const fields = declaration.fields.filter(({ key }) => asks(key))
	const tables = declaration.tables.filter(({ key }) => asks(key))
	const all = [...fields, ...tables.flatMap((table) => table.fields)]
	const lists = formLists(all, declaration, offered)
	const said = [...offered.values()]
	const making: Making = {
		languages,
		lists,
		notes: [],
		named: nameFields(fields, tables),
		say: (key) => new Map(languages.map((language, at) => [language, said[at]?.said(key) ?? key]))
	}
	const rows = [
		...fields.flatMap((field) => rowsOf(making, field, null, compiled)),
		...tables.flatMap((table) => rowsOfTable(making, table, compiled)),
		{ type: 'calculate', name: making.named.free(FORM_VERSION), calculation: `'${version}'` }
	]
	for (const { key, message, at, in: states } of declaration.checks)
		if (!isOfBeginning(compiled, states) || !making.named.find(at, null))
			making.notes.push({ code: 'check', key, names: { ...message }, found: at })
	for (const field of declaration.fields)
		if (!asks(field.key)) note(making, field, isWorkedOut(field) ? 'worked-out' : 'not-yours')
	const settings: FormRow = {
		form_title: labelOf(titlesOf(compiled), languages[0] ?? 'en'),
		form_id: declaration.register,
		version,
		default_language: languageName(languages[0] ?? 'en')
	}
	const columns = (fixed: readonly string[], of: readonly FormRow[]) => {
		const used = new Set(of.flatMap((row) => Object.keys(row)))
		return fixed.filter((name) => used.has(name) || name === 'type' || name === 'name')
	}
	const choices = choiceRows(lists, languages)
	return {
		form: {
			survey: { columns: columns(surveyColumns(languages), rows), rows },
			choices: {
				columns: ['list_name', 'name', ...languages.map((one) => `label::${languageName(one)}`)],
				rows: choices
			},
			settings: { columns: Object.keys(settings), rows: [settings] }
		},
		notes: making.notes
	}
}

const titlesOf = ({ declaration }: CompiledRegister) =>
	Object.fromEntries(Object.entries(declaration.names).map(([language, { many }]) => [language, many]))

const surveyColumns = (languages: readonly string[]) => {
	const each = (head: string) => languages.map((language) => `${head}::${languageName(language)}`)
	return [
		'type',
		'name',
		...each('label'),
		...each('hint'),
		'required',
		'relevant',
		'constraint',
		...each('constraint_message'),
		'calculation',
		'default',
		'appearance',
		'readonly'
	]
}

function choiceRows(lists: FormLists, languages: readonly string[]): FormRow[] {
	return [...lists].flatMap(([list, choices]) =>
		choices.map(({ name, labels }) => ({
			list_name: list,
			name,
			...Object.fromEntries(languages.map((one) => [`label::${languageName(one)}`, labels.get(one) ?? name]))
		}))
	)
}

/** A check that holds from the first state on is asked where an entry begins. */
const isOfBeginning = ({ declaration }: CompiledRegister, states: readonly string[] | undefined) =>
	states === undefined || states.includes(declaration.states[0]?.key ?? '')

function rowsOfTable(making: Making, table: Table, compiled: CompiledRegister): FormRow[] {
	const name = making.named.repeat(table.key) ?? table.key
	// A form asks for as many rows as somebody adds.
	if (table.most !== 500) note(making, table, 'rows-most', String(table.most))
	const label = (texts: Readonly<Record<string, string>>) =>
		Object.fromEntries(making.languages.map((one) => [`label::${languageName(one)}`, labelOf(texts, one)]))
	return [
		{ type: 'begin_repeat', name, ...label(table.names) },
		...table.fields.flatMap((field) => rowsOf(making, field, table.key, compiled)),
		{ type: 'end_repeat', name }
	]
}

function rowsOf(making: Making, field: AnyField, table: string | null, compiled: CompiledRegister): FormRow[] {
	const names = namesFor(making.named, compiled, table)
	const name = making.named.nameOf(field.key, table)
	if (field.type === 'formula') return calculated(making, field, names, name)
	const questions = questionsOf(making, field, name)
	if ('code' in questions) {
		note(making, field, questions.code, questions.found)
		return []
	}
	if (typeof field.default === 'object' && !Array.isArray(field.default)) note(making, field, 'default')
	const relevant = field.asked === undefined ? undefined : condition(making, field, 'asked', field.asked, names)
	const required = requiredOf(making, field, names)
	const checks = table === null ? checksOf(making, field, compiled, names) : []
	return questions.rows.map((row, at) => {
		const own = [row['constraint'], ...(at === 0 ? checks.map(({ xpath }) => xpath) : [])].filter(
			(one) => one !== undefined
		)
		const messages = at === 0 ? checks.map(({ message }) => message) : []
		return {
			...row,
			...(relevant === undefined ? {} : { relevant }),
			...(required !== undefined && questions.asks.has(at) ? { required } : {}),
			...(own.length === 0 ? {} : { constraint: own.map((one) => (own.length > 1 ? `(${one})` : one)).join(' and ') }),
			...(messages.length === 0 ? {} : messagesOf(making.languages, messages))
		}
	})
}

const messagesOf = (languages: readonly string[], messages: readonly Readonly<Record<string, string>>[]) =>
	Object.fromEntries(
		languages.map((one) => [
			`constraint_message::${languageName(one)}`,
			messages.map((texts) => labelOf(texts, one)).join(' ')
		])
	)

/** The names that a formula may read which stands in a table, or beside them. */
function namesFor(named: NamedFields, compiled: CompiledRegister, table: string | null): FormNames {
	// What is worked out stands on the form where it can be worked out there.
	const isSaid = (field: string, within: string | null): boolean => {
		const one = within === null ? compiled.fields.get(field) : compiled.tables.get(within)?.fields.get(field)
		return (
			one?.field.type !== 'formula' || 'xpath' in valueToXPath(one.field.formula, namesFor(named, compiled, within))
		)
	}
	const find = (field: string, within: string | null) => (isSaid(field, within) ? named.find(field, within) : null)
	return {
		// What stands in a table itself is called alone there, as are the entry's own.
		find: (field, within) =>
			within === null && table !== null ? (find(field, table) ?? find(field, null)) : find(field, within),
		repeat: (key) => {
			const name = named.repeat(key)
			return name === null ? null : `\${${name}}`
		}
	}
}

const unsaid = (making: Making, field: AnyField, what: string, { code, found }: Unsaid) =>
	note(making, field, `${what}-${code}`, found)

function condition(making: Making, field: AnyField, what: string, text: string, names: FormNames): string | undefined {
	const said = conditionToXPath(text, names)
	if ('xpath' in said) return said.xpath
	unsaid(making, field, what, said.unsaid)
	return undefined
}

function requiredOf(making: Making, field: AnyField, names: FormNames): string | undefined {
	if (field.type === 'formula' || !('required' in field) || field.required === false) return undefined
	return field.required === true ? 'yes' : condition(making, field, 'required', field.required, names)
}

type Formula = Extract<AnyField, { type: 'formula' }>

function calculated(making: Making, field: Formula, names: FormNames, name: string): FormRow[] {
	const said = valueToXPath(field.formula, names)
	if ('unsaid' in said) {
		unsaid(making, field, 'formula', said.unsaid)
		return []
	}
	// Named as no field is, so that what comes back is worked out here and not read.
	return [{ type: 'calculate', name, calculation: said.xpath }]
}

type AskedCheck = { xpath: string; message: Readonly<Record<string, string>> }

function checksOf(making: Making, field: AnyField, compiled: CompiledRegister, names: FormNames): AskedCheck[] {
	const own = `\${${making.named.nameOf(field.key, null)}}`
	return compiled.declaration.checks.flatMap((check): AskedCheck[] => {
		if (check.at !== field.key || !isOfBeginning(compiled, check.in)) return []
		const said = conditionToXPath(check.must, names)
		// A constraint calls what it stands at by a point.
		if ('xpath' in said) return [{ xpath: said.xpath.replaceAll(own, '.'), message: check.message }]
		unsaid(making, field, 'check', said.unsaid)
		return []
	})
}
