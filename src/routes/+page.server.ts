import { listWorkspaces } from '#platform/access/find-seat.server.ts'
import { publicSeat } from '#platform/access/seat.ts'
import { registry } from '#areas'
import { countRecords } from './counts.server.ts'
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
			const kinds = isCounted ? registry.kinds : []
			const counts = await Promise.all(
				kinds.map(async (kind) => ({ kind: kind.name, total: await countRecords(opening, kind) }))
			)
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
