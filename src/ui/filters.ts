import { values, withoutParam } from './address.ts'
import type { Option } from './types.ts'

/** One field of a list's filter; `name` is its parameter in the address, such as `q` or `filter[status]`. */
export type FilterField =
	| { kind: 'text'; name: string; label: string }
	| { kind: 'day'; name: string; label: string }
	/** `any` says what a select stands for while nothing is chosen. */
	| { kind: 'choices' | 'select'; name: string; label: string; options: readonly Option[]; any?: string }

/** A filter that is on: what it says, and the address without it. */
export type Chip = { field: string; label: string; href: string }

/** The filters the address has on, those it does not offer left out. */
export function activeFilters(address: URL, fields: readonly FilterField[]): Chip[] {
	return fields.flatMap((field) => {
		const on = values(address, field.name)
		if (field.kind === 'text' || field.kind === 'day') {
			const text = address.searchParams.get(field.name)
			return text ? [{ field: field.label, label: text, href: withoutParam(address, field.name) }] : []
		}
		return field.options
			.filter(({ value }) => on.includes(value))
			.map(({ value, label }) => ({ field: field.label, label, href: withoutParam(address, field.name, value) }))
	})
}

/** What else the address says (order, length, chosen columns) and a new filter keeps. */
export function keptParams(address: URL, fields: readonly FilterField[]): [string, string][] {
	const own = new Set([...fields.map(({ name }) => name), 'after', 'before'])
	return [...address.searchParams].filter(([name]) => !own.has(name))
}

/** The address with every one of these filters off. */
export function cleared(address: URL, fields: readonly FilterField[]): string {
	const params = new URLSearchParams(keptParams(address, fields))
	return `?${params.toString()}`
}
