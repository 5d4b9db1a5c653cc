import { setImmediate } from 'node:timers/promises'
import { listWorkspaces } from '#platform/access/find-seat.server.ts'
import type { Database } from '#platform/database/database.server.ts'
import { isReady, madeReady } from './registers.server.ts'

/** Workspaces mostly share the registers that are shipped: those of the first few are nearly all there are. */
const LOOKED_THROUGH = 20

/**
 * Makes the registers of workspaces ready in turn, leaving room for others between two of them, so that the first page which
 * shows what all registers have waiting does not wait for sixty declarations to be read. Gives how many it made ready.
 */
export async function readyRegisters(database: Database): Promise<number> {
	let made = 0
	for (const workspace of (await listWorkspaces(database)).slice(0, LOOKED_THROUGH)) {
		const registers = await database.read({ workspaceId: workspace.id, audience: ['system'] }, (tx) =>
			tx
				.selectFrom('register')
				.select(['digest', 'declaration'])
				.where('workspace_id', '=', workspace.id)
				.orderBy('code')
				.execute()
		)
		for (const { digest, declaration } of registers) {
			if (isReady(digest)) continue
			madeReady(digest, declaration)
			made += 1
			await setImmediate()
		}
	}
	return made
}
