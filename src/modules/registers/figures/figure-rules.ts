import type { CompiledField, CompiledRegister, Part } from '../declaration/compile-declaration.ts'
import { isClosedSet } from '../declaration/field-types.ts'
import { columnValueOf, type ColumnValue } from '../entry/columns.ts'
import { audienceOf, audienceOfPart, type AskedEntry } from '../entry/entry-access.ts'
import { isCodes, type Value, type Values } from '../entry/values.ts'

/** What is counted, or added up, of the entries of a register: those that hold these values, told apart by a field. */
export type Figure = {
	/** `headline.…` and `chart.…` as declared; `headline.….of` what a sum is a part of; `count.…` by the state and by each field that boards and maps tell apart. */
	key: string
	where: Readonly<Record<string, readonly string[]>>
	sum: string | null
	by: string | null
	span: Span | null
}
export type Span = 'year' | 'month'

/** What an entry adds to a figure. Whoever sees by `audience`, and by each of `further`, is told of it. */
export type Counted = {
	figure: string
	group: string
	currency: string
	audience: readonly string[]
	further: readonly (readonly string[])[]
	amount: string | null
}

/** The state of an entry stands among its fields wherever one is named to filter, group or tell apart by. */
export const STATE = 'state'

const figures = new WeakMap<CompiledRegister, readonly Figure[]>()

/** All figures that are kept of a register: those it declares, and how many entries there are by state and by each closed set. */
export function figuresOf(compiled: CompiledRegister): readonly Figure[] {
	const known = figures.get(compiled)
	if (known) return known
	const { headlines, charts } = compiled.declaration
	const counted = [STATE, ...[...compiled.fields.values()].filter(isToldApart).map(({ field }) => field.key)]
	const made: Figure[] = [
		...headlines.map(({ key, where, sum }) => ({
			key: `headline.${key}`,
			where,
			sum: sum ?? null,
			by: null,
			span: null
		})),
		...headlines.flatMap(({ key, where, of }) =>
			of === undefined ? [] : [{ key: wholeKey(key), where, sum: of, by: null, span: null }]
		),
		...charts.map(({ key, where, sum, by, span }) => ({
			key: `chart.${key}`,
			where,
			sum: sum ?? null,
			by,
			span: span ?? null
		})),
		...counted.map((by) => ({ key: countKey(by), where: {}, sum: null, by, span: null }))
	]
	figures.set(compiled, made)
	return made
}

/** All of a declaration that says what its figures count and who is told of them; what things are called is left out. */
export function countedBy(compiled: CompiledRegister): string {
	const { seen, states, groups, fields } = compiled.declaration
	const unnamed = JSON.stringify([seen, states, groups, fields], (key, value: unknown) =>
		key === 'names' || key === 'hint' ? undefined : value
	)
	return JSON.stringify([figuresOf(compiled), unnamed])
}

/** The figure that adds up what the sum of a headline is a part of. */
export const wholeKey = (headline: string) => `headline.${headline}.of`

/** The figure that counts the entries of a register by their state or by a field. */
export const countKey = (by: string) => `count.${by}`

/** Fields whose entries are always counted by what they hold: boards have a column, maps an area, for each value. */
export const isToldApart = ({ field, column }: CompiledField) =>
	column !== null && (isClosedSet(field) || field.type === 'place')

/** What the column of a field holds for a value as filters write it. */
export function columnForm(one: CompiledField, raw: string): ColumnValue {
	const { field, column, type } = one
	switch (column?.kind) {
		case 'number':
			if (raw === 'yes' || raw === 'no') return columnValueOf(one, raw === 'yes')
			return columnValueOf(one, type?.kind === 'money' ? { amount: raw, currency: type.currency ?? 'USD' } : raw)
		case 'day':
			return `${raw}-01-01`.slice(0, 10)
		case 'text':
			return field.type === 'place' ? raw : columnValueOf(one, raw)
		default:
			return raw
	}
}

const holdsOne = (one: CompiledField, value: Value, wanted: readonly string[]) => {
	if (isCodes(value)) return value.some((code) => wanted.includes(code))
	const held = columnValueOf(one, value)
	return held !== null && wanted.some((raw) => columnForm(one, raw) === held)
}

/** True where an entry holds, in each of the fields, one of the values: as a list filtered the same way would show it. */
export function isAmong(compiled: CompiledRegister, where: Figure['where'], { state, values }: AskedEntry): boolean {
	return Object.entries(where).every(([key, wanted]) => {
		if (key === STATE) return wanted.includes(state)
		const one = compiled.fields.get(key)
		const value = values[key]
		return one !== undefined && value !== undefined && holdsOne(one, value, wanted)
	})
}

const SPAN_LENGTH: Readonly<Record<Span, number>> = { year: 4, month: 7 }

/** What an entry is told apart by: one text, several where a field takes many, an empty one where nothing is said. */
export function groupsOf(one: CompiledField, value: Value | undefined, span: Span | null): readonly string[] {
	if (value === undefined) return ['']
	if (isCodes(value)) return value.length === 0 ? [''] : value
	if (typeof value === 'boolean') return [value ? 'yes' : 'no']
	if (typeof value === 'object') {
		if ('from' in value) return [value.from.slice(0, SPAN_LENGTH[span ?? 'year'])]
		if ('locality' in value) return [value.area ?? value.country ?? '']
		return ['']
	}
	return [isDay(one) ? value.slice(0, SPAN_LENGTH[span ?? 'year']) : value]
}

/** True for fields of days, which are told apart by year or by month. */
export const isDay = ({ field, column, type }: CompiledField) =>
	column?.kind === 'day' || type?.kind === 'day' || field.type === 'partial-date' || field.type === 'period'

type FigureRead = { figure: Figure; parts: readonly Part[] }
const figuresRead = new WeakMap<CompiledRegister, readonly FigureRead[]>()

/** All figures that are kept of a register, each with the parts it reads: looked up once, and not for each entry. */
function readOf(compiled: CompiledRegister): readonly FigureRead[] {
	const known = figuresRead.get(compiled)
	if (known) return known
	const made = figuresOf(compiled).map((figure) => ({ figure, parts: partsRead(compiled, figure) }))
	figuresRead.set(compiled, made)
	return made
}

/** The parts of an entry that a figure reads beside the open one. */
export function partsRead(compiled: CompiledRegister, { where, sum, by }: Figure): Part[] {
	const keys = [...Object.keys(where), sum, by].flatMap((key) => key ?? [])
	const parts = keys.flatMap((key) => compiled.fields.get(key)?.part ?? [])
	return [...new Set(parts)].filter((part) => part !== 'open')
}

/** An amount or a number that is added up, with its currency; null where there is none. */
export function summed(value: Value | undefined): { amount: string; currency: string } | null {
	if (typeof value === 'string') return { amount: value, currency: '' }
	return typeof value === 'object' && !isCodes(value) && 'amount' in value ? value : null
}

/** What one entry adds to the figures of its register. */
export function countEntry(compiled: CompiledRegister, entry: AskedEntry): Counted[] {
	const audiences = new Map<Part, readonly string[]>()
	const audience = (part: Part) => {
		const known = audiences.get(part)
		if (known) return known
		const made = part === 'open' ? audienceOf(compiled, entry) : audienceOfPart(compiled, part, entry)
		audiences.set(part, made)
		return made
	}
	return readOf(compiled).flatMap(({ figure, parts: [first = 'open', ...more] }): Counted[] => {
		if (!isAmong(compiled, figure.where, entry)) return []
		// A part is never seen more widely than the entry, so that the audience of the part stands for both.
		const sum = figure.sum === null ? null : summed(entry.values[figure.sum])
		return groupsIn(compiled, figure, entry).map((group) => ({
			figure: figure.key,
			group,
			currency: sum?.currency ?? '',
			audience: audience(first),
			further: more.map(audience),
			amount: sum?.amount ?? null
		}))
	})
}

function groupsIn(compiled: CompiledRegister, { by, span }: Figure, { state, values }: AskedEntry): readonly string[] {
	if (by === null) return ['']
	if (by === STATE) return [state]
	const one = compiled.fields.get(by)
	return one ? [...new Set(groupsOf(one, valueIn(values, by), span))] : ['']
}

const valueIn = (values: Values, key: string): Value | undefined => values[key]
