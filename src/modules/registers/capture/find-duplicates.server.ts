import type { Writing } from '#platform/operation/operation.server.ts'
import { putGiven } from './put-given.server.ts'
import { titleOf } from '../entry/keep-entry.server.ts'
import { readAllKept } from '../entry/read-entry.server.ts'
import type { GivenFields } from '../entry/given.server.ts'
import type { Register } from '../registers.server.ts'
import { isLikelyDuplicate } from './likely-duplicate.ts'

// Of more that bear one title, it is the title that says little.
const LOOKED_AT = 20

/** The entries of the register, as far as the seat sees them, that are likely what is about to be added: their numbers. */
export async function findDuplicates(here: Writing, { id, compiled }: Register, given: GivenFields): Promise<string[]> {
	const values = await putGiven(here, compiled, given)
	const title = titleOf(compiled, values, here.today, '')
	if (title === '') return []
	const rows = await here.tx
		.selectFrom('record')
		.innerJoin('entry', (on) =>
			on.onRef('entry.workspace_id', '=', 'record.workspace_id').onRef('entry.id', '=', 'record.id')
		)
		.select(['record.id', 'record.number'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'entry')
		.where('record.state', '=', 'active')
		.where('record.title_sort', '=', title)
		.where('entry.register_id', '=', id)
		.orderBy('record.id', 'desc')
		.limit(LOOKED_AT)
		.execute()
	const kept = await readAllKept(
		here,
		rows.map((row) => row.id)
	)
	return rows.flatMap((row) => {
		const fields = kept.get(row.id)?.values.fields ?? {}
		return isLikelyDuplicate(compiled, values.fields, fields) ? [row.number ?? row.id] : []
	})
}
