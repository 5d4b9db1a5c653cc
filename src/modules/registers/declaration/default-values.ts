import { COUNTRIES } from '#platform/languages/countries.ts'
import { readValue, type Value } from '../entry/values.ts'
import type { AnyField, Codelist } from './declaration.ts'

/** What stands in a field where an entry is added and nothing is said of it: a value, the day, or the actor of who adds it. */
export type Preset = { value: Value } | 'today' | 'own'

/** What of a default is wrong, as the faults of declarations name it. */
export type PresetFault = { code: 'default-not-taken' | 'default-not-read'; found: string }

const countries = new Set(COUNTRIES)

/** The types whose entries may begin with a value. What else an actor or a record is called differs from workspace to workspace. */
const WITH_VALUES: ReadonlySet<AnyField['type']> = new Set([
	'text',
	'long-text',
	'whole-number',
	'decimal',
	'money',
	'date',
	'partial-date',
	'yes-no',
	'one-of',
	'many-of',
	'country',
	'email',
	'telephone'
])

const DAYS: ReadonlySet<AnyField['type']> = new Set(['date', 'partial-date'])

const toldOf = (given: unknown) => (typeof given === 'string' ? given : JSON.stringify(given)).slice(0, 60)

/** Reads the default of a field as its values are read; null where it has none. */
export function readPreset(field: AnyField, lists: readonly Codelist[]): Preset | PresetFault | null {
	const { default: given } = field
	if (given === undefined) return null
	if (given === 'today' && DAYS.has(field.type)) return 'today'
	if (given === 'own' && field.type === 'actor') return 'own'
	const isOfFramework = 'codes' in field && 'framework' in field.codes
	if (!WITH_VALUES.has(field.type) || isOfFramework) return { code: 'default-not-taken', found: field.key }
	const wanted = 'codes' in field && 'list' in field.codes ? field.codes.list : undefined
	const codes = lists.find(({ key }) => key === wanted)?.codes ?? []
	const read = readValue(field, given, {
		codesOf: () => new Map(codes.map(({ key, retired }) => [key, { isRetired: retired }])),
		isCountry: (code) => countries.has(code),
		before: undefined
	})
	return 'value' in read && read.value !== null
		? { value: read.value }
		: { code: 'default-not-read', found: toldOf(given) }
}
