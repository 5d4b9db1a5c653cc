import { v7 as uuid } from 'uuid'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { NUMBER } from './file-columns.ts'
import type { LaidOut } from './lay-out.ts'
import type { BroughtEntries } from './lookups.server.ts'
import { textAt } from './read-rows.ts'

const mayName = (field: AnyField, register: string) =>
	field.type === 'entry'
		? field.register === register
		: field.type === 'record' && (field.kinds.length === 0 || field.kinds.includes('entry'))

/** True where entries of a register may name others of the same. */
const namesItsOwn = ({ declaration: { register, fields, tables } }: CompiledRegister) =>
	[...fields, ...tables.flatMap((table) => table.fields)].some((field) => mayName(field, register))

/**
 * Gives identifiers to the entries that a file brings anew, by the number or mark they have in it, before any of its cells are
 * read: so that rows may name each other, in whatever order they stand.
 */
export function identifiersFor(
	{ rows, places }: LaidOut,
	isThere: (number: string) => boolean
): ReadonlyMap<string, string> {
	const at = places.get(NUMBER)
	const given = new Map<string, string>()
	if (at === undefined) return given
	for (const { cells } of rows) {
		const number = textAt(cells, at)
		if (number !== '' && !isThere(number) && !given.has(number)) given.set(number, uuid())
	}
	return given
}

/** The same for a file of one register; none where no field of it may name its own entries. */
export const broughtByOne = (
	compiled: CompiledRegister,
	main: LaidOut,
	isThere: (number: string) => boolean
): BroughtEntries =>
	namesItsOwn(compiled)
		? new Map([[compiled.declaration.register, identifiersFor(main, isThere)]])
		: new Map<string, ReadonlyMap<string, string>>()
