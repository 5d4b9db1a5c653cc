import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { ProvisionText, SuggestedOverlap } from '../retrieval/overlap-index.ts'
import type { OverlapQuestion } from './asked-of-worker.ts'
import { withSections } from './sections-above.ts'
import { indexThread, suggestedPairs, tellThread } from './index-thread.server.ts'

// What is kept for all workspaces and kinds of reader together; about four workspaces of the size that is measured.
const PROVISIONS_MOST = 200_000
// Texts that are read in one statement, and sent in one message, while an index is brought up to date.
const TEXTS_AT_ONCE = 20

type Stamp = { stamp: string; provisions: number }
type Held = {
	/** How each text of the index stood when it was sent. */
	stamps: Map<string, Stamp>
	/** The last event of the workspace that it was brought up to. */
	event: string | null
	/** One after the other: two readings at different moments would mix. */
	turn: Promise<unknown>
}
type Indexes = { thread: ReturnType<typeof indexThread>; held: Map<string, Held> }

// The built pages and the jobs are two copies of this file in one process; what they keep is one and the same.
const SHARED = Symbol.for('pitso.overlap-indexes')
const isIndexes = (value: unknown): value is Indexes => typeof value === 'object' && value !== null && 'held' in value

/** What the thread holds: nothing where it was started anew. */
function indexes(): Indexes {
	const thread = indexThread()
	const known: unknown = Reflect.get(globalThis, SHARED)
	if (isIndexes(known) && known.thread === thread) return known
	const fresh: Indexes = { thread, held: new Map() }
	Object.defineProperty(globalThis, SHARED, { value: fresh, configurable: true, writable: true })
	return fresh
}

// Who sees the same is given the same index, and nobody else: it holds the words of what they see.
const keyOf = ({ workspace, seat }: Here) =>
	JSON.stringify([
		workspace.id,
		seat.audience.toSorted(),
		seat.role === 'public' ? workspace.closedKinds.toSorted() : []
	])

const sizeOf = ({ stamps }: Held) => [...stamps.values()].reduce((sum, { provisions }) => sum + provisions, 0)

function hold({ held }: Indexes, key: string): Held {
	const one = held.get(key) ?? { stamps: new Map(), event: null, turn: Promise.resolve() }
	// Last asked for, last forgotten.
	held.delete(key)
	held.set(key, one)
	return one
}

function forgetOldest({ thread, held }: Indexes, kept: Held) {
	let total = [...held.values()].reduce((sum, one) => sum + sizeOf(one), 0)
	for (const [key, one] of held) {
		if (total <= PROVISIONS_MOST) return
		if (one === kept) continue
		held.delete(key)
		tellThread(thread, { what: 'forget', key })
		total -= sizeOf(one)
	}
}

export type Compared = { pairs: SuggestedOverlap[]; texts: ReadonlyMap<string, number> }

/**
 * Asks the index of all texts whose provisions the seat sees, as they are at this moment: what changed since it was last asked for is
 * indexed anew. The work is done in a thread of its own.
 */
export async function askIndex(
	here: Here,
	questionOf: (texts: ReadonlyMap<string, number>) => OverlapQuestion
): Promise<Compared> {
	const all = indexes()
	const key = keyOf(here)
	const held = hold(all, key)
	const mine = held.turn.then(async () => {
		await bringUp(here, all, key, held)
		forgetOldest(all, held)
		const texts = new Map([...held.stamps].map(([id, { provisions }]) => [id, provisions]))
		// Messages keep their order, so the question meets the texts as they were just sent.
		return { texts, answer: suggestedPairs(all.thread, key, questionOf(texts)) }
	})
	held.turn = mine.catch(() => undefined)
	const { texts, answer } = await mine
	return { pairs: await answer, texts }
}

/**
 * Brings the index of what the seat sees up to date and has the thread work out beforehand what hangs on all texts together, so that
 * the first question need not wait for that. It is over once the texts are sent.
 */
export async function prepareIndex(here: Here): Promise<void> {
	const all = indexes()
	const key = keyOf(here)
	const held = hold(all, key)
	const mine = held.turn.then(async () => {
		await bringUp(here, all, key, held)
		forgetOldest(all, held)
		tellThread(all.thread, { what: 'prepare', key })
	})
	held.turn = mine.catch(() => undefined)
	await mine
}

/** How many indexes are kept, and of how many provisions. */
export function keptIndexes() {
	const held = [...indexes().held.values()]
	return { indexes: held.length, provisions: held.reduce((sum, one) => sum + sizeOf(one), 0) }
}

async function bringUp(here: Here, { thread }: Indexes, key: string, held: Held) {
	const event = await lastEvent(here)
	// Within a command what was changed so far has no event yet.
	if (here.isOneMoment && event !== null && event === held.event) return
	const now = await stampsOf(here)
	const gone = [...held.stamps.keys()].filter((id) => !now.has(id))
	if (gone.length > 0) tellThread(thread, { what: 'change', key, removed: gone, added: [] })
	for (const id of gone) held.stamps.delete(id)
	const changed = [...now].filter(([id, { stamp }]) => held.stamps.get(id)?.stamp !== stamp)
	for (let at = 0; at < changed.length; at += TEXTS_AT_ONCE) {
		const part = changed.slice(at, at + TEXTS_AT_ONCE)
		const texts = await textsOf(
			here,
			part.map(([id]) => id)
		)
		tellThread(thread, {
			what: 'change',
			key,
			removed: [],
			added: [...texts].map(([textId, text]) => ({ textId, ...text }))
		})
		for (const [id, stamp] of part) held.stamps.set(id, stamp)
	}
	held.event = here.isOneMoment ? event : null
}

async function lastEvent({ tx, workspace }: Here): Promise<string | null> {
	const row = await tx
		.selectFrom('chain_head')
		.select(['sequence', 'hash'])
		.where('workspace_id', '=', workspace.id)
		.executeTakeFirst()
	return row ? `${String(row.sequence)} ${row.hash}` : null
}

const provisionsSeen = (here: Here) =>
	here.tx
		.selectFrom('provision')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'provision.workspace_id').onRef('record.id', '=', 'provision.id')
		)
		.innerJoin('record as law', (on) =>
			on.onRef('law.workspace_id', '=', 'provision.workspace_id').onRef('law.id', '=', 'provision.policy_id')
		)
		.where('provision.workspace_id', '=', here.workspace.id)
		.where('provision.position', 'is not', null)
		.where('record.state', '=', 'active')
		.where('law.state', '=', 'active')

/** How each text stands: its provisions, and when one of them was changed last. */
async function stampsOf(here: Here): Promise<Map<string, Stamp>> {
	const rows = await provisionsSeen(here)
		.select('provision.policy_id')
		.select(sql<number>`count(*) filter (where btrim(provision.text) <> '')::int`.as('provisions'))
		.select((select) => select.fn.countAll<number>().as('every'))
		.select(
			sql<string>`sum(record.version)::text || ' ' || max(record.changed_at)::text || ' ' || max(provision.id::text)`.as(
				'stamp'
			)
		)
		.groupBy('provision.policy_id')
		.orderBy('provision.policy_id')
		.execute()
	return new Map(
		rows.map((row) => [row.policy_id, { stamp: `${String(row.every)} ${row.stamp}`, provisions: row.provisions }])
	)
}

type Text = { language: string; provisions: ProvisionText[] }

/** The provisions of texts in their current version, in their order; an item is sent with what the section above it speaks of. */
export async function textsOf(here: Here, policyIds: readonly string[]): Promise<Map<string, Text>> {
	const texts = new Map<string, Text>()
	if (policyIds.length === 0) return texts
	const rows = await provisionsSeen(here)
		.select(['provision.id', 'provision.policy_id', 'provision.heading', 'provision.text', 'provision.language'])
		.select(['provision.number as cited', 'provision.level', 'provision.above'])
		.where('provision.policy_id', '=', anyOf(policyIds))
		.orderBy('provision.policy_id')
		.orderBy('provision.position')
		.orderBy('provision.id')
		.execute()
	for (const [policyId, own] of Map.groupBy(rows, ({ policy_id }) => policy_id))
		texts.set(policyId, {
			language: own[0]?.language ?? 'en',
			provisions: withSections(own.map(({ cited, ...row }) => ({ ...row, number: cited })))
		})
	return texts
}
