import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, headColumns, referencesOf, toHead, type RecordReference } from '#platform/records/find-record.server.ts'
import { ofKind } from '../of-kind.server.ts'
import { agreersOf } from './find-harmonization.server.ts'
import { FROM_WHOLE, relationRows, TO_WHOLE } from './find-relation.server.ts'
import type { HarmonizationItem } from './relation-outputs.ts'
import { waitsFor, type HarmonizationState } from './relation-rules.ts'

/** Items of the harmonization board, of those the seat sees. */
export const harmonizationRows = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('harmonization', (on) =>
			on.onRef('harmonization.workspace_id', '=', 'record.workspace_id').onRef('harmonization.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where(ofKind('harmonization'))

export const harmonizationColumns = [
	...headColumns,
	'record.title_sort',
	'harmonization.structure_id',
	'harmonization.state as standing',
	'harmonization.due_day',
	'harmonization.resolved_day'
] as const

export type HarmonizationRow = Parameters<typeof toHead>[0] & {
	title_sort: string
	structure_id: string | null
	standing: HarmonizationState
	due_day: string | null
	resolved_day: string | null
}

// The relations of items, each with the laws on both sides.
const pairRows = (here: Here, ids: readonly string[]) =>
	relationRows(here)
		.innerJoin('harmonization_relation', (on) =>
			on
				.onRef('harmonization_relation.workspace_id', '=', 'link.workspace_id')
				.onRef('harmonization_relation.link_id', '=', 'link.id')
		)
		.where('harmonization_relation.harmonization_id', '=', anyOf(ids))
		.select(['harmonization_relation.harmonization_id', 'link.id'])
		.select([sql<string>`${FROM_WHOLE}`.as('from_whole'), sql<string>`${TO_WHOLE}`.as('to_whole')])
		.orderBy('link.id')
		.execute()

type Pair = { one: RecordReference; other: RecordReference }

/** Two laws in the order of their references, and what they are called together. */
export function pairOf(one: RecordReference, other: RecordReference): Pair & { key: string } {
	const [first, second] = one.reference <= other.reference ? [one, other] : [other, one]
	return { one: first, other: second, key: `${first.id} ${second.id}` }
}

/** Items with what the board tells of each: the pairs of laws, who must agree and whom it waits for; four statements for all of them. */
export async function toItems(here: Here, rows: readonly HarmonizationRow[]): Promise<HarmonizationItem[]> {
	const ids = rows.map(({ id }) => id)
	if (ids.length === 0) return []
	const [pairs, agreers] = await Promise.all([pairRows(here, ids), agreersOf(here, ids)])
	const references = await referencesOf(here, [
		...rows.map(({ structure_id }) => structure_id),
		...pairs.flatMap(({ from_whole, to_whole }) => [from_whole, to_whole]),
		...agreers.map(({ actor_id }) => actor_id)
	])
	const [pairsOf, agreersBy] = [
		Map.groupBy(pairs, ({ harmonization_id }) => harmonization_id),
		Map.groupBy(agreers, ({ harmonization_id }) => harmonization_id)
	]
	const named = (actors: readonly { actor_id: string }[]) =>
		actors.flatMap(({ actor_id }) => references.get(actor_id) ?? [])
	return rows.map((row) => {
		const own = pairsOf.get(row.id) ?? []
		const asked = agreersBy.get(row.id) ?? []
		const distinct = new Map(
			own.flatMap(({ from_whole, to_whole }) => {
				const [one, other] = [references.get(from_whole), references.get(to_whole)]
				if (!one || !other) return []
				const { key, ...pair } = pairOf(one, other)
				return [[key, pair] as const]
			})
		)
		return {
			...toHead(row),
			standing: row.standing,
			structure: (row.structure_id && references.get(row.structure_id)) || null,
			dueDay: row.due_day,
			isOverdue: row.standing !== 'resolved' && row.due_day !== null && row.due_day < here.today,
			resolvedDay: row.resolved_day,
			pairs: [...distinct.values()],
			relations: own.length,
			agreers: named(asked),
			waitsFor: row.standing === 'resolved' ? [] : named(waitsFor(asked)),
			disagrees: named(asked.filter(({ answer }) => answer === 'disagrees'))
		}
	})
}
