import { checkDated, refuseEndedActors } from './import-open.ts'
import { planMemberships, planNominations } from './import-members.ts'
import { nameOf, planPart, textOf } from './import-part.ts'
import { originColumns, type Planning } from './import-plan.ts'
import { whyNotTakeOn } from './rules.ts'
import { areaLeadSheet, crosswalkSheet, mandateSheet, structureAreaSheet } from './sheets.ts'

/** Plans the sheets whose rows belong to records: memberships, nominations, mandates, cross-walks, leads, areas dealt with. */
export async function planParts(planning: Planning): Promise<void> {
	const ended = await endedActors(planning)
	const memberships = await planMemberships(planning, ended)
	await planNominations(planning, memberships)
	await planMandates(planning)
	await planCrosswalk(planning)
	await planLeads(planning, ended)
	await planStructureAreas(planning)
}

async function endedActors({ here }: Planning): Promise<ReadonlySet<string>> {
	const rows = await here.tx
		.selectFrom('actor')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'actor.workspace_id').onRef('record.id', '=', 'actor.id')
		)
		.select(['actor.id', 'actor.status', 'record.state'])
		.where('actor.workspace_id', '=', here.workspace.id)
		.execute()
	return new Set(rows.filter((row) => whyNotTakeOn(row) !== null).map((row) => row.id))
}

async function planMandates(planning: Planning) {
	const { here, ids } = planning
	const existing = await here.tx
		.selectFrom('mandate')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	planPart(planning, {
		sheet: mandateSheet,
		existing,
		nameOf: (row) => nameOf(String(row['structure_id']), Number(row['position'])),
		wishedName: (row) => nameOf(ids.of('structure', row.structure), row.position),
		fields: (row) => {
			const { origin, origin_source, origin_year } = originColumns(row)
			return {
				structure_id: ids.of('structure', row.structure),
				position: row.position,
				category: row.category,
				function_area_id: ids.find('area', row.function),
				area_id: ids.find('area', row.area),
				text: row.text,
				origin,
				origin_source,
				origin_year
			}
		},
		add: (rows) =>
			here.write.addAll(
				'mandate',
				rows.map((row) => ({ ...row, state: 'active' as const, state_reason: null }))
			),
		change: (id, fields) => here.write.change('mandate', id, fields)
	})
}

async function planCrosswalk(planning: Planning) {
	const { here, ids, parsed, faults } = planning
	for (const { row, value } of parsed.rows(crosswalkSheet))
		if (value.area === value.other_area)
			faults.push(parsed.fault({ sheet: crosswalkSheet, row, column: 'other_area' }, 'platform.link-to-itself'))
	const existing = await here.tx
		.selectFrom('link')
		.innerJoin('theme_area', (on) =>
			on.onRef('theme_area.workspace_id', '=', 'link.workspace_id').onRef('theme_area.id', '=', 'link.from_id')
		)
		.selectAll('link')
		.where('link.workspace_id', '=', here.workspace.id)
		.where('type', 'in', ['same-as', 'broader-than', 'related-to'])
		.where('state', '<>', 'withdrawn')
		.execute()
	planPart(planning, {
		sheet: crosswalkSheet,
		existing,
		nameOf: (row) => nameOf(String(row['type']), String(row['from_id']), String(row['to_id'])),
		wishedName: (row) => nameOf(row.relation, ids.of('area', row.area), ids.of('area', row.other_area)),
		fields: (row) => ({
			type: row.relation,
			from_id: ids.of('area', row.area),
			to_id: ids.of('area', row.other_area),
			...originColumns(row)
		}),
		add: (rows) =>
			here.write.addAll(
				'link',
				rows.map((row) => ({
					...row,
					argument: null,
					state: 'open' as const,
					from_day: null,
					to_day: null,
					withdrawn_reason: null,
					seat_id: here.seat.id,
					created_at: here.now
				}))
			),
		change: (id, fields) => here.write.change('link', id, fields)
	})
}

async function planLeads(planning: Planning, ended: ReadonlySet<string>) {
	const { here, ids } = planning
	const existing = await here.tx
		.selectFrom('area_lead')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.orderBy('to_day')
		.execute()
	const there = new Set(existing.map((row) => nameOf(row.area_id, row.actor_id, row.from_day)))
	const pair = (row: { area: string; actor: string }) => nameOf(ids.of('area', row.area), ids.of('actor', row.actor))
	planPart(planning, {
		sheet: areaLeadSheet,
		existing,
		nameOf: (row) => nameOf(textOf(row['area_id']), textOf(row['actor_id']), textOf(row['from_day'])),
		wishedName: (row) => nameOf(pair(row), row.from),
		fields: (row) => ({
			area_id: ids.of('area', row.area),
			actor_id: ids.of('actor', row.actor),
			from_day: row.from ?? null,
			to_day: row.to ?? null,
			...originColumns(row)
		}),
		add: (rows) =>
			here.write.addAll(
				'area_lead',
				rows.map((row) => ({ ...row, reason: null, end_reason: null }))
			),
		change: (id, fields) => here.write.change('area_lead', id, fields)
	})
	refuseEndedActors(planning, {
		sheet: areaLeadSheet,
		ended,
		isNew: (row) => row.to === undefined && !there.has(nameOf(pair(row), row.from)),
		actor: (row) => row.actor
	})
	checkDated(planning, {
		sheet: areaLeadSheet,
		existing: existing.map((row) => ({ of: nameOf(row.area_id, row.actor_id), from: row.from_day, to: row.to_day })),
		of: pair,
		dates: (row) => row,
		column: 'actor',
		code: 'directory.already-leads'
	})
}

async function planStructureAreas(planning: Planning) {
	const { here, ids } = planning
	const existing = await here.tx
		.selectFrom('record_theme')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	planPart(planning, {
		sheet: structureAreaSheet,
		existing,
		nameOf: (row) => nameOf(String(row['record_id']), String(row['area_id'])),
		wishedName: (row) => nameOf(ids.of('structure', row.structure), ids.of('area', row.area)),
		fields: (row) => ({
			record_id: ids.of('structure', row.structure),
			area_id: ids.of('area', row.area),
			...originColumns(row)
		}),
		add: (rows) => here.write.addAll('record_theme', rows),
		change: (id, fields) => here.write.change('record_theme', id, fields)
	})
}
