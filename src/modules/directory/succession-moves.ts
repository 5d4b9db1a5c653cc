import { closeSeat } from '#platform/access/close-seat.server.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { ENTERED } from '#platform/records/entered.ts'
import type { OPEN_ITEMS } from './open-items.ts'
import { whyNotParent } from './rules.ts'

/** To whom something goes (null: it ends), from which day on, and the last day of who had it. */
type Move = { to: string | null; day: string; last: string; reason: string }

/** Moves one thing that hangs on an actor that ends, or ends it; `parents` is kept up to date for the next. */
export async function moveItem(
	here: Writing,
	item: { item: (typeof OPEN_ITEMS)[number]; id: string },
	{ parents, ...move }: Move & { parents: Map<string, string | null> }
) {
	const { to, last } = move
	switch (item.item) {
		case 'membership':
			return moveMembership(here, item.id, move)
		case 'lead':
			return moveLead(here, item.id, move)
		case 'seat':
			if (to === null) return closeSeat(here, { seatId: item.id, day: last, reason: move.reason })
			return void (await here.write.change('seat', item.id, { actor_id: to }))
		case 'parent':
			return moveChild(here, item.id, to, parents)
		case 'chair':
			return void (await here.write.change('structure', item.id, { chair_actor_id: to }))
		case 'host':
			return void (await here.write.change('structure', item.id, { host_actor_id: to }))
		case 'secretariat':
			return void (await here.write.change('structure', item.id, { secretariat_actor_id: to }))
		case 'as-actor':
			return void (await here.write.change('structure', item.id, { as_actor_id: to }))
		default:
			return item.item satisfies never
	}
}

// A subordinate that takes over itself steps up to where its predecessor stood.
async function moveChild(here: Writing, id: string, to: string | null, parents: Map<string, string | null>) {
	const predecessor = parents.get(id)
	const parent = to === id ? ((predecessor && parents.get(predecessor)) ?? null) : to
	const why = parent === null ? null : whyNotParent(id, parent, parents)
	if (why) throw conflict(why)
	parents.set(id, parent)
	await here.write.change('actor', id, { parent_id: parent })
}

/**
 * The last day of what ends with an actor. What was to begin later never did: it is left with no day beyond that one, on
 * which the actor is no more.
 */
const ending = (from: string | null, last: string) => ({
	...(from !== null && from > last ? { from_day: last } : {}),
	to_day: last
})

const later = (one: string | null, other: string) => (one !== null && one > other ? one : other)

async function moveMembership(here: Writing, id: string, { to, day, last, reason }: Move) {
	const row = await here.tx
		.selectFrom('membership')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	const there =
		to === null
			? undefined
			: await here.tx
					.selectFrom('membership')
					.select('id')
					.where('workspace_id', '=', here.workspace.id)
					.where('structure_id', '=', row.structure_id)
					.where('actor_id', '=', to)
					.where('to_day', 'is', null)
					.executeTakeFirst()
	// What would have begun on that day or later begins with the successor: the predecessor never sat there.
	if (to !== null && !there && row.from_day !== null && row.from_day >= day)
		return void (await here.write.change('membership', id, { actor_id: to }))
	await here.write.change('membership', id, { ...ending(row.from_day, last), end_reason: reason })
	if (to === null) return endNominations(here, id, { last, reason })
	const { workspace_id: _workspace, id: _id, ...seat } = row
	const successor =
		there?.id ?? (await here.write.add('membership', { ...seat, actor_id: to, from_day: day, reason, ...BEGUN }))
	await moveNominations(here, id, { successor, day, last, reason })
}

const BEGUN = { end_reason: null, ...ENTERED } as const

const openNominations = (here: Here, membership: string) =>
	here.tx
		.selectFrom('nomination')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('membership_id', '=', membership)
		.where('to_day', 'is', null)
		.orderBy('id')
		.execute()

async function endNominations(here: Writing, membership: string, { last, reason }: { last: string; reason: string }) {
	for (const row of await openNominations(here, membership))
		await here.write.change('nomination', row.id, { ...ending(row.from_day, last), end_reason: reason })
}

// Who sat for the predecessor sits on for the successor, unless the successor already has its own people there.
async function moveNominations(here: Writing, membership: string, move: Omit<Move, 'to'> & { successor: string }) {
	const rows = await openNominations(here, membership)
	const own = await openNominations(here, move.successor)
	await endNominations(here, membership, move)
	if (own.length > 0) return
	for (const { workspace_id: _workspace, id: _id, ...row } of rows)
		await here.write.add('nomination', {
			...row,
			membership_id: move.successor,
			from_day: later(row.from_day, move.day)
		})
}

async function moveLead(here: Writing, id: string, { to, day, last, reason }: Move) {
	const row = await here.tx
		.selectFrom('area_lead')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	const there =
		to === null
			? undefined
			: await here.tx
					.selectFrom('area_lead')
					.select('id')
					.where('workspace_id', '=', here.workspace.id)
					.where('area_id', '=', row.area_id)
					.where('actor_id', '=', to)
					.where('to_day', 'is', null)
					.executeTakeFirst()
	if (to !== null && !there && row.from_day !== null && row.from_day >= day)
		return void (await here.write.change('area_lead', id, { actor_id: to }))
	await here.write.change('area_lead', id, { ...ending(row.from_day, last), end_reason: reason })
	if (to === null || there) return
	const { workspace_id: _workspace, id: _id, ...lead } = row
	await here.write.add('area_lead', { ...lead, actor_id: to, from_day: day, reason, ...BEGUN })
}

/** The parents of all actors that have one. */
export async function parentsOf(here: Here) {
	const rows = await here.tx
		.selectFrom('actor')
		.select(['id', 'parent_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('parent_id', 'is not', null)
		.execute()
	return new Map(rows.map((row) => [row.id, row.parent_id]))
}
