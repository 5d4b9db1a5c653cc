import type { Audience } from '#platform/access/seat.ts'
import { type AreaPlanning, changesOne, originColumns } from '#platform/exchange/plan-rows.ts'
import { audienceOf } from '#platform/exchange/records.server.ts'
import type { Importer } from '#platform/exchange/importer.ts'
import type { RowOf } from '#platform/exchange/sheet.ts'
import { audienceTokens } from '#platform/access/seat.ts'
import { gatherParts } from './export-parts.ts'
import { gatherRecords } from './export-records.ts'
import { lockTree } from './find-directory.server.ts'
import { checkActors, checkStructures } from './import-checks.ts'
import { planKeyed } from './import-keyed.ts'
import { planParts } from './import-parts.ts'
import { addsStatuses } from './import-statuses.ts'
import { actorSheet, areaSheet, directorySheets, frameworkSheet, structureSheet } from './sheets.ts'

function planActors(planning: AreaPlanning) {
	const { ids } = planning
	const matches = planKeyed(planning, {
		kind: 'actor',
		sheet: actorSheet,
		head: (row) => row,
		audience: (row) => row.audience,
		fields: (row) => ({
			kind: row.kind,
			status: row.status,
			parent_id: ids.find('actor', row.parent),
			country: row.country ?? null,
			host_country: row.host_country ?? null,
			aliases: row.aliases,
			is_enforcement: row.enforcement,
			contact_office: row.contact_office ?? null,
			contact_email: row.contact_email ?? null,
			contact_telephone: row.contact_telephone ?? null,
			contact_address: row.contact_address ?? null
		}),
		columns: { parent_id: 'parent', is_enforcement: 'enforcement' },
		add: (here, rows) =>
			here.write.addAll(
				'actor',
				rows.map(({ id, fields }) => ({ id, ...fields }))
			),
		change: (here, id, fields) => here.write.change('actor', id, fields)
	})
	checkActors(planning, matches)
}

type StructureRow = RowOf<(typeof structureSheet)['columns']>

function planStructures(planning: AreaPlanning) {
	const { ids, parsed } = planning
	const hasDay = parsed.columns(structureSheet).includes('status_day')
	const isTold = addsStatuses(planning)
	const status = (id: string, row: StructureRow, day: string | null) => {
		const { origin_note: _none, ...origin } = originColumns(row)
		return {
			structure_id: id,
			status: row.declared_status,
			detail: row.status_detail ?? null,
			day,
			reason: null,
			...origin,
			created_at: planning.here.now
		}
	}
	const matches = planKeyed(planning, {
		kind: 'structure',
		sheet: structureSheet,
		head: (row) => row,
		audience: (row) => row.audience,
		fields: (row) => ({
			level: row.level,
			kind: row.kind,
			declared_status: row.declared_status,
			status_detail: row.status_detail ?? null,
			status_day: row.status_day ?? null,
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
		}),
		columns: {
			parent_id: 'parent',
			chair_actor_id: 'chair',
			host_actor_id: 'host',
			secretariat_structure_id: 'secretariat',
			secretariat_actor_id: 'secretariat_actor',
			as_actor_id: 'as_actor'
		},
		async add(here, rows) {
			await here.write.addAll(
				'structure',
				rows.map(({ id, fields }) => ({ id, ...fields }))
			)
			const untold = rows.filter(({ one }) => !isTold(one.value.key))
			await here.write.addAll(
				'structure_status',
				untold.map(({ id, one }) => status(id, one.value, one.value.status_day ?? null))
			)
		},
		async change(here, id, fields, one) {
			// A file that says no day is taken to declare the status on the day it comes in.
			const day = hasDay ? (one.value.status_day ?? null) : here.today
			const isDeclared = changesOne(one, 'declared_status')
			await here.write.change('structure', id, isDeclared ? { ...fields, status_day: day } : fields)
			if (isDeclared && !isTold(one.value.key)) await here.write.add('structure_status', status(id, one.value, day))
		}
	})
	checkStructures(planning, matches)
}

function planFrameworks(planning: AreaPlanning) {
	const { ids } = planning
	return planKeyed(planning, {
		kind: 'framework',
		sheet: frameworkSheet,
		head: (row) => row,
		audience: (row) => row.audience,
		fields: (row) => ({
			kind: row.kind,
			issuer_actor_id: ids.find('actor', row.issuer),
			year: row.year ?? null,
			area_count: row.area_count ?? null
		}),
		columns: { issuer_actor_id: 'issuer' },
		add: (here, rows) =>
			here.write.addAll(
				'framework',
				rows.map(({ id, fields }) => ({ id, ...fields }))
			),
		change: (here, id, fields) => here.write.change('framework', id, fields)
	})
}

function planAreas(planning: AreaPlanning, audiences: ReadonlyMap<string, Audience>) {
	const { ids, work, records } = planning
	const matches = planKeyed(planning, {
		kind: 'area',
		sheet: areaSheet,
		head: (row) => row,
		audience: (row) => audiences.get(row.framework) ?? 'public',
		fields: (row) => ({ framework_id: ids.of('framework', row.framework), position: row.position }),
		columns: { framework_id: 'framework' },
		add: (here, rows) =>
			here.write.addAll(
				'theme_area',
				rows.map(({ id, fields }) => ({ id, ...fields }))
			),
		change: (here, id, fields) => here.write.change('theme_area', id, fields)
	})
	// An area is seen by whoever sees its framework, also where the file moves it there or changes the framework's audience.
	const moved = new Map(matches.rows.map((one) => [one.value.key, one.value.framework]))
	for (const { id, texts } of planning.stored(areaSheet).rows) {
		const framework = moved.get(texts['key'] ?? '') ?? texts['framework'] ?? ''
		const audience = audiences.get(framework)
		const record = records.get(id)
		if (audience === undefined || !record || audienceOf(record) === audience) continue
		work.push(async (here) => {
			const tokens = audienceTokens(audience, null)
			if (await here.write.changeRecord(id, { audience: tokens })) await here.write.spreadAudience(id, tokens)
		})
	}
}

/** The audience of each framework as it will be. */
function audiencesOf(planning: AreaPlanning, frameworks: ReturnType<typeof planFrameworks>) {
	const isGiven = planning.parsed.columns(frameworkSheet).includes('audience')
	const stored = planning.records.all.filter((record) => record.kind === 'framework')
	const audiences = new Map(stored.map((record) => [record.reference, audienceOf(record)]))
	for (const { value, stored: there } of frameworks.rows)
		if (isGiven || !there) audiences.set(value.key, value.audience)
	return audiences
}

/** How the directory's sheets come into a workspace: rows are matched by key, added or changed; none is taken away. */
export const directoryImporter: Importer = {
	sheets: directorySheets,
	gather: async (here, records) => [...(await gatherRecords(here, records)), ...(await gatherParts(here, records))],
	async lock(here) {
		await lockTree(here, 'actor')
		await lockTree(here, 'structure')
	},
	plan(given) {
		const planning: AreaPlanning = { ...given, plans: [], faults: [], work: [] }
		planActors(planning)
		planStructures(planning)
		const frameworks = planFrameworks(planning)
		planAreas(planning, audiencesOf(planning, frameworks))
		planParts(planning)
		return Promise.resolve({
			sheets: planning.plans,
			faults: planning.faults,
			async apply(here) {
				for (const step of planning.work) await step(here)
			}
		})
	}
}
