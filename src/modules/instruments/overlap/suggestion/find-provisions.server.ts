import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { anyOf, referenceColumns, toReference, type RecordReference } from '#platform/records/find-record.server.ts'

export type SeenProvision = {
	record: RecordReference
	policyId: string
	number: string
	heading: string | null
	text: string
	language: string
	leadActorId: string | null
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const rowsOf = (here: Here) =>
	here.tx
		.selectFrom('provision')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'provision.workspace_id').onRef('record.id', '=', 'provision.id')
		)
		.innerJoin('record as law', (on) =>
			on.onRef('law.workspace_id', '=', 'provision.workspace_id').onRef('law.id', '=', 'provision.policy_id')
		)
		.innerJoin('policy', (on) =>
			on.onRef('policy.workspace_id', '=', 'provision.workspace_id').onRef('policy.id', '=', 'provision.policy_id')
		)
		.select(referenceColumns)
		.select(['provision.policy_id', 'provision.number as cited', 'provision.heading', 'provision.text'])
		.select(['provision.language', 'policy.lead_actor_id'])
		.where('provision.workspace_id', '=', here.workspace.id)

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number]

const toSeen = (row: Row): SeenProvision => ({
	record: toReference(row),
	policyId: row.policy_id,
	number: row.cited,
	heading: row.heading,
	text: row.text,
	language: row.language,
	leadActorId: row.lead_actor_id
})

/** Provisions by their identifiers, of those the seat sees. */
export async function provisionsSeenBy(here: Here, ids: readonly string[]): Promise<Map<string, SeenProvision>> {
	if (ids.length === 0) return new Map()
	const rows = await rowsOf(here).where('provision.id', '=', anyOf(ids)).execute()
	return new Map(rows.map((row) => [row.id, toSeen(row)]))
}

type Named = { first: string; second: string }

/** The two provisions of each pair, named by key or identifier; absent where the seat may not see one of them. */
export async function getPairs(here: Here, pairs: readonly Named[]) {
	const names = [...new Set(pairs.flatMap(({ first, second }) => [first, second]))]
	const ids = names.filter((name) => UUID.test(name))
	const keys = names.filter((name) => !UUID.test(name)).map((name) => name.toLowerCase())
	const rows = await rowsOf(here)
		.where((where) =>
			where.or([where('provision.id', '=', anyOf(ids)), where('record.key', '=', sql<string>`any(${keys}::text[])`)])
		)
		.where('record.kind', '=', 'provision')
		.execute()
	const known = new Map(rows.flatMap((row) => [row.id, row.key ?? row.id].map((name) => [name, toSeen(row)] as const)))
	return pairs.map(({ first, second }) => ({ first: one(known, first), second: one(known, second) }))
}

function one(known: ReadonlyMap<string, SeenProvision>, name: string) {
	const found = known.get(name.toLowerCase())
	if (!found) throw absent('platform.no-such-record', { kind: 'provision', reference: name.slice(0, 120) })
	return found
}
