import { z } from 'zod'
import { structuresOfSeat } from '#modules/deliberation/find-deliberation.server.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { Day, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import {
	anyOf,
	countUpTo,
	OriginOf,
	RecordHead,
	RecordReference,
	referenceColumns,
	referencesOf,
	toOrigin,
	toReference
} from '#platform/records/find-record.server.ts'
import { keepsInstruments, leads } from '../rules.ts'
import { getInstrumentHead } from './find-domestication.server.ts'
import { daysLate, OBSTACLES, OPEN_STEPS, progressOf, slippageOf, STEP_FORMS, STEP_STATES } from './road-map-rules.ts'
import type { RoadMapStepTable } from './schema.ts'

export const StepItem = z.object({
	id: z.string(),
	instrument: RecordReference,
	/** The version of the instrument it belongs to. */
	version: z.int(),
	form: z.enum(STEP_FORMS),
	title: z.string(),
	language: z.string(),
	lead: RecordReference.nullable(),
	structure: RecordReference.nullable(),
	firstTarget: z.string().nullable(),
	target: z.string().nullable(),
	done: z.string().nullable(),
	state: z.enum(STEP_STATES),
	stateReason: z.string().nullable(),
	/** Days from the first target to the day it was done or is aimed at now; none where it never had one. */
	slippage: z.int().nullable(),
	/** Days past its target, where it is not done. */
	late: z.int(),
	...OriginOf.shape,
	may: z.object({ change: z.boolean(), move: z.boolean() })
})
export type StepItem = z.output<typeof StepItem>

export const ObstacleItem = z.object({
	id: z.string(),
	obstacle: z.enum(OBSTACLES),
	/** The step it stands in the way of; none for the instrument as a whole. */
	step: z.string().nullable(),
	text: z.string().nullable(),
	language: z.string().nullable(),
	day: z.string(),
	overcomeDay: z.string().nullable(),
	...OriginOf.shape
})

export const RoadMap = z.object({
	instrument: RecordHead,
	steps: z.array(StepItem),
	progress: z.object({ steps: z.int(), done: z.int(), late: z.int(), slippage: z.int().nullable() }),
	obstacles: z.array(ObstacleItem),
	/** What asked for it, as far as the reader sees it. */
	recommendations: z.array(RecordReference.extend({ argument: z.string().nullable() })),
	may: z.object({ change: z.boolean() })
})
export type RoadMap = z.output<typeof RoadMap>

/** Steps of road maps, of instruments that the seat may see. */
export const steps = (here: Here) =>
	here.tx
		.selectFrom('road_map_step')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'road_map_step.workspace_id')
				.onRef('record.id', '=', 'road_map_step.instrument_id')
		)
		.where('road_map_step.workspace_id', '=', here.workspace.id)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.state', '=', 'active')

const columns = [
	'road_map_step.id as step_id',
	'road_map_step.form',
	'road_map_step.title as step_title',
	'road_map_step.language',
	'road_map_step.lead_actor_id',
	'road_map_step.structure_id',
	'road_map_step.first_target_day',
	'road_map_step.target_day',
	'road_map_step.done_day',
	'road_map_step.state as step_state',
	'road_map_step.state_reason as step_reason',
	'road_map_step.origin',
	'road_map_step.origin_source',
	'road_map_step.origin_year',
	'road_map_step.origin_note',
	'record.version'
] as const

type StepRow = Parameters<typeof toReference>[0] & {
	step_id: string
	form: RoadMapStepTable['form']
	step_title: string
	language: string
	lead_actor_id: string | null
	structure_id: string | null
	first_target_day: string | null
	target_day: string | null
	done_day: string | null
	step_state: RoadMapStepTable['state']
	step_reason: string | null
	origin: OriginOf['origin']
	origin_source: string | null
	origin_year: number | null
	origin_note: string | null
	version: number
}

const daysOf = (row: StepRow) => ({
	state: row.step_state,
	firstTarget: row.first_target_day,
	target: row.target_day,
	done: row.done_day
})

async function itemsOf(here: Here, rows: readonly StepRow[]): Promise<StepItem[]> {
	const references = await referencesOf(
		here,
		rows.flatMap((row) => [row.lead_actor_id, row.structure_id])
	)
	const named = (id: string | null) => (id === null ? null : (references.get(id) ?? null))
	const keeps = keepsInstruments(here.seat)
	return rows.map((row) => ({
		id: row.step_id,
		instrument: toReference(row),
		version: row.version,
		form: row.form,
		title: row.step_title,
		language: row.language,
		lead: named(row.lead_actor_id),
		structure: named(row.structure_id),
		...daysOf(row),
		stateReason: row.step_reason,
		slippage: slippageOf(daysOf(row), here.today),
		late: daysLate(daysOf(row), here.today),
		...toOrigin(row),
		may: { change: keeps, move: keeps || leads(here.seat, row.lead_actor_id) }
	}))
}

const STEPS_MOST = 200
const OBSTACLES_MOST = 200
const RECOMMENDATIONS_MOST = 200

async function obstaclesOf(here: Here, instrumentId: string) {
	const rows = await here.tx
		.selectFrom('road_map_obstacle')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('instrument_id', '=', instrumentId)
		.orderBy('overcome_day', (order) => order.desc().nullsFirst())
		.orderBy('day')
		.orderBy('id')
		.limit(OBSTACLES_MOST)
		.execute()
	return rows.map((row) => ({
		id: row.id,
		obstacle: row.obstacle,
		step: row.step_id,
		text: row.note,
		language: row.language,
		day: row.day,
		overcomeDay: row.overcome_day,
		...toOrigin(row)
	}))
}

/** The recommendations that are linked with the instrument, from whichever side and in whatever way: each once. */
async function askedBy(here: Here, instrumentId: string) {
	const linked = (own: 'from_id' | 'to_id', other: 'from_id' | 'to_id') =>
		here.tx
			.selectFrom('link')
			.innerJoin('record', (on) =>
				on.onRef('record.workspace_id', '=', 'link.workspace_id').onRef('record.id', '=', `link.${other}`)
			)
			.select([...referenceColumns, 'link.argument'])
			.where('link.workspace_id', '=', here.workspace.id)
			.where(`link.${own}`, '=', instrumentId)
			.where('link.state', '<>', 'withdrawn')
			.where('record.workspace_id', '=', here.workspace.id)
			.where('record.kind', '=', 'recommendation')
			.where('record.state', '=', 'active')
			.orderBy('record.number')
			.orderBy('link.id')
			.limit(RECOMMENDATIONS_MOST)
			.execute()
	const [told, telling] = await Promise.all([linked('from_id', 'to_id'), linked('to_id', 'from_id')])
	const ofEach = Map.groupBy([...told, ...telling], ({ id }) => id)
	return [...ofEach.values()]
		.flatMap((links) => {
			const [row] = links
			const argument = links.find((link) => link.argument !== null)?.argument ?? null
			return row ? [{ number: row.number ?? '', item: { ...toReference(row), argument } }] : []
		})
		.toSorted((one, other) => one.number.localeCompare(other.number, 'en', { numeric: true }))
		.slice(0, RECOMMENDATIONS_MOST)
		.map(({ item }) => item)
}

/** The road map of an instrument: its steps in order with their slippage, what stands in the way, and what asked for it. */
export const getRoadMap = query({
	name: 'roadMap.get',
	input: z.strictObject({ instrument: Reference }),
	output: RoadMap,
	about: (here, { instrument }) => getInstrumentHead(here, instrument),
	allow: everyone,
	async run(here, _input, instrument) {
		const [rows, obstacles, recommendations] = await Promise.all([
			here.tx
				.selectFrom('road_map_step')
				.innerJoin('record', (on) =>
					on
						.onRef('record.workspace_id', '=', 'road_map_step.workspace_id')
						.onRef('record.id', '=', 'road_map_step.instrument_id')
				)
				.select(referenceColumns)
				.select(columns)
				.where('road_map_step.workspace_id', '=', here.workspace.id)
				.where('road_map_step.instrument_id', '=', instrument.id)
				.orderBy('road_map_step.position')
				.orderBy('road_map_step.id')
				.limit(STEPS_MOST)
				.execute(),
			obstaclesOf(here, instrument.id),
			askedBy(here, instrument.id)
		])
		return {
			instrument,
			steps: await itemsOf(here, rows),
			progress: progressOf(rows.map(daysOf), here.today),
			obstacles,
			recommendations,
			may: { change: keepsInstruments(here.seat) && instrument.state === 'active' }
		}
	}
})

/** Steps of all road maps, by the day they aim at: who must act by when. */
export const listSteps = query({
	name: 'roadMapStep.list',
	input: listInput(
		{
			instrument: Reference,
			lead: Reference,
			structure: Reference,
			form: AnyOf(z.enum(STEP_FORMS)),
			state: AnyOf(z.enum(STEP_STATES)),
			/** Those led by the seat's own actor. */
			mine: z.boolean(),
			/** Those that a structure of the seat follows. */
			followed: z.boolean(),
			/** True for open steps that are past their target. */
			late: z.boolean(),
			/** Aimed at this day or a later one. */
			from: Day,
			/** Aimed at this day or an earlier one. */
			until: Day
		},
		['target', 'done']
	),
	output: listed(StepItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const sorted = { target: 'road_map_step.target_day', done: 'road_map_step.done_day' }
		const part = listPart(here.secret, input, sorted, 'road_map_step.id')
		const instrumentId = await resolveField(here, 'instrument', filter.instrument, 'instrument')
		const leadId = await resolveField(here, 'actor', filter.lead, 'lead')
		const structureId = await resolveField(here, 'structure', filter.structure, 'structure')
		let rows = steps(here)
		if (instrumentId) rows = rows.where('road_map_step.instrument_id', '=', instrumentId)
		if (leadId) rows = rows.where('road_map_step.lead_actor_id', '=', leadId)
		if (structureId) rows = rows.where('road_map_step.structure_id', '=', structureId)
		if (filter.form) rows = rows.where('road_map_step.form', 'in', filter.form)
		if (filter.state) rows = rows.where('road_map_step.state', 'in', filter.state)
		if (filter.from) rows = rows.where('road_map_step.target_day', '>=', filter.from)
		if (filter.until) rows = rows.where('road_map_step.target_day', '<=', filter.until)
		if (filter.mine !== undefined) {
			const own = here.seat.actorId === null ? [] : [here.seat.actorId]
			rows = rows.where((where) => {
				const isMine = where('road_map_step.lead_actor_id', '=', anyOf(own))
				return filter.mine === true
					? isMine
					: where.or([where('road_map_step.lead_actor_id', 'is', null), where.not(isMine)])
			})
		}
		if (filter.followed !== undefined) {
			const { all } = await structuresOfSeat(here)
			rows = rows.where((where) => {
				const isFollowed = where('road_map_step.structure_id', '=', anyOf(all))
				return filter.followed === true
					? isFollowed
					: where.or([where('road_map_step.structure_id', 'is', null), where.not(isFollowed)])
			})
		}
		if (filter.late !== undefined)
			rows = rows.where((where) => {
				const isLate = where.and([
					where('road_map_step.state', 'in', OPEN_STEPS),
					where('road_map_step.target_day', 'is not', null),
					where('road_map_step.target_day', '<', here.today)
				])
				return filter.late === true ? isLate : where.not(isLate)
			})
		const [found, total] = await Promise.all([
			rows.select(referenceColumns).select(columns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			countUpTo(here.tx, rows.select('road_map_step.id'))
		])
		const items = new Map((await itemsOf(here, found)).map((item) => [item.id, item]))
		const shown = found.flatMap(({ step_id: id, target_day, done_day }) => {
			const item = items.get(id)
			return item ? [{ id, target_day, done_day, item }] : []
		})
		return toList(here.secret, part, shown, total, input, {
			value: (row) => (input.sort.endsWith('done') ? row.done_day : row.target_day),
			item: ({ item }) => item
		})
	}
})
