import type { Words } from '#platform/languages/words.ts'
import { values, withoutParam } from './address.ts'
import type { Option } from './types.ts'

/** One field of a list's filter; `name` is its parameter in the address, such as `q` or `filter[status]`. */
export type FilterField =
	/** `fault` says why what the address asks for here cannot be looked for: the list stands without it. */
	| { kind: 'text' | 'number' | 'day'; name: string; label: string; fault?: string }
	/** `any` says what a select stands for while nothing is chosen. */
	| { kind: 'choices' | 'select'; name: string; label: string; options: readonly Option[]; any?: string }

/** A filter that is on: what it says, and the address without it. */
export type Chip = { field: string; label: string; href: string }

/** Whether a filter takes what is typed, where others offer what there is. */
export const isTyped = (field: FilterField): field is Extract<FilterField, { kind: 'text' | 'number' | 'day' }> =>
	field.kind === 'text' || field.kind === 'number' || field.kind === 'day'

/** The filters the address has on, those it does not offer left out. */
export function activeFilters(address: URL, fields: readonly FilterField[]): Chip[] {
	return fields.flatMap((field) => {
		const on = values(address, field.name)
		if (isTyped(field)) {
			const text = address.searchParams.get(field.name)
			return text && field.fault === undefined
				? [{ field: field.label, label: text, href: withoutParam(address, field.name) }]
				: []
		}
		return field.options
			.filter(({ value }) => on.includes(value))
			.map(({ value, label, group }) => ({
				field: field.label,
				label: group === undefined ? label : `${group}: ${label}`,
				href: withoutParam(address, field.name, value)
			}))
	})
}

// Lists count no further than this: beyond it the exact number costs more than it tells.
const COUNTED = 10_000

/** How many a narrowed list found, in words; nothing where no filter is on. */
export function foundIn(
	{ t, number }: Pick<Words, 't' | 'number'>,
	{
		address,
		fields,
		total,
		counted = COUNTED
	}: { address: URL; fields: readonly FilterField[]; total: number; counted?: number }
): string | undefined {
	if (activeFilters(address, fields).length === 0) return undefined
	return total > counted
		? t('ui.filters.found-more', { most: number(counted) })
		: t('ui.filters.found', { count: total })
}

/** What a list without a row says: that nothing is there yet, or, where filters are on, that nothing matches them, in its own words. */
export const emptyOf = (
	{ t }: Pick<Words, 't'>,
	{ address, fields, unmatched }: { address: URL; fields: readonly FilterField[]; unmatched: string }
): string => (activeFilters(address, fields).length === 0 ? t('ui.table.none') : unmatched)

/** The choices of a select as they stand in it: under what groups them, in the order in which the groups come first. */
export const groupedOptions = (options: readonly Option[]): { label: string | undefined; options: Option[] }[] =>
	[...Map.groupBy(options, ({ group }) => group)].map(([label, grouped]) => ({ label, options: grouped }))

/** What else the address says (order, length, chosen columns) and a new filter keeps. */
export function keptParams(address: URL, fields: readonly FilterField[]): [string, string][] {
	const own = new Set([...fields.map(({ name }) => name), 'after', 'before', 'choose'])
	return [...address.searchParams].filter(([name]) => !own.has(name))
}

/** The address with every one of these filters off. */
export function cleared(address: URL, fields: readonly FilterField[]): string {
	const params = new URLSearchParams(keptParams(address, fields))
	return `?${params.toString()}`
}
