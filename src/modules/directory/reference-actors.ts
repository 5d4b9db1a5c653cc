import type { Cite } from './reference-citations.ts'
import { noteOf, type SheetCells } from './reference-sheets.ts'
import { composedName, copied } from './reference-structures.ts'
import { mappedNote } from './reference-frameworks.ts'
import { cell, indexOf, keyIn, ReferenceFault, type Reference, type ReferenceTables } from './reference-tables.ts'
import { wordReader } from './reference-words.ts'

/**
 * The keys of the actors a workspace gets: its own, the shared ones, those its rows point to, and all their parents.
 * Throws ReferenceFault when a pointer leads nowhere.
 */
export function actorKeys(
	facts: ReferenceTables,
	workspaceKey: string,
	pointed: readonly string[]
): ReadonlySet<string> {
	const actors = indexOf(facts, 'actors')
	const own = [...actors.values()].filter((row) => [workspaceKey, 'shared'].includes(cell(row, 'workspace')))
	const chosen = new Set<string>()
	const waiting = [...own.map((row) => cell(row, 'id')), ...pointed]
	for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
		if (chosen.has(key)) continue
		const row = actors.get(key)
		if (!row) throw new ReferenceFault(`facts/actors.csv has no actor with the key ${key}.`)
		chosen.add(key)
		const parent = keyIn(row, 'parent', actors, 'actor')
		if (parent) waiting.push(parent)
	}
	return chosen
}

/** The rows of the sheet `actor`. The enforcement mark is the actor's own: a parent's mark says nothing of it. */
export function actorRows({ facts, maps }: Reference, chosen: ReadonlySet<string>, cite: Cite): SheetCells[] {
	const kind = wordReader(maps, 'actor-kinds')
	const actors = indexOf(facts, 'actors')
	const countries = indexOf(facts, 'countries', 'country')
	const marks = indexOf(maps, 'enforcement', 'actor')
	for (const mark of marks.values()) keyIn(mark, 'actor', actors, 'actor')
	return [...actors]
		.filter(([key]) => chosen.has(key))
		.map(([key, row]) => {
			const mark = marks.get(key)
			return {
				key,
				...copied(row, ['name', 'acronym', 'parent', 'status']),
				aliases: cell(row, 'aliases').replaceAll('; ', ';'),
				kind: kind(row),
				country: keyIn(row, 'country', countries, 'country'),
				host_country: keyIn(row, 'host_country', countries, 'country'),
				enforcement: mark ? 'yes' : '',
				audience: 'public',
				origin: 'reference',
				...cite(row),
				note: noteOf(composedName(row), cell(row, 'note'), mark ? `Enforcement mark ${mappedNote(mark)}` : '')
			}
		})
}
