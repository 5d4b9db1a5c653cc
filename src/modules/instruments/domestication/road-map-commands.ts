import { z } from 'zod'
import { resolveActorInUse, resolveField } from '#modules/directory/find-directory.server.ts'
import { Clearable, Day, Identifier, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { ENTERED } from '#platform/records/entered.ts'
import { linkRecords } from '#platform/records/record-operations.ts'
import { keepsInstruments, leads } from '../rules.ts'
import {
	getInstrumentHead,
	getInstrumentOfObstacle,
	getInstrumentOfStep,
	refuseWithdrawn
} from './find-domestication.server.ts'
import { OBSTACLES, placed, STEP_FORMS, STEP_STATES, whyNotMoveStep, whyNotSetTarget } from './road-map-rules.ts'

const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
const STEPS_MOST = 200

/** What a change of a road map gives: the part, and the instrument it belongs to. */
export const RoadMapDone = z.object({ id: z.string(), instrument: z.string(), version: NewVersion })

const positionsOf = (here: Here, instrumentId: string) =>
	here.tx
		.selectFrom('road_map_step')
		.select(['id', 'position'])
		.where('workspace_id', '=', here.workspace.id)
		.where('instrument_id', '=', instrumentId)
		.orderBy('position')
		.orderBy('id')
		.execute()

/** Adds a step to the road map of an instrument, behind those it has. Its first target stays known however often it is moved. */
export const addStep = command({
	name: 'roadMapStep.add',
	input: z.strictObject({
		instrument: Reference,
		version: Version.optional(),
		form: z.enum(STEP_FORMS),
		title: Text(300),
		language: Language.optional(),
		lead: Reference.optional(),
		structure: Reference.optional(),
		target: Day.optional(),
		state: z.enum(['planned', 'under-way']).default('planned')
	}),
	output: RoadMapDone,
	about: (here, { instrument }) => getInstrumentHead(here, instrument),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { form, title, language, lead, structure, target, state }, instrument) {
		refuseWithdrawn(instrument)
		const leadId = await resolveActorInUse(here, lead, 'lead')
		const structureId = await resolveField(here, 'structure', structure, 'structure')
		await here.write.lockRecord(instrument.id)
		const steps = await positionsOf(here, instrument.id)
		if (steps.length >= STEPS_MOST) throw conflict('instruments.road-map-full', { most: STEPS_MOST })
		const id = await here.write.add('road_map_step', {
			instrument_id: instrument.id,
			position: (steps.at(-1)?.position ?? 0) + 1,
			form,
			title,
			language: language ?? here.workspace.language,
			lead_actor_id: leadId ?? null,
			structure_id: structureId ?? null,
			first_target_day: target ?? null,
			target_day: target ?? null,
			done_day: null,
			state,
			state_reason: null,
			...ENTERED
		})
		return { id, instrument: instrument.reference }
	}
})

/** Puts right what a step is, who leads it and which structure follows it. */
export const changeStep = command({
	name: 'roadMapStep.change',
	input: z.strictObject({
		step: Identifier,
		version: Version,
		form: z.enum(STEP_FORMS).optional(),
		title: Text(300).optional(),
		language: Language.optional(),
		lead: Clearable(Reference),
		structure: Clearable(Reference),
		reason: Text(2_000).optional()
	}),
	output: RoadMapDone,
	about: (here, { step }) => getInstrumentOfStep(here, step),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { step, form, title, language, lead, structure }, instrument) {
		refuseWithdrawn(instrument)
		const isLeadKept = typeof lead === 'string' && (await resolveField(here, 'actor', lead, 'lead'))
		const leadId =
			isLeadKept === instrument.step.lead_actor_id ? undefined : await resolveActorInUse(here, lead, 'lead')
		await here.write.change('road_map_step', step, {
			form,
			title,
			language,
			lead_actor_id: leadId,
			structure_id: await resolveField(here, 'structure', structure, 'structure')
		})
		return { id: step, instrument: instrument.reference }
	}
})

type OfStep = Awaited<ReturnType<typeof getInstrumentOfStep>>

const movesStep = ({ seat }: Here, { step }: OfStep) => keepsInstruments(seat) || leads(seat, step.lead_actor_id)

async function heldStep(here: Writing, { id, step }: OfStep) {
	await here.write.lockRecord(id)
	const found = await getInstrumentOfStep(here, step.id)
	refuseWithdrawn(found)
	return found
}

/** Says how far a step is: under way, done on a day, dropped, or planned again. Whoever leads it says so too. */
export const moveStep = command({
	name: 'roadMapStep.move',
	input: z.strictObject({
		step: Identifier,
		version: Version,
		state: z.enum(STEP_STATES),
		/** The day it was done; today where none is given. */
		day: Day.optional(),
		reason: Text(2_000).optional()
	}),
	output: RoadMapDone,
	about: (here, { step }) => getInstrumentOfStep(here, step),
	allow: movesStep,
	async run(here, { state, day = null, reason = null }, found) {
		const { step, reference } = await heldStep(here, found)
		const why = whyNotMoveStep(step.state, state, { day, today: here.today, reason })
		if (why === 'instruments.step-needs-reason') throw invalid([{ path: ['reason'], code: why }])
		if (why === 'instruments.step-stands-so') throw conflict(why)
		if (why) throw invalid([{ path: ['day'], code: why }])
		await here.write.change('road_map_step', step.id, {
			state,
			done_day: state === 'done' ? (day ?? here.today) : null,
			state_reason: reason
		})
		return { id: step.id, instrument: reference }
	}
})

/** Sets the day a step aims at, or moves it with a reason: the history tells each move, and the first target stays. */
export const setStepTarget = command({
	name: 'roadMapStep.setTarget',
	input: z.strictObject({
		step: Identifier,
		version: Version,
		target: Day.nullable(),
		reason: Text(2_000).optional()
	}),
	output: RoadMapDone,
	about: (here, { step }) => getInstrumentOfStep(here, step),
	allow: movesStep,
	async run(here, { target, reason = null }, found) {
		const { step, reference } = await heldStep(here, found)
		const why = whyNotSetTarget({ state: step.state, target: step.target_day }, target, reason)
		if (why === 'instruments.step-over') throw conflict(why)
		if (why) throw invalid([{ path: [why === 'instruments.target-needs-reason' ? 'reason' : 'target'], code: why }])
		await here.write.change('road_map_step', step.id, {
			target_day: target,
			first_target_day: step.first_target_day ?? target
		})
		return { id: step.id, instrument: reference }
	}
})

/** Puts a step at another place of its road map, counted from 1; the others keep their order. */
export const placeStep = command({
	name: 'roadMapStep.place',
	input: z.strictObject({
		step: Identifier,
		version: Version,
		place: z.int().min(1).max(STEPS_MOST)
	}),
	output: RoadMapDone,
	about: (here, { step }) => getInstrumentOfStep(here, step),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { place }, found) {
		const { id, step, reference } = await heldStep(here, found)
		const steps = await positionsOf(here, id)
		const before = new Map(steps.map((one) => [one.id, one.position]))
		const ids = steps.map((one) => one.id)
		await here.write.changeAll(
			'road_map_step',
			placed(ids, step.id, place).flatMap((one, index) =>
				before.get(one) === index + 1 ? [] : [{ id: one, fields: { position: index + 1 } }]
			)
		)
		return { id: step.id, instrument: reference }
	}
})

/** Notes what stands in the way of an instrument, or of one step of its road map. */
export const addObstacle = command({
	name: 'roadMapObstacle.add',
	input: z.strictObject({
		instrument: Reference,
		version: Version.optional(),
		step: Identifier.optional(),
		obstacle: z.enum(OBSTACLES),
		note: Text(2_000).optional(),
		language: Language.optional(),
		day: Day.optional()
	}),
	output: RoadMapDone,
	about: (here, { instrument }) => getInstrumentHead(here, instrument),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { step, obstacle, note, language, day = here.today }, instrument) {
		refuseWithdrawn(instrument)
		if (day > here.today) throw invalid([{ path: ['day'], code: 'instruments.obstacle-in-future' }])
		await here.write.lockRecord(instrument.id)
		if (step !== undefined && !(await positionsOf(here, instrument.id)).some((one) => one.id === step))
			throw invalid([{ path: ['step'], code: 'instruments.step-of-other-instrument' }])
		const id = await here.write.add('road_map_obstacle', {
			instrument_id: instrument.id,
			step_id: step ?? null,
			obstacle,
			note: note ?? null,
			language: note === undefined ? null : (language ?? here.workspace.language),
			day,
			overcome_day: null,
			...ENTERED
		})
		return { id, instrument: instrument.reference }
	}
})

/** Says that an obstacle stands in the way no more, and how it was overcome. */
export const overcomeObstacle = command({
	name: 'roadMapObstacle.overcome',
	input: z.strictObject({
		obstacle: Identifier,
		version: Version,
		day: Day.optional(),
		reason: Text(2_000)
	}),
	output: RoadMapDone,
	about: (here, { obstacle }) => getInstrumentOfObstacle(here, obstacle),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { day = here.today }, { id, reference, obstacle: before }) {
		await here.write.lockRecord(id)
		const { obstacle } = await getInstrumentOfObstacle(here, before.id)
		if (obstacle.overcome_day !== null) throw conflict('instruments.obstacle-overcome')
		if (day < obstacle.day || day > here.today)
			throw invalid([{ path: ['day'], code: 'instruments.obstacle-overcome-day' }])
		await here.write.change('road_map_obstacle', obstacle.id, { overcome_day: day })
		return { id: obstacle.id, instrument: reference }
	}
})

/** Says which recommendation asked for the road map of an instrument: a link, as any between two records. */
export const followRecommendation = command({
	name: 'roadMap.follow',
	input: z.strictObject({
		instrument: Reference,
		version: Version.optional(),
		recommendation: Reference,
		argument: Text(2_000).optional()
	}),
	output: RoadMapDone,
	about: (here, { instrument }) => getInstrumentHead(here, instrument),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { recommendation, argument }, instrument) {
		refuseWithdrawn(instrument)
		const to = await resolveField(here, 'recommendation', recommendation, 'recommendation')
		const { id } = await here.run(linkRecords, {
			from: instrument.id,
			fromKind: 'instrument',
			type: 'follows-from',
			to,
			toKind: 'recommendation',
			...(argument === undefined ? {} : { argument })
		})
		return { id, instrument: instrument.reference }
	}
})
