import { changedFields } from '#platform/exchange/changed-fields.ts'
import { matchRows } from '#platform/exchange/match-rows.ts'
import { type AreaPlanning, isChanged, isNew } from '#platform/exchange/plan-rows.ts'
import { formerNameSheet, successionSheet } from './sheets.ts'

/** Plans the names that actors had. */
export function planFormerNames(planning: AreaPlanning): void {
	const { parsed, ids, plans, work, faults } = planning
	const matches = matchRows(planning, formerNameSheet, planning.stored(formerNameSheet))
	plans.push(matches)
	for (const { row, value } of matches.rows)
		if (value.from !== undefined && value.to !== undefined && value.to < value.from)
			faults.push(parsed.fault({ sheet: formerNameSheet, row, column: 'to' }, 'directory.ends-before-it-starts'))
	const languages = parsed.languages(formerNameSheet)
	const fields = ({ value, stored }: (typeof matches.rows)[number]) => {
		const before = stored ? namesIn(stored.texts, planning.language) : {}
		const kept = Object.entries(before).filter(([language]) => !languages.has(language))
		const name: Record<string, string> = { ...Object.fromEntries(kept), ...value.name }
		return { name: JSON.stringify(name), acronym: value.acronym ?? null, reason: value.reason ?? null }
	}
	for (const one of matches.rows.filter(isChanged))
		work.push((here) => here.write.change('record_name', one.stored?.id ?? '', changedFields(fields(one), one.changes)))
	work.push((here) =>
		here.write.addAll(
			'record_name',
			matches.rows.filter(isNew).map((one) => ({
				...fields(one),
				record_id: ids.of('actor', one.value.actor),
				from_day: one.value.from ?? null,
				to_day: one.value.to ?? null
			}))
		)
	)
}

const namesIn = (texts: Readonly<Record<string, string>>, language: string) =>
	Object.fromEntries(
		Object.entries(texts).flatMap(([header, text]) => {
			if (header === 'name') return [[language, text]]
			return header.startsWith('name_') ? [[header.slice('name_'.length), text]] : []
		})
	)

/** Plans what became of actors by law. It is told as it was; what hung on an actor is moved on its page alone. */
export function planSuccessions(planning: AreaPlanning): void {
	const { parsed, ids, plans, work, faults } = planning
	const matches = matchRows(planning, successionSheet, planning.stored(successionSheet))
	plans.push(matches)
	for (const { row, value } of matches.rows) {
		const fault = (code: string) =>
			void faults.push(parsed.fault({ sheet: successionSheet, row, column: 'successor' }, code))
		if (value.successor === value.actor) fault('directory.own-successor')
		if (value.successor !== undefined && (value.kind === 'rename' || value.kind === 'abolish'))
			fault('directory.no-successor-here')
	}
	for (const one of matches.rows.filter(isChanged))
		work.push((here) =>
			here.write.change(
				'actor_succession',
				one.stored?.id ?? '',
				changedFields({ legal_basis: one.value.legal_basis }, one.changes)
			)
		)
	work.push((here) =>
		here.write.addAll(
			'actor_succession',
			matches.rows.filter(isNew).map((one) => ({
				actor_id: ids.of('actor', one.value.actor),
				successor_id: ids.find('actor', one.value.successor),
				kind: one.value.kind,
				day: one.value.day,
				legal_basis: one.value.legal_basis
			}))
		)
	)
}
