import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { isRefusal } from '#platform/operation/refusal.ts'
import { aWorkspace, type Acting, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { registry } from '#areas'
import { compileDeclaration, type CompiledRegister, type Part } from './declaration/compile-declaration.ts'
import { Declaration, type AnyField } from './declaration/declaration.ts'
import { drawnDeclaration } from '#tests/fixtures/drawn-declaration.ts'
import { isWorkedOut } from './declaration/field-types.ts'
import { writeDeclaration } from './declaration/read-declaration.ts'
import { addEntry, changeEntry } from './entry/entry-commands.ts'
import { getEntry } from './entry/entry-queries.ts'
import type { GivenOne } from './entry/given.server.ts'
import { declareRegister } from './register-commands.ts'

const names = { en: 'Drawn' }

/** A drawn register with a circle of readers that is another for each entry: the actor that stands in it. */
const withBearer = drawnDeclaration.map((declared) =>
	Declaration.parse({
		...declared,
		changed: [...declared.changed, 'bearers'],
		seen: declared.seen === 'everyone' ? 'everyone' : [...declared.seen, 'bearers'],
		fields: [
			...declared.fields,
			{ key: 'bearer', type: 'actor', names, filtered: true, changed: 'keepers' },
			{ key: 'borne', type: 'text', names, seen: 'bearers', filtered: true },
			{ key: 'borne_day', type: 'date', names, seen: 'bearers', filtered: true }
		],
		groups: [...declared.groups, { key: 'bearers', names, roles: [], actor_in: ['bearer'] }]
	})
)

// Each value is told from every other, so that one that comes out somewhere can be recognized.
let count = 1_000
type Value = z.input<typeof GivenOne>
const oneOf = (...some: string[]) => some[count % some.length] ?? ''
function valueFor(field: AnyField): Value {
	count += 1
	const token = `sekret${String(count)}`
	switch (field.type) {
		case 'text':
		case 'long-text':
		case 'address':
			return token
		case 'email':
			return `${token}@example.org`
		case 'telephone':
			return `+2637${String(70_000_000 + count)}`
		case 'whole-number':
		case 'decimal':
			return String(3_000_000 + count)
		case 'money':
			return { amount: String(3_000_000 + count), currency: 'USD' }
		case 'date':
		case 'partial-date':
			return `20${String(30 + (count % 60))}-0${String(1 + (count % 9))}-1${String(count % 10)}`
		case 'period':
			return { from: `20${String(30 + (count % 60))}-01-1${String(count % 10)}`, to: '' }
		case 'yes-no':
			return field.key === 'sure' || count % 2 === 0
		case 'one-of':
			return oneOf('a', 'b', 'c')
		case 'many-of':
			return [oneOf('a', 'b', 'c')]
		case 'actor':
			return oneOf('labour', 'health', 'union', 'police')
		case 'structure':
			return 'committee'
		case 'seat':
			return oneOf('member', 'secretariat', 'observer')
		case 'record':
			return oneOf('labour', 'health', 'union', 'police')
		case 'country':
			return oneOf('ZWE', 'LSO', 'ZAF', 'MOZ', 'BWA')
		case 'place':
			return { country: 'ZWE', locality: token }
		default:
			return null
	}
}

const tokens = (text: string) => [...text.matchAll(/sekret\d+|\+2637\d{8}/g)].map(([token]) => token)

/** True for a field that holds another value each time. */
const isTold = (field: AnyField) =>
	!isWorkedOut(field) && !['structure', 'yes-no', 'entry', 'file'].includes(field.type)

type Filled = { values: Record<string, Value>; tables: Record<string, Record<string, Value>[]> }

/** Values for the fields and the table of the parts that are asked for. */
function filled({ fields, tables }: CompiledRegister, isAsked: (part: Part) => boolean): Filled {
	const values: Filled['values'] = {}
	for (const [key, { field, part }] of fields)
		if (isAsked(part) && key !== 'bearer' && !isWorkedOut(field)) values[key] = valueFor(field)
	const rows: Filled['tables'] = {}
	for (const [key, table] of tables)
		if (isAsked(table.part))
			rows[key] = [0, 1].map(() =>
				Object.fromEntries([...table.fields].map(([inner, { field }]) => [inner, valueFor(field)]))
			)
	return { values, tables: rows }
}

/** What an answer tells beyond what was asked: a refusal says again what was looked for. */
function toldBeyond(answer: string): string[] {
	const end = answer.indexOf('} ')
	const asked = new Set(tokens(answer.slice(0, end)))
	return tokens(answer.slice(end)).filter((token) => !asked.has(token))
}

/** Everything that may be asked about a register, by the names of its operations. */
function questions({ fields, declaration }: CompiledRegister, entries: readonly string[], looked: readonly string[]) {
	const register = declaration.register
	const all = [...fields.values()]
	const keys = all.map(({ field }) => field.key)
	const asked: [string, object][] = [
		...entries.map((entry): [string, object] => ['entry.get', { entry }]),
		['entry.list', { register }],
		...keys.map((key): [string, object] => ['entry.list', { register, columns: [key] }]),
		...keys.flatMap((key): [string, object][] =>
			['', '-'].map((sign) => ['entry.list', { register, sort: `${sign}${key}` }])
		),
		...keys.map((key): [string, object] => ['entry.list', { register, filter: { fields: { [key]: { from: '0' } } } }]),
		...all.flatMap(({ field }): [string, object][] =>
			looked.slice(0, 2).map((value) => ['entry.list', { register, filter: { fields: { [field.key]: [value] } } }])
		),
		...['a', 'labour', 'ZWE', 'yes'].flatMap((value) =>
			keys.map((key): [string, object] => ['entry.list', { register, filter: { fields: { [key]: [value] } } }])
		),
		...keys.map((key): [string, object] => ['entry.group', { register, by: key }]),
		...keys.map((key): [string, object] => ['entry.board', { register, by: key, facts: keys.slice(0, 8) }]),
		...keys.map((key): [string, object] => ['entry.board', { register, facts: [key] }]),
		...keys.map((key): [string, object] => [
			'entry.calendar',
			{ register, day: key, from: '2030-01-01', until: '2030-12-31' }
		]),
		...keys.map((key): [string, object] => ['entry.map', { register, place: key }]),
		...keys.map((key): [string, object] => ['entry.pivot', { register, rows: key, columns: 'state' }]),
		...keys.map((key): [string, object] => ['entry.pivot', { register, rows: 'state', columns: 'state', sum: key }]),
		['entry.choices', { register }],
		['register.figures', { register }],
		['register.get', { register }],
		['entry.export', { register, format: 'json' }],
		['entryPart.list', {}],
		...looked.map((words): [string, object] => ['record.search', { words }])
	]
	return asked
}

// What tells that something was changed, and not what: the version a change is made from, and when it was.
const MOVING = new Set(['version', 'changedAt', 'changed_at', 'sha256', 'next', 'previous'])

const plain = (answer: unknown): string =>
	JSON.stringify(answer, (key, value: unknown) => {
		if (MOVING.has(key)) return undefined
		return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value
	})

// What stands in a file is told as much as what stands in an answer.
const contentOf = (answer: unknown) =>
	typeof answer === 'object' && answer !== null && 'content' in answer && answer.content instanceof Uint8Array
		? Buffer.from(answer.content).toString('utf8')
		: ''

async function answersOf(acting: Acting, asked: readonly [string, object][]): Promise<string[]> {
	const answers: string[] = []
	for (const [name, input] of asked) {
		const operation = registry.operation(name)
		if (operation?.type !== 'query') continue
		try {
			const answer = await acting.askRaw(operation, input)
			answers.push(`${name} ${JSON.stringify(input)} ${plain(answer)} ${contentOf(answer)}`)
		} catch (error) {
			if (!isRefusal(error)) throw error
			answers.push(`${name} ${JSON.stringify(input)} refused ${error.code} ${JSON.stringify(error.issues)}`)
		}
	}
	return answers
}

const SEATS = { observer: ['observer', 'outsider', 'statistician'], member: ['member'], public: ['public'] } as const
// Whose bearer's part is hidden from each circle: the first entry is borne by the ministry of the member, the second by another.
const HIDDEN: Record<keyof typeof SEATS, (part: Part, entry: number) => boolean> = {
	observer: (part, entry) =>
		part === 'group:keepers' || part === 'group:insiders' || (part === 'group:bearers' && entry === 0),
	member: (part, entry) => part === 'group:keepers' || (part === 'group:bearers' && entry === 1),
	public: (part) => part !== 'open'
}

test('what is hidden from a seat changes nothing that it is told, whatever it asks', { timeout: 900_000 }, async () => {
	await fc.assert(
		fc.asyncProperty(withBearer, async (declaration) => {
			const { register: compiled } = compileDeclaration(declaration)
			if (!compiled) throw new Error('the drawn declaration is not sound')
			const made = await aWorkspace()
			await (await made.as('administrator')).run(declareRegister, { declaration: writeDeclaration(declaration) })
			const keeper = await made.as('secretariat')
			const entries: string[] = []
			for (const bearer of ['labour', 'health', null]) {
				const { values, tables } = filled(compiled, (part) => part !== 'group:bearers')
				const { reference } = await keeper.run(addEntry, { register: 'drawn', values: { ...values, bearer }, tables })
				entries.push(reference)
			}
			const all: (part: Part, entry: number) => boolean = () => true
			await changeHidden(made, { compiled, entries, isHidden: all })
			for (const circle of ['observer', 'member', 'public'] as const) {
				const isHidden = HIDDEN[circle]
				// Something is kept before the change and after it, and each is looked for both times.
				const before = await hiddenTokens(made, { compiled, entries, isHidden })
				const seats = await Promise.all(SEATS[circle].map((seat) => made.as(seat)))
				const asked = questions(compiled, entries, before.slice(0, 6))
				const first = await Promise.all(seats.map((seat) => answersOf(seat, asked)))
				const seen = await answersOf(keeper, asked)
				await changeHidden(made, { compiled, entries, isHidden })
				const after = await hiddenTokens(made, { compiled, entries, isHidden })
				const second = await Promise.all(seats.map((seat) => answersOf(seat, asked)))
				// The change is one that shows, to whoever sees it; what is its bearer's alone the keeper does not see.
				const isShown = [...compiled.fields.values()].some(
					({ part, field }) => part === 'group:keepers' && isTold(field)
				)
				if (isShown) expect(await answersOf(keeper, asked)).not.toEqual(seen)
				const differing = first.flatMap((some, seat) =>
					some.flatMap((one, index) => (one === second[seat]?.[index] ? [] : [[one, second[seat]?.[index]]]))
				)
				expect(differing.slice(0, 2)).toEqual([])
				for (const [index, seat] of seats.entries()) {
					const later = await answersOf(seat, questions(compiled, entries, after.slice(0, 6)))
					const history = await answersOf(
						seat,
						entries.map((record) => ['record.history', { record }])
					)
					const known = new Set([...(first[index] ?? []), ...later, ...history].flatMap(toldBeyond))
					expect([...before, ...after].filter((token) => known.has(token))).toEqual([])
				}
			}
		}),
		{ numRuns: process.env['PITSO_TEST_NIGHTLY'] ? 60 : 1, endOnFailure: true }
	)
})

type Hiding = {
	compiled: CompiledRegister
	entries: readonly string[]
	isHidden: (part: Part, entry: number) => boolean
}

/** What can be recognized of all that is hidden. */
async function hiddenTokens(made: TestWorkspace, { compiled, entries, isHidden }: Hiding): Promise<string[]> {
	const seats = await Promise.all((['secretariat', 'member', 'outsider'] as const).map((seat) => made.as(seat)))
	const found = new Set<string>()
	for (const [index, entry] of entries.entries())
		for (const seat of seats) {
			const page = await seat.ask(getEntry, { entry }).catch(() => null)
			for (const [key, value] of Object.entries(page?.values ?? {}))
				if (isHidden(compiled.fields.get(key)?.part ?? 'open', index))
					for (const one of tokens(JSON.stringify(value))) found.add(one)
			for (const [key, rows] of Object.entries(page?.tables ?? {}))
				if (isHidden(compiled.tables.get(key)?.part ?? 'open', index))
					for (const one of tokens(JSON.stringify(rows))) found.add(one)
		}
	return [...found]
}

/** Changes what is hidden from a circle of seats, and nothing else. */
async function changeHidden(made: TestWorkspace, { compiled, entries, isHidden }: Hiding) {
	const keeper = await made.as('secretariat')
	const bearers = ['member', 'outsider'] as const
	for (const [index, entry] of entries.entries()) {
		const { version } = await keeper.ask(getEntry, { entry })
		const ofKeepers = filled(compiled, (part) => part !== 'group:bearers' && isHidden(part, index))
		await keeper.run(changeEntry, { entry, version, ...ofKeepers })
		const bearer = bearers[index]
		if (!isHidden('group:bearers', index) || !bearer) continue
		const again = (await keeper.ask(getEntry, { entry })).version
		const ofBearer = filled(compiled, (part) => part === 'group:bearers')
		await (await made.as(bearer)).run(changeEntry, { entry, version: again, ...ofBearer })
	}
}
