import { z } from 'zod'
import { command, nothing, query } from '#platform/operation/operation.server.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { KEPT_HOURS, removeIncoming, removeStored, storedBefore } from './store.server.ts'

const REMOVED_MOST = 1_000

const isSystem = (audience: readonly string[]) => audience.includes('system')

/** Takes the rows of files away that nobody attached within 24 hours. Not in the registry: only Pitso itself runs it. */
const removeUnattached = command({
	name: 'file.removeUnattached',
	input: z.strictObject({}),
	output: z.object({ ids: z.array(z.string()) }),
	about: nothing,
	allow: ({ seat }) => isSystem(seat.audience),
	clock: true,
	async run(here) {
		const old = new Date(here.now.getTime() - KEPT_HOURS * 3_600_000)
		const rows = await here.tx
			.selectFrom('file')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('record_id', 'is', null)
			.where('is_held', '=', false)
			.where('created_at', '<', old)
			// The mark of the workspace hangs on no record, and is attached all the same.
			.where((where) =>
				where.not(
					where.exists(
						where
							.selectFrom('workspace_setting')
							.select('workspace_setting.id')
							.whereRef('workspace_setting.workspace_id', '=', 'file.workspace_id')
							.whereRef('workspace_setting.logo_file_id', '=', 'file.id')
					)
				)
			)
			.orderBy('created_at')
			.limit(REMOVED_MOST)
			.execute()
		for (const row of rows) await here.write.remove('file', row.id)
		return { ids: rows.map((row) => row.id) }
	}
})

/** Which of the given files have a row. */
const findFiles = query({
	name: 'file.find',
	input: z.strictObject({ ids: z.array(z.string()) }),
	output: z.object({ ids: z.array(z.string()) }),
	about: nothing,
	allow: ({ seat }) => isSystem(seat.audience),
	clock: true,
	async run(here, { ids }) {
		const known = ids.filter((id) => z.uuid().safeParse(id).success)
		if (known.length === 0) return { ids: [] }
		const rows = await here.tx
			.selectFrom('file')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('id', 'in', known)
			.execute()
		return { ids: rows.map((row) => row.id) }
	}
})

/**
 * Clears what is left over of a workspace's files, as the workspace's clock: files nobody attached within 24 hours, and
 * stored ones whose row never committed. Rows go first: a file without a row harms nobody, a row without its file does.
 */
export async function cleanFiles(opening: Opening): Promise<{ unattached: number; stray: number }> {
	const { workspace, filesFolder, now } = opening
	const { ids } = await run(opening, removeUnattached, {})
	await removeStored(filesFolder, workspace.id, ids)
	let stray = 0
	for await (const stored of storedBefore(
		filesFolder,
		workspace.id,
		new Date(now.getTime() - KEPT_HOURS * 3_600_000)
	)) {
		const known = new Set((await ask(opening, findFiles, { ids: stored })).ids)
		const unknown = stored.filter((id) => !known.has(id))
		await removeStored(filesFolder, workspace.id, unknown)
		stray += unknown.length
	}
	return { unattached: ids.length, stray }
}

/** Clears what came in by halves, of all workspaces; gives how many files. */
export const cleanIncoming = (filesFolder: string, now: Date): Promise<number> =>
	removeIncoming(filesFolder, new Date(now.getTime() - KEPT_HOURS * 3_600_000))
