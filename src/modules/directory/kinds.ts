import type { Here, Writing } from '#platform/operation/operation.server.ts'
import type { Kind, SearchText } from '#platform/operation/registry.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { getActor, listActors } from './actor-queries.ts'
import { getStructure, listStructures } from './structure-queries.ts'
import { getFramework, getTheme, listFrameworks, listThemes } from './theme-queries.ts'
import { whyNotParent } from './rules.ts'

const joined = (parts: readonly (string | null | undefined)[]) => parts.filter((part) => part).join(' \n ')

async function actorText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const rows = await here.tx
		.selectFrom('actor')
		.select(['id', 'kind', 'aliases', 'contact_office'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', 'in', ids)
		.execute()
	return rows.map((row) => ({
		id: row.id,
		heading: joined(row.aliases),
		body: joined([row.kind.replaceAll('-', ' '), row.contact_office])
	}))
}

async function structureText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const rows = await here.tx
		.selectFrom('structure')
		.select(['id', 'kind', 'purpose', 'legal_basis', 'location', 'cadence'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', 'in', ids)
		.execute()
	const mandates = await here.tx
		.selectFrom('mandate')
		.select(['structure_id', 'text'])
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', 'in', ids)
		.where('state', '=', 'active')
		.execute()
	const texts = Map.groupBy(mandates, (row) => row.structure_id)
	return rows.map((row) => ({
		id: row.id,
		heading: joined([row.location]),
		body: joined([
			row.purpose,
			row.legal_basis,
			row.kind.replaceAll('-', ' '),
			row.cadence,
			...(texts.get(row.id) ?? []).map((one) => one.text)
		])
	}))
}

const nothingMore = (_here: Here, _ids: readonly string[]): Promise<SearchText[]> => Promise.resolve([])

/** Moves one row after another from one record to another; where the other already has its like, the row is left to the past. */
async function moveActor(here: Writing, from: string, into: string) {
	const own = here.workspace.id
	const parents = await here.tx
		.selectFrom('actor')
		.select(['id', 'parent_id', 'is_enforcement'])
		.where('workspace_id', '=', own)
		.execute()
	const marks = new Map(parents.map((row) => [row.id, row.is_enforcement]))
	if (marks.get(from) === true && marks.get(into) !== true) throw conflict('directory.merge-loses-mark')
	const parentOf = new Map(parents.map((row) => [row.id, row.parent_id]))
	if (parentOf.get(into) === from) await here.write.change('actor', into, { parent_id: null })
	for (const row of parents.filter((one) => one.parent_id === from && one.id !== into)) {
		if (whyNotParent(row.id, into, parentOf)) throw conflict('directory.parent-circle')
		await here.write.change('actor', row.id, { parent_id: into })
	}
	await moveSeatsOfActor(here, from, into)
	const leads = await here.tx
		.selectFrom('area_lead')
		.select(['id', 'area_id', 'actor_id', 'to_day'])
		.where('workspace_id', '=', own)
		.where('actor_id', 'in', [from, into])
		.orderBy('id')
		.execute()
	const led = new Set(leads.filter((row) => row.actor_id === into && row.to_day === null).map((row) => row.area_id))
	for (const row of leads.filter((one) => one.actor_id === from)) {
		if (row.to_day === null && led.has(row.area_id))
			await here.write.change('area_lead', row.id, { to_day: here.today, end_reason: 'merged' })
		await here.write.change('area_lead', row.id, { actor_id: into })
	}
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
	const issued = await here.tx
		.selectFrom('framework')
		.select('id')
		.where('workspace_id', '=', own)
		.where('issuer_actor_id', '=', from)
		.execute()
	for (const row of issued) await here.write.change('framework', row.id, { issuer_actor_id: into })
	await here.write.change('actor', from, { status: 'merged' })
}

async function moveSeatsOfActor(here: Writing, from: string, into: string) {
	const own = here.workspace.id
	const seats = await here.tx
		.selectFrom('seat')
		.select('id')
		.where('workspace_id', '=', own)
		.where('actor_id', '=', from)
		.orderBy('id')
		.execute()
	for (const row of seats) await here.write.change('seat', row.id, { actor_id: into })
	const memberships = await here.tx
		.selectFrom('membership')
		.select(['id', 'structure_id', 'actor_id', 'to_day'])
		.where('workspace_id', '=', own)
		.where('actor_id', 'in', [from, into])
		.orderBy('id')
		.execute()
	const sits = new Set(
		memberships.filter((row) => row.actor_id === into && row.to_day === null).map((row) => row.structure_id)
	)
	for (const row of memberships.filter((one) => one.actor_id === from)) {
		if (row.to_day === null && sits.has(row.structure_id))
			await here.write.change('membership', row.id, { to_day: here.today, end_reason: 'merged' })
		await here.write.change('membership', row.id, { actor_id: into })
	}
}

async function moveStructure(here: Writing, from: string, into: string) {
	const own = here.workspace.id
	const rows = await here.tx
		.selectFrom('structure')
		.select(['id', 'parent_id', 'secretariat_structure_id'])
		.where('workspace_id', '=', own)
		.execute()
	const parentOf = new Map(rows.map((row) => [row.id, row.parent_id]))
	if (parentOf.get(into) === from) await here.write.change('structure', into, { parent_id: null })
	for (const row of rows) {
		if (row.parent_id === from && row.id !== into) {
			if (whyNotParent(row.id, into, parentOf)) throw conflict('directory.parent-circle')
			await here.write.change('structure', row.id, { parent_id: into })
		}
		if (row.secretariat_structure_id === from)
			await here.write.change('structure', row.id, { secretariat_structure_id: row.id === into ? null : into })
	}
	const memberships = await here.tx
		.selectFrom('membership')
		.select(['id', 'structure_id', 'actor_id', 'to_day'])
		.where('workspace_id', '=', own)
		.where('structure_id', 'in', [from, into])
		.orderBy('id')
		.execute()
	const sits = new Set(
		memberships.filter((row) => row.structure_id === into && row.to_day === null).map((row) => row.actor_id)
	)
	for (const row of memberships.filter((one) => one.structure_id === from)) {
		if (row.to_day === null && sits.has(row.actor_id))
			await here.write.change('membership', row.id, { to_day: here.today, end_reason: 'merged' })
		await here.write.change('membership', row.id, { structure_id: into })
	}
	const nominations = await here.tx
		.selectFrom('nomination')
		.select('id')
		.where('workspace_id', '=', own)
		.where('structure_id', '=', from)
		.orderBy('id')
		.execute()
	for (const row of nominations) await here.write.change('nomination', row.id, { structure_id: into })
	await moveMandates(here, from, into)
	const statuses = await here.tx
		.selectFrom('structure_status')
		.select('id')
		.where('workspace_id', '=', own)
		.where('structure_id', '=', from)
		.orderBy('id')
		.execute()
	for (const row of statuses) await here.write.change('structure_status', row.id, { structure_id: into })
}

async function moveMandates(here: Writing, from: string, into: string) {
	const rows = await here.tx
		.selectFrom('mandate')
		.select(['id', 'structure_id', 'position'])
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', 'in', [from, into])
		.orderBy('position')
		.execute()
	let last = Math.max(0, ...rows.filter((row) => row.structure_id === into).map((row) => row.position))
	for (const row of rows.filter((one) => one.structure_id === from)) {
		last++
		await here.write.change('mandate', row.id, { structure_id: into, position: last })
	}
}

/** The kinds of record of the directory. All have keys; none has numbers. */
export const directoryKinds: readonly Kind[] = [
	{
		name: 'actor',
		code: null,
		list: listActors,
		get: getActor,
		getInput: (actor) => ({ actor }),
		searchText: actorText,
		merge: moveActor
	},
	{
		name: 'structure',
		code: null,
		list: listStructures,
		get: getStructure,
		getInput: (structure) => ({ structure }),
		searchText: structureText,
		merge: moveStructure
	},
	{
		name: 'framework',
		code: null,
		list: listFrameworks,
		get: getFramework,
		getInput: (framework) => ({ framework }),
		searchText: nothingMore
	},
	{ name: 'area', code: null, list: listThemes, get: getTheme, getInput: (area) => ({ area }), searchText: nothingMore }
]
