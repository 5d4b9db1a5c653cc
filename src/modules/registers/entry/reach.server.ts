import type { Here } from '#platform/operation/operation.server.ts'
import { referencesOf } from '#platform/records/find-record.server.ts'
import type { Move } from '../declaration/declaration.ts'
import { seatsOfGroup, type Told } from './effects.server.ts'
import { tokensOfGroup } from './entry-access.ts'
import type { Planned } from './plan-entry.server.ts'

/** Whom a move of entries would write to, and which actors no seat acts for; nobody is written to yet. */
export async function reachOf(here: Here, move: Move, planned: readonly Planned[]): Promise<Told> {
	let told = 0
	const unreached = new Set<string>()
	// Most entries name the same few: each circle of readers is looked up once.
	const known = new Map<string, ReturnType<typeof seatsOfGroup>>()
	for (const effect of move.does) {
		if (!('notify' in effect)) continue
		for (const { found, entry } of planned) {
			const group = found.compiled.declaration.groups.find(({ key }) => key === effect.notify)
			if (!group) continue
			const circle = tokensOfGroup(group, entry).sort().join(' ')
			const asked = known.get(circle) ?? seatsOfGroup(here, group, entry)
			known.set(circle, asked)
			const { seats, unreached: none } = await asked
			told += seats.length
			for (const actor of none) unreached.add(actor)
		}
	}
	const names = await referencesOf(here, [...unreached])
	return { told, cannotReach: [...names.values()] }
}
