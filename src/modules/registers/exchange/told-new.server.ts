import type { Here } from '#platform/operation/operation.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { titleOf } from '../entry/keep-entry.server.ts'
import { changesOf } from './changes.ts'
import type { PlannedEntry } from './entries-plan.ts'
import { fileSheets } from './file-columns.ts'
import { namesIn } from './gather-entries.server.ts'

/** A cell of a new entry, as it was understood. */
type NewCell = { header: string; after: string }
export type NewEntry = { sheet: string; row: number; number: string; title: string; cells: NewCell[] }

const NOTHING = { fields: {}, tables: {} }

/** What each new entry of a file becomes: what it is called, and what its cells were taken for, column by column. */
export async function toldNew(
	here: Here,
	{ compiled }: { compiled: CompiledRegister },
	entries: readonly PlannedEntry[]
): Promise<NewEntry[]> {
	if (entries.length === 0) return []
	const sheets = fileSheets(compiled, here.registry.catalogue, { shows: () => true, withTold: false })
	const names = await namesIn(
		here,
		compiled,
		entries.map(({ values }) => values)
	)
	return entries.map(({ sheet, row, number, values }) => ({
		sheet,
		row,
		number,
		title: titleOf(compiled, values, here.today, number),
		cells: changesOf({ compiled, sheets, names, given: values.fields, tables: values.tables, before: NOTHING }).map(
			({ header, after }) => ({ header, after })
		)
	}))
}
