import { z } from 'zod'
import { Done } from '#modules/directory/actor-commands.ts'
import { Day, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { getPolicyRow, tends } from './find-policy.server.ts'
import { lifeOf } from './life.server.ts'
import { refuseWithdrawn } from './policy-commands.ts'
import { NOT_KNOWN, placeStage, STAGES, whyNotEnter, whyNotPlan, type Stage } from './policy-rules.ts'
import { daysOf, PartialDay, spanOfRow } from './stage-fields.ts'

type Life = Awaited<ReturnType<typeof lifeOf>>

const told = ({ entered }: Life) => entered.map((row) => ({ stage: row.stage, days: spanOfRow(row) }))

/**
 * Says that a law or policy entered a stage: the next of its life, or an earlier one that comes to be known. A stage that was planned
 * is entered with its plan, so that it is told how far it slipped. The stage in which it stands already has its day corrected.
 */
export const setStage = command({
	name: 'policy.setStage',
	input: z.strictObject({
		policy: Reference,
		version: Version,
		stage: z.enum(STAGES),
		/** Since when: a year, a month or a day; left out where nobody knows. */
		on: PartialDay.optional(),
		note: Text(2_000).optional(),
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { policy }) => getPolicyRow(here, policy),
	allow: (here, policy) => tends(here, policy),
	async run(here, { stage, on, note, reason }, policy) {
		refuseWithdrawn(policy)
		const life = await lifeOf(here, policy.id)
		const last = life.entered.at(-1)
		const known = last?.stage === stage ? spanOfRow(last) : null
		const days = on === undefined ? known : daysOf(on)
		const why = whyNotEnter({ stage, days, reason: reason ?? null, year: policy.row.year, today: here.today })
		if (why) throw invalid([why])
		const done = { id: policy.id, reference: policy.reference }
		const fields = { day_first: days?.first ?? null, day_last: days?.last ?? null }
		if (last?.stage === stage) {
			const before = told(life).slice(0, -1)
			const { refusal } = placeStage(before, { stage, days })
			if (refusal) throw conflict(refusal)
			const isChanged = await here.write.change('policy_stage', last.id, { ...fields, ...(note ? { note } : {}) })
			if (!isChanged) throw conflict('instruments.stage-same')
			return done
		}
		const { position, refusal } = placeStage(told(life), { stage, days })
		if (refusal) throw conflict(refusal)
		const later = life.entered.slice(position)
		await here.write.changeAll(
			'policy_stage',
			later.map((row, index) => ({ id: row.id, fields: { position: position + index + 2 } }))
		)
		const plan = life.planned.find((row) => row.stage === stage)
		const entry = { ...fields, position: position + 1, note: note ?? plan?.note ?? null }
		if (plan) await here.write.change('policy_stage', plan.id, entry)
		else
			await here.write.add('policy_stage', {
				...entry,
				policy_id: policy.id,
				stage,
				planned_day: null,
				first_planned_day: null
			})
		if (later.length === 0) await here.write.change('policy', policy.id, { stage })
		return done
	}
})

/** Takes back the stage that was entered last, as when it was entered by mistake; what was planned for it is planned again. */
export const takeBackStage = command({
	name: 'policy.takeBackStage',
	input: z.strictObject({ policy: Reference, version: Version, reason: Text(2_000) }),
	output: Done,
	about: (here, { policy }) => getPolicyRow(here, policy),
	allow: (here, policy) => tends(here, policy),
	async run(here, _input, policy) {
		refuseWithdrawn(policy)
		const { entered, planned } = await lifeOf(here, policy.id)
		const last = entered.at(-1)
		if (!last) throw conflict('instruments.no-stage')
		const isPlannedAnew = planned.some(({ stage }) => stage === last.stage)
		await here.write.change('policy_stage', last.id, {
			day_first: null,
			day_last: null,
			position: null,
			...(isPlannedAnew ? { planned_day: null } : {})
		})
		await here.write.change('policy', policy.id, { stage: entered.at(-2)?.stage ?? NOT_KNOWN })
		return { id: policy.id, reference: policy.reference }
	}
})

const plansOf = ({ planned }: Life, but: Stage) =>
	planned.filter(({ stage }) => stage !== but).map(({ stage, planned_day: day }) => ({ stage, day }))

/** Plans a stage for a day, or for another than before; without a day nothing is planned any more. The day first planned is kept. */
export const planStage = command({
	name: 'policy.planStage',
	input: z.strictObject({
		policy: Reference,
		version: Version,
		stage: z.enum(STAGES),
		/** The day it is planned for; null takes the plan back. */
		planned: Day.nullable(),
		note: Text(2_000).optional(),
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { policy }) => getPolicyRow(here, policy),
	allow: (here, policy) => tends(here, policy),
	async run(here, { stage, planned, note }, policy) {
		refuseWithdrawn(policy)
		const life = await lifeOf(here, policy.id)
		const plan = life.planned.find((row) => row.stage === stage)
		const done = { id: policy.id, reference: policy.reference }
		if (planned === null) {
			if (!plan) throw conflict('instruments.no-plan')
			await here.write.change('policy_stage', plan.id, { planned_day: null })
			return done
		}
		const why = whyNotPlan(policy.row.stage, plansOf(life, stage), { stage, day: planned })
		if (why) throw invalid([{ path: [why === 'instruments.plan-order' ? 'planned' : 'stage'], code: why }])
		// A plan that was given up and is made again keeps the day it had first.
		const known = plan ?? life.dropped.findLast((row) => row.stage === stage)
		if (known)
			await here.write.change('policy_stage', known.id, {
				planned_day: planned,
				first_planned_day: known.first_planned_day ?? planned,
				...(note ? { note } : {})
			})
		else
			await here.write.add('policy_stage', {
				policy_id: policy.id,
				stage,
				day_first: null,
				day_last: null,
				planned_day: planned,
				first_planned_day: planned,
				position: null,
				note: note ?? null
			})
		return done
	}
})
