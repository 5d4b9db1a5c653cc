import {
	type AreaPlanning,
	type Placing,
	faultIn,
	inOrder,
	isChanged,
	isNew,
	placeRows,
	planRows,
	planThemes
} from '#platform/exchange/plan-rows.ts'
import { isPartialDate, spanOf } from '../instrument/partial-days.ts'
import { BEFORE_YEAR, beforeYear, isBeforeYear, placeStage, STAGES, type Entered } from '../policy/policy-rules.ts'
import { spanIn } from './cells.ts'
import { checkCells } from './check-cells.ts'
import { placeRecords, planContributors, planRecords } from './plan.ts'
import { policySheet, policyStageSheet } from './policy-sheets.ts'

type Policies = Placing<(typeof policySheet)['columns']>
type Stages = Placing<(typeof policyStageSheet)['columns']>

/** Plans laws and policies with the stages of their lives. */
export function planPolicies(planning: AreaPlanning): void {
	const { ids, here } = planning
	const placing: Policies = placeRecords(planning, policySheet, (row) => ({
		...row,
		language: row.language ?? here.workspace.language,
		contributors: inOrder(row.contributors),
		themes: inOrder(row.themes)
	}))
	checkCells(planning, placing, { countries: ['country'] })
	for (const { row, value } of placing.rows)
		if (value.lead !== undefined && value.contributors.includes(value.lead))
			faultIn(planning, placing.sheet, row)('contributors', 'instruments.lead-contributes')
	planRecords(planning, placing, {
		head: (row) => row,
		fields: ({ value }) => ({
			form: value.form,
			stage: value.stage,
			country: value.country ?? null,
			region: value.region ?? null,
			citation: value.citation ?? null,
			year: value.year ?? null,
			period: value.period ?? null,
			summary: value.summary ?? null,
			language: value.language ?? here.workspace.language,
			lead_actor_id: ids.find('actor', value.lead)
		}),
		columns: { lead_actor_id: 'lead' },
		add: (writing, rows) =>
			writing.write.addAll(
				'policy',
				rows.map(({ id, fields }) => ({ ...fields, id, provisions: 0, current_version_id: null }))
			),
		change: (writing, id, fields) => writing.write.change('policy', id, fields)
	})
	planThemes(planning, placing, (row) => row)
	planContributors(planning, placing, (row) => row.contributors)
	planStages(planning, placing)
}

function planStages(planning: AreaPlanning, policies: Policies) {
	const { ids } = planning
	const placing: Stages = placeRows(planning, policyStageSheet)
	checkCells(planning, placing, { dates: ['day'] })
	checkLives(planning, placing, policies)
	planRows(planning, placing, {
		fields: ({ value }) => {
			const { first, last } = spanIn(value.day)
			return {
				day_first: first,
				day_last: last,
				planned_day: value.planned ?? null,
				first_planned_day: value.first_planned ?? value.planned ?? null,
				note: value.text ?? null
			}
		},
		columns: {
			day_first: 'day',
			day_last: 'day',
			planned_day: 'planned',
			first_planned_day: 'first_planned',
			note: 'text'
		},
		add: (writing, rows) =>
			writing.write.addAll(
				'policy_stage',
				rows.map(({ id, fields, one: { value } }) => ({
					...fields,
					id,
					policy_id: ids.of('policy', value.policy),
					stage: value.stage,
					position: value.position ?? null
				}))
			),
		change: (writing, id, fields) => writing.write.change('policy_stage', id, fields)
	})
}

/** Refuses stages that cannot follow each other, and a law that stands in another stage than the last that it entered. */
function checkLives(planning: AreaPlanning, stages: Stages, policies: Policies) {
	const touched = new Set([
		...[...stages.rows].filter((one) => isNew(one) || isChanged(one)).map(({ whole }) => whole['policy']),
		...policies.rows.filter((one) => isNew(one) || isChanged(one)).map(({ whole }) => whole['key'])
	])
	const lives = Map.groupBy(
		stages.all.filter(({ texts }) => texts['position'] !== undefined),
		({ texts }) => texts['policy'] ?? ''
	)
	const standingOf = new Map(policies.all.map((one) => [one.texts['key'] ?? '', one]))
	for (const [policy, rows] of lives) {
		if (!touched.has(policy)) continue
		const ordered = rows.toSorted((a, b) => Number(a.texts['position']) - Number(b.texts['position']))
		const standing = standingOf.get(policy)
		const life: Entered[] = []
		for (const { row, texts } of ordered) {
			const stage = STAGES.find((one) => one === texts['stage'])
			if (stage === undefined) continue
			const day = texts['day']
			const entered = { stage, days: day !== undefined && isPartialDate(day) ? spanOf(day) : null }
			const { position, refusal } = placeStage(life, entered)
			if (row !== null && (refusal !== null || position !== life.length))
				faultIn(planning, stages.sheet, row)('stage', refusal ?? 'instruments.stage-order')
			refuseBeforeYear(planning, { stages, policies }, { entered, row, law: standing })
			life.push(entered)
		}
		const last = life.at(-1)
		if (standing && standing.row !== null && last && standing.texts['stage'] !== last.stage)
			faultIn(planning, policies.sheet, standing.row)('stage', 'instruments.import-other-stage', { stage: last.stage })
	}
}

type Told = { row: number | null; texts: Readonly<Record<string, string | undefined>> }

/** Refuses a stage of a law that certainly began before its year: at the stage where that is brought, else at the year. */
function refuseBeforeYear(
	planning: AreaPlanning,
	{ stages, policies }: { stages: Stages; policies: Policies },
	{ entered, row, law }: { entered: Entered; row: number | null; law: Told | undefined }
) {
	const { days } = entered
	const year = law?.texts['year'] === undefined ? null : Number(law.texts['year'])
	if (days === null || !isBeforeYear(entered, year)) return
	const params = beforeYear(days, year)
	if (row !== null) faultIn(planning, stages.sheet, row)('day', BEFORE_YEAR, params)
	else if (law && law.row !== null) faultIn(planning, policies.sheet, law.row)('year', BEFORE_YEAR, params)
}
