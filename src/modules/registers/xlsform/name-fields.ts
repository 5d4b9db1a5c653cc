import type { AnyField, Field, Table } from '../declaration/declaration.ts'
import { partName } from './form-model.ts'
import type { FormName } from './to-xpath.ts'

/** What the fields and tables of a register are called on a form, where no two things may have one name. */
export type NamedFields = {
	nameOf(field: string, table: string | null): string
	/** As formulas of the form call it; null for what does not stand on it. */
	find(field: string, table: string | null): FormName | null
	repeat(table: string): string | null
	/** A name that nothing has, as near as can be to the one that is wished. */
	free(wished: string): string
}

/** The part of a value that stands for it where a formula reads it: a period by its first day. */
const readBy: Partial<Record<AnyField['type'], string>> = { period: 'from' }

const UNREAD: ReadonlySet<AnyField['type']> = new Set(['place', 'file', 'seat', 'linked-count', 'linked-sum'])

/** Gives names: a field has its key, a column of a table too where nothing else is called so, else with that of its table before it. */
export function nameFields(fields: readonly Field[], tables: readonly Table[]): NamedFields {
	const all = [
		...fields.map(({ key }) => key),
		...tables.flatMap(({ key, fields: inner }) => [key, ...inner.map((one) => one.key)])
	]
	const isAlone = (key: string) => all.filter((other) => other === key).length === 1
	const main = new Map(fields.map((field) => [field.key, field]))
	const inner = new Map(
		tables.flatMap((table) => table.fields.map((field) => [`${table.key}.${field.key}`, field] as const))
	)
	const repeats = new Map(tables.map(({ key }) => [key, main.has(key) ? partName('table', key) : key]))
	const taken = new Set(all)
	const nameOf = (field: string, table: string | null) =>
		table === null || isAlone(field) ? field : partName(table, field)
	return {
		nameOf,
		find(field, table) {
			const one = table === null ? main.get(field) : inner.get(`${table}.${field}`)
			if (!one || UNREAD.has(one.type)) return null
			const name = nameOf(field, table)
			const part = readBy[one.type]
			return { path: `\${${part === undefined ? name : partName(name, part)}}`, isYesNo: one.type === 'yes-no' }
		},
		repeat: (table) => repeats.get(table) ?? null,
		free(wished) {
			let name = wished
			while (taken.has(name)) name = `${name}_`
			taken.add(name)
			return name
		}
	}
}
