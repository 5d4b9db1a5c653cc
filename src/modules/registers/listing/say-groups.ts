import type { Words } from '#platform/languages/words.ts'
import type { CompiledField, CompiledRegister } from '../declaration/compile-declaration.ts'
import { codeNames, sayState, type AreaName } from '../entry/said/say-value.ts'
import type { Value, Values } from '../entry/values.ts'
import { sayHeld, type Choices } from './filter-fields.ts'
import type { ListAsked } from './list-address.ts'
import { BY_STATE } from './offer.ts'

type Saying = Pick<Words, 't' | 'name' | 'country' | 'order'>
type Named = Pick<Choices, 'names' | 'seats'> & { areas: readonly AreaName[] }

/** What a group is called. */
export function sayGroup(
	words: Saying,
	{ compiled, by, value }: { compiled: CompiledRegister; by: string; value: string },
	named: Named
): string {
	if (by === BY_STATE) return sayState(words, compiled.declaration, value)
	const one = compiled.fields.get(by)
	if (!one || one.column?.kind === 'day') return value
	const { field } = one
	if (field.type === 'one-of' || field.type === 'many-of') {
		const names = codeNames(field, compiled.declaration, named.areas).find(({ key }) => key === value)?.names
		return names ? words.name(names) : value
	}
	if (value === 'yes' || value === 'no') return words.t(`registers.said.${value}`)
	return sayHeld(words, one, value, named).label
}

/** What a list asks for that holds one group alone; null of a period, which a group holds by its first day and a list finds by all of its days. */
export function narrowedTo(
	asked: ListAsked,
	{ compiled, by, value }: { compiled: CompiledRegister; by: string; value: string },
	named: Named,
	words: Saying
): ListAsked | null {
	const narrowed = { ...asked, group: undefined }
	if (by === BY_STATE) return { ...narrowed, standing: [value] }
	const one = compiled.fields.get(by)
	if (!one) return narrowed
	if (one.field.type === 'period') return null
	const field =
		one.column?.kind === 'day'
			? { from: `${value}-01-01`, until: `${value}-12-31` }
			: [sayHeld(words, one, value, named).value]
	return { ...narrowed, fields: { ...asked.fields, [by]: field } }
}

/** The sort in which the entries of a group stand together; null where an entry stands in several. */
export function sortOfGroup(compiled: CompiledRegister, by: string): string | null {
	if (by === BY_STATE) return 'standing'
	const one = compiled.fields.get(by)
	if (!one?.column) return null
	return one.column.kind === 'day' ? `-${by}` : by
}

/** The group an entry stands in, by the value groups are told by; null for those in none. */
export function groupOf(
	one: CompiledField | undefined,
	by: string,
	entry: { standing: string; values: Values }
): string | null {
	if (by === BY_STATE) return entry.standing
	const value = entry.values[by]
	if (!one || value === undefined) return null
	if (one.column?.kind === 'day') return dayOf(value)?.slice(0, 4) ?? null
	if (typeof value === 'boolean') return value ? 'yes' : 'no'
	if (typeof value === 'string') return value
	return 'locality' in value ? (value.area ?? value.country) : null
}

const dayOf = (value: Value) =>
	typeof value === 'string' ? value : typeof value === 'object' && 'from' in value ? value.from : null
