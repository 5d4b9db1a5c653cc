import type { AnyField, Declaration } from '../declaration/declaration.ts'
import { isWorkedOut } from '../declaration/field-types.ts'
import { readDeclaration, writeDeclaration } from '../declaration/read-declaration.ts'
import { partName } from './form-model.ts'
import type { InNote } from './read-form.ts'

type Texts = Readonly<Record<string, string>>
type Column = Declaration['tables'][number]['fields'][number]

// What a form asks for by a question that says less than the field does: it comes back as what it was.
const ASKED_AS: Partial<Record<AnyField['type'], readonly AnyField['type'][]>> = {
	money: ['decimal'],
	record: ['text'],
	entry: ['text'],
	telephone: ['text'],
	email: ['text'],
	'partial-date': ['text'],
	address: ['long-text'],
	actor: ['one-of'],
	structure: ['one-of'],
	country: ['one-of']
}

const isAlike = (was: AnyField, is: AnyField) => was.type === is.type || (ASKED_AS[was.type] ?? []).includes(is.type)

/** The list of the register's own codes that a field takes its answer from. */
const listOf = (field: AnyField): string | undefined =>
	(field.type === 'one-of' || field.type === 'many-of') && 'list' in field.codes ? field.codes.list : undefined

// A list of a framework comes back as one of codes under another name, and the field goes on taking areas.
const takesOther = (was: AnyField, is: AnyField) => {
	const [own, other] = [listOf(was), listOf(is)]
	return own !== undefined && other !== undefined && own !== other
}

// The cells of a workbook keep no spaces that do not break, as French has them before a colon.
const spaced = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

/** Texts as a form says them: a language that the register did not have counts where it says something of its own. */
function saidIn(was: Texts | undefined, is: Texts | undefined): Record<string, string> {
	const own = Object.entries(is ?? {}).filter(
		([language, text]) =>
			(language === 'en' || language in (was ?? {}) || text !== is?.['en']) &&
			spaced(text) !== spaced(was?.[language] ?? '')
	)
	return { ...was, ...Object.fromEntries(own) }
}

/** A column as the register calls it: in a form of ours one that bears the name of a field of the entry has its table before it. */
function ownColumn(table: Declaration['tables'][number], column: Column): Column {
	const before = partName(table.key, '')
	const key = column.key.startsWith(before) ? column.key.slice(before.length) : column.key
	return table.fields.some((one) => one.key === key) ? { ...column, key } : column
}

/** A field as it is declared, called and explained as the form does it. */
function fieldNow<Field extends AnyField>(was: Field, is: AnyField | undefined): Field {
	// What is worked out has no label on a form.
	if (!is || isWorkedOut(was)) return was
	// Forms take these apart, and say what a number counts in its hint.
	const isTakenApart = was.type === 'period' || was.type === 'place'
	const isCounted = was.type === 'money' || was.type === 'decimal'
	const hint = isCounted || isTakenApart ? was.hint : saidIn(was.hint, is.hint)
	return {
		...was,
		...(isTakenApart || is.names['en'] === is.key ? {} : { names: saidIn(was.names, is.names) }),
		...(hint === undefined || Object.keys(hint).length === 0 ? {} : { hint })
	}
}

type Keyed = { key: string }

/** What is there, each as `now` makes it anew, and behind it what is new. */
function merged<One extends Keyed, Other extends Keyed>(
	there: readonly One[],
	given: readonly Other[],
	now: (was: One, is: Other | undefined) => One
): (One | Other)[] {
	const isThere = new Set(there.map(({ key }) => key))
	return [
		...there.map((was) =>
			now(
				was,
				given.find(({ key }) => key === was.key)
			)
		),
		...given.filter(({ key }) => !isThere.has(key))
	]
}

type Asking = {
	/** The rows of the questions of the form, by the keys of their fields. */
	rows: ReadonlyMap<string, number>
	tell(note: InNote): void
}

/**
 * The next version of a register by a form of it. What a form cannot say (states, rights, currencies, files, results) and what it leaves
 * out stays as it is declared; from the form come names, hints, choices, and what is new in it. The text of the form's own declaration
 * where it cannot be read.
 */
export function nextVersion(same: Declaration, text: string, { rows, tell }: Asking): string {
	const read = readDeclaration(text)
	if ('faults' in read) return text
	const { declaration: form } = read.register
	const keyOf = (field: AnyField, table?: string) => (table === undefined ? field.key : `${table}.${field.key}`)
	const tellKept = (was: AnyField, is: AnyField | undefined, table?: string) => {
		if (!is || (isAlike(was, is) && !takesOther(was, is))) return
		const row = rows.get(keyOf(was, table)) ?? 1
		tell({ code: 'stays-as-declared', sheet: 'survey', row, column: 'type', params: { found: keyOf(was, table) } })
	}
	const asked = form.fields.filter(({ key }) => rows.has(key))
	const added = asked.filter(({ key }) => !same.fields.some((one) => one.key === key))
	const news = new Set(added.map(({ key }) => key))
	const tables = form.tables.map((table) => {
		const there = same.tables.find((one) => one.key === table.key)
		return there ? { ...table, fields: table.fields.map((column) => ownColumn(there, column)) } : table
	})
	const columns = tables.flatMap(({ key, fields }) => {
		const there = same.tables.find((one) => one.key === key)?.fields ?? []
		return fields.filter((field) => !there.some((one) => one.key === field.key))
	})
	// What a form lists for questions that are there already (areas, choices that stay as they are declared) is no list of the register.
	const wanted = new Set([...added, ...columns].flatMap((field) => listOf(field) ?? []))
	const lists = form.lists.filter(({ key }) => wanted.has(key) || same.lists.some((one) => one.key === key))
	tell({ code: 'next-version', sheet: 'settings', row: 1, column: 'form_id', params: { found: same.register } })
	return writeDeclaration({
		...same,
		version: same.version + 1,
		steps: [],
		undoes: undefined,
		lists: merged(same.lists, lists, (was, is) => ({
			...was,
			codes: merged(was.codes, is?.codes ?? [], (code, now) => ({ ...code, names: saidIn(code.names, now?.names) }))
		})),
		fields: merged(same.fields, asked, (was, is) => {
			tellKept(was, is)
			return fieldNow(was, is)
		}),
		tables: merged(same.tables, tables, (was, is) => ({
			...was,
			names: saidIn(was.names, is?.names),
			fields: merged(was.fields, is?.fields ?? [], (field, now) => {
				tellKept(field, now, was.key)
				return fieldNow(field, now)
			})
		})),
		checks: [...same.checks, ...form.checks.filter(({ at }) => news.has(at))]
	})
}
