import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { nothingKept, readAllKept, type EntryRow, type KeptEntry } from '../entry/read-entry.server.ts'

/** So many are looked at in one go: a register of any size is gone through in the same memory. */
const ENTRIES_AT_ONCE = 500

export type EntryInTurn = { id: string; reference: string; row: EntryRow; kept: KeptEntry }

/** How what the seat does not see is reached: by a command's upkeep in sight of all, by a query not at all. */
export type Sight = <T>(work: () => Promise<T>) => Promise<T>

type Hold = (ids: readonly string[]) => Promise<unknown>

async function someAfter(
	here: Here,
	registerId: string,
	{ after, hold }: { after: string | null; hold: Hold | undefined }
): Promise<EntryInTurn[]> {
	const own = here.tx
		.selectFrom('entry')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('register_id', '=', registerId)
		.orderBy('id')
		.limit(ENTRIES_AT_ONCE)
	const next = await (after === null ? own : own.where('id', '>', after)).execute()
	const ids = next.map(({ id }) => id)
	if (ids.length === 0) return []
	// Whoever is at one of them goes first, and what they write is read.
	await hold?.(ids)
	const found = await here.tx
		.selectFrom('entry')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'entry.workspace_id').onRef('record.id', '=', 'entry.id')
		)
		.select(['entry.id', 'record.number', 'entry.register_id', 'entry.state', 'entry.state_day', 'entry.ended_day'])
		.select(['entry.entering_actor_id', 'entry.revision'])
		.where('entry.workspace_id', '=', here.workspace.id)
		.where('entry.id', '=', anyOf(ids))
		.orderBy('entry.id')
		.execute()
	const kept = await readAllKept(here, ids)
	return found.map(({ id, number, ...row }) => ({
		id,
		reference: number ?? id,
		row,
		kept: kept.get(id) ?? nothingKept
	}))
}

/**
 * The entries of a register, withdrawn ones among them, so many at a time in the order in which they came; no more than `most`.
 * With `hold` they are kept from others before they are read.
 */
export async function* entriesInTurn(
	here: Here,
	registerId: string,
	{ sight, hold, most = Number.MAX_SAFE_INTEGER }: { sight: Sight; hold?: Hold; most?: number }
): AsyncGenerator<readonly EntryInTurn[]> {
	let after: string | null = null
	for (let left = most; left > 0;) {
		const asked: { after: string | null; hold: Hold | undefined } = { after, hold }
		const some: EntryInTurn[] = await sight(() => someAfter(here, registerId, asked))
		const last = some.at(-1)
		if (last === undefined) return
		yield some.slice(0, left)
		left -= some.length
		after = last.id
	}
}

/** How many entries there are to go through, no further than `most`. */
export async function countEntries(
	here: Here,
	registerId: string,
	sight: Sight,
	most = Number.MAX_SAFE_INTEGER
): Promise<number> {
	const own = here.tx
		.selectFrom('entry')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('register_id', '=', registerId)
		.limit(most)
	const { entries } = await sight(() =>
		here.tx
			.selectFrom(own.as('own'))
			.select((select) => select.fn.countAll<number>().as('entries'))
			.executeTakeFirstOrThrow()
	)
	return entries
}
