import type { Here } from '#platform/operation/operation.server.ts'
import { referencesOf } from '#platform/records/find-record.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { GivenFields } from './given.server.ts'
import type { KeptEntry } from './read-entry.server.ts'
import { RECORD_TYPES, referencesIn } from './resolve.server.ts'
import type { Value } from './values.ts'

const none: ReadonlySet<Value> = new Set()

/** The records that stand where an entry is changed, in its fields and the rows of its tables. */
const heldWhere = (compiled: CompiledRegister, kept: KeptEntry, { values, tables }: GivenFields): string[] => [
	...referencesIn(
		compiled.fields,
		Object.fromEntries(Object.entries(kept.values.fields).filter(([key]) => values[key] !== undefined)),
		RECORD_TYPES
	),
	...kept.rows.flatMap(({ table, document }) => {
		const fields = tables[table] === undefined ? undefined : compiled.tables.get(table)?.fields
		return fields ? referencesIn(fields, document, RECORD_TYPES) : []
	})
]

/** Of the records that entries name where they are changed, those that the seat does not see: it can neither leave them nor take them out. */
export async function unseenReferences(
	here: Here,
	compiled: CompiledRegister,
	kept: readonly KeptEntry[],
	given: GivenFields
): Promise<ReadonlySet<Value>> {
	const ids = [...new Set(kept.flatMap((one) => heldWhere(compiled, one, given)))]
	if (ids.length === 0) return none
	const seen = await referencesOf(here, ids)
	return new Set(ids.filter((id) => !seen.has(id)))
}
