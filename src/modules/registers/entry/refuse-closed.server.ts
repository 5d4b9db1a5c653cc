import type { Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid, type Issue } from '#platform/operation/refusal.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { mayChange, mayFill, statesToChange, statesToFill, type AskedEntry } from './entry-access.ts'
import type { GivenFields } from './given.server.ts'
import { askingOf } from './read-entry.server.ts'

type Given = Pick<GivenFields, 'values' | 'tables'>

/** The fields and tables that are given, each with its place in the input. */
const placesOf = ({ values, tables }: Given) => [
	...Object.keys(values).map((key) => ({ key, path: ['values', key] })),
	...Object.keys(tables).map((key) => ({ key, path: ['tables', key] }))
]

/** States as the workspace calls them, in their order. */
export function namesOfStates({ declaration }: CompiledRegister, keys: readonly string[], language: string): string {
	return declaration.states
		.filter(({ key }) => keys.includes(key))
		.map(({ names }) => names[language] ?? names['en'] ?? '')
		.join(', ')
}

const named = (here: Writing, compiled: CompiledRegister, entry: AskedEntry, states: readonly string[]) => ({
	state: namesOfStates(compiled, [entry.state], here.workspace.language),
	states: namesOfStates(compiled, states, here.workspace.language)
})

/** Refuses the fields and tables that the seat may fill in in another state and not in the one the entry stands in. */
export function refuseClosedFields(here: Writing, compiled: CompiledRegister, entry: AskedEntry, given: Given) {
	const issues = placesOf(given).flatMap(({ key, path }): Issue[] => {
		const states = statesToFill(compiled, key, askingOf(here), entry)
		if (states.length === 0) return []
		return [{ path, code: 'registers.field-closed-in-state', params: named(here, compiled, entry, states) }]
	})
	if (issues.length > 0) throw invalid(issues.slice(0, 100))
}

/**
 * Refuses what the seat may change in another state and not in the one the entry stands in, naming both: the way out is a move.
 * What it may change in none is refused elsewhere.
 */
export function refuseClosed(here: Writing, compiled: CompiledRegister, entry: AskedEntry, given: Given) {
	const states = statesToChange(compiled, askingOf(here), entry)
	if (states.length > 0) throw conflict('registers.closed-in-state', named(here, compiled, entry, states))
	refuseClosedFields(here, compiled, entry, given)
}

/**
 * Refuses a change after which the seat could not make it: rights are asked of an entry before and after, so that nobody puts
 * somebody else in its place, nor fills in what only who stands there then may.
 */
export function refuseGivenAway(here: Writing, compiled: CompiledRegister, after: AskedEntry, given: Given) {
	const seat = askingOf(here)
	const standing = new Set(
		compiled.declaration.groups.flatMap(({ actor_in: actors, members_in: structures }) => [...actors, ...structures])
	)
	const places = placesOf(given)
	const issues = mayChange(compiled, seat, after)
		? places
				.filter(({ key }) => !mayFill(compiled, key, seat, after))
				.map(({ key, path }): Issue => ({ path, code: 'registers.not-yours-to-fill', params: { field: key } }))
		: places.filter(({ key }) => standing.has(key)).map(({ path }): Issue => ({ path, code: 'registers.given-away' }))
	if (issues.length > 0) throw invalid(issues.slice(0, 100))
}
