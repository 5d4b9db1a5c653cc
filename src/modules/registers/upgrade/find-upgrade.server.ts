import type { Here, Reader } from '#platform/operation/operation.server.ts'
import { writtenAs, type Written } from './merged-text.ts'
import type { UpgradeState } from './schema.ts'

type Place = { tx: Reader; workspaceId: string }

/** A later version of a shipped register, and what became of it. */
export type Upgrade = {
	id: string
	shipped_version: number
	declaration: string
	state: UpgradeState
	reason: string | null
	offered_at: Date
	decided_at: Date | null
}

const KEPT_MOST = 20

/** The later versions of a shipped register that a workspace was offered, newest first. */
export const listUpgradesOf = ({ tx, workspaceId }: Place, registerId: string): Promise<Upgrade[]> =>
	tx
		.selectFrom('register_upgrade')
		.select(['id', 'shipped_version', 'declaration', 'state', 'reason', 'offered_at', 'decided_at'])
		.where('workspace_id', '=', workspaceId)
		.where('register_id', '=', registerId)
		.orderBy('shipped_version', 'desc')
		.limit(KEPT_MOST)
		.execute()

/** The shipped version that the declaration of a workspace began from or last took in, with its number. */
export type Base = Written & { version: number }

/**
 * The base of a merge: the shipped version that was last taken in, else the one the register came with, among its kept versions;
 * null where neither is kept, or can no longer be read.
 */
export async function findBase({ tx, workspaceId }: Place, registerId: string): Promise<Base | null> {
	const taken = await tx
		.selectFrom('register_upgrade')
		.select(['declaration', 'shipped_version as version'])
		.where('workspace_id', '=', workspaceId)
		.where('register_id', '=', registerId)
		.where('state', '=', 'taken')
		.orderBy('shipped_version', 'desc')
		.limit(1)
		.executeTakeFirst()
	const came = await tx
		.selectFrom('register')
		.innerJoin('register_version as kept', (on) =>
			on
				.onRef('kept.workspace_id', '=', 'register.workspace_id')
				.onRef('kept.register_id', '=', 'register.id')
				.onRef('kept.version', '=', 'register.shipped_version')
		)
		.select(['kept.declaration', 'kept.version'])
		.where('register.workspace_id', '=', workspaceId)
		.where('register.id', '=', registerId)
		.executeTakeFirst()
	const row = [taken, came]
		.filter((one) => one !== undefined)
		.sort((one, other) => other.version - one.version)
		.at(0)
	const written = row && writtenAs(row.declaration)
	return row && written ? { ...written, version: row.version } : null
}

/** The later version of a register that waits to be taken or declined, if one does. */
export async function waitingVersion(here: Here, registerId: string): Promise<number | null> {
	const row = await here.tx
		.selectFrom('register_upgrade')
		.select('shipped_version')
		.where('workspace_id', '=', here.workspace.id)
		.where('register_id', '=', registerId)
		.where('state', '=', 'waiting')
		.executeTakeFirst()
	return row?.shipped_version ?? null
}
