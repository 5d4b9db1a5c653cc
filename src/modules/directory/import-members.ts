import { z } from 'zod'
import type { Writing } from '#platform/operation/operation.server.ts'
import { checkDated, refuseEndedActors, type Dated } from './import-open.ts'
import { nameOf, planPart, textOf } from './import-part.ts'
import { columnsIn, differing, originColumns, type Planning } from './import-plan.ts'
import { membershipSheet, nominationSheet } from './sheets.ts'

/** Plans the memberships of a file, and gives all memberships as they will stand. */
export async function planMemberships(planning: Planning, ended: ReadonlySet<string>): Promise<Dated[]> {
	const { here, ids } = planning
	const existing = await here.tx
		.selectFrom('membership')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.orderBy('to_day')
		.execute()
	const there = new Set(existing.map((row) => nameOf(row.structure_id, row.actor_id, row.from_day)))
	const pair = (row: { structure: string; actor: string }) =>
		nameOf(ids.of('structure', row.structure), ids.of('actor', row.actor))
	planPart(planning, {
		sheet: membershipSheet,
		existing,
		nameOf: (row) => nameOf(textOf(row['structure_id']), textOf(row['actor_id']), textOf(row['from_day'])),
		wishedName: (row) => nameOf(pair(row), row.from),
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
		async change(id, fields) {
			await here.write.change('membership', id, fields)
			if (typeof fields.to_day === 'string') await endNominations(here, id, fields.to_day)
		}
	})
	refuseEndedActors(planning, {
		sheet: membershipSheet,
		ended,
		isNew: (row) => row.to === undefined && !there.has(nameOf(pair(row), row.from)),
		actor: (row) => row.actor
	})
	return checkDated(planning, {
		sheet: membershipSheet,
		existing: existing.map((row) => ({
			of: nameOf(row.structure_id, row.actor_id),
			from: row.from_day,
			to: row.to_day
		})),
		of: pair,
		dates: (row) => row,
		column: 'actor',
		code: 'directory.already-sits'
	})
}

// As where a membership is ended by hand: who was nominated to it goes with it.
async function endNominations(here: Writing, membership: string, day: string) {
	const rows = await here.tx
		.selectFrom('nomination')
		.select(['id', 'from_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('membership_id', '=', membership)
		.where('to_day', 'is', null)
		.orderBy('id')
		.execute()
	for (const row of rows)
		await here.write.change('nomination', row.id, {
			to_day: row.from_day !== null && row.from_day > day ? row.from_day : day
		})
}

/** The membership a nomination belongs to: the open one, or for one that has ended the last of that actor there. */
function membershipFor<T extends { from: string | null; to: string | null }>(
	memberships: readonly T[],
	to: string | null
) {
	const open = memberships.find((one) => one.to === null)
	if (open || to === null) return open
	return memberships.toSorted((one, other) => ((one.from ?? '') < (other.from ?? '') ? -1 : 1)).at(-1)
}

const existingNominations = (here: Writing) =>
	here.tx
		.selectFrom('nomination')
		.innerJoin('membership', (on) =>
			on
				.onRef('membership.workspace_id', '=', 'nomination.workspace_id')
				.onRef('membership.id', '=', 'nomination.membership_id')
		)
		.selectAll('nomination')
		.select('membership.actor_id')
		.where('nomination.workspace_id', '=', here.workspace.id)
		.orderBy('nomination.to_day')
		.execute()

/** Plans the nominations of a file, given the memberships as they will stand. */
export async function planNominations(planning: Planning, memberships: readonly Dated[]): Promise<void> {
	const { here, ids, parsed, faults, work, counts } = planning
	const columns = columnsIn(planning, nominationSheet)
	const existing = await existingNominations(here)
	const there = new Map(
		existing.map((row) => [nameOf(row.structure_id, row.actor_id, row.capacity, row.office, row.from_day), row])
	)
	const seats = Map.groupBy(memberships, (one) => one.of)
	const count = { sheet: nominationSheet.name, added: 0, changed: 0, unchanged: 0, unlisted: 0 }
	const added: Nomination[] = []
	const changes: (() => Promise<void>)[] = []
	const principals = new Set<string>()
	const listed = new Set<string>()
	for (const { row, value } of parsed.rows(nominationSheet)) {
		const fault = (column: string, code: string) =>
			void faults.push(parsed.fault({ sheet: nominationSheet, row, column }, code))
		const pair = nameOf(ids.of('structure', value.structure), ids.of('actor', value.actor))
		const before = there.get(nameOf(pair, value.capacity, value.office, value.from))
		const to = columns.has('to') ? (value.to ?? null) : (before?.to_day ?? null)
		const fields = { email: value.email ?? null, to_day: value.to ?? null, note: value.note ?? null }
		if (value.from !== undefined && to !== null && to < value.from) fault('to', 'directory.ends-before-it-starts')
		if (value.email !== undefined && !z.email().safeParse(value.email).success)
			fault('email', 'directory.not-an-address')
		if (!membershipFor(seats.get(pair) ?? [], to)) fault('actor', 'directory.nomination-without-membership')
		if (value.capacity === 'principal' && to === null) {
			if (principals.has(pair)) fault('capacity', 'directory.principal-there')
			principals.add(pair)
		}
		if (before) {
			listed.add(before.id)
			const change = differing(fields, { ...before }, columns)
			if (!change) count.unchanged++
			else {
				count.changed++
				changes.push(async () => void (await here.write.change('nomination', before.id, change)))
			}
			continue
		}
		count.added++
		added.push({ pair, capacity: value.capacity, office: value.office, from_day: value.from ?? null, ...fields })
	}
	refuseSecondPrincipal(
		planning,
		existing.filter((row) => !listed.has(row.id))
	)
	count.unlisted = existing.length - listed.size
	counts.push(count)
	work.push(...changes)
	if (added.length > 0) work.push(() => addNominations(here, added))
}

type Nomination = {
	pair: string
	capacity: 'principal' | 'alternate'
	office: string
	email: string | null
	from_day: string | null
	to_day: string | null
	note: string | null
}

type Unlisted = { structure_id: string; actor_id: string; capacity: string; to_day: string | null }

// A principal who is there already and whom the file does not name stays: a second one must wait.
function refuseSecondPrincipal({ parsed, ids, faults }: Planning, unlisted: readonly Unlisted[]) {
	const held = new Set(
		unlisted
			.filter((row) => row.capacity === 'principal' && row.to_day === null)
			.map((row) => nameOf(row.structure_id, row.actor_id))
	)
	for (const { row, value } of parsed.rows(nominationSheet))
		if (
			value.capacity === 'principal' &&
			value.to === undefined &&
			held.has(nameOf(ids.of('structure', value.structure), ids.of('actor', value.actor)))
		)
			faults.push(parsed.fault({ sheet: nominationSheet, row, column: 'capacity' }, 'directory.principal-there'))
}

// The memberships are read once, after those of the file came in.
async function addNominations(here: Writing, added: readonly Nomination[]) {
	const rows = await here.tx
		.selectFrom('membership')
		.select(['id', 'structure_id', 'actor_id', 'from_day as from', 'to_day as to'])
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	const seats = Map.groupBy(rows, (row) => nameOf(row.structure_id, row.actor_id))
	await here.write.addAll(
		'nomination',
		added.map(({ pair, ...nomination }) => {
			const membership = membershipFor(seats.get(pair) ?? [], nomination.to_day)
			if (!membership) throw new Error(`the membership of ${pair} was checked and yet is not there`)
			return {
				...nomination,
				membership_id: membership.id,
				structure_id: membership.structure_id,
				seat_id: null,
				letter_document_id: null,
				end_reason: null
			}
		})
	)
}
