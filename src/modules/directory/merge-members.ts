import type { Here, Writing } from '#platform/operation/operation.server.ts'

/** The later of a first day, where there is one, and today: nothing ends before it began. */
export const endDay = (from: string | null, today: string) => (from !== null && from > today ? from : today)

type Sides = { from: string; into: string }

/**
 * Moves the memberships of one actor or structure to another. Where both are open members of the same, the second one's
 * membership goes on and the first one's ends; who was nominated to it sits on, unless the other has a principal of its own.
 */
export async function moveMemberships(here: Writing, column: 'actor_id' | 'structure_id', { from, into }: Sides) {
	const opposite = column === 'actor_id' ? 'structure_id' : 'actor_id'
	const rows = await here.tx
		.selectFrom('membership')
		.select(['id', 'structure_id', 'actor_id', 'from_day', 'to_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where(column, 'in', [from, into])
		.orderBy('id')
		.execute()
	const open = new Map(
		rows.filter((row) => row[column] === into && row.to_day === null).map((row) => [row[opposite], row.id])
	)
	for (const row of rows.filter((one) => one[column] === from)) {
		const there = row.to_day === null ? open.get(row[opposite]) : undefined
		if (there !== undefined) {
			await moveNominations(here, row.id, there)
			await here.write.change('membership', row.id, { to_day: endDay(row.from_day, here.today), end_reason: 'merged' })
		}
		await here.write.change('membership', row.id, { [column]: into })
	}
}

const openNominations = (here: Here, membership: string) =>
	here.tx
		.selectFrom('nomination')
		.select(['id', 'capacity', 'from_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('membership_id', '=', membership)
		.where('to_day', 'is', null)
		.orderBy('id')
		.execute()

async function moveNominations(here: Writing, from: string, into: string) {
	const hasPrincipal = (await openNominations(here, into)).some((row) => row.capacity === 'principal')
	for (const row of await openNominations(here, from))
		if (row.capacity === 'principal' && hasPrincipal)
			await here.write.change('nomination', row.id, { to_day: endDay(row.from_day, here.today), end_reason: 'merged' })
		else await here.write.change('nomination', row.id, { membership_id: into })
}
