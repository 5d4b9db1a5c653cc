import { sql, type Expression, type SqlBool } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { structuresOfSeat } from '../structures-of-seat.server.ts'

/**
 * The structures whose meetings the seat runs, as `runsMeetings` says of each: those it chairs or keeps, and *all* for whoever
 * keeps the records. Lists of choices offer by it, so that nothing is offered that is then refused.
 */
export async function structuresRunBy(here: Here): Promise<'all' | readonly string[]> {
	const { role } = here.seat
	if (role === 'secretariat' || role === 'administrator') return 'all'
	const { run } = await structuresOfSeat(here)
	return run
}

/** Whether a column names one of the structures whose meetings the seat runs. */
export const isRunBy = (run: 'all' | readonly string[], structureId: Expression<string>): Expression<SqlBool> =>
	run === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`${structureId} = ${anyOf(run)}`
