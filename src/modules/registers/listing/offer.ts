import type { CompiledField, CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AskingSeat } from '../entry/entry-access.ts'
import { mightSeePart } from './might-see.ts'

/** What entries are grouped by that is no field: the state of the register's own life. */
export const BY_STATE = 'state'

/** How a list is narrowed by a field: by any of several values, by one text, or from one value to another. */
export type Narrows = 'any' | 'exact' | 'range'

/** What a list of a register offers a seat: only fields it may see in some entry. */
export type Offer = {
	/** The fields it is narrowed by, in the order in which they are declared. */
	filters: ReadonlyMap<string, { one: CompiledField; narrows: Narrows }>
	/** The fields it is sorted by. */
	sorts: ReadonlySet<string>
	/** What it is grouped by: `state`, and fields. */
	groups: readonly string[]
	/** The fields it shows as columns. */
	columns: readonly string[]
	/** Those of them that are asked for no longer: offered where entries hold them. */
	retired: ReadonlySet<string>
}

/** True for a field, or a result, that is yes or no. */
export const isYesNo = ({ field, formula }: CompiledField) =>
	field.type === 'yes-no' || formula?.gives.kind === 'yes-no'

/** Whether entries fall into groups by the field: not by amounts and numbers, of which each entry may have its own. */
export function isGroupable(one: CompiledField): boolean {
	if (one.field.type === 'many-of') return true
	return one.column !== null && (one.column.kind !== 'number' || isYesNo(one))
}

function narrowsBy(one: CompiledField): Narrows | null {
	const { field, column } = one
	if (field.type === 'many-of') return 'any'
	if (!column) return null
	if (isYesNo(one)) return 'any'
	if (column.kind === 'number' || column.kind === 'day') return 'range'
	const isText = field.type === 'text' || field.type === 'email' || field.type === 'formula'
	return isText ? 'exact' : 'any'
}

/** What a list of the register offers to the seat. */
export function offerOf(compiled: CompiledRegister, seat: AskingSeat): Offer {
	const seen = [...compiled.fields].filter(([, { part }]) => mightSeePart(compiled, part, seat))
	const filters = new Map(
		seen.flatMap(([key, one]) => {
			const narrows = one.field.filtered ? narrowsBy(one) : null
			return narrows === null ? [] : [[key, { one, narrows }] as const]
		})
	)
	return {
		filters,
		sorts: new Set([...filters].flatMap(([key, { one }]) => (one.column ? [key] : []))),
		groups: [BY_STATE, ...[...filters].flatMap(([key, { one }]) => (isGroupable(one) ? [key] : []))],
		// What the title says stands in the first column already.
		columns: seen.flatMap(([key]) => (key === compiled.declaration.title ? [] : [key])),
		retired: new Set(seen.flatMap(([key, { field }]) => (field.retired ? [key] : [])))
	}
}

/** What every record is sorted by beside its fields. */
export const OWN_SORTS = ['number', 'title', 'standing', 'since', 'changed'] as const

/** The columns a list begins with where no view names others: the first fields it is narrowed by. */
export function columnsAtFirst({ filters, columns: all, retired }: Offer): string[] {
	const columns = all.filter((key) => !retired.has(key))
	const narrowed = columns.filter((key) => filters.has(key))
	return (narrowed.length > 0 ? narrowed : columns).slice(0, COLUMNS_AT_FIRST)
}

const COLUMNS_AT_FIRST = 5
