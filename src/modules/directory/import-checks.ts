import { z } from 'zod'
import type { Matches } from '#platform/exchange/match-rows.ts'
import { type AreaPlanning, changesOne } from '#platform/exchange/plan-rows.ts'
import type { Columns, Sheet } from '#platform/exchange/sheet.ts'
import { Country } from '#platform/operation/fields.ts'
import { DECLARED_STATUSES, keepsEnforcementMark, whyNotParent, whyNotSetStatus } from './rules.ts'
import { actorSheet, structureSheet } from './sheets.ts'

// What a form refuses, a file may not bring in either: these checks are those of the commands, at the cell.

const ENDED: readonly unknown[] = ['abolished', 'merged']

type Actors = Matches<(typeof actorSheet)['columns']>
type Structures = Matches<(typeof structureSheet)['columns']>

/** Refuses what only commands of their own may do to an actor: the mark, and its end. */
export function checkActors(planning: AreaPlanning, matches: Actors): void {
	const { here, parsed, faults } = planning
	for (const one of matches.rows) {
		const { value, row, stored } = one
		const fault = (column: string, code: string) =>
			void faults.push(parsed.fault({ sheet: actorSheet, row, column }, code))
		const isMarked = stored?.texts['enforcement'] === 'yes'
		// Taking an enforcement mark off needs two administrators, by whatever road.
		if (isMarked && changesOne(one, 'enforcement')) fault('enforcement', 'directory.import-unmarks')
		if (value.enforcement && !isMarked && !keepsEnforcementMark(here.seat))
			fault('enforcement', 'directory.import-marks')
		if (changesOne(one, 'status')) {
			if (ENDED.includes(stored?.texts['status'])) fault('status', 'directory.actor-already-ended')
			else if (ENDED.includes(value.status)) fault('status', 'directory.import-ends-actor')
		}
		if (value.contact_email !== undefined && !z.email().safeParse(value.contact_email).success)
			fault('contact_email', 'directory.not-an-address')
	}
	checkCountries(planning, matches, ['country', 'host_country'])
	checkParents(planning, matches)
}

const Status = z.enum(DECLARED_STATUSES)

/** Refuses moves of status that no form allows, a structure that is its own secretariat, and parents in a circle. */
export function checkStructures(planning: AreaPlanning, matches: Structures): void {
	const { here, parsed, faults } = planning
	for (const one of matches.rows) {
		const { value, row, stored } = one
		const fault = (column: string, code: string, params = {}) =>
			void faults.push(parsed.fault({ sheet: structureSheet, row, column }, code, params))
		const from = Status.safeParse(stored?.texts['declared_status'])
		if (from.success && changesOne(one, 'declared_status')) {
			const why = whyNotSetStatus(from.data, value.declared_status)
			if (why) fault('declared_status', why, { from: from.data, to: value.declared_status })
			const { status_day: day } = value
			const before = stored?.texts['status_day']
			if (day !== undefined && day > here.today) fault('status_day', 'directory.day-in-future', { today: here.today })
			if (day !== undefined && before !== undefined && day < before)
				fault('status_day', 'directory.status-before-last', { day: before })
		}
		if (value.secretariat === value.key) fault('secretariat', 'directory.own-secretariat')
	}
	checkCountries(planning, matches, ['partner_country'])
	checkParents(planning, matches)
}

function checkCountries<C extends Columns>(
	{ parsed, faults }: AreaPlanning,
	{ sheet, rows }: Matches<C>,
	columns: readonly string[]
) {
	for (const { row, texts } of rows)
		for (const column of columns)
			if (texts[column] !== undefined && !Country.safeParse(texts[column]).success)
				faults.push(parsed.fault({ sheet, row, column }, 'directory.not-a-country'))
}

type Tree<C extends Columns> = Matches<C> & { readonly sheet: Sheet<C> }

// A circle within the file was refused when it was read; this finds one that the file closes with what is there already.
function checkParents<C extends Columns>(planning: AreaPlanning, { sheet, rows }: Tree<C>) {
	const { parsed, faults } = planning
	if (!parsed.columns(sheet).includes('parent')) return
	const parentOf = new Map<string, string | null>(
		planning.stored(sheet).rows.map(({ texts }) => [texts['key'] ?? '', texts['parent'] ?? null])
	)
	for (const { texts } of rows) parentOf.set(texts['key'] ?? '', texts['parent'] ?? null)
	for (const { row, texts } of rows) {
		const parent = texts['parent']
		const why = parent === undefined ? null : whyNotParent(texts['key'] ?? '', parent, parentOf)
		if (why) faults.push(parsed.fault({ sheet, row, column: 'parent' }, why))
	}
}
