import { z } from 'zod'
import type { Columns, RowOf, Sheet } from '#platform/exchange/sheet.ts'
import { Country } from '#platform/operation/fields.ts'
import { columnsIn, type Planning, type Stored } from './import-plan.ts'
import { DECLARED_STATUSES, keepsEnforcementMark, whyNotParent, whyNotSetStatus } from './rules.ts'
import { actorSheet, structureSheet } from './sheets.ts'

// What a form refuses, a file may not bring in either: these checks are those of the commands, at the cell.

const ENDED: readonly unknown[] = ['abolished', 'merged']

/** Refuses what only commands of their own may do to an actor: the mark, and its end. */
export function checkActors(planning: Planning, existing: ReadonlyMap<string, Stored>): void {
	const { here, parsed, ids, faults } = planning
	const columns = columnsIn(planning, actorSheet)
	for (const { row, value } of parsed.rows(actorSheet)) {
		const before = existing.get(ids.of('actor', value.key))
		const fault = (column: string, code: string) =>
			void faults.push(parsed.fault({ sheet: actorSheet, row, column }, code))
		const isMarked = before?.['is_enforcement'] === true
		// Taking an enforcement mark off needs two administrators, by whatever road.
		if (columns.has('enforcement') && isMarked && !value.enforcement) fault('enforcement', 'directory.import-unmarks')
		if (value.enforcement && !isMarked && !keepsEnforcementMark(here.seat))
			fault('enforcement', 'directory.import-marks')
		const status = value.status ?? 'active'
		if (columns.has('status') && before && before['status'] !== status) {
			if (ENDED.includes(before['status'])) fault('status', 'directory.actor-already-ended')
			else if (ENDED.includes(status)) fault('status', 'directory.import-ends-actor')
		}
		if (value.contact_email !== undefined && !z.email().safeParse(value.contact_email).success)
			fault('contact_email', 'directory.not-an-address')
	}
	checkCountries(planning, actorSheet, (row) => ({ country: row.country, host_country: row.host_country }))
	checkParents(planning, { kind: 'actor', sheet: actorSheet, existing, placed: (row) => row })
}

const Status = z.enum(DECLARED_STATUSES)

/** Refuses moves of status that no form allows, a structure that is its own secretariat, and parents in a circle. */
export function checkStructures(planning: Planning, existing: ReadonlyMap<string, Stored>): void {
	const { parsed, ids, faults } = planning
	for (const { row, value } of parsed.rows(structureSheet)) {
		const before = existing.get(ids.of('structure', value.key))
		const from = Status.safeParse(before?.['declared_status'])
		if (from.success && from.data !== value.declared_status) {
			const why = whyNotSetStatus(from.data, value.declared_status)
			const at = { sheet: structureSheet, row, column: 'declared_status' }
			if (why) faults.push(parsed.fault(at, why, { from: from.data, to: value.declared_status }))
		}
		if (value.secretariat === value.key)
			faults.push(parsed.fault({ sheet: structureSheet, row, column: 'secretariat' }, 'directory.own-secretariat'))
	}
	checkCountries(planning, structureSheet, (row) => ({ partner_country: row.partner_country }))
	checkParents(planning, { kind: 'structure', sheet: structureSheet, existing, placed: (row) => row })
}

function checkCountries<C extends Columns>(
	{ parsed, faults }: Planning,
	sheet: Sheet<C>,
	cells: (row: RowOf<C>) => Readonly<Record<string, string | undefined>>
) {
	for (const { row, value } of parsed.rows(sheet))
		for (const [column, country] of Object.entries(cells(value)))
			if (country !== undefined && !Country.safeParse(country).success)
				faults.push(parsed.fault({ sheet, row, column }, 'directory.not-a-country'))
}

type Tree<C extends Columns> = {
	kind: 'actor' | 'structure'
	sheet: Sheet<C>
	existing: ReadonlyMap<string, Stored>
	placed: (row: RowOf<C>) => { key: string; parent: string | undefined }
}

// A circle within the file was refused when it was read; this finds one that the file closes with what is there already.
function checkParents<C extends Columns>(planning: Planning, { kind, sheet, existing, placed }: Tree<C>) {
	const { parsed, ids, faults } = planning
	if (!columnsIn(planning, sheet).has('parent')) return
	const rows = parsed.rows(sheet).map(({ row, value }) => {
		const { key, parent } = placed(value)
		return { row, id: ids.of(kind, key), parentId: ids.find(kind, parent) }
	})
	const above = (stored: Stored) => (typeof stored['parent_id'] === 'string' ? stored['parent_id'] : null)
	const parentOf = new Map([...existing].map(([id, stored]) => [id, above(stored)]))
	for (const { id, parentId } of rows) parentOf.set(id, parentId)
	for (const { row, id, parentId } of rows) {
		const why = parentId === null ? null : whyNotParent(id, parentId, parentOf)
		if (why) faults.push(parsed.fault({ sheet, row, column: 'parent' }, why))
	}
}
