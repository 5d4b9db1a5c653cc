import { endProtection } from '#platform/access/end-protection.server.ts'
import { moveSecretariat } from '#platform/access/workspace-settings.server.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { moveAllOpen } from '#platform/records/endings.ts'
import { endDay, moveMemberships } from './merge-members.ts'
import { lockTree } from './find-directory.server.ts'
import { whyNotMergeInto } from './rules.ts'

/** Moves all that hangs on an actor to another that turned out to be the same. */
export async function mergeActor(here: Writing, from: string, into: string): Promise<void> {
	await moveChildren(here, from, into)
	await moveMemberships(here, 'actor_id', { from, into })
	await moveLeads(here, from, into)
	await moveOffices(here, from, into)
	await moveSuccessions(here, from, into)
	await moveAllOpen(here, { kind: 'actor', id: from }, into)
	await moveSecretariat(here, from, into)
	await here.write.change('actor', from, { status: 'merged' })
	await endProtection(here)
}

async function moveChildren(here: Writing, from: string, into: string) {
	await lockTree(here, 'actor')
	const rows = await here.tx
		.selectFrom('actor')
		.select(['id', 'parent_id', 'is_enforcement'])
		.where('workspace_id', '=', here.workspace.id)
		.orderBy('id')
		.execute()
	const marks = new Map(rows.map((row) => [row.id, row.is_enforcement]))
	if (marks.get(from) === true && marks.get(into) !== true) throw conflict('directory.merge-loses-mark')
	const parentOf = new Map(rows.map((row) => [row.id, row.parent_id]))
	const why = whyNotMergeInto(from, into, parentOf)
	if (why) throw conflict(why)
	for (const row of rows.filter((one) => one.parent_id === from))
		await here.write.change('actor', row.id, { parent_id: into })
}

async function moveLeads(here: Writing, from: string, into: string) {
	const leads = await here.tx
		.selectFrom('area_lead')
		.select(['id', 'area_id', 'actor_id', 'from_day', 'to_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('actor_id', 'in', [from, into])
		.orderBy('id')
		.execute()
	const led = new Set(leads.filter((row) => row.actor_id === into && row.to_day === null).map((row) => row.area_id))
	for (const row of leads.filter((one) => one.actor_id === from)) {
		if (row.to_day === null && led.has(row.area_id))
			await here.write.change('area_lead', row.id, { to_day: endDay(row.from_day, here.today), end_reason: 'merged' })
		await here.write.change('area_lead', row.id, { actor_id: into })
	}
}

async function moveOffices(here: Writing, from: string, into: string) {
	const own = here.workspace.id
	const structures = await here.tx
		.selectFrom('structure')
		.select(['id', 'chair_actor_id', 'host_actor_id', 'secretariat_actor_id', 'as_actor_id'])
		.where('workspace_id', '=', own)
		.where((where) =>
			where.or([
				where('chair_actor_id', '=', from),
				where('host_actor_id', '=', from),
				where('secretariat_actor_id', '=', from),
				where('as_actor_id', '=', from)
			])
		)
		.orderBy('id')
		.execute()
	const moved = (id: string | null) => (id === from ? into : id)
	for (const row of structures)
		await here.write.change('structure', row.id, {
			chair_actor_id: moved(row.chair_actor_id),
			host_actor_id: moved(row.host_actor_id),
			secretariat_actor_id: moved(row.secretariat_actor_id),
			as_actor_id: moved(row.as_actor_id)
		})
	const seats = await here.tx
		.selectFrom('seat')
		.select('id')
		.where('workspace_id', '=', own)
		.where('actor_id', '=', from)
		.orderBy('id')
		.execute()
	for (const row of seats) await here.write.change('seat', row.id, { actor_id: into })
	const issued = await here.tx
		.selectFrom('framework')
		.select('id')
		.where('workspace_id', '=', own)
		.where('issuer_actor_id', '=', from)
		.orderBy('id')
		.execute()
	for (const row of issued) await here.write.change('framework', row.id, { issuer_actor_id: into })
}

// That one of the two succeeded the other stays with the one that was merged: nobody succeeds itself.
async function moveSuccessions(here: Writing, from: string, into: string) {
	const rows = await here.tx
		.selectFrom('actor_succession')
		.select(['id', 'actor_id', 'successor_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where((where) => where.or([where('actor_id', '=', from), where('successor_id', '=', from)]))
		.orderBy('id')
		.execute()
	const moved = <T extends string | null>(id: T) => (id === from ? into : id)
	for (const row of rows.filter((one) => moved(one.actor_id) !== moved(one.successor_id)))
		await here.write.change('actor_succession', row.id, {
			actor_id: moved(row.actor_id),
			successor_id: moved(row.successor_id)
		})
}
