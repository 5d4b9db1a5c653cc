import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { Edition } from './editions.ts'
import type { PaperKind } from './minutes-rules.ts'

type One = { kind: PaperKind; actor: RecordReference; offices: readonly string[]; edition: Edition | null }

/** Somebody who is to be given papers by hand, with all the papers that they are given in the same edition. */
export type ByHandRow = Omit<One, 'kind'> & { kinds: PaperKind[] }

/** Whoever is to be given several papers stands there once for each edition of theirs, in the order in which they were found. */
export function byHandRows(found: readonly One[]): ByHandRow[] {
	const sorted = Map.groupBy(found, ({ actor, offices, edition }) => JSON.stringify([actor.id, offices, edition]))
	return [...sorted.values()].flatMap((some) => {
		const [first] = some
		if (!first) return []
		const { actor, offices, edition } = first
		return [{ actor, offices, edition, kinds: [...new Set(some.map(({ kind }) => kind))] }]
	})
}
