import { changedFields } from '#platform/exchange/changed-fields.ts'
import { matchRows, type Matched } from '#platform/exchange/match-rows.ts'
import { type AreaPlanning, isChanged, isNew, originColumns } from '#platform/exchange/plan-rows.ts'
import type { Columns } from '#platform/exchange/sheet.ts'
import type { Texts } from '#platform/exchange/texts.ts'
import { endsFirst } from './import-ends.ts'
import { planFormerNames, planSuccessions } from './import-lives.ts'
import { planMemberships, planNominations } from './import-members.ts'
import { checkDated, refuseEndedActors } from './import-open.ts'
import { planStatuses } from './import-statuses.ts'
import { areaLeadSheet, crosswalkSheet, mandateSheet, structureAreaSheet } from './sheets.ts'

/** Plans the sheets whose rows belong to records. */
export function planParts(planning: AreaPlanning): void {
	planFormerNames(planning)
	planSuccessions(planning)
	planStatuses(planning)
	planNominations(planning, planMemberships(planning))
	planMandates(planning)
	planCrosswalk(planning)
	planLeads(planning)
	planStructureAreas(planning)
}

function planMandates(planning: AreaPlanning) {
	const { ids, plans, work, parsed, faults } = planning
	const matches = matchRows(planning, mandateSheet, planning.stored(mandateSheet))
	plans.push(matches)
	for (const { row, value } of matches.rows)
		if (value.state === 'withdrawn' && value.state_reason === undefined)
			faults.push(parsed.fault({ sheet: mandateSheet, row, column: 'state_reason' }, 'directory.import-withdraws'))
	const fields = ({ value }: (typeof matches.rows)[number]) => {
		const { origin_note: _none, ...origin } = originColumns({ ...value, note: undefined })
		return {
			category: value.category,
			function_area_id: ids.find('area', value.function),
			area_id: ids.find('area', value.area),
			text: value.text,
			state: value.state,
			state_reason: value.state_reason ?? null,
			...origin
		}
	}
	const columns = { function_area_id: 'function', area_id: 'area' }
	for (const one of matches.rows.filter(isChanged))
		work.push((here) =>
			here.write.change('mandate', one.stored?.id ?? '', changedFields(fields(one), one.changes, columns))
		)
	work.push((here) =>
		here.write.addAll(
			'mandate',
			matches.rows.filter(isNew).map((one) => ({
				...fields(one),
				structure_id: ids.of('structure', one.value.structure),
				position: one.value.position
			}))
		)
	)
}

// `same-as` and `related-to` read alike from both ends, so a row may stand there the other way round.
const reversed = (texts: Texts): Texts | undefined =>
	texts['relation'] === 'broader-than'
		? undefined
		: { ...texts, area: texts['other_area'] ?? '', other_area: texts['area'] ?? '' }

function planCrosswalk(planning: AreaPlanning) {
	const { ids, parsed, faults, plans, work } = planning
	const matches = matchRows(planning, crosswalkSheet, planning.stored(crosswalkSheet), { otherKey: reversed })
	plans.push(matches)
	for (const { row, value } of matches.rows) {
		const fault = (column: string, code: string) =>
			void faults.push(parsed.fault({ sheet: crosswalkSheet, row, column }, code))
		if (value.area === value.other_area) fault('other_area', 'platform.link-to-itself')
		if (value.from !== undefined && value.to !== undefined && value.to < value.from)
			fault('to', 'directory.ends-before-it-starts')
	}
	const fields = ({ value }: (typeof matches.rows)[number]) => ({
		argument: value.argument ?? null,
		state: value.state,
		from_day: value.from ?? null,
		to_day: value.to ?? null,
		...originColumns(value)
	})
	for (const one of matches.rows.filter(isChanged))
		work.push((here) => here.write.change('link', one.stored?.id ?? '', changedFields(fields(one), one.changes)))
	work.push((here) =>
		here.write.addAll(
			'link',
			matches.rows.filter(isNew).map((one) => ({
				...fields(one),
				type: one.value.relation,
				from_id: ids.of('area', one.value.area),
				to_id: ids.of('area', one.value.other_area),
				withdrawn_reason: null,
				seat_id: here.seat.id,
				created_at: here.now
			}))
		)
	)
}

function planLeads(planning: AreaPlanning) {
	const { ids, plans, work } = planning
	const matches = matchRows(planning, areaLeadSheet, planning.stored(areaLeadSheet))
	plans.push(matches)
	const fields = ({ value }: (typeof matches.rows)[number]) => ({
		to_day: value.to ?? null,
		reason: value.reason ?? null,
		end_reason: value.end_reason ?? null,
		...originColumns(value)
	})
	for (const one of endsFirst(matches.rows.filter(isChanged)))
		work.push((here) => here.write.change('area_lead', one.stored?.id ?? '', changedFields(fields(one), one.changes)))
	work.push((here) =>
		here.write.addAll(
			'area_lead',
			matches.rows.filter(isNew).map((one) => ({
				...fields(one),
				area_id: ids.of('area', one.value.area),
				actor_id: ids.of('actor', one.value.actor),
				from_day: one.value.from ?? null
			}))
		)
	)
	refuseEndedActors(planning, matches, (one) => one.value.to === undefined)
	checkDated(planning, matches, {
		of: ['area', 'actor'],
		column: 'actor',
		code: 'directory.already-leads',
		days: (one: Matched<(typeof areaLeadSheet)['columns'] & Columns>) => one.value
	})
}

function planStructureAreas(planning: AreaPlanning) {
	const { ids, plans, work } = planning
	const matches = matchRows(planning, structureAreaSheet, planning.stored(structureAreaSheet))
	plans.push(matches)
	for (const one of matches.rows.filter(isChanged))
		work.push((here) =>
			here.write.change('record_theme', one.stored?.id ?? '', changedFields(originColumns(one.value), one.changes))
		)
	work.push((here) =>
		here.write.addAll(
			'record_theme',
			matches.rows.filter(isNew).map((one) => ({
				...originColumns(one.value),
				record_id: ids.of('structure', one.value.structure),
				area_id: ids.of('area', one.value.area)
			}))
		)
	)
}
