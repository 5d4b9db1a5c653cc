import type { Here } from '#platform/operation/operation.server.ts'
import { countUpTo } from '#platform/records/find-record.server.ts'
import type { OriginOf } from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'

type RecordFilter = {
	state?: readonly ('active' | 'withdrawn')[] | undefined
	origin?: readonly OriginOf['origin'][] | undefined
	words?: string | undefined
}

const OF_EVERY_RECORD: readonly string[] = ['state', 'origin', 'words']

/** Whether a filter asks only what every record has; then the rows of its kind need not be read to count them. */
export const asksOfRecordsOnly = (filter: Readonly<Record<string, unknown>>) =>
	Object.entries(filter).every(([name, value]) => value === undefined || OF_EVERY_RECORD.includes(name))

/** How many records of a kind a list holds whose filter asks only what every record has. */
export function countRecordsOf(
	here: Here,
	kind: string,
	{ state = ['active'], origin, words }: RecordFilter
): Promise<number> {
	let rows = here.tx
		.selectFrom('record')
		.select('record.id')
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', kind)
		.where('record.state', 'in', state)
	if (origin) rows = rows.where('record.origin', 'in', origin)
	if (words) rows = rows.where('record.id', 'in', idsWithWords(here, kind, words))
	return countUpTo(here.tx, rows)
}
