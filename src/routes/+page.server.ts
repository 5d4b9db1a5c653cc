import { listWorkspaces } from '#platform/access/find-seat.server.ts'
import { publicSeat } from '#platform/access/seat.ts'
import { getWorkspace } from '#platform/access/workspace-operations.ts'
import { ask } from '#platform/operation/perform.server.ts'
import { registry } from '#areas'
import { installation } from './installation.server.ts'
import type { PageServerLoad } from './$types'

// Beyond a screenful people search the page for their own workspace and read no numbers.
const COUNTED_MOST = 12

export const load: PageServerLoad = async ({ locals: { words } }) => {
	const { facts: _facts, ...installed } = installation()
	const found = await listWorkspaces(installed.database)
	const isCounted = found.length <= COUNTED_MOST
	const workspaces = await Promise.all(
		found.map(async (workspace) => {
			const opening = {
				...installed,
				workspace,
				seat: publicSeat,
				now: new Date(),
				via: 'page',
				address: null
			} as const
			const { records } = isCounted ? await ask(opening, getWorkspace, {}) : { records: [] }
			const kinds = isCounted ? registry.kinds : []
			// Of what the public sees nothing of, a nought would say that there is none.
			const counts = kinds.flatMap(({ name }) => {
				const total = records.find(({ kind }) => kind === name)?.records ?? 0
				return total > 0 ? [{ kind: name, total }] : []
			})
			return {
				key: workspace.key,
				name: words.name(workspace.name),
				kind: workspace.kind,
				isDemonstration: workspace.isDemonstration,
				counts
			}
		})
	)
	return { workspaces }
}
