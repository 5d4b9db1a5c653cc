import type { Writing } from '#platform/operation/operation.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { withGiven, type GivenFields } from '../entry/given.server.ts'
import { settle } from '../entry/keep-entry.server.ts'
import type { EntryValues } from '../entry/values.ts'

/** A new entry as it would stand with what is given, every formula worked out. Refused where what is given cannot be read. */
export async function putGiven(here: Writing, compiled: CompiledRegister, given: GivenFields): Promise<EntryValues> {
	const read = await withGiven(here, compiled, { given, mayFillIn: () => 'yes' })
	return settle(compiled, read.values, here.today)
}
