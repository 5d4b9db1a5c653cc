import { z } from 'zod'
import { endProtection } from '#platform/access/end-protection.server.ts'
import { moveSecretariat } from '#platform/access/workspace-settings.server.ts'
import { Day, Identifier, Name, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, query, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { namesOf } from '#platform/records/add-record.server.ts'
import { Done } from './actor-commands.ts'
import { getActorRow, lockTree, resolveField } from './find-directory.server.ts'
import { isOwnItem, OpenItem, OpenItemName, openItems } from './open-items.ts'
import { keepsDirectory, SUCCESSION_KINDS, whyNotSucceed, whyNotTakeOn } from './rules.ts'
import { moveItem, parentsOf } from './succession-moves.ts'

export const listOpenItems = query({
	name: 'actor.openItems',
	input: z.strictObject({ actor: Reference }),
	output: z.object({ items: z.array(OpenItem) }),
	about: (here, { actor }) => getActorRow(here, actor),
	allow: ({ seat }) => keepsDirectory(seat),
	run: async (here, _input, actor) => ({ items: await openItems(here, actor.id) })
})

const Choice = z.strictObject({ item: OpenItemName, id: Identifier, to: z.union([z.literal('end'), Reference]) })

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

// What an area above has open on the actor is moved by that area.
async function moveAbove(
	here: Writing,
	actorId: string,
	item: { item: string; id: string },
	{ to, reason }: { to: string | null; reason: string }
) {
	const source = here.registry.endings.find((one) => one.name === item.item)
	await source?.move(here, { kind: 'actor', id: actorId }, { ids: [item.id], to, reason })
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
		const choice = chosen.get(`${item.item} ${item.id}`)
		const target =
			choice === undefined
				? ids[0]
				: choice === 'end'
					? null
					: await resolveField(here, 'actor', choice, `choices.${item.item}.${item.id}`)
		if (target !== null && target !== undefined && !ids.includes(target))
			throw invalid([{ path: ['choices', item.item, item.id], code: 'directory.choice-not-successor' }])
		const to = target ?? null
		if (isOwnItem(item.item))
			await moveItem(here, { ...item, item: item.item }, { to, day, last: dayBefore(day), reason, parents })
		else await moveAbove(here, actor.id, item, { to, reason })
	}
	await moveSecretariat(here, actor.id, ids[0] ?? null)
	await here.write.change('actor', actor.id, { status: kind === 'abolish' ? 'abolished' : 'merged' })
	await endProtection(here)
}
