import { invalid, type Issue } from '#platform/operation/refusal.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { giveFor } from '../formula/values.ts'
import { defaultsOf, type Adding } from './default-values.ts'
import { mayFill, type AskedEntry, type AskingSeat } from './entry-access.ts'
import type { RowPlaces } from './given.server.ts'
import type { EntryValues } from './values.ts'
import { faultsInState, faultsOf, rowOf, withoutUnasked, workOut, type EntryFault } from './work-out.ts'

/** The values with what is not asked for left out, and with what is asked for no longer without it, and every formula worked out. */
export function settle(compiled: CompiledRegister, values: EntryValues, today: string): EntryValues {
	let worked = workOut(compiled, values, today).values
	// Each round leaves out a field at least.
	for (;;) {
		const asked = withoutUnasked(compiled, worked, today)
		if (asked === worked) return worked
		worked = workOut(compiled, asked, today).values
	}
}

/**
 * A new entry with what its fields begin with put in where nothing is said of them, be it that they stay empty; formulas worked out. An actor
 * may open what else is hidden to its seats: who may not name it there by hand is not put there unasked either.
 */
export function beginEntry(
	compiled: CompiledRegister,
	values: EntryValues,
	{
		isSaid,
		mayFill: mayPut,
		...adding
	}: Adding & { isSaid: (key: string) => boolean; mayFill: (key: string, values: EntryValues) => boolean }
): EntryValues {
	const begun = Object.entries(defaultsOf(compiled, adding)).filter(([key]) => !isSaid(key))
	const settled = (some: typeof begun) =>
		settle(compiled, { ...values, fields: { ...values.fields, ...Object.fromEntries(some) } }, adding.today)
	const whole = settled(begun)
	const allowed = begun.filter(([key]) => compiled.fields.get(key)?.preset !== 'own' || mayPut(key, whole))
	return allowed.length === begun.length ? whole : settled(allowed)
}

const pathOf = (fault: EntryFault, places: RowPlaces) =>
	fault.code === 'missing' && fault.table !== undefined
		? ['tables', fault.table, places[fault.table]?.[fault.row ?? 0] ?? fault.row ?? 0, fault.field]
		: ['values', fault.field]

/** The sentence of what stays filled in a state. */
export const LEFT_EMPTY = 'registers.left-empty'

/** What the sentence of a field or table names that stays filled in a state, as the workspace calls it. */
export function sayLeftEmpty(
	{ declaration, fields, tables }: CompiledRegister,
	{ field, state }: { field: string; state: string },
	language: string
): { field: string; state: string } {
	const names = fields.get(field)?.field.names ?? tables.get(field)?.table.names
	const states = declaration.states.find(({ key }) => key === state)?.names
	return {
		field: names?.[language] ?? names?.['en'] ?? field,
		state: states?.[language] ?? states?.['en'] ?? state
	}
}

/** Refuses an entry that is not complete or not sound by the rules of its register. */
export function refuseFaults(
	compiled: CompiledRegister,
	values: EntryValues,
	{
		today,
		seat,
		entry,
		language,
		rowPlaces = {},
		isLeft = () => false,
		comesTo = entry.state,
		isWhole = true
	}: {
		today: string
		seat: AskingSeat
		entry: AskedEntry
		language: string
		rowPlaces?: RowPlaces
		/** Fields and tables that are not asked to be filled this time. */
		isLeft?: (key: string) => boolean
		/** The state it comes to; it is filled in where it stands. */
		comesTo?: string
		/** False where nothing of it changes but its state: it is asked for what holds there. */
		isWhole?: boolean
	}
) {
	const asked = { today, mayFill: (key: string) => !isLeft(key) && mayFill(compiled, key, seat, entry), state: comesTo }
	const faults = (isWhole ? faultsOf : faultsInState)(compiled, values, asked).filter(
		(fault) => !(fault.code === 'left-empty' && isLeft(fault.field))
	)
	if (faults.length === 0) return
	throw invalid(
		faults.slice(0, 100).map((fault): Issue => {
			if (fault.code === 'missing') return { path: pathOf(fault, rowPlaces), code: 'platform.field.missing' }
			if (fault.code === 'left-empty') {
				const params = sayLeftEmpty(compiled, fault, language)
				return { path: [compiled.tables.has(fault.field) ? 'tables' : 'values', fault.field], code: LEFT_EMPTY, params }
			}
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
