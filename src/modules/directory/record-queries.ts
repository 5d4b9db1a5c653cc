import { sql, type Expression } from 'kysely'
import { COUNTED_MOST } from '#platform/operation/lists.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { countUpTo, type OriginOf } from '#platform/records/find-record.server.ts'
import { WHOLE } from '#platform/records/tally.server.ts'

type Filter = {
	state?: readonly ('active' | 'withdrawn')[] | undefined
	origin?: readonly OriginOf['origin'][] | undefined
}

/** What a list's filter asks of the column that divides its kind, such as an actor's kind; undefined where it asks nothing. */
type Part = { field: string; values: readonly string[] | undefined }

const OF_EVERY_RECORD = ['state', 'origin']

/**
 * The total of a list of one kind. Where the filter asks no more than what totals are kept by, it is read from those and no
 * record is counted; else `rows` are counted, no further than lists tell.
 */
export async function totalOf(
	here: Here,
	kind: string,
	filter: Filter & Readonly<Record<string, unknown>>,
	part: Part,
	rows: Expression<unknown>
): Promise<number> {
	const kept = new Set([...OF_EVERY_RECORD, part.field])
	const isKept = Object.entries(filter).every(([name, value]) => value === undefined || kept.has(name))
	if (!isKept) return countUpTo(here.tx, rows)
	let tallied = here.tx
		.selectFrom('tally')
		.select(sql<number>`least(coalesce(sum(tally.records), 0), ${COUNTED_MOST + 1})::integer`.as('total'))
		.where('tally.workspace_id', '=', here.workspace.id)
		.where('tally.kind', '=', kind)
		.where('tally.state', 'in', filter.state ?? ['active'])
	if (filter.origin) tallied = tallied.where('tally.origin', 'in', filter.origin)
	tallied = tallied.where('tally.part', 'in', part.values ?? [WHOLE])
	return (await tallied.executeTakeFirstOrThrow()).total
}
