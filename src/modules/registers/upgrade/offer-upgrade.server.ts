import type { Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { getRegister } from '../registers.server.ts'
import { findBase, listUpgradesOf } from './find-upgrade.server.ts'
import { mergedText, writtenAs } from './merged-text.ts'

/**
 * Keeps a later version of a shipped register for somebody to take or decline. Where the workspace says all of it already, that
 * is noted and nobody is asked.
 */
export async function offerUpgrade(
	here: Writing,
	{ register, text }: { register: string; text: string }
): Promise<void> {
	const { id } = await getRegister(here, register)
	const shipped = writtenAs(text)
	if (!shipped) throw new Error('a shipped declaration cannot be made ready')
	for (const one of await listUpgradesOf({ tx: here.tx, workspaceId: here.workspace.id }, id)) {
		if (one.state === 'waiting')
			await here.write.change('register_upgrade', one.id, { state: 'passed', decided_at: here.now })
	}
	const isThere = await saysItAlready(here, id, text)
	await here.write.add('register_upgrade', {
		register_id: id,
		shipped_version: shipped.declaration.version,
		declaration: text,
		state: isThere ? 'taken' : 'waiting',
		reason: null,
		offered_at: here.now,
		decided_at: isThere ? here.now : null
	})
}

async function saysItAlready(here: Writing, id: string, text: string): Promise<boolean> {
	const place = { tx: here.tx, workspaceId: here.workspace.id }
	const [base, shipped, held] = [await findBase(place, id), writtenAs(text), await heldText(here, id)]
	const local = writtenAs(held)
	if (!base || !shipped || !local) return false
	const { isSame, conflicts } = mergedText({ base, local, shipped })
	return isSame && conflicts.length === 0
}

/** The text of the declaration that stands. */
export async function heldText(here: Pick<Writing, 'tx' | 'workspace'>, id: string): Promise<string> {
	const { declaration } = await here.tx
		.selectFrom('register')
		.select('declaration')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	return declaration
}

type Deciding = { register: { id: string; version: number }; upgrade: number }

/** The version that waits to be taken or declined, for the command that does so; a conflict where it was decided meanwhile. */
export async function getWaiting(here: Pick<Writing, 'tx' | 'workspace'>, { register, upgrade }: Deciding) {
	const all = await listUpgradesOf({ tx: here.tx, workspaceId: here.workspace.id }, register.id)
	const waiting = all.find(({ state }) => state === 'waiting')
	if (waiting?.shipped_version === upgrade) return waiting
	const decided = all.find(({ shipped_version: version }) => version === upgrade)
	throw conflict(
		decided
			? `registers.upgrade-${decided.state === 'waiting' ? 'passed' : decided.state}`
			: 'registers.no-such-upgrade',
		// The last thing that became of the register tells who it was.
		decided ? { upgrade, record: register.id, version: register.version - 1 } : { upgrade }
	)
}

/** Notes that a later version was taken in by what is declared in the same command. */
export async function takeUpgrade(here: Writing, deciding: Deciding): Promise<void> {
	const { id } = await getWaiting(here, deciding)
	await here.write.change('register_upgrade', id, { state: 'taken', decided_at: here.now })
}
