import { sql } from 'kysely'
import { dayPlus } from '#modules/deliberation/action/action-rules.ts'
import { structuresOfSeat } from '#modules/deliberation/find-deliberation.server.ts'
import { dayIn } from '#platform/access/workspace.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import type { AgendaSource, AttentionSource, DueSource, Matter } from '#platform/records/registers.ts'
import { keepsInstruments } from '../rules.ts'
import { COUNTED, toMatters } from '../waiting.ts'
import { harmonizationRows } from './harmonization-items.server.ts'
import { isAnsweredByAll } from './harmonization-queries.ts'

// What is due so soon is told beforehand.
const SOON_DAYS = 14

const unresolved = (here: Here) =>
	harmonizationRows(here).where('record.state', '=', 'active').where('harmonization.state', '<>', 'resolved')

/** Items that are to be brought into line by a day. */
export const harmonizationDues: DueSource = {
	name: 'harmonization',
	async dues(here, { from, until, structureId, actorId, limit }) {
		let found = unresolved(here)
			.select(referenceColumns)
			.select(['harmonization.due_day', 'harmonization.structure_id'])
			.where('harmonization.due_day', '<=', until)
		if (from !== null) found = found.where('harmonization.due_day', '>=', from)
		if (structureId !== undefined) found = found.where('harmonization.structure_id', '=', structureId)
		if (actorId !== undefined)
			found = found.where(
				sql<boolean>`exists (select from harmonization_actor agreer where agreer.workspace_id = ${here.workspace.id}
					and agreer.harmonization_id = record.id and agreer.actor_id = ${actorId} and agreer.answer is null)`
			)
		const rows = await found.orderBy('harmonization.due_day').orderBy('record.id').limit(limit).execute()
		return rows.flatMap((row) =>
			row.due_day === null
				? []
				: [
						{
							code: 'harmonization',
							day: row.due_day,
							record: toReference(row),
							structureId: row.structure_id,
							actorId: actorId ?? null
						}
					]
		)
	}
}

/** What waits for a structure: each item it is in charge of and that is not resolved, whether a day is set for it or not. */
export const harmonizationAgenda: AgendaSource = {
	name: 'harmonization',
	async matters(here, { structureId, limit }) {
		const rows = await unresolved(here)
			.select(referenceColumns)
			.select(['harmonization.state as standing', 'record.created_at'])
			.where('harmonization.structure_id', '=', structureId)
			.orderBy('record.created_at')
			.orderBy('record.id')
			.limit(limit)
			.execute()
		return rows.map((row) => ({
			code: `harmonization-${row.standing}`,
			record: toReference(row),
			since: dayOf(here, row.created_at)
		}))
	}
}

const dayOf = ({ workspace }: Here, at: Date) => dayIn(workspace.timeZone, at)

async function mattersOf(here: Here): Promise<Matter[]> {
	const { seat } = here
	if (seat.role === 'public' || seat.role === 'observer') return []
	const asked = async (
		code: string,
		whose: Matter['whose'],
		path: string,
		condition: ReturnType<typeof sql<boolean>>
	) => {
		const found = await unresolved(here)
			.select(referenceColumns)
			.select('harmonization.due_day as day')
			.where(condition)
			.orderBy('harmonization.due_day', (order) => order.asc().nullsLast())
			.orderBy('record.id')
			.limit(COUNTED + 1)
			.execute()
		return toMatters(found, { code, whose, path })
	}
	const matters: Promise<Matter[]>[] = []
	if (seat.actorId !== null)
		matters.push(
			asked(
				'harmonization-to-answer',
				'actor',
				`/harmonization?filter[waitsFor]=${seat.actorId}`,
				sql<boolean>`exists (select from harmonization_actor agreer where agreer.workspace_id = ${here.workspace.id}
					and agreer.harmonization_id = record.id and agreer.actor_id = ${seat.actorId} and agreer.answer is null)`
			)
		)
	if (keepsInstruments(seat))
		matters.push(
			asked('harmonization-to-resolve', 'mine', '/harmonization?filter[answered]=true', isAnsweredByAll(here))
		)
	const until = dayPlus(here.today, SOON_DAYS)
	const due = (whose: Matter['whose'], path: string, condition: ReturnType<typeof sql<boolean>>) =>
		asked(
			'harmonization-due',
			whose,
			`/harmonization?filter[dueUntil]=${until}${path}`,
			sql<boolean>`harmonization.due_day <= ${until} and ${condition}`
		)
	// Whoever keeps laws is told of all of them, and those of a structure that is in charge of theirs.
	if (keepsInstruments(seat)) matters.push(due('mine', '', sql<boolean>`true`))
	else {
		const { all } = await structuresOfSeat(here)
		if (all.length > 0)
			matters.push(
				due('structure', '&filter[whose]=structure', sql<boolean>`harmonization.structure_id = ${anyOf(all)}`)
			)
	}
	return (await Promise.all(matters)).flat()
}

/**
 * The items that wait for an answer of the seat's actor, for whoever keeps laws those that all have answered, and for them and the
 * structure in charge those that are due soon or overdue.
 */
export const harmonizationAttention: AttentionSource = { name: 'harmonization', ofRecords: true, matters: mattersOf }
