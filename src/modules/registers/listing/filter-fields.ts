import { COUNTRIES } from '#platform/languages/countries.ts'
import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { FilterField } from '#ui/filters.ts'
import type { Option } from '#ui/types.ts'
import type { CompiledField, CompiledRegister } from '../declaration/compile-declaration.ts'
import { codeNames, type AreaName } from '../entry/said/say-value.ts'
import type { ListAsked } from './list-address.ts'
import type { Narrows, Offer } from './offer.ts'

/** Why what an address asks for of a field cannot be looked for, and what was typed there. */
export type Faults = Readonly<Record<string, { sentence: string; found: string | null }>>

type Saying = Pick<Words, 't' | 'name' | 'country' | 'order'>

/** What stands in the entries of a register, as `entry.choices` tells it. */
export type Choices = {
	fields: readonly { key: string; values: readonly string[]; isMore: boolean }[]
	names: readonly RecordReference[]
	seats: readonly { id: string; key: string; office: string }[]
	/** Fields that are asked for no longer and that entries hold. */
	retired?: readonly string[]
}

export type ShownRegister = { compiled: CompiledRegister; areas: readonly AreaName[]; choices: Choices }

const countries = new Set(COUNTRIES)

const named = ({ name }: Pick<Words, 'name'>, { title, acronym }: RecordReference) =>
	acronym ? `${name(title)} (${acronym})` : name(title)

/** A place as lists tell it: a country by its name, an area as it was written. */
export const sayPlaceValue = ({ country }: Pick<Words, 'country'>, value: string): string =>
	countries.has(value) ? country(value) : value

/**
 * How a value that stands in entries is asked for in an address and said to readers: a record by its key or number, which two
 * kinds may share, so that a field of any kind of record is asked for by identifier.
 */
export function sayHeld(
	words: Saying,
	{ field }: CompiledField,
	value: string,
	choices: Pick<Choices, 'names' | 'seats'>
): Option {
	switch (field.type) {
		case 'actor':
		case 'structure':
		case 'entry':
		case 'record': {
			const found = choices.names.find(({ id }) => id === value)
			if (!found) return { value, label: value }
			return { value: field.type === 'record' ? value : found.reference, label: named(words, found) }
		}
		case 'seat': {
			const seat = choices.seats.find(({ id }) => id === value)
			return seat ? { value: seat.key, label: seat.office } : { value, label: value }
		}
		case 'country':
			return { value, label: words.country(value) }
		case 'place':
			return { value, label: sayPlaceValue(words, value) }
		default:
			return { value, label: value }
	}
}

/** The values a field is asked for by, in the order in which they are declared, or of their names. */
function optionsOf(words: Saying, one: CompiledField, { compiled, areas, choices }: ShownRegister): Option[] | null {
	const { field } = one
	if (field.type === 'yes-no' || field.type === 'formula')
		return ['yes', 'no'].map((value) => ({ value, label: words.t(`registers.said.${value}`) }))
	if (field.type === 'one-of' || field.type === 'many-of')
		return codeNames(field, compiled.declaration, areas).map(({ key, names }) => ({
			value: key,
			label: words.name(names)
		}))
	const held = choices.fields.find(({ key }) => key === field.key)
	if (!held || held.isMore) return null
	return held.values
		.map((value) => sayHeld(words, one, value, choices))
		.sort((first, second) => words.order(first.label, second.label))
}

type Asked = ListAsked['fields'][string]
const isBounds = (asked: Asked | undefined): asked is Exclude<Asked, readonly string[]> =>
	asked !== undefined && !Array.isArray(asked)

/** The fields of a filter for one field of a register. */
function fieldsFor(
	words: Saying,
	{ one, narrows }: { one: CompiledField; narrows: Narrows },
	{ register, asked, faults = {} }: { register: ShownRegister; asked: ListAsked; faults?: Faults }
): FilterField[] {
	const { key, names } = one.field
	const label = words.name(names)
	if (narrows === 'range') {
		const fault = faults[key]
		const typed = asked.fields[key]
		// Of two bounds only the one that was refused is marked; where that is not told, both are.
		const wrong = (bound: 'from' | 'until') => {
			const text = isBounds(typed) ? typed[bound] : undefined
			return fault && text !== undefined && (fault.found === null || text.startsWith(fault.found))
				? { fault: fault.sentence }
				: {}
		}
		const kind = one.column?.kind === 'day' ? 'day' : 'number'
		return [
			{ kind, name: `from[${key}]`, label: words.t('registers.list.from', { field: label }), ...wrong('from') },
			{ kind, name: `until[${key}]`, label: words.t('registers.list.until', { field: label }), ...wrong('until') }
		]
	}
	const name = `field[${key}]`
	if (narrows === 'exact') return [{ kind: 'text', name, label: words.t('registers.list.exactly', { field: label }) }]
	const options = optionsOf(words, one, register)
	// Of too many values none is chosen from a list: the key or number of the one that is meant is typed.
	if (options === null) return [{ kind: 'text', name, label: words.t('registers.list.by-key', { field: label }) }]
	const wanted = asked.fields[key]
	const chosen: readonly string[] = Array.isArray(wanted) ? wanted : []
	// What an address asks for stays in sight, so that it can be taken off, though it stands in no entry any more.
	const others = chosen.filter((value) => !options.some((option) => option.value === value))
	if (options.length + others.length === 0) return []
	return [{ kind: 'choices', name, label, options: [...options, ...others.map((value) => ({ value, label: value }))] }]
}

/** Fields in which nothing stands, and fields in which something does: chosen by their names, for each field on its own would double the filters. */
function fillingFields({ t, name }: Saying, { filters }: Offer): FilterField[] {
	if (filters.size === 0) return []
	const options = [...filters].map(([value, { one }]) => ({ value, label: name(one.field.names) }))
	return (['empty', 'filled'] as const).map((filling) => ({
		kind: 'choices',
		name: `filter[${filling}]`,
		label: t(`registers.list.${filling}`),
		options
	}))
}

/** What the list of a register is narrowed by: its states, and every field it offers. */
export function filterFields(
	words: Saying,
	{ register, offer, asked, faults }: { register: ShownRegister; offer: Offer; asked: ListAsked; faults?: Faults }
): FilterField[] {
	const { states } = register.compiled.declaration
	// What is asked for no longer is offered where entries hold it, or the address asks for it.
	const isOffered = (key: string) =>
		!offer.retired.has(key) || asked.fields[key] !== undefined || register.choices.retired?.includes(key) === true
	const offered = { ...offer, filters: new Map([...offer.filters].filter(([key]) => isOffered(key))) }
	return [
		{
			kind: 'choices',
			name: 'filter[standing]',
			label: words.t('registers.list.state'),
			options: states.map(({ key, names }) => ({ value: key, label: words.name(names) }))
		},
		...[...offered.filters.values()].flatMap((field) =>
			fieldsFor(words, field, faults ? { register, asked, faults } : { register, asked })
		),
		...fillingFields(words, offered)
	]
}
