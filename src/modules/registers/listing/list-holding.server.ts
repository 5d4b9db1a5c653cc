import type { Here } from '#platform/operation/operation.server.ts'
import { listCompiled, type ReadyRegister } from '../registers.server.ts'
import { entriesKeptIn } from './kept-totals.server.ts'

/**
 * The active registers that hold an entry the seat sees, made ready. A workspace begins with some sixty registers and keeps most
 * of them empty: what falls due or waits is looked for in the others alone.
 */
export async function listHolding(here: Here): Promise<readonly ReadyRegister[]> {
	const registers = await listCompiled(here, ['active'])
	const kept = await entriesKeptIn(
		here,
		registers.map(({ id }) => id)
	)
	return registers.filter(({ id }) => kept.has(id))
}
