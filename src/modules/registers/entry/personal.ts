import type { Here } from '#platform/operation/operation.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { EntryValues, Values } from './values.ts'

type Held = { fields: Values; tables: Readonly<Record<string, readonly Values[]>> }

const isAny = (personal: ReadonlySet<string>, values: Values) => Object.keys(values).some((key) => personal.has(key))

/** True where an entry, as far as it was read, holds values of fields that are personal, or what was worked out from these. */
export const holdsPersonal = ({ personal, tables }: CompiledRegister, held: Held): boolean =>
	isAny(personal, held.fields) ||
	Object.entries(held.tables).some(([key, rows]) => {
		const inRows = tables.get(key)?.personal
		return inRows !== undefined && rows.some((row) => isAny(inRows, row))
	})

const without = (personal: ReadonlySet<string>, values: Values): Values =>
	Object.fromEntries(Object.entries(values).filter(([key]) => !personal.has(key)))

/** What an entry holds without what is personal in it. */
export const withoutPersonal = ({ personal, tables }: CompiledRegister, held: EntryValues): EntryValues => ({
	fields: without(personal, held.fields),
	tables: Object.fromEntries(
		Object.entries(held.tables).map(([key, rows]) => {
			const inRows = tables.get(key)?.personal
			return [key, inRows ? rows.map((row) => without(inRows, row)) : rows] as const
		})
	)
})

/** Notes for the access log that values of these fields were told, where one of them is personal. */
export function noteTold(
	here: Pick<Here, 'log'>,
	{ personal }: CompiledRegister,
	keys: readonly (string | null | undefined)[]
) {
	if (keys.some((key) => typeof key === 'string' && personal.has(key))) here.log.isAsked = true
}
