import type { Writing } from '#platform/operation/operation.server.ts'
import type { Tables } from '#platform/exchange/table.ts'
import { getRegister } from '../registers.server.ts'
import { whileAdding, type Origin } from './add-entries.server.ts'
import { applyEntries } from './apply-entries.server.ts'
export type { Origin } from './add-entries.server.ts'
import { ENTRIES } from './file-columns.ts'
import { planEntries, type PlannedEntry } from './plan-entries.server.ts'

/**
 * Brings entries that are shipped into a register, as its file would be imported, and says of each where it comes from: `origins`
 * stand in the order of the rows of its sheet. Gives how many came in; throws at the first cell that is refused, since what is
 * shipped must be sound.
 */
export async function bringEntries(
	here: Writing,
	key: string,
	{ tables, origins }: { tables: Tables; origins: readonly Origin[] }
): Promise<number> {
	const register = await getRegister(here, key)
	const plan = await planEntries(here, register, tables, { maySetOut: true })
	const [fault] = plan.faults.listed
	if (fault)
		throw new Error(
			`register ${key}, sheet ${fault.sheet}, row ${String(fault.row)}, column ${fault.column}: ${fault.code} ${JSON.stringify(fault.params)}`
		)
	const originOf = ({ sheet, row }: PlannedEntry): Origin => (sheet === ENTRIES ? (origins[row - 2] ?? {}) : {})
	await whileAdding({ here, register, originOf }, async (adding) => {
		await adding.keepNumbers(plan.brought)
		await applyEntries(here, adding, plan)
	})
	return plan.counts.added
}
