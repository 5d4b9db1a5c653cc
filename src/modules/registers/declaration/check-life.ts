import type { Declaration } from './declaration.ts'
import type { DeclarationPath, TellFault } from './fault.ts'
import { CLOCK } from './who-changes.ts'

function reachedFrom(starts: readonly string[], next: (state: string) => readonly string[]): Set<string> {
	const reached = new Set(starts)
	const waiting = [...starts]
	for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
		for (const one of next(state)) {
			if (reached.has(one)) continue
			reached.add(one)
			waiting.push(one)
		}
	}
	return reached
}

/**
 * The life of an entry: it begins in the first state, every state can be reached from there, and from every state an end can
 * be reached, so that nothing is caught for good where nobody is waiting for it. A register of one state has no life.
 */
export function checkLife(tell: TellFault, { states, moves, groups, fields, checks, dues, waiting }: Declaration) {
	const known = new Set(states.map(({ key }) => key))
	const inGroups = new Set(groups.map(({ key }) => key))
	const byKey = new Map(fields.map((field) => [field.key, field]))
	const state = (key: string, path: DeclarationPath) => {
		if (!known.has(key)) tell('unknown-state', path, key)
	}
	for (const [index, move] of moves.entries()) {
		for (const [position, from] of move.from.entries()) state(from, ['moves', index, 'from', position])
		state(move.to, ['moves', index, 'to'])
		for (const [position, key] of move.by.entries()) {
			if (!inGroups.has(key) && !(key === CLOCK && move.on !== undefined))
				tell('unknown-group', ['moves', index, 'by', position], key)
		}
		if (move.on !== undefined) {
			const day = byKey.get(move.on)
			if (day?.type !== 'date') tell('not-a-day', ['moves', index, 'on'], move.on)
			else if (!day.filtered) tell('not-filtered', ['moves', index, 'on'], move.on)
			if (move.by.join(' ') !== CLOCK || inGroups.has(CLOCK))
				tell('not-by-clock', ['moves', index, 'by'], move.by.join(', '))
			// It acts for nobody: who would be answerable for a field it filled in, or an action it handed out?
			for (const [position, effect] of move.does.entries())
				if (!('notify' in effect)) tell('clock-only-notifies', ['moves', index, 'does', position], move.key)
		}
		for (const [position, effect] of move.does.entries()) {
			const path = ['moves', index, 'does', position]
			if ('notify' in effect && !inGroups.has(effect.notify)) tell('unknown-group', [...path, 'notify'], effect.notify)
			if ('action' in effect && byKey.get(effect.responsible)?.type !== 'actor') {
				tell('not-a-actor', [...path, 'responsible'], effect.responsible)
			}
			if ('action' in effect && effect.watched_by !== undefined && byKey.get(effect.watched_by)?.type !== 'structure') {
				tell('not-a-structure', [...path, 'watched_by'], effect.watched_by)
			}
		}
	}
	// What is asked for no longer is waited for by no move.
	for (const [index, { needs, does }] of moves.entries()) {
		for (const [position, key] of needs.entries())
			if (byKey.get(key)?.retired) tell('retired-needed', ['moves', index, 'needs', position], key)
		for (const [position, effect] of does.entries())
			if ('set' in effect && byKey.get(effect.set)?.retired)
				tell('retired-needed', ['moves', index, 'does', position], effect.set)
	}
	for (const [index, check] of checks.entries())
		for (const [position, key] of (check.in ?? []).entries()) state(key, ['checks', index, 'in', position])
	for (const [index, due] of dues.entries()) {
		const day = byKey.get(due.day)
		if (day?.type !== 'date') tell('not-a-day', ['dues', index, 'day'], due.day)
		else if (!day.filtered) tell('not-filtered', ['dues', index, 'day'], due.day)
		for (const [position, key] of due.states.entries()) state(key, ['dues', index, 'states', position])
		if (due.group !== undefined && !inGroups.has(due.group)) tell('unknown-group', ['dues', index, 'group'], due.group)
	}
	for (const [index, wait] of waiting.entries()) {
		for (const [position, key] of wait.states.entries()) state(key, ['waiting', index, 'states', position])
		if (!inGroups.has(wait.for)) tell('unknown-group', ['waiting', index, 'for'], wait.for)
	}
	const [first] = states
	if (!first || states.length === 1) return
	const forward = (key: string) => moves.filter(({ from }) => from.includes(key)).map(({ to }) => to)
	const backward = (key: string) => moves.filter(({ to }) => to === key).flatMap(({ from }) => from)
	const reached = reachedFrom([first.key], forward)
	const ends = states.filter(({ end }) => end).map(({ key }) => key)
	const ending = reachedFrom(ends, backward)
	for (const [index, { key, end }] of states.entries()) {
		if (!reached.has(key)) tell('never-reached', ['states', index], key)
		if (end) continue
		if (forward(key).length === 0) tell('no-way-out', ['states', index], key)
		else if (!ending.has(key)) tell('no-end', ['states', index], key)
	}
}
