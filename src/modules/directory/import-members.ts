import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { changedFields } from '#platform/exchange/changed-fields.ts'
import { matchRows, type Matched } from '#platform/exchange/match-rows.ts'
import { type AreaPlanning, changesOne, isChanged, isNew, originColumns } from '#platform/exchange/plan-rows.ts'
import type { RowOf } from '#platform/exchange/sheet.ts'
import type { StoredRow } from '#platform/exchange/sheet-rows.ts'
import type { Texts } from '#platform/exchange/texts.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { checkDated, nameOf, refuseEndedActors, type Dated } from './import-open.ts'
import { endsFirst } from './import-ends.ts'
import { membershipSheet, nominationSheet } from './sheets.ts'

/** Plans the memberships of a file, and gives all memberships as they will stand. */
export function planMemberships(planning: AreaPlanning): Dated[] {
	const { ids, plans, work } = planning
	const matches = matchRows(planning, membershipSheet, planning.stored(membershipSheet))
	plans.push(matches)
	const newIds = new Map(matches.rows.filter(isNew).map((one) => [one.row, uuid()]))
	const fields = ({ value }: (typeof matches.rows)[number]) => ({
		kind: value.kind,
		role: value.role,
		to_day: value.to ?? null,
		reason: value.reason ?? null,
		end_reason: value.end_reason ?? null,
		...originColumns(value)
	})
	for (const one of endsFirst(matches.rows.filter(isChanged)))
		work.push(async (here) => {
			const id = one.stored?.id ?? ''
			await here.write.change('membership', id, changedFields(fields(one), one.changes))
			if (changesOne(one, 'to') && one.value.to !== undefined) await endNominations(here, id, one.value.to)
		})
	work.push((here) =>
		here.write.addAll(
			'membership',
			matches.rows.filter(isNew).map((one) => ({
				...fields(one),
				id: newIds.get(one.row) ?? uuid(),
				structure_id: ids.of('structure', one.value.structure),
				actor_id: ids.of('actor', one.value.actor),
				from_day: one.value.from ?? null
			}))
		)
	)
	refuseEndedActors(planning, matches, (one) => one.value.to === undefined)
	return checkDated(planning, matches, {
		of: ['structure', 'actor'],
		column: 'actor',
		code: 'directory.already-sits',
		days: (one) => one.value,
		newId: (row) => newIds.get(row) ?? ''
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

type Nomination = RowOf<(typeof nominationSheet)['columns']>

/**
 * The membership a nomination belongs to: the one its row names; where it names none, the open one, or for a nomination that
 * has ended the last of that actor there.
 */
function membershipFor(seats: readonly Dated[], row: Nomination, isNamed: boolean): Dated | undefined {
	const repeat = row.member_repeat === undefined ? '' : String(row.member_repeat)
	const fits = (one: Dated) => row.to !== undefined || one.to === null
	const named = seats.find((one) => one.from === (row.member_from ?? null) && one.repeat === repeat)
	const isGiven = row.member_from !== undefined || repeat !== ''
	if ((isNamed || isGiven) && named && fits(named)) return named
	if (isGiven) return undefined
	return seats.toSorted(lastOpened).find(fits)
}

// The open one first, then those that began last.
const lastOpened = (one: Dated, other: Dated) =>
	Number(other.to === null) - Number(one.to === null) || ((one.from ?? '') < (other.from ?? '') ? 1 : -1)

/** Plans the nominations of a file, given the memberships as they will stand. */
export function planNominations(planning: AreaPlanning, memberships: readonly Dated[]): void {
	const { parsed, faults, work, plans, ids } = planning
	const seats = Map.groupBy(memberships, (one) => one.of)
	const hasTo = parsed.columns(nominationSheet).includes('to')
	const isNamed = parsed.columns(nominationSheet).includes('member_from')
	const lastDay = (row: Nomination, stored: StoredRow | undefined) => (hasTo ? row.to : stored?.texts['to'])
	const seatOf = (row: Nomination, stored: StoredRow | undefined) =>
		membershipFor(seats.get(nameOf(row.structure, row.actor)) ?? [], { ...row, to: lastDay(row, stored) }, isNamed)
	const matches = matchRows(planning, nominationSheet, planning.stored(nominationSheet), {
		complete(row, stored) {
			const seat = seatOf(row, stored)
			if (!seat) return row
			const repeat = seat.repeat === '' ? undefined : Number(seat.repeat)
			return { ...row, member_from: seat.from ?? undefined, member_repeat: repeat }
		}
	})
	plans.push(matches)
	const membershipIds = new Map<number, string>()
	const principals = new Set<string>()
	for (const { texts } of matches.unlisted)
		if (texts['capacity'] === 'principal' && texts['to'] === undefined) principals.add(seatName(texts))
	for (const one of matches.rows) {
		const { value, row } = one
		const fault = (column: string, code: string) =>
			void faults.push(parsed.fault({ sheet: nominationSheet, row, column }, code))
		const to = lastDay(value, one.stored)
		if (value.from !== undefined && to !== undefined && to < value.from) fault('to', 'directory.ends-before-it-starts')
		if (value.email !== undefined && !z.email().safeParse(value.email).success)
			fault('email', 'directory.not-an-address')
		const membership = seatOf(value, one.stored)
		if (membership) membershipIds.set(row, membership.id)
		else fault('actor', 'directory.nomination-without-membership')
		if (value.capacity === 'principal' && to === undefined) {
			const seat = seatName(one.texts)
			if (principals.has(seat)) fault('capacity', 'directory.principal-there')
			principals.add(seat)
		}
	}
	const membershipOf = (one: NominationRow) => membershipIds.get(one.row) ?? ''
	for (const one of endsFirst(matches.rows.filter(isChanged)))
		work.push((here) =>
			here.write.change('nomination', one.stored?.id ?? '', {
				...changedFields(fieldsOf(one), one.changes, { note: 'note' }),
				...(changesOne(one, 'member_from') || changesOne(one, 'member_repeat')
					? { membership_id: membershipOf(one) }
					: {})
			})
		)
	work.push((here) =>
		here.write.addAll(
			'nomination',
			matches.rows.filter(isNew).map((one) => ({
				...fieldsOf(one),
				capacity: one.value.capacity,
				office: one.value.office,
				from_day: one.value.from ?? null,
				membership_id: membershipOf(one),
				structure_id: ids.of('structure', one.value.structure),
				seat_id: null,
				letter_document_id: null
			}))
		)
	)
}

const seatName = (texts: Texts) =>
	nameOf(texts['structure'], texts['actor'], texts['member_from'], texts['member_repeat'])

type NominationRow = Matched<(typeof nominationSheet)['columns']>

const fieldsOf = ({ value }: NominationRow) => ({
	email: value.email ?? null,
	to_day: value.to ?? null,
	end_reason: value.end_reason ?? null,
	note: value.note ?? null
})
