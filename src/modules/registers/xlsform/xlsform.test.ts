import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readTables } from '#platform/exchange/read-tables.ts'
import type { Tables } from '#platform/exchange/table.ts'
import { catalogue } from '#words'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { readDeclaration } from '../declaration/read-declaration.ts'
import type { Offered } from '../exchange/sheet-lists.ts'
import { declarationOfForm } from './form-declaration.ts'
import { brokenRules } from './form-rules.testing.ts'
import { fromXPath, type MeantNames } from './from-xpath.ts'
import { nextVersion } from './next-version.ts'
import { readForm, type InNote } from './read-form.ts'
import { toXlsForm } from './to-form.ts'
import { conditionToXPath, valueToXPath } from './to-xpath.ts'
import { writeXlsForm } from './write-xlsform.ts'

const FOLDER = new URL('../../../../reference/registers/', import.meta.url)
const SHIPPED = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'))
const shipped = (file: string) => compiled(readFileSync(new URL(file, FOLDER), 'utf8'))

function compiled(text: string): CompiledRegister {
	const read = readDeclaration(text)
	if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
	return read.register
}

const areas = new Map(
	['themes-of-the-sources', 'frameworks'].map((key) => [key, [{ key: 'one-area', label: 'One area' }]])
)
const offered: Offered = {
	actors: [{ key: 'labour', label: 'Ministry of Labour' }],
	structures: [{ key: 'committee', label: 'Committee' }],
	areas,
	countries: ['ZWE', 'ZAF', 'LSO'].map((key) => ({ key, label: key })),
	yes: 'Yes',
	no: 'No',
	said: (key) => catalogue['en']?.[key] ?? key
}
const KNOWN = { actors: new Set(['labour']), structures: new Set(['committee']) }

const formOf = (register: CompiledRegister, languages = ['en', 'fr']) =>
	toXlsForm(register, {
		asks: () => true,
		offered: new Map(languages.map((language) => [language, offered])),
		version: '2026030101'
	})
const tablesOf = async (register: CompiledRegister): Promise<Tables> =>
	readTables({ name: 'form.xlsx', bytes: await writeXlsForm(formOf(register).form) })

/** A workbook from what stands in its sheets, read as one that was sent. */
async function workbook(
	survey: string[][],
	choices: string[][] = [['list_name', 'name', 'label']],
	settings: string[][] = [
		['form_title', 'form_id'],
		['Visits', 'visits']
	]
) {
	const sheet = ([columns = [], ...rows]: string[][]) => ({
		columns,
		rows: rows.map((cells) => Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])))
	})
	const bytes = await writeXlsForm({ survey: sheet(survey), choices: sheet(choices), settings: sheet(settings) })
	return readTables({ name: 'form.xlsx', bytes })
}
const AROUND = {
	key: 'visits',
	version: 1,
	code: 'VSX',
	say: (key: string) => ({ en: catalogue['en']?.[key] ?? key }),
	known: KNOWN
}

function taken(tables: Tables) {
	const told: InNote[] = []
	const form = readForm(tables, (note) => void told.push(note))
	if (!form) throw new Error('no form')
	const { text, notes } = declarationOfForm(form, AROUND)
	const read = readDeclaration(text)
	if (!('register' in read)) throw new Error(`${text}\n${JSON.stringify(read.faults)}`)
	const all = [...told, ...notes]
	return {
		declaration: read.register.declaration,
		notes: all,
		codes: all.map(({ code, row, column }) => `${code} ${String(row)} ${column}`)
	}
}

describe('a form of a register', () => {
	test.each(SHIPPED)('%s keeps the rules of the format', async (file) => {
		expect(brokenRules(await tablesOf(shipped(file)))).toEqual([])
	})

	test.each(SHIPPED)('%s comes back as a register that asks the same', async (file) => {
		const register = shipped(file)
		const { form } = formOf(register)
		const { declaration, notes } = taken(await tablesOf(register))
		const asked = new Set(form.survey.rows.map((row) => (row['name'] ?? '').replace(/__.*/, '')))
		const kept = new Map(declaration.fields.map((field) => [field.key, field]))
		for (const field of register.declaration.fields) {
			if (!asked.has(field.key) || field.type === 'formula') continue
			const back = kept.get(field.key)
			// Where areas of a framework, records and numbers to call are chosen, a form has a list or a text.
			const others: Readonly<Record<string, string>> = {
				record: 'text',
				entry: 'text',
				telephone: 'text',
				address: 'long-text'
			}
			const isAmount = field.type === 'money' && field.currency !== undefined
			const as = isAmount ? 'decimal' : (others[field.type] ?? field.type)
			expect([field.key, back?.type]).toEqual([field.key, as])
			expect(back?.names).toMatchObject({ en: field.names['en'] })
			expect([field.key, back?.required === true]).toEqual([field.key, field.required === true])
		}
		for (const table of register.declaration.tables)
			expect(declaration.tables.map(({ key }) => key)).toContain(table.key)
		for (const { code } of notes) expect(catalogue['en'], code).toHaveProperty([`registers.xlsform.in.${code}`])
	})

	test.each(SHIPPED)('%s sent back unchanged is its next version with nothing else in it', async (file) => {
		const register = shipped(file)
		const form = readForm(await tablesOf(register), () => undefined)
		if (!form) throw new Error('no form')
		const { text, rows } = declarationOfForm(form, AROUND)
		const told: InNote[] = []
		const read = readDeclaration(
			nextVersion(register.declaration, text, { rows, tell: (note) => void told.push(note) })
		)
		const { version, steps } = register.declaration
		expect('register' in read && { ...read.register.declaration, version, steps }).toEqual(register.declaration)
		expect(told.map(({ code }) => code)).toEqual(['next-version'])
	})

	test('says of everything it does not do what becomes of it', () => {
		for (const file of SHIPPED) {
			const register = shipped(file)
			const { form, notes } = formOf(register)
			const asked = new Set(form.survey.rows.map((row) => row['name'] ?? ''))
			for (const { key, type } of register.declaration.fields) {
				const isOn = [...asked].some((name) => name === key || name.startsWith(`${key}__`))
				expect([file, key, type, isOn || notes.some((note) => note.key === key)]).toEqual([file, key, type, true])
			}
			for (const { code } of notes) expect(catalogue['en'], code).toHaveProperty([`registers.xlsform.out.${code}`])
		}
	})

	test('asks in every language, with what is chosen from spelled as it is answered', () => {
		const { form } = formOf(shipped('training.yaml'))
		const row = form.survey.rows.find(({ name }) => name === 'mode')
		expect(row).toMatchObject({ type: 'select_one codes_training_mode', 'label::French (fr)': 'Modalité' })
		expect(form.settings.rows).toMatchObject([
			{ form_id: 'training', version: '2026030101', default_language: 'English (en)' }
		])
	})
})

describe('formulas', () => {
	const names = {
		find: (field: string) => (field === 'unknown' ? null : { path: `\${${field}}`, isYesNo: field === 'agreed' }),
		repeat: (table: string) => `\${${table}}`
	}
	const meant: MeantNames = {
		within: null,
		find: (name) => ({
			key: name,
			table: name === 'hours' ? 'rows' : null,
			kind: name === 'agreed' ? 'yes-no' : name === 'marks' ? 'many' : name === 'form' ? 'one' : 'other'
		}),
		table: (name) => (name === 'rows' ? name : null),
		code: (text) => text
	}

	test.each([
		['form = "visit"', "${form} = 'visit'"],
		['form != "visit"', "(${form} != '' and ${form} != 'visit')"],
		['ended <= today()', '${ended} <= today()'],
		['agreed', "${agreed} = 'yes'"],
		['not agreed', "(${agreed} != '' and not(${agreed} = 'yes'))"],
		['note = empty or cost > 0', "(${note} = '' or ${cost} > 0)"],
		[
			'one_of(form, "a", "b") and includes(marks, "c")',
			"((${form} = 'a' or ${form} = 'b') and selected(${marks}, 'c'))"
		],
		['count(rows) > 0', 'count(${rows}) > 0'],
		[`name = "it's"`, `\${name} = "it's"`]
	])('%s is asked as %s', (formula, xpath) => {
		expect(conditionToXPath(formula, names)).toEqual({ xpath })
	})

	test.each([
		['cost * 2', "if(${cost} != '', (${cost} * 2), '')"],
		['first_filled(a, b, 0)', 'coalesce(${a}, coalesce(${b}, 0))'],
		['sum(rows.hours)', 'sum(${hours})'],
		[
			'days_between(a, b)',
			"if(${a} != '' and ${b} != '', round(decimal-date-time(${b}) - decimal-date-time(${a}), 0), '')"
		]
	])('%s is worked out as %s', (formula, xpath) => {
		expect(valueToXPath(formula, names)).toEqual({ xpath })
	})

	test.each([
		['count(rows, hours > 2) > 0', { code: 'part', found: 'count' }],
		['add_months(a, 2) > today()', { code: 'function', found: 'add_months' }],
		['unknown = 1', { code: 'name', found: 'unknown' }]
	])('%s is told where no form says it', (formula, unsaid) => {
		expect(conditionToXPath(formula, names)).toEqual({ unsaid })
	})

	test.each([
		["${form} = 'visit'", 'form = "visit"'],
		["selected(${marks}, 'c') and not(${agreed} = 'yes')", 'includes(marks, "c") and not (agreed = true)'],
		["selected(${form}, 'visit')", '(form = "visit")'],
		['sum(${hours}) div 2', 'sum(rows.hours) / 2'],
		['if(string-length(${name}) > 3, 1, 0)', 'if(length(name) > 3, 1, 0)'],
		['round(decimal-date-time(${b}) - decimal-date-time(${a}), 0)', 'round(days_between(a, b), 0)'],
		["format-date(date(decimal-date-time(${a}) + 30), '%Y-%m-%d')", 'add_days(a, 30)'],
		["${note} = ''", 'note = empty']
	])('%s comes back as %s', (xpath, formula) => {
		expect(fromXPath(xpath, meant)).toEqual({ formula })
	})

	test.each([
		["pulldata('a', 'b', 'c', ${d})", { code: 'function', found: 'pulldata' }],
		['position(..) > 1', { code: 'unread', found: '.' }],
		['${a', { code: 'unread', found: '${a' }],
		[`${'('.repeat(60)}1${')'.repeat(60)}`, { code: 'unread', found: '(' }],
		["concat('a', 'b')", { code: 'function', found: 'concat' }]
	])('%s is told and not guessed', (xpath, untaken) => {
		expect(fromXPath(xpath, meant)).toEqual({ untaken })
	})
})

describe('an XLSForm of another tool', () => {
	const HEAD = ['type', 'name', 'label', 'required', 'relevant', 'constraint', 'calculation', 'appearance', 'default']

	test('becomes a declaration: groups, repeats, choices, conditions and bounds', async () => {
		const tables = await workbook(
			[
				HEAD,
				['text', 'Full Name', 'Full name', 'yes'],
				['select_one kinds', 'kind', 'Kind'],
				['begin_group', 'more', 'More', '', "${kind} = 'Big one'"],
				['integer', 'people', 'People', '', '', '. >= 1 and . <= 50'],
				['end_group'],
				['begin_repeat', 'child', 'Child'],
				['text', 'child_name', 'Name'],
				['integer', 'age', 'Age'],
				['end_repeat'],
				['calculate', 'ages', '', '', '', '', 'sum(${age})'],
				['text', 'why', 'Why', '', '', 'string-length(.) > 3 or ${people} = 1']
			],
			[
				['list_name', 'name', 'label'],
				['kinds', 'Big one', 'Big'],
				['kinds', 'small', 'Small']
			]
		)
		const { declaration, codes } = taken(tables)
		expect(declaration.fields.map(({ key, type }) => [key, type])).toEqual([
			['full_name', 'text'],
			['kind', 'one-of'],
			['people', 'whole-number'],
			['ages', 'formula'],
			['why', 'text']
		])
		expect(declaration.fields[2]).toMatchObject({ asked: 'kind = "big-one"', least: 1, most: 50 })
		expect(declaration.tables).toMatchObject([{ key: 'child', fields: [{ key: 'child_name' }, { key: 'age' }] }])
		expect(declaration.fields[3]).toMatchObject({ formula: 'sum(child.age)' })
		expect(declaration.checks).toMatchObject([{ at: 'why', must: 'why = empty or (length(why) > 3 or people = 1)' }])
		expect(codes).toEqual(['choice-renamed 2 name', 'renamed 2 name', 'group 4 type'])
	})

	test('with unknown types, functions and looks names each with its sheet, row and column, and drops nothing silently', async () => {
		const tables = await workbook([
			[...HEAD, 'bind::odk:length', 'media::image'],
			['text', 'name', 'Name', 'yes'],
			['selct_one kinds', 'a', 'A'],
			['constructor', 'b', 'B'],
			['geoshape', 'field_shape', 'Shape'],
			['note', 'hello', 'Welcome'],
			['deviceid', 'device', ''],
			['integer', 'c', 'C', '', "pulldata('x', 'y', 'z', ${name}) = 1", '', '', 'thousands-sep', 'random()'],
			['select_one nowhere', 'd', 'D'],
			['calculate', 'e', '', '', '', '', "concat(${name}, 'x')"],
			['text', '', 'Nameless']
		])
		expect(taken(tables).codes).toEqual([
			'column 1 bind::odk:length',
			'column 1 media::image',
			'type-near 3 type',
			'type 4 type',
			'shape 5 type',
			'note 6 type',
			'metadata 7 type',
			'no-name 11 name',
			'expression-function 8 relevant',
			'default 8 default',
			'appearance 8 appearance',
			'no-such-list 9 type',
			'expression-function 10 calculation'
		])
	})

	test('that is hostile is read all the same, or told', async () => {
		const rows = Array.from({ length: 400 }, (_, at) => [
			'text',
			`q${String(at)}`,
			`<script>alert(${String(at)})</script>`
		])
		const deep = Array.from({ length: 300 }, () => ['begin_group', 'g', 'G'])
		const tables = await workbook([
			HEAD,
			['text', 'if', 'If', 'yes', "${if} = 'a' or ".repeat(400) + 'true()'],
			['text', '__proto__', 'P'],
			['text', 'constructor', 'C'],
			['end_repeat'],
			...deep,
			...rows.slice(0, 60)
		])
		const { declaration, codes } = taken(tables)
		expect(declaration.fields.map(({ key }) => key).slice(0, 3)).toEqual(['if_', 'proto', 'constructor'])
		expect(declaration.fields.every(({ names }) => !/<script/.test(names['en'] ?? ''))).toBe(true)
		expect(codes).toContain('expression-unread 2 relevant')
		expect(codes).toContain('block-ends 5 type')
		expect(codes.filter((code) => code.startsWith('block-open'))).toHaveLength(300)
	})

	test('in languages under names takes each, and one without English is called by what it has', async () => {
		const { declaration } = taken(
			await workbook([
				['type', 'name', 'label::Français (fr)', 'label::Português'],
				['text', 'nom', 'Nom', 'Nome']
			])
		)
		expect(declaration.fields[0]?.names).toEqual({ en: 'Nom', fr: 'Nom', pt: 'Nome' })
	})

	test('is none without a sheet of questions', async () => {
		const tables = await readTables({ name: 'list.csv', bytes: Buffer.from('name\nx\n') })
		expect(readForm(tables, () => undefined)).toBeNull()
	})
})
