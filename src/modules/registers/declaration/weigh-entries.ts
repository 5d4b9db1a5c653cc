import { canonicalText } from '#platform/events/chain.ts'
import type { EntryValues, Value, Values } from '../entry/values.ts'
import { isCodes, readValue } from '../entry/values.ts'
import { faultsOf, rowOf, workOut } from '../entry/work-out.ts'
import { giveFor } from '../formula/values.ts'
import type { CompiledRegister } from './compile-declaration.ts'
import type { AnyField } from './declaration.ts'
import type { DeclarationFault, DeclarationPath, ListOfEntries } from './fault.ts'
import { isWorkedOut } from './field-types.ts'
import { isOfOtherForm, pathTo, readByOthers } from './redeclare.ts'

type Register = CompiledRegister

/** An entry as it is weighed: what it holds, as steps leave it, and the number it is told by; `before` where these found it otherwise. */
export type WeighedEntry = {
	reference: string
	state: string
	values: EntryValues
	before?: { state: string; values: EntryValues }
}

/** What entries would lose: such a declaration is refused, with how many hold it. */
export type LossCode =
	| 'kept-field-removed'
	| 'kept-field-altered'
	| 'kept-table-removed'
	| 'kept-state-removed'
	| 'kept-state-altered'
	| 'kept-code-removed'
/** What becomes of entries: told before it is done. */
export type EffectCode = 'lacks' | 'beyond-limit' | 'fails-check' | 'readers' | 'worked-out' | 'untitled'

/** Something that a new declaration does to entries, with how many they are and the first few of them. */
export type Weight<Code extends string = LossCode | EffectCode> = {
	code: Code
	path: DeclarationPath
	/** What it is about: a field, a table, a table and its field with a point between, a state, a code or a check. */
	found: string
	names: Readonly<Record<string, string>>
	entries: number
	examples: readonly string[]
	/** The list that shows them, where it is narrowed by what they hold. */
	list: ListOfEntries | null
}

type Watch<Code extends string> = Omit<Weight<Code>, 'entries' | 'examples'> & { holds(entry: WeighedEntry): boolean }

const EXAMPLES_MOST = 5

const isFilled = (value: Value | undefined) => value !== undefined
const inRows = ({ values }: WeighedEntry, table: string, holds: (row: Values) => boolean) =>
	(values.tables[table] ?? []).some(holds)

/** Whether the values of an entry, or of a row, hold a code in one of these fields. */
const holdsCode = (values: Values, keys: readonly string[], code: string) =>
	keys.some((key) => {
		const value = values[key]
		return value === code || (isCodes(value) && value.includes(code))
	})

const listOf = (field: AnyField) => ('codes' in field && 'list' in field.codes ? field.codes.list : undefined)

function fieldLosses(
	before: readonly AnyField[],
	after: readonly AnyField[],
	{ at, within, holds }: { at: DeclarationPath; within: string; holds(entry: WeighedEntry, key: string): boolean }
): Watch<LossCode>[] {
	return before.flatMap((was): Watch<LossCode>[] => {
		const now = after.find(({ key }) => key === was.key)
		if (now && !isOfOtherForm(was, now)) return []
		// What was worked out is worked out again when it is wanted back.
		if (isWorkedOut(was) && (!now || isWorkedOut(now))) return []
		const { key, names } = was
		const found = `${within}${key}`
		const path = pathTo(after, key, at)
		const code = now ? 'kept-field-altered' : 'kept-field-removed'
		return [{ code, path, found, names, list: null, holds: (entry) => holds(entry, key) }]
	})
}

function codeLosses(before: Register, after: Register): Watch<LossCode>[] {
	const { fields, tables } = before
	return before.declaration.lists.flatMap((was) => {
		const now = after.declaration.lists.find(({ key }) => key === was.key)
		const left = new Set(now?.codes.map(({ key }) => key))
		const path = pathTo(after.declaration.lists, was.key, ['lists'])
		const own = [...fields].filter(([key, { field }]) => listOf(field) === was.key && after.fields.has(key))
		const inTables = [...tables].map(([table, { fields: inner }]) => ({
			table,
			keys: [...inner].flatMap(([key, { field }]) => (listOf(field) === was.key ? [key] : []))
		}))
		const keys = own.map(([key]) => key)
		const [only] = own.length === 1 && inTables.every((one) => one.keys.length === 0) ? own : []
		return was.codes.flatMap(({ key: code, names }): Watch<LossCode>[] =>
			left.has(code)
				? []
				: [
						{
							code: 'kept-code-removed',
							path,
							found: code,
							names,
							list: only?.[1].field.filtered ? { by: 'field', key: only[0], value: code } : null,
							holds: (entry) =>
								holdsCode(entry.values.fields, keys, code) ||
								inTables.some((one) => inRows(entry, one.table, (row) => holdsCode(row, one.keys, code)))
						}
					]
		)
	})
}

function stateLosses(before: Register, after: Register): Watch<LossCode>[] {
	const { states } = after.declaration
	return before.declaration.states.flatMap(({ key, names, public: isPublic }): Watch<LossCode>[] => {
		const now = states.find((state) => state.key === key)
		if (now?.public === isPublic) return []
		return [
			{
				code: now ? 'kept-state-altered' : 'kept-state-removed',
				path: pathTo(states, key, ['states']),
				found: key,
				names,
				list: { by: 'standing', key: 'state', value: key },
				holds: ({ state }) => state === key
			}
		]
	})
}

function lossesOf(before: Register, after: Register): Watch<LossCode>[] {
	const [was, now] = [before.declaration, after.declaration]
	return [
		...fieldLosses(was.fields, now.fields, {
			at: ['fields'],
			within: '',
			holds: ({ values }, key) => isFilled(values.fields[key])
		}),
		...was.tables.flatMap((table): Watch<LossCode>[] => {
			const index = now.tables.findIndex(({ key }) => key === table.key)
			const { key, names } = table
			if (index < 0) {
				const holds = (entry: WeighedEntry) => inRows(entry, key, () => true)
				return [{ code: 'kept-table-removed', path: ['tables'], found: key, names, list: null, holds }]
			}
			return fieldLosses(table.fields, now.tables[index]?.fields ?? [], {
				at: ['tables', index, 'fields'],
				within: `${key}.`,
				holds: (entry, field) => inRows(entry, key, (row) => isFilled(row[field]))
			})
		}),
		...stateLosses(before, after),
		...codeLosses(before, after)
	]
}

/** Whether a value that is kept could be filled in no more: it lies beyond what the field takes now. */
function isBeyond(field: AnyField, value: Value | undefined): boolean {
	if (value === undefined || isWorkedOut(field)) return false
	if (field.type === 'many-of') return isCodes(value) && value.length > field.most
	const isBounded = ['text', 'long-text', 'whole-number', 'decimal'].includes(field.type)
	if (!isBounded) return false
	return 'fault' in readValue(field, value, { codesOf: () => undefined, isCountry: () => true, before: value })
}

const boundsOf = (field: AnyField) =>
	canonicalText({
		least: 'least' in field ? (field.least ?? null) : null,
		most: 'most' in field ? (field.most ?? null) : null,
		digits: 'digits' in field ? field.digits : null
	})

function limitEffects(before: Register, after: Register): Watch<EffectCode>[] {
	const [was, now] = [before.declaration, after.declaration]
	const otherwise = (one: AnyField, all: readonly AnyField[]) => {
		const old = all.find(({ key }) => key === one.key)
		return old !== undefined && !isOfOtherForm(old, one) && boundsOf(old) !== boundsOf(one)
	}
	const watch = (field: AnyField, path: DeclarationPath, more: Pick<Watch<EffectCode>, 'found' | 'holds'>) => ({
		code: 'beyond-limit' as const,
		path,
		names: field.names,
		list: null,
		...more
	})
	return [
		...now.fields.flatMap((field, index) =>
			otherwise(field, was.fields)
				? [
						watch(field, ['fields', index], {
							found: field.key,
							holds: ({ values }) => isBeyond(field, values.fields[field.key])
						})
					]
				: []
		),
		...now.tables.flatMap((table, index): Watch<EffectCode>[] => {
			const old = was.tables.find(({ key }) => key === table.key)
			if (!old) return []
			const inner = table.fields.flatMap((field, position) =>
				otherwise(field, old.fields)
					? [
							watch(field, ['tables', index, 'fields', position], {
								found: `${table.key}.${field.key}`,
								holds: (entry) => inRows(entry, table.key, (row) => isBeyond(field, row[field.key]))
							})
						]
					: []
			)
			if (table.most >= old.most) return inner
			const isLonger = ({ values }: WeighedEntry) => (values.tables[table.key] ?? []).length > table.most
			const path = ['tables', index, 'most']
			return [
				...inner,
				{ code: 'beyond-limit', path, found: table.key, names: table.names, list: null, holds: isLonger }
			]
		})
	]
}

function readerEffects(before: Register, after: Register): Watch<EffectCode>[] {
	const { fields, tables } = after.declaration
	return readByOthers(before, after).flatMap((key): Watch<EffectCode>[] => {
		const field = fields.find((one) => one.key === key)
		const table = tables.find((one) => one.key === key)
		const names = (field ?? table)?.names ?? { en: key }
		const path = field ? pathTo(fields, key, ['fields']) : pathTo(tables, key, ['tables'])
		const holds = (entry: WeighedEntry) => (field ? isFilled(entry.values.fields[key]) : inRows(entry, key, () => true))
		return [{ code: 'readers', path, found: key, names, list: null, holds }]
	})
}

/** What one entry lacks or fails under the new declaration that it did not under the one before, by what is at fault. */
function newFaults(before: Register, after: Register, entry: WeighedEntry, today: string): ReadonlySet<string> {
	const told = (register: Register, values: EntryValues, state: string) =>
		faultsOf(register, values, { today, mayFill: () => true, state }).map((fault) =>
			fault.code === 'check'
				? `fails-check ${fault.check}`
				: `lacks ${fault.code === 'left-empty' || fault.table === undefined ? '' : `${fault.table}.`}${fault.field}`
		)
	const stood = entry.before?.values ?? entry.values
	return new Set(told(after, workOut(after, entry.values, today).values, entry.state)).difference(
		new Set(told(before, stood, entry.before?.state ?? entry.state))
	)
}

function namesOf({ declaration: { fields, tables, checks } }: Register, code: string, found: string) {
	if (code === 'fails-check') {
		const index = checks.findIndex(({ key }) => key === found)
		return { path: ['checks', index], names: checks[index]?.message ?? { en: found } }
	}
	const [first = '', inner] = found.split('.')
	const index = tables.findIndex(({ key }) => key === first)
	if (inner === undefined && index >= 0) return { path: ['tables', index], names: tables[index]?.names }
	if (inner === undefined)
		return { path: pathTo(fields, first, ['fields']), names: fields.find(({ key }) => key === first)?.names }
	const columns = tables[index]?.fields ?? []
	const path = pathTo(columns, inner, ['tables', index, 'fields'])
	return { path, names: columns.find(({ key }) => key === inner)?.names }
}

/** Whether an entry is called by something: else its number stands for it. */
function isCalled({ title }: Register, { fields, tables }: EntryValues, today: string): boolean {
	const given = giveFor(title.gives, rowOf(fields, tables, today))
	return 'value' in given && typeof given.value === 'string' && given.value.trim() !== ''
}

/** Weighs, entry by entry, what a new declaration of a register does to what it holds, beside what its steps do (`between`). */
export function weighing(before: Register, after: Register, today: string, between = before) {
	const losses = lossesOf(between, after)
	const effects = [...readerEffects(between, after), ...limitEffects(between, after)]
	const counts = new Map<object, { entries: number; examples: string[] }>()
	const faults = new Map<string, { entries: number; examples: string[] }>()
	const worked = new Map<string, { entries: number; examples: string[] }>()
	const untitled = new Map<'title', { entries: number; examples: string[] }>()
	const count = <K>(into: Map<K, { entries: number; examples: string[] }>, key: K, { reference }: WeighedEntry) => {
		const known = into.get(key) ?? { entries: 0, examples: [] }
		into.set(key, known)
		known.entries += 1
		if (known.examples.length < EXAMPLES_MOST) known.examples.push(reference)
	}
	const weightOf = <Code extends string>({ holds: _holds, ...watch }: Watch<Code>, key: object): Weight<Code> => ({
		...watch,
		...(counts.get(key) ?? { entries: 0, examples: [] })
	})
	return {
		/** True where entries might lose something: else nothing of them need be looked at. */
		mightLose: losses.length > 0,
		take(entry: WeighedEntry) {
			for (const watch of [...losses, ...effects]) if (watch.holds(entry)) count(counts, watch, entry)
			for (const fault of newFaults(before, after, entry, today)) count(faults, fault, entry)
			const { values } = workOut(after, entry.values, today)
			const { fields } = values
			const stood = entry.before?.values ?? entry.values
			if (!isCalled(after, values, today) && isCalled(before, stood, today)) count(untitled, 'title', entry)
			for (const [key, { formula }] of after.fields)
				if (formula && canonicalText(fields[key] ?? null) !== canonicalText(entry.values.fields[key] ?? null))
					count(worked, key, entry)
		},
		/** What entries would lose: why the declaration is not taken. */
		losses: (): DeclarationFault[] =>
			losses
				.map((one) => weightOf(one, one))
				.filter(({ entries }) => entries > 0)
				.map(({ code, path, found, entries, examples, list }) => ({
					code,
					path,
					found,
					held: { entries, examples, list }
				})),
		/** What becomes of entries that lose nothing. */
		effects(): Weight<EffectCode>[] {
			const found = [...faults].map(([fault, weight]): Weight<EffectCode> => {
				const [code = '', what = ''] = fault.split(' ')
				const { path, names } = namesOf(after, code, what)
				return {
					code: code === 'lacks' ? 'lacks' : 'fails-check',
					path,
					found: what,
					names: names ?? { en: what },
					list: null,
					...weight
				}
			})
			const anew = [...worked].map(([key, weight]): Weight<EffectCode> => {
				const { path, names } = namesOf(after, 'worked-out', key)
				return { code: 'worked-out', path, found: key, names: names ?? { en: key }, list: null, ...weight }
			})
			const nameless = [...untitled.values()].map((weight): Weight<EffectCode> => ({
				code: 'untitled',
				path: ['title'],
				found: 'title',
				names: {},
				list: null,
				...weight
			}))
			const watched = effects.map((one) => weightOf(one, one)).filter(({ entries }) => entries > 0)
			return [...nameless, ...watched, ...found, ...anew]
		}
	}
}
