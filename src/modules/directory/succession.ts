import { z } from 'zod'
import { Day, Identifier, Name, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, query, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { namesOf } from '#platform/records/add-record.server.ts'
import { RecordReference, referencesOf } from '#platform/records/find-record.server.ts'
import { Done } from './actor-commands.ts'
import { getActorRow, lockTree, resolveField } from './find-directory.server.ts'
import { keepsDirectory, SUCCESSION_KINDS, whyNotParent, whyNotSucceed, whyNotTakeOn } from './rules.ts'

/** What hangs on an actor and must go somewhere when it ends. */
export const OPEN_ITEMS = ['membership', 'lead', 'chair', 'host', 'secretariat', 'as-actor', 'seat', 'parent'] as const

const OpenItem = z.object({
	item: z.enum(OPEN_ITEMS),
	id: z.string(),
	record: RecordReference.nullable(),
	label: z.string()
})
type OpenItem = z.output<typeof OpenItem>

const PLACES = [
	['chair', 'chair_actor_id'],
	['host', 'host_actor_id'],
	['secretariat', 'secretariat_actor_id'],
	['as-actor', 'as_actor_id']
] as const

/** Open memberships, leads, offices in structures, seats and subordinate actors of an actor. */
async function openItems(here: Here, actorId: string): Promise<OpenItem[]> {
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
		...children.map((row) => ({ item: 'parent' as const, id: row.id, record: named(row.id), label: '' }))
	]
}

export const listOpenItems = query({
	name: 'actor.openItems',
	input: z.strictObject({ actor: Reference }),
	output: z.object({ items: z.array(OpenItem) }),
	about: (here, { actor }) => getActorRow(here, actor),
	allow: ({ seat }) => keepsDirectory(seat),
	run: async (here, _input, actor) => ({ items: await openItems(here, actor.id) })
})

const Choice = z.strictObject({ item: z.enum(OPEN_ITEMS), id: Identifier, to: z.union([z.literal('end'), Reference]) })

/**
 * What becomes of an actor by law: renamed, merged into another, split, or abolished, on a day and with its legal basis.
 * Its open seats, memberships, leads and offices move by choice; with one successor they move to it unless chosen otherwise.
 * The name it had stays with the past.
 */
export const succeedActor = command({
	name: 'actor.succeed',
	input: z.strictObject({
		actor: Reference,
		version: Version,
		kind: z.enum(SUCCESSION_KINDS),
		day: Day,
		legalBasis: Text(1_000),
		reason: Text(2_000).optional(),
		name: Name(300).optional(),
		acronym: Text(40).nullable().optional(),
		successors: z.array(Reference).max(20).optional(),
		choices: z.array(Choice).max(2_000).optional()
	}),
	output: Done,
	about: (here, { actor }) => getActorRow(here, actor),
	allow: ({ seat }) => keepsDirectory(seat),
	async run(here, input, actor) {
		const { kind, day, legalBasis, successors = [], choices = [] } = input
		const found = new Set<string>()
		for (const [index, reference] of successors.entries())
			found.add(await resolveField(here, 'actor', reference, `successors.${String(index)}`))
		const ids = [...found]
		const why = whyNotSucceed(actor.row, kind, ids.length)
		if (why) throw conflict(why)
		if (day > here.today)
			throw invalid([{ path: ['day'], code: 'directory.day-in-future', params: { today: here.today } }])
		if (ids.includes(actor.id)) throw invalid([{ path: ['successors'], code: 'directory.own-successor' }])
		await refuseSuccessors(here, actor, ids)
		if (kind === 'rename') await rename(here, actor, input)
		else await endActor(here, actor, { kind, day, reason: input.reason ?? legalBasis, ids, choices })
		for (const successor of ids.length > 0 ? ids : [null])
			await here.write.add('actor_succession', {
				actor_id: actor.id,
				successor_id: successor,
				kind,
				day,
				legal_basis: legalBasis
			})
		return { id: actor.id, reference: actor.reference }
	}
})

/** Refuses successors that ended themselves, and those that would let people of a marked actor go on unmarked. */
async function refuseSuccessors(here: Here, actor: Actor, ids: readonly string[]) {
	if (ids.length === 0) return
	const rows = await here.tx
		.selectFrom('actor')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'actor.workspace_id').onRef('record.id', '=', 'actor.id')
		)
		.select(['actor.id', 'actor.status', 'actor.is_enforcement', 'record.state'])
		.where('actor.workspace_id', '=', here.workspace.id)
		.where('actor.id', 'in', ids)
		.execute()
	for (const row of rows) {
		const why = whyNotTakeOn(row)
		if (why) throw invalid([{ path: [`successors.${String(ids.indexOf(row.id))}`], code: why }])
	}
	if (actor.row.is_enforcement && rows.some((row) => !row.is_enforcement))
		throw conflict('directory.succession-loses-mark')
}

type Actor = Awaited<ReturnType<typeof getActorRow>>

const dayBefore = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

async function rename(
	here: Writing,
	actor: Actor,
	input: {
		name?: string | Record<string, string> | undefined
		acronym?: string | null | undefined
		day: string
		legalBasis: string
	}
) {
	if (input.name === undefined) throw invalid([{ path: ['name'], code: 'platform.field.missing' }])
	const title = namesOf(here, input.name)
	const last = dayBefore(input.day)
	const before = await here.tx
		.selectFrom('record_name')
		.select('to_day')
		.where('workspace_id', '=', here.workspace.id)
		.where('record_id', '=', actor.id)
		.orderBy('to_day', 'desc')
		.limit(1)
		.executeTakeFirst()
	const lastDay = before?.to_day ?? null
	if (lastDay !== null && lastDay >= last)
		throw invalid([{ path: ['day'], code: 'directory.rename-before-last', params: { day: lastDay } }])
	await here.write.add('record_name', {
		record_id: actor.id,
		name: JSON.stringify(actor.title),
		acronym: actor.acronym,
		from_day: lastDay === null ? null : dayAfter(lastDay),
		to_day: last,
		reason: input.legalBasis
	})
	await here.write.changeRecord(actor.id, { title, ...(input.acronym === undefined ? {} : { acronym: input.acronym }) })
}

const dayAfter = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

type Ending = {
	kind: 'merge' | 'split' | 'abolish'
	day: string
	reason: string
	ids: readonly string[]
	choices: readonly z.output<typeof Choice>[]
}

async function endActor(here: Writing, actor: Actor, { kind, day, reason, ids, choices }: Ending) {
	const items = await openItems(here, actor.id)
	const chosen = new Map(choices.map((choice) => [`${choice.item} ${choice.id}`, choice.to]))
	const missing = items.filter((item) => !chosen.has(`${item.item} ${item.id}`))
	if (missing.length > 0 && ids.length !== 1)
		throw invalid(
			missing.slice(0, 100).map((item) => ({ path: ['choices', item.item, item.id], code: 'directory.choice-missing' }))
		)
	await lockTree(here, 'actor')
	const parents = await parentsOf(here)
	for (const item of items) {
		const to = chosen.get(`${item.item} ${item.id}`)
		const target =
			to === undefined
				? ids[0]
				: to === 'end'
					? null
					: await resolveField(here, 'actor', to, `choices.${item.item}.${item.id}`)
		if (target !== null && target !== undefined && !ids.includes(target))
			throw invalid([{ path: ['choices', item.item, item.id], code: 'directory.choice-not-successor' }])
		await moveItem(here, item, { to: target ?? null, day, last: dayBefore(day), reason, parents })
	}
	await here.write.change('actor', actor.id, { status: kind === 'abolish' ? 'abolished' : 'merged' })
}

async function parentsOf(here: Here) {
	const rows = await here.tx
		.selectFrom('actor')
		.select(['id', 'parent_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('parent_id', 'is not', null)
		.execute()
	return new Map(rows.map((row) => [row.id, row.parent_id]))
}

type Move = { to: string | null; day: string; last: string; reason: string }

async function moveItem(
	here: Writing,
	item: OpenItem,
	{ parents, ...move }: Move & { parents: Map<string, string | null> }
) {
	const { to, last } = move
	switch (item.item) {
		case 'membership':
			return moveMembership(here, item.id, move)
		case 'lead':
			return moveLead(here, item.id, move)
		case 'seat':
			return void (await here.write.change('seat', item.id, to === null ? { to_day: last } : { actor_id: to }))
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
		there?.id ?? (await here.write.add('membership', { ...seat, actor_id: to, from_day: day, reason, ...ENTERED }))
	await moveNominations(here, id, { successor, day, last, reason })
}

const ENTERED = {
	end_reason: null,
	origin: 'entered',
	origin_source: null,
	origin_year: null,
	origin_note: null
} as const

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
	await here.write.add('area_lead', { ...lead, actor_id: to, from_day: day, reason, ...ENTERED })
}
