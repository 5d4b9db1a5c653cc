import { v7 as uuid } from 'uuid'
import { audienceChoice } from '#platform/access/seat.ts'
import type { Importer, ImportPlan } from '#platform/exchange/importer.ts'
import type { Parsed } from '#platform/exchange/parse-sheets.ts'
import type { RowOf } from '#platform/exchange/sheet.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { lockTree } from './find-directory.server.ts'
import { checkActors, checkStructures } from './import-checks.ts'
import { gatherer, planKeyed, rowsById } from './import-keyed.ts'
import { planParts } from './import-parts.ts'
import { columnsIn, originColumns, type Identifiers, type Planning } from './import-plan.ts'
import { actorSheet, areaSheet, directorySheets, frameworkSheet, structureSheet } from './sheets.ts'

async function planActors(planning: Planning) {
	const { here, ids } = planning
	const adding = gatherer(planning, 'actor')
	const fields = (row: RowOf<(typeof actorSheet)['columns']>) => ({
		kind: row.kind,
		status: row.status ?? ('active' as const),
		parent_id: ids.find('actor', row.parent),
		country: row.country ?? null,
		host_country: row.host_country ?? null,
		aliases: row.aliases,
		is_enforcement: row.enforcement,
		contact_office: row.contact_office ?? null,
		contact_email: row.contact_email ?? null,
		contact_telephone: row.contact_telephone ?? null,
		contact_address: row.contact_address ?? null
	})
	await lockTree(here, 'actor')
	const existing = await rowsById(here, 'actor')
	await planKeyed(planning, {
		kind: 'actor',
		sheet: actorSheet,
		head: (row) => row,
		existing,
		fields,
		add: (id, row) => adding.put({ id, ...row }),
		change: (id, change) => here.write.change('actor', id, change)
	})
	adding.flush()
	checkActors(planning, existing)
}

async function planStructures(planning: Planning) {
	const { here, ids } = planning
	const adding = gatherer(planning, 'structure')
	const statuses = gatherer(planning, 'structure_status')
	type Row = RowOf<(typeof structureSheet)['columns']>
	const fields = (row: Row) => ({
		level: row.level,
		kind: row.kind,
		declared_status: row.declared_status,
		status_detail: row.status_detail ?? null,
		parent_id: ids.find('structure', row.parent),
		chair_actor_id: ids.find('actor', row.chair),
		host_actor_id: ids.find('actor', row.host),
		secretariat_structure_id: ids.find('structure', row.secretariat),
		secretariat_actor_id: ids.find('actor', row.secretariat_actor),
		as_actor_id: ids.find('actor', row.as_actor),
		meetings_per_year: row.meetings_per_year ?? null,
		cadence: row.cadence ?? null,
		quorum: row.quorum ?? null,
		legal_basis: row.legal_basis ?? null,
		year_established: row.year_established ?? null,
		partner_country: row.partner_country ?? null,
		location: row.location ?? null,
		purpose: row.purpose ?? null
	})
	const status = (id: string, row: Row, day: string | null) => {
		const { origin, origin_source, origin_year } = originColumns(row)
		return {
			structure_id: id,
			status: row.declared_status,
			detail: row.status_detail ?? null,
			day,
			reason: null,
			origin,
			origin_source,
			origin_year,
			created_at: here.now
		}
	}
	await lockTree(here, 'structure')
	const existing = await rowsById(here, 'structure')
	await planKeyed(planning, {
		kind: 'structure',
		sheet: structureSheet,
		head: (row) => row,
		existing,
		fields,
		add(id, structure, row) {
			adding.put({ id, ...structure, status_day: null })
			statuses.put(status(id, row, null))
		},
		async change(id, change, row) {
			await here.write.change('structure', id, change.declared_status ? { ...change, status_day: here.today } : change)
			if (change.declared_status) await here.write.add('structure_status', status(id, row, here.today))
		}
	})
	adding.flush()
	statuses.flush()
	checkStructures(planning, existing)
}

async function planFrameworks(planning: Planning) {
	const { here, ids } = planning
	const adding = gatherer(planning, 'framework')
	await planKeyed(planning, {
		kind: 'framework',
		sheet: frameworkSheet,
		head: (row) => row,
		existing: await rowsById(here, 'framework'),
		fields: (row) => ({
			kind: row.kind,
			issuer_actor_id: ids.find('actor', row.issuer),
			year: row.year ?? null,
			area_count: row.area_count ?? null
		}),
		add: (id, row) => adding.put({ id, ...row }),
		change: (id, change) => here.write.change('framework', id, change)
	})
	adding.flush()
}

async function planAreas(planning: Planning) {
	const { here, ids } = planning
	const adding = gatherer(planning, 'theme_area')
	const existing = await rowsById(here, 'theme_area')
	const audienceOf = await audiencesOfFrameworks(planning)
	await planKeyed(planning, {
		kind: 'area',
		sheet: areaSheet,
		head: (row) => ({ ...row, audience: audienceOf(row.framework, existing.has(ids.of('area', row.key))) }),
		existing,
		fields: (row) => ({ framework_id: ids.of('framework', row.framework), position: row.position }),
		add: (id, row) => adding.put({ id, ...row }),
		change: (id, change) => here.write.change('theme_area', id, change)
	})
	adding.flush()
}

// An area is seen by whoever sees its framework: a new one, and an old one whose framework the file gives an audience.
async function audiencesOfFrameworks(planning: Planning) {
	const { here, parsed } = planning
	const isGiven = columnsIn(planning, frameworkSheet).has('audience')
	const listed = new Map(parsed.rows(frameworkSheet).map(({ value }) => [value.key, value.audience ?? 'public']))
	const rows = await here.tx
		.selectFrom('record')
		.select(['key', 'audience'])
		.where('workspace_id', '=', here.workspace.id)
		.where('kind', '=', 'framework')
		.execute()
	const stored = new Map(rows.map((row) => [row.key ?? '', audienceChoice(row.audience)]))
	return (framework: string, isThere: boolean) => {
		const given = isGiven || !stored.has(framework) ? listed.get(framework) : undefined
		return given ?? (isThere ? undefined : stored.get(framework))
	}
}

async function identifiersOf(here: Writing, parsed: Parsed): Promise<Identifiers> {
	const rows = await here.tx
		.selectFrom('record')
		.select(['id', 'kind', 'key'])
		.where('workspace_id', '=', here.workspace.id)
		.where('key', 'is not', null)
		.execute()
	const known = new Map(rows.map((row) => [`${row.kind} ${row.key ?? ''}`, row.id]))
	const keys: [string, string][] = [
		...parsed.rows(actorSheet).map(({ value }): [string, string] => ['actor', value.key]),
		...parsed.rows(structureSheet).map(({ value }): [string, string] => ['structure', value.key]),
		...parsed.rows(frameworkSheet).map(({ value }): [string, string] => ['framework', value.key]),
		...parsed.rows(areaSheet).map(({ value }): [string, string] => ['area', value.key])
	]
	for (const [kind, key] of keys) if (!known.has(`${kind} ${key}`)) known.set(`${kind} ${key}`, uuid())
	const of = (kind: string, key: string) => {
		const id = known.get(`${kind} ${key}`)
		if (id === undefined) throw new Error(`${kind} ${key} was checked and yet is unknown`)
		return id
	}
	return { of, find: (kind, key) => (key === undefined ? null : of(kind, key)) }
}

/** How the directory's sheets come into a workspace: rows are matched by key, added or changed; none is taken away. */
export const directoryImporter: Importer = {
	sheets: directorySheets,
	async plan(here, parsed): Promise<ImportPlan> {
		const planning: Planning = {
			here,
			parsed,
			ids: await identifiersOf(here, parsed),
			work: [],
			counts: [],
			faults: []
		}
		await planActors(planning)
		await planStructures(planning)
		await planFrameworks(planning)
		await planAreas(planning)
		await planParts(planning)
		return {
			counts: planning.counts,
			faults: planning.faults,
			async apply() {
				for (const step of planning.work) await step()
			}
		}
	}
}
