import { dayPlus } from '#modules/deliberation/action/action-rules.ts'
import { structuresOfSeat } from '#modules/deliberation/find-deliberation.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, referenceColumns, referencesOf, toReference } from '#platform/records/find-record.server.ts'
import type { AttentionSource, Due, DueSource, Matter } from '#platform/records/registers.ts'
import { keepsInstruments } from '../rules.ts'
import { COUNTED, toMatters } from '../waiting.ts'
import { OPEN_STEPS } from './road-map-rules.ts'
import { steps } from './road-map-queries.ts'

// What is aimed at so soon is told beforehand.
const SOON_DAYS = 14

/** The days that open steps of road maps aim at; each is said under its instrument, with the kind of step it is. */
export const roadMapDues: DueSource = {
	name: 'road-map',
	async dues(here, { from, until, structureId, actorId, limit }): Promise<Due[]> {
		let rows = steps(here)
			.where('road_map_step.state', 'in', OPEN_STEPS)
			.where('road_map_step.target_day', 'is not', null)
			.where('road_map_step.target_day', '<=', until)
		if (from !== null) rows = rows.where('road_map_step.target_day', '>=', from)
		if (structureId !== undefined) rows = rows.where('road_map_step.structure_id', '=', structureId)
		if (actorId !== undefined) rows = rows.where('road_map_step.lead_actor_id', '=', actorId)
		const found = await rows
			.select(referenceColumns)
			.select(['road_map_step.id as step_id', 'road_map_step.form'])
			.select('road_map_step.target_day')
			.select(['road_map_step.structure_id', 'road_map_step.lead_actor_id'])
			.orderBy('road_map_step.target_day')
			.orderBy('road_map_step.id')
			.limit(limit)
			.execute()
		const seen = await referencesOf(
			here,
			found.flatMap((row) => [row.structure_id, row.lead_actor_id])
		)
		const ifSeen = (id: string | null) => (id !== null && seen.has(id) ? id : null)
		return found.flatMap((row) =>
			row.target_day === null
				? []
				: [
						{
							code: `road-map-${row.form}`,
							part: row.step_id,
							day: row.target_day,
							record: toReference(row),
							structureId: ifSeen(row.structure_id),
							actorId: ifSeen(row.lead_actor_id)
						}
					]
		)
	}
}

type Rows = ReturnType<typeof steps>
type Told = Pick<Matter, 'whose'> & {
	/** How steps past their target are told of, where they are. */
	code: string
	/** What the list is narrowed to. */
	filter: string
	rows: Rows
}

async function matterOf(rows: Rows, matter: Pick<Matter, 'code' | 'whose' | 'path'>): Promise<Matter[]> {
	const found = await rows
		.where('road_map_step.state', 'in', OPEN_STEPS)
		.where('road_map_step.target_day', 'is not', null)
		.select(referenceColumns)
		.select('road_map_step.target_day')
		.orderBy('road_map_step.target_day')
		.orderBy('road_map_step.id')
		.limit(COUNTED + 1)
		.execute()
	return toMatters(
		found.map((row) => ({ ...row, day: row.target_day })),
		matter
	)
}

/** Steps of one seat: those past their target, and those that aim at a day soon. */
async function lateAndSoon({ today }: Here, { code, whose, filter, rows }: Told): Promise<Matter[]> {
	const until = dayPlus(today, SOON_DAYS)
	const soon = `filter[state]=${OPEN_STEPS.join(',')}&filter[from]=${today}&filter[until]=${until}`
	const found = await Promise.all([
		matterOf(rows.where('road_map_step.target_day', '<', today), {
			code,
			whose,
			path: `/road-map?${filter}filter[late]=true`
		}),
		matterOf(rows.where('road_map_step.target_day', '>=', today).where('road_map_step.target_day', '<=', until), {
			code: 'road-map-soon',
			whose,
			path: `/road-map?${filter}${soon}`
		})
	])
	return found.flat()
}

const notLedBy = (actorId: string | null, rows: Rows) =>
	actorId === null ? rows : rows.where('road_map_step.lead_actor_id', 'is distinct from', actorId)

async function mattersOf(here: Here): Promise<Matter[]> {
	const { seat } = here
	const { actorId } = seat
	if (seat.role === 'public' || seat.role === 'observer') return []
	const told: Told[] = []
	if (actorId !== null)
		told.push({
			code: 'road-map-overdue',
			whose: 'actor',
			filter: 'filter[mine]=true&',
			rows: steps(here).where('road_map_step.lead_actor_id', '=', actorId)
		})
	// Whoever keeps the road maps is told of every step, those of its structures among them.
	if (keepsInstruments(seat)) told.push({ code: 'road-map-kept', whose: 'mine', filter: '', rows: steps(here) })
	else {
		const { all } = await structuresOfSeat(here)
		if (all.length > 0)
			told.push({
				code: 'road-map-followed',
				whose: 'structure',
				filter: 'filter[followed]=true&filter[mine]=false&',
				rows: notLedBy(actorId, steps(here).where('road_map_step.structure_id', '=', anyOf(all)))
			})
	}
	return (await Promise.all(told.map((one) => lateAndSoon(here, one)))).flat()
}

/**
 * Steps past their target and those that aim at a day soon: those that the seat's actor leads, those of others that a structure of the
 * seat follows, and for whoever keeps the road maps all of them.
 */
export const roadMapAttention: AttentionSource = { name: 'road-map', ofRecords: true, matters: mattersOf }
