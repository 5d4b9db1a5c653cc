import { invalid, type Issue } from '#platform/operation/refusal.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { giveFor } from '../formula/values.ts'
import { mayFill, type AskedEntry, type AskingSeat } from './entry-access.ts'
import type { RowPlaces } from './given.server.ts'
import type { EntryValues } from './values.ts'
import { faultsOf, rowOf, withoutUnasked, workOut, type EntryFault } from './work-out.ts'

/** The values with what is not asked for left out and every formula worked out. */
export function settle(compiled: CompiledRegister, values: EntryValues, today: string): EntryValues {
	const worked = workOut(compiled, values, today).values
	return workOut(compiled, withoutUnasked(compiled, worked, today), today).values
}

const pathOf = (fault: EntryFault, places: RowPlaces) =>
	fault.code === 'missing' && fault.table !== undefined
		? ['tables', fault.table, places[fault.table]?.[fault.row ?? 0] ?? fault.row ?? 0, fault.field]
		: ['values', fault.field]

/** Refuses an entry that is not complete or not sound by the rules of its register. */
export function refuseFaults(
	compiled: CompiledRegister,
	values: EntryValues,
	{
		today,
		seat,
		entry,
		language,
		rowPlaces = {}
	}: { today: string; seat: AskingSeat; entry: AskedEntry; language: string; rowPlaces?: RowPlaces }
) {
	const faults = faultsOf(compiled, values, { today, mayFill: (key) => mayFill(compiled, key, seat, entry) })
	if (faults.length === 0) return
	throw invalid(
		faults.slice(0, 100).map((fault): Issue => {
			if (fault.code === 'missing') return { path: pathOf(fault, rowPlaces), code: 'platform.field.missing' }
			const message = compiled.declaration.checks.find(({ key }) => key === fault.check)?.message ?? {}
			return {
				path: pathOf(fault, rowPlaces),
				code: 'registers.check',
				params: { message: message[language] ?? message['en'] ?? fault.check }
			}
		})
	)
}

const TITLE_MOST = 300

/** What an entry is called; by its number where its title is empty. */
export function titleOf(compiled: CompiledRegister, values: EntryValues, today: string, number: string): string {
	const given = giveFor(compiled.title.gives, rowOf(values.fields, values.tables, today))
	const title = 'value' in given && typeof given.value === 'string' ? given.value.trim() : ''
	return title === '' ? number : title.slice(0, TITLE_MOST)
}
