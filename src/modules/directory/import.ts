import { v7 as uuid } from 'uuid'
import { audienceTokens, type Audience } from '#platform/access/seat.ts'
import type { Translations } from '#platform/database/tables.ts'
import type { Importer, ImportPlan } from '#platform/exchange/importer.ts'
import type { Parsed } from '#platform/exchange/parse-sheets.ts'
import type { Columns, RowOf, Sheet } from '#platform/exchange/sheet.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import type { ChangeableTable } from '#platform/operation/registry.server.ts'
import { planParts } from './import-parts.ts'
import { differing, originColumns, type Identifiers, type Planning, type Sourced } from './import-plan.ts'
import { actorSheet, areaSheet, directorySheets, frameworkSheet, structureSheet } from './sheets.ts'

type Keyed = {
	key: string
	name: Translations
	acronym?: string | undefined
	audience?: Audience | undefined
} & Sourced

type KeyedPlan<C extends Columns> = {
	kind: string
	sheet: Sheet<C>
	head: (row: RowOf<C>) => Keyed
	existing: ReadonlyMap<string, Readonly<Record<string, unknown>>>
	add: (id: string, row: RowOf<C>) => Promise<void>
	change: (id: string, row: RowOf<C>, before: Readonly<Record<string, unknown>>) => (() => Promise<void>) | null
}

async function recordsOf(here: Writing, kind: string) {
	const rows = await here.tx
		.selectFrom('record')
		.select([
			'id',
			'key',
			'title',
			'acronym',
			'audience',
			'state',
			'origin',
			'origin_source',
			'origin_year',
			'origin_note'
		])
		.where('workspace_id', '=', here.workspace.id)
		.where('kind', '=', kind)
		.execute()
	return new Map(rows.map((row) => [row.key ?? '', row]))
}

const rowsById = async (here: Writing, table: 'actor' | 'structure' | 'framework' | 'theme_area') => {
	const rows = await here.tx.selectFrom(table).selectAll().where('workspace_id', '=', here.workspace.id).execute()
	return new Map(rows.map((row): [string, Readonly<Record<string, unknown>>] => [row.id, row]))
}

async function planKeyed<C extends Columns>(planning: Planning, plan: KeyedPlan<C>) {
	const { here, parsed, ids } = planning
	const records = await recordsOf(here, plan.kind)
	const count = { sheet: plan.sheet.name, added: 0, changed: 0, unchanged: 0, unlisted: 0 }
	const listed = new Set<string>()
	const added: { id: string; head: Keyed; row: RowOf<C> }[] = []
	for (const { value } of parsed.rows(plan.sheet)) {
		const head = plan.head(value)
		listed.add(head.key)
		const id = ids.of(plan.kind, head.key)
		const record = records.get(head.key)
		if (!record) {
			count.added++
			added.push({ id, head, row: value })
			continue
		}
		const recordChange = differing(recordFields(plan.kind, id, head, new Set(parsed.columns(plan.sheet))), {
			...record
		})
		const rowChange = plan.change(id, value, plan.existing.get(id) ?? {})
		if (!recordChange && !rowChange) count.unchanged++
		else {
			count.changed++
			planning.work.push(async () => {
				if (recordChange) await here.write.changeRecord(id, recordChange)
				if (rowChange) await rowChange()
			})
		}
	}
	count.unlisted = [...records].filter(([key, record]) => record.state === 'active' && !listed.has(key)).length
	planning.counts.push(count)
	if (added.length === 0) return
	planning.work.push(async () => {
		await here.write.addRecords(
			added.map(({ id, head }) => {
				const { title, acronym, ...rest } = recordFields(plan.kind, id, head, new Set(['acronym', 'audience']))
				return {
					id,
					kind: plan.kind,
					key: head.key,
					number: null,
					title,
					acronym: acronym ?? null,
					...rest,
					audience: rest.audience ?? ['public']
				}
			})
		)
		for (const { id, row } of added) await plan.add(id, row)
	})
}

function recordFields(kind: string, id: string, head: Keyed, columns: ReadonlySet<string>) {
	return {
		title: head.name,
		...(columns.has('acronym') ? { acronym: head.acronym ?? null } : {}),
		...(columns.has('audience')
			? { audience: audienceTokens(head.audience ?? 'public', kind === 'structure' ? id : null) }
			: {}),
		...originColumns(head)
	}
}

// Rows of one table gathered, so that a country comes in by a few statements and not by a thousand.
function gatherer<T extends ChangeableTable>(planning: Planning, table: T) {
	const rows: Parameters<typeof planning.here.write.addAll<T>>[1][number][] = []
	return {
		put: (row: (typeof rows)[number]) => void rows.push(row),
		flush: () => planning.work.push(async () => void (await planning.here.write.addAll(table, rows)))
	}
}

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
	const existing = await rowsById(here, 'actor')
	await planKeyed(planning, {
		kind: 'actor',
		sheet: actorSheet,
		head: (row) => row,
		existing,
		add: (id, row) => Promise.resolve(adding.put({ id, ...fields(row) })),
		change(id, row, before) {
			const change = differing(fields(row), before)
			return change && (async () => void (await here.write.change('actor', id, change)))
		}
	})
	adding.flush()
	refuseUnmarking(planning, existing)
}

// Taking an enforcement mark off needs two administrators, by whatever road.
function refuseUnmarking(
	{ parsed, ids, faults }: Planning,
	existing: ReadonlyMap<string, Readonly<Record<string, unknown>>>
) {
	if (!parsed.columns(actorSheet).includes('enforcement')) return
	for (const { row, value } of parsed.rows(actorSheet))
		if (!value.enforcement && existing.get(ids.of('actor', value.key))?.['is_enforcement'] === true)
			faults.push(parsed.fault({ sheet: actorSheet, row, column: 'enforcement' }, 'directory.import-unmarks'))
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
	await planKeyed(planning, {
		kind: 'structure',
		sheet: structureSheet,
		head: (row) => row,
		existing: await rowsById(here, 'structure'),
		add(id, row) {
			adding.put({ id, ...fields(row), status_day: null })
			statuses.put(status(id, row, null))
			return Promise.resolve()
		},
		change(id, row, before) {
			const change = differing(fields(row), before)
			if (!change) return null
			return async () => {
				await here.write.change(
					'structure',
					id,
					change.declared_status ? { ...change, status_day: here.today } : change
				)
				if (change.declared_status) await here.write.add('structure_status', status(id, row, here.today))
			}
		}
	})
	adding.flush()
	statuses.flush()
}

async function planFrameworks(planning: Planning) {
	const { here, ids } = planning
	const adding = gatherer(planning, 'framework')
	const areas = gatherer(planning, 'theme_area')
	const frameworkFields = (row: RowOf<(typeof frameworkSheet)['columns']>) => ({
		kind: row.kind,
		issuer_actor_id: ids.find('actor', row.issuer),
		year: row.year ?? null,
		area_count: row.area_count ?? null
	})
	await planKeyed(planning, {
		kind: 'framework',
		sheet: frameworkSheet,
		head: (row) => row,
		existing: await rowsById(here, 'framework'),
		add: (id, row) => Promise.resolve(adding.put({ id, ...frameworkFields(row) })),
		change(id, row, before) {
			const change = differing(frameworkFields(row), before)
			return change && (async () => void (await here.write.change('framework', id, change)))
		}
	})
	adding.flush()
	const areaFields = (row: RowOf<(typeof areaSheet)['columns']>) => ({
		framework_id: ids.of('framework', row.framework),
		position: row.position
	})
	await planKeyed(planning, {
		kind: 'area',
		sheet: areaSheet,
		head: (row) => row,
		existing: await rowsById(here, 'theme_area'),
		add: (id, row) => Promise.resolve(areas.put({ id, ...areaFields(row) })),
		change(id, row, before) {
			const change = differing(areaFields(row), before)
			return change && (async () => void (await here.write.change('theme_area', id, change)))
		}
	})
	areas.flush()
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
