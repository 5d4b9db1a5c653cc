import type { Columns, RowOf, Sheet } from '#platform/exchange/sheet.ts'
import { differing, originColumns, type Planning } from './import-plan.ts'
import {
	areaLeadSheet,
	crosswalkSheet,
	mandateSheet,
	membershipSheet,
	nominationSheet,
	structureAreaSheet
} from './sheets.ts'

type Existing = Readonly<Record<string, unknown>> & { id: string }

type PartPlan<C extends Columns, F extends object> = {
	sheet: Sheet<C>
	existing: readonly Existing[]
	nameOf: (row: Existing) => string
	wishedName: (row: RowOf<C>) => string
	fields: (row: RowOf<C>) => F
	add: (rows: F[]) => Promise<unknown>
	change: (id: string, fields: Partial<F>) => Promise<unknown>
}

function planPart<C extends Columns, F extends object>({ parsed, work, counts }: Planning, plan: PartPlan<C, F>) {
	const there = new Map(plan.existing.map((row) => [plan.nameOf(row), row]))
	const count = { sheet: plan.sheet.name, added: 0, changed: 0, unchanged: 0, unlisted: 0 }
	const listed = new Set<string>()
	const added: F[] = []
	for (const { value } of parsed.rows(plan.sheet)) {
		const name = plan.wishedName(value)
		listed.add(name)
		const fields = plan.fields(value)
		const row = there.get(name)
		if (!row) {
			count.added++
			added.push(fields)
			continue
		}
		const change = differing(fields, row)
		if (!change) count.unchanged++
		else {
			count.changed++
			work.push(async () => void (await plan.change(row.id, change)))
		}
	}
	count.unlisted = [...there.keys()].filter((name) => !listed.has(name)).length
	counts.push(count)
	if (added.length > 0) work.push(async () => void (await plan.add(added)))
}

const nameOf = (...parts: (string | number | null | undefined)[]) => parts.map((part) => part ?? '').join(' ')

/** Plans the sheets whose rows belong to records: memberships, nominations, mandates, cross-walks, leads, areas dealt with. */
export async function planParts(planning: Planning): Promise<void> {
	await planMemberships(planning)
	await planNominations(planning)
	await planMandates(planning)
	await planCrosswalk(planning)
	await planLeads(planning)
	await planStructureAreas(planning)
}

async function planMemberships(planning: Planning) {
	const { here, ids, parsed, faults } = planning
	const existing = await here.tx
		.selectFrom('membership')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	const open = new Map(
		existing.filter((row) => row.to_day === null).map((row) => [nameOf(row.structure_id, row.actor_id), row.from_day])
	)
	for (const { row, value } of parsed.rows(membershipSheet)) {
		const pair = nameOf(ids.of('structure', value.structure), ids.of('actor', value.actor))
		if (value.to !== undefined && value.from !== undefined && value.to < value.from)
			faults.push(parsed.fault({ sheet: membershipSheet, row, column: 'to' }, 'directory.ends-before-it-starts'))
		if (value.to !== undefined) continue
		const from = open.get(pair)
		if (from !== undefined && from !== (value.from ?? null))
			faults.push(parsed.fault({ sheet: membershipSheet, row, column: 'actor' }, 'directory.already-sits'))
		open.set(pair, value.from ?? null)
	}
	planPart(planning, {
		sheet: membershipSheet,
		existing,
		nameOf: (row) => nameOf(String(row['structure_id']), String(row['actor_id']), text(row['from_day'])),
		wishedName: (row) => nameOf(ids.of('structure', row.structure), ids.of('actor', row.actor), row.from),
		fields: (row) => ({
			structure_id: ids.of('structure', row.structure),
			actor_id: ids.of('actor', row.actor),
			kind: row.kind,
			role: row.role ?? 'member',
			from_day: row.from ?? null,
			to_day: row.to ?? null,
			...originColumns(row)
		}),
		add: (rows) =>
			here.write.addAll(
				'membership',
				rows.map((row) => ({ ...row, reason: null, end_reason: null }))
			),
		change: (id, fields) => here.write.change('membership', id, fields)
	})
}

const text = (value: unknown) => (typeof value === 'string' ? value : null)

async function planNominations(planning: Planning) {
	const { here, ids, parsed, faults, work, counts } = planning
	const rows = parsed.rows(nominationSheet)
	const count = { sheet: nominationSheet.name, added: 0, changed: 0, unchanged: 0, unlisted: 0 }
	const existing = await here.tx
		.selectFrom('nomination')
		.innerJoin('membership', (on) =>
			on
				.onRef('membership.workspace_id', '=', 'nomination.workspace_id')
				.onRef('membership.id', '=', 'nomination.membership_id')
		)
		.selectAll('nomination')
		.select('membership.actor_id')
		.where('nomination.workspace_id', '=', here.workspace.id)
		.execute()
	const there = new Map(
		existing.map((row) => [nameOf(row.structure_id, row.actor_id, row.capacity, row.office, row.from_day), row])
	)
	const memberships = parsed.rows(membershipSheet).filter(({ value }) => value.to === undefined)
	const seated = new Set(memberships.map(({ value }) => nameOf(value.structure, value.actor)))
	const principals = new Set<string>()
	for (const { row, value } of rows) {
		const structureId = ids.of('structure', value.structure)
		const actorId = ids.of('actor', value.actor)
		const fields = { email: value.email ?? null, to_day: value.to ?? null, note: value.note ?? null }
		const before = there.get(nameOf(structureId, actorId, value.capacity, value.office, value.from))
		if (value.capacity === 'principal' && value.to === undefined) {
			const member = nameOf(value.structure, value.actor)
			if (principals.has(member))
				faults.push(parsed.fault({ sheet: nominationSheet, row, column: 'capacity' }, 'directory.principal-there'))
			principals.add(member)
		}
		if (before) {
			const change = differing(fields, { ...before })
			if (!change) count.unchanged++
			else {
				count.changed++
				work.push(async () => void (await here.write.change('nomination', before.id, change)))
			}
			continue
		}
		count.added++
		const isSeated =
			seated.has(nameOf(value.structure, value.actor)) ||
			(await openMembership(planning, structureId, actorId)) !== undefined
		if (!isSeated) {
			faults.push(
				parsed.fault({ sheet: nominationSheet, row, column: 'actor' }, 'directory.nomination-without-membership')
			)
			continue
		}
		work.push(async () => {
			const membership = await openMembership(planning, structureId, actorId)
			await here.write.add('nomination', {
				membership_id: membership ?? '',
				structure_id: structureId,
				capacity: value.capacity,
				seat_id: null,
				office: value.office,
				letter_document_id: null,
				from_day: value.from ?? null,
				end_reason: null,
				...fields
			})
		})
	}
	count.unlisted = existing.length - count.changed - count.unchanged
	counts.push(count)
}

async function openMembership({ here }: Planning, structureId: string, actorId: string) {
	const row = await here.tx
		.selectFrom('membership')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', '=', structureId)
		.where('actor_id', '=', actorId)
		.where('to_day', 'is', null)
		.executeTakeFirst()
	return row?.id
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
	const { here, ids } = planning
	const existing = await here.tx
		.selectFrom('link')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
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

async function planLeads(planning: Planning) {
	const { here, ids } = planning
	const existing = await here.tx
		.selectFrom('area_lead')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	planPart(planning, {
		sheet: areaLeadSheet,
		existing,
		nameOf: (row) => nameOf(String(row['area_id']), String(row['actor_id']), text(row['from_day'])),
		wishedName: (row) => nameOf(ids.of('area', row.area), ids.of('actor', row.actor), row.from),
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
