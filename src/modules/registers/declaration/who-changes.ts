import type { ChangedIn, Declaration, Group } from './declaration.ts'

/** True where the group changes what is changed in these states: in all of them where nothing is said of it. */
export function isOpenIn(changedIn: ChangedIn | undefined, group: string, state: string): boolean {
	const states = Array.isArray(changedIn) ? changedIn : changedIn?.[group]
	return states === undefined || states.includes(state)
}

/** Who makes the moves that a day brings: the clock of the workspace, which is in no group. */
export const CLOCK = 'clock'

type Moved = Pick<Declaration, 'fields' | 'tables' | 'moves'>

/**
 * Who alone fills in a field or table, by its key: the group it names, and of what a move sets those who make that move, since
 * whoever could fill it in by hand would need no move. What is left out is filled in by whoever changes the entry.
 */
export function changersOf({ fields, tables, moves }: Moved): ReadonlyMap<string, readonly string[]> {
	const changers = new Map<string, readonly string[]>()
	for (const { by, does } of moves)
		for (const effect of does)
			if ('set' in effect) changers.set(effect.set, [...new Set([...(changers.get(effect.set) ?? []), ...by])])
	for (const { key, changed } of [...fields, ...tables]) if (changed !== undefined) changers.set(key, [changed])
	return changers
}

// Somebody must be able to mend a wrong choice: see platform/access/seat.ts.
const KEEPERS: ReadonlySet<string> = new Set(['administrator', 'secretariat'])

/** True for a group of the workspace's keepers alone, who name actors and structures for everybody. */
export const isOfKeepers = ({ roles, actor_in: actors, members_in: structures, entering_actor: isEntering }: Group) =>
	!isEntering && actors.length + structures.length === 0 && roles.every((role) => KEEPERS.has(role))

const isAmong = (few: readonly string[], many: readonly string[]) => few.every((one) => many.includes(one))

/** True where whoever is in the group is in one of the others too, whatever stands in an entry. */
export function isWithin(inner: Group, outer: readonly Group[]): boolean {
	const all = <T>(of: (group: Group) => readonly T[]) => outer.flatMap(of)
	return (
		isAmong(
			inner.roles,
			all(({ roles }) => roles)
		) &&
		isAmong(
			inner.actor_in,
			all(({ actor_in: actors }) => actors)
		) &&
		isAmong(
			inner.members_in,
			all(({ members_in: structures }) => structures)
		) &&
		(!inner.entering_actor || outer.some(({ entering_actor: isEntering }) => isEntering))
	)
}

/** The groups of these keys, in the order in which they are declared. */
export const groupsOf = ({ groups }: Pick<Declaration, 'groups'>, keys: readonly string[]) =>
	groups.filter(({ key }) => keys.includes(key))
