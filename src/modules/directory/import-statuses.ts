import { changedFields } from '#platform/exchange/changed-fields.ts'
import { matchRows } from '#platform/exchange/match-rows.ts'
import { type AreaPlanning, isChanged, isNew, originColumns } from '#platform/exchange/plan-rows.ts'
import { structureStatusSheet } from './sheets.ts'

const matched = (planning: AreaPlanning) =>
	matchRows(planning, structureStatusSheet, planning.stored(structureStatusSheet))

/** Tells of a structure whether the file adds to the statuses it was declared to have, so that none is noted beside them. */
export function addsStatuses(planning: AreaPlanning): (structure: string) => boolean {
	const told = new Set(
		matched(planning)
			.rows.filter(isNew)
			.map(({ value }) => value.structure)
	)
	return (structure) => told.has(structure)
}

/** Plans the statuses that structures were declared to have, in their order. */
export function planStatuses(planning: AreaPlanning): void {
	const { parsed, ids, plans, work, faults } = planning
	const matches = matched(planning)
	plans.push(matches)
	const last = new Map<string, number>()
	for (const { texts } of planning.stored(structureStatusSheet).rows)
		last.set(texts['structure'] ?? '', Number(texts['position']))
	const added = matches.rows.filter(isNew).toSorted((one, other) => one.value.position - other.value.position)
	for (const { row, value } of added) {
		const before = last.get(value.structure) ?? 0
		// They are kept in the order in which they came: a place that is left out could never be filled.
		if (value.position === before + 1) last.set(value.structure, value.position)
		else
			faults.push(
				parsed.fault({ sheet: structureStatusSheet, row, column: 'position' }, 'directory.import-position', {
					next: before + 1
				})
			)
	}
	const fields = ({ value }: (typeof added)[number]) => {
		const { origin_note: _none, ...origin } = originColumns({ ...value, note: undefined })
		return {
			status: value.status,
			detail: value.detail ?? null,
			day: value.day ?? null,
			reason: value.reason ?? null,
			...origin
		}
	}
	for (const one of matches.rows.filter(isChanged))
		work.push((here) =>
			here.write.change('structure_status', one.stored?.id ?? '', changedFields(fields(one), one.changes))
		)
	work.push((here) =>
		here.write.addAll(
			'structure_status',
			added.map((one) => ({
				...fields(one),
				structure_id: ids.of('structure', one.value.structure),
				created_at: here.now
			}))
		)
	)
}
