import { z } from 'zod'
import type { Here } from '#platform/operation/operation.server.ts'
import { RecordReference, referencesOf } from '#platform/records/find-record.server.ts'

/** What hangs on an actor and must go somewhere when it ends. */
export const OPEN_ITEMS = ['membership', 'lead', 'chair', 'host', 'secretariat', 'as-actor', 'seat', 'parent'] as const

export const OpenItemName = z
	.string()
	.max(60)
	.regex(/^[a-z]+(-[a-z]+)*$/)

const ownItems: readonly string[] = OPEN_ITEMS
/** Whether an item is the directory's own. */
export const isOwnItem = (item: string): item is (typeof OPEN_ITEMS)[number] => ownItems.includes(item)

export const OpenItem = z.object({
	/** One of those above, or what an area above has open on the actor, by its name. */
	item: OpenItemName,
	id: z.string(),
	record: RecordReference.nullable(),
	label: z.string()
})
export type OpenItem = z.output<typeof OpenItem>

const PLACES = [
	['chair', 'chair_actor_id'],
	['host', 'host_actor_id'],
	['secretariat', 'secretariat_actor_id'],
	['as-actor', 'as_actor_id']
] as const

/** Open memberships, leads, offices in structures, seats and subordinate actors of an actor. */
export async function openItems(here: Here, actorId: string): Promise<OpenItem[]> {
	const own = here.workspace.id
	const memberships = await here.tx
		.selectFrom('membership')
		.select(['id', 'structure_id', 'role'])
		.where('workspace_id', '=', own)
		.where('actor_id', '=', actorId)
		.where((where) => where.or([where('to_day', 'is', null), where('to_day', '>=', here.today)]))
		.orderBy('id')
		.execute()
	const leads = await here.tx
		.selectFrom('area_lead')
		.select(['id', 'area_id'])
		.where('workspace_id', '=', own)
		.where('actor_id', '=', actorId)
		.where((where) => where.or([where('to_day', 'is', null), where('to_day', '>=', here.today)]))
		.orderBy('id')
		.execute()
	const structures = await here.tx
		.selectFrom('structure')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'structure.workspace_id').onRef('record.id', '=', 'structure.id')
		)
		.select(['structure.id', 'chair_actor_id', 'host_actor_id', 'secretariat_actor_id', 'as_actor_id'])
		.where('structure.workspace_id', '=', own)
		.where('record.state', '<>', 'merged')
		.where((where) => where.or(PLACES.map(([, column]) => where(column, '=', actorId))))
		.orderBy('structure.id')
		.execute()
	const seats = await here.tx
		.selectFrom('seat')
		.select(['id', 'office'])
		.where('workspace_id', '=', own)
		.where('actor_id', '=', actorId)
		.where((where) => where.or([where('to_day', 'is', null), where('to_day', '>=', here.today)]))
		.orderBy('id')
		.execute()
	const children = await here.tx
		.selectFrom('actor')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'actor.workspace_id').onRef('record.id', '=', 'actor.id')
		)
		.select('actor.id')
		.where('actor.workspace_id', '=', own)
		.where('record.state', '<>', 'merged')
		.where('parent_id', '=', actorId)
		.orderBy('actor.id')
		.execute()
	const above = []
	for (const source of here.registry.endings)
		for (const one of await source.open(here, { kind: 'actor', id: actorId })) above.push({ item: source.name, ...one })
	const references = await referencesOf(here, [
		...memberships.map((row) => row.structure_id),
		...leads.map((row) => row.area_id),
		...structures.map((row) => row.id),
		...children.map((row) => row.id)
	])
	const named = (id: string) => references.get(id) ?? null
	return [
		...memberships.map((row) => ({
			item: 'membership' as const,
			id: row.id,
			record: named(row.structure_id),
			label: row.role
		})),
		...leads.map((row) => ({ item: 'lead' as const, id: row.id, record: named(row.area_id), label: '' })),
		...structures.flatMap((row) =>
			PLACES.filter(([, column]) => row[column] === actorId).map(([item]) => ({
				item,
				id: row.id,
				record: named(row.id),
				label: ''
			}))
		),
		...seats.map((row) => ({ item: 'seat' as const, id: row.id, record: null, label: row.office })),
		...children.map((row) => ({ item: 'parent' as const, id: row.id, record: named(row.id), label: '' })),
		...above
	]
}
