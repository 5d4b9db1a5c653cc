import { beforeAll, expect, test } from 'vitest'
import { registry } from '#areas'
import { isRefusal } from '#platform/operation/refusal.ts'
import { aWorkspace, type Acting } from '#tests/fixtures/workspace.ts'
import { Declaration } from '../declaration/declaration.ts'
import { writeDeclaration } from '../declaration/read-declaration.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { listEntries } from '../entry/entry-queries.ts'
import { declareRegister } from '../register-commands.ts'

const names = { en: 'Odd' }
const TYPES = [
	'text',
	'whole-number',
	'decimal',
	'money',
	'date',
	'partial-date',
	'period',
	'yes-no',
	'one-of',
	'many-of',
	'actor',
	'structure',
	'seat',
	'record',
	'country',
	'place',
	'email'
] as const
const keyOf = (type: string) => `f_${type.replaceAll('-', '_')}`
const more = (type: string) => (type === 'one-of' || type === 'many-of' ? { codes: { list: 'choices' } } : {})

/** A register that is filtered by a field of every type, and by formulas of every result. */
const declaration = Declaration.parse({
	register: 'odd',
	version: 1,
	code: 'ODD',
	names: { en: { one: 'Odd', many: 'Odd' } },
	about: names,
	title: 'called',
	added: ['keepers'],
	changed: ['keepers'],
	lists: [{ key: 'choices', names, codes: [{ key: 'a', names }] }],
	fields: [
		{ key: 'called', type: 'text', names, required: true },
		...TYPES.map((type) => ({ key: keyOf(type), type, names, filtered: true, ...more(type) })),
		{ key: 'w_text', type: 'formula', formula: 'called', names, filtered: true },
		{ key: 'w_number', type: 'formula', formula: 'f_whole_number + 1', names, filtered: true },
		{ key: 'w_yes', type: 'formula', formula: 'f_whole_number = 1', names, filtered: true },
		{ key: 'w_day', type: 'formula', formula: 'f_date', names, filtered: true }
	],
	groups: [{ key: 'keepers', names, roles: ['administrator', 'secretariat'] }],
	states: [{ key: 'there', names, end: true }]
})

const VALUES = [
	'a\u0000b',
	'\ud800',
	'\uffff',
	' ',
	'x'.repeat(200),
	'%',
	"' or 1=1; --",
	'9'.repeat(30),
	'-' + '9'.repeat(18),
	'999999999999.999999',
	'1e999',
	'NaN',
	'Infinity',
	'0.0000001',
	'2026-02-30',
	'2026',
	'2026-13',
	'0000',
	'9999-12-31',
	'99999-01-01',
	'-0001',
	'-infinity',
	'yes',
	'no',
	'1',
	'a',
	'ZWE',
	'01900000-0000-7000-8000-00000000dead',
	'labour',
	'__proto__',
	'null',
	'è'.repeat(200)
]

let keeper: Acting
beforeAll(async () => {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: writeDeclaration(declaration) })
	keeper = await made.as('secretariat')
	await keeper.run(addEntry, { register: 'odd', values: { called: 'One', f_date: '2026-03-01', f_whole_number: 1 } })
	await keeper.run(addEntry, { register: 'odd', values: { called: 'Two' } })
	const values = {
		called: 'Three',
		f_text: 'a',
		f_whole_number: 2,
		f_decimal: '1.5',
		f_money: { amount: '1', currency: 'USD' },
		f_date: '2026-03-01',
		f_partial_date: '2026',
		f_period: { from: '2026-03-01', to: '2026-03-02' },
		f_yes_no: false,
		f_one_of: 'a',
		f_many_of: ['a'],
		f_actor: 'labour',
		f_structure: 'committee',
		f_seat: 'secretariat',
		f_record: 'labour',
		f_country: 'ZWE',
		f_place: { country: 'ZWE' },
		f_email: 'someone@pitso.example'
	}
	await keeper.run(addEntry, { register: 'odd', values })
})

async function defectOf(name: string, input: object): Promise<string[]> {
	const operation = registry.operation(name)
	if (operation?.type !== 'query') throw new Error(`there is no query ${name}`)
	try {
		await keeper.askRaw(operation, input)
		return []
	} catch (error) {
		return isRefusal(error) ? [] : [`${name} ${JSON.stringify(input)}: ${String(error)}`]
	}
}

const keys = declaration.fields.flatMap(({ key, filtered }) => (filtered ? [key] : []))

test.for(keys)('whatever %s is filtered by, the list is told or the value refused', async (key) => {
	const defects: string[] = []
	for (const value of VALUES)
		for (const wanted of [[value], { from: value }])
			defects.push(...(await defectOf('entry.list', { register: 'odd', filter: { fields: { [key]: wanted } } })))
	expect(defects).toEqual([])
})

test.for(keys)('every entry is found either where %s is empty or where it is not', async (key) => {
	const found = async (filter: object) => {
		const { items } = await keeper.ask(listEntries, { register: 'odd', filter, columns: [key] })
		return items.map(({ values }) => values[key] !== undefined)
	}
	const [empty, filled] = await Promise.all([found({ empty: [key] }), found({ filled: [key] })])
	expect(empty).toEqual(Array.from({ length: 3 - filled.length }, () => false))
	expect(filled).toEqual(filled.map(() => true))
	// Of one entry that is filled throughout and one that holds its name alone, neither is missed.
	expect(filled.length).toBeGreaterThanOrEqual(1)
	// A name stands in every entry, and a comparison is told of what is empty too.
	if (key !== 'w_text' && key !== 'w_yes') expect(empty.length).toBeGreaterThanOrEqual(1)
	expect(await found({ empty: [key], filled: [key] })).toEqual([])
})

// What every object of the language has by itself is no field of a register.
test.for([...keys, 'constructor', '__proto__', 'toString', 'hasOwnProperty'])(
	'whatever %s is, each way of looking at entries takes it or refuses it',
	async (key) => {
		const defects = [
			...(await defectOf('entry.list', { register: 'odd', sort: key })),
			...(await defectOf('entry.list', { register: 'odd', sort: `-${key}` })),
			...(await defectOf('entry.group', { register: 'odd', by: key })),
			...(await defectOf('entry.board', { register: 'odd', by: key })),
			...(await defectOf('entry.map', { register: 'odd', place: key })),
			...(await defectOf('entry.calendar', { register: 'odd', day: key, from: '2026-03-01', until: '2026-03-31' })),
			...(await defectOf('entry.pivot', { register: 'odd', rows: key, columns: 'state', sum: key })),
			...(await defectOf('entry.pivot', { register: 'odd', rows: 'state', columns: key }))
		]
		expect(defects).toEqual([])
	}
)
