import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { WHOLE } from '#platform/records/tally.server.ts'

type Kept = { state?: readonly string[] | undefined; origin?: readonly string[] | undefined }

const tallied = (here: Here, { state = ['active'], origin }: Kept) => {
	const rows = here.tx
		.selectFrom('tally')
		.where('tally.workspace_id', '=', here.workspace.id)
		.where('tally.kind', '=', 'entry')
		.where('tally.state', 'in', [...state])
	return origin ? rows.where(sql<boolean>`tally.origin in (${sql.join([...origin])})`) : rows
}

/** How many entries of a register the seat sees, or of all of them, read from the totals that are kept: no entry is counted. */
export async function entriesKept(here: Here, registerId: string | null, kept: Kept): Promise<number> {
	const { total } = await tallied(here, kept)
		.where('tally.part', '=', registerId ?? WHOLE)
		.select(sql<number>`coalesce(sum(tally.records), 0)::integer`.as('total'))
		.executeTakeFirstOrThrow()
	return total
}

/** How many entries of each register the seat sees; a register that is left out has none for it. */
export async function entriesKeptIn(here: Here, registerIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
	if (registerIds.length === 0) return new Map()
	const rows = await tallied(here, {})
		.where('tally.part', 'in', [...registerIds])
		.groupBy('tally.part')
		.select(['tally.part', sql<number>`sum(tally.records)::integer`.as('total')])
		.execute()
	return new Map(rows.map(({ part, total }) => [part, total]))
}
