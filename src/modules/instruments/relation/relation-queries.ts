import { sql } from 'kysely'
import { z } from 'zod'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { Identifier, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { anyOf, countUpTo, referenceColumns, toOrigin, toReference } from '#platform/records/find-record.server.ts'
import { LINK_STATES } from '#platform/records/link-states.ts'
import { keepsInstruments, leads } from '../rules.ts'
import {
	FROM_WHOLE,
	getRelationRow,
	leadersOf,
	namesFor,
	relationColumns,
	relationRows,
	TO_WHOLE
} from './find-relation.server.ts'
import { RelationItem } from './relation-outputs.ts'
import { RELATION_TYPES } from './relation-rules.ts'

type Row = Awaited<ReturnType<typeof getRelationRow>>
type Bare = Omit<Row, 'leadActorIds'>
const Type = z.enum(RELATION_TYPES)
const State = z.enum(LINK_STATES)

/** Relations by name, for whoever asks: a few statements however many there are. */
export async function toRelations(here: Here, rows: readonly Bare[]): Promise<RelationItem[]> {
	const wholes = rows.flatMap((row) => [row.from_policy_id ?? row.from_id, row.to_policy_id ?? row.to_id])
	const [leaders, items] = await Promise.all([
		leadersOf(here, wholes),
		itemsOf(
			here,
			rows.map(({ id }) => id)
		)
	])
	const { references, by } = await namesFor(
		here,
		[...wholes, ...rows.flatMap((row) => [row.from_id, row.to_id]), ...leaders.values()],
		rows.map(({ seat_id }) => seat_id)
	)
	const end = (id: string, wholeId: string) => {
		const [record, whole] = [references.get(id), references.get(wholeId)]
		const leadId = leaders.get(wholeId)
		return record && whole ? { record, whole, lead: (leadId && references.get(leadId)) || null } : undefined
	}
	return rows.flatMap((row) => {
		const [fromWhole, toWhole] = [row.from_policy_id ?? row.from_id, row.to_policy_id ?? row.to_id]
		const [from, to] = [end(row.from_id, fromWhole), end(row.to_id, toWhole)]
		if (!from || !to) return []
		const led = [leaders.get(fromWhole) ?? null, leaders.get(toWhole) ?? null]
		return [
			{
				id: row.id,
				type: Type.parse(row.type),
				state: State.parse(row.state),
				argument: row.argument,
				from,
				to,
				by: (row.seat_id !== null && by.get(row.seat_id)) || null,
				addedAt: row.created_at,
				harmonizations: items.get(row.id) ?? [],
				may: { move: keepsInstruments(here.seat) || led.some((id) => leads(here.seat, id)) },
				...toOrigin(row)
			}
		]
	})
}

async function itemsOf(here: Here, links: readonly string[]) {
	if (links.length === 0) return new Map<string, ReturnType<typeof toReference>[]>()
	const rows = await here.tx
		.selectFrom('harmonization_relation')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'harmonization_relation.workspace_id')
				.onRef('record.id', '=', 'harmonization_relation.harmonization_id')
		)
		.select(referenceColumns)
		.select('harmonization_relation.link_id')
		.where('harmonization_relation.workspace_id', '=', here.workspace.id)
		.where('harmonization_relation.link_id', '=', anyOf(links))
		.where('record.state', '=', 'active')
		.orderBy('record.id')
		.execute()
	return new Map(
		[...Map.groupBy(rows, ({ link_id }) => link_id)].map(([link, all]) => [link, all.map((row) => toReference(row))])
	)
}

const SORTS = ['added', 'type', 'state'] as const

/** Relations between laws, policies, provisions and instruments: what duplicates, contradicts, implements or changes what. */
export const listRelations = query({
	name: 'relation.list',
	input: listInput(
		{
			type: AnyOf(Type),
			state: AnyOf(State),
			/** Relations of a law, or of any of its provisions. */
			policy: Reference,
			provision: Reference,
			instrument: Reference,
			/** Relations of laws that this actor leads. */
			lead: Reference,
			/** Relations that an item of the harmonization board deals with, of which this structure is in charge. */
			structure: Reference,
			/** Relations that no item of the board deals with. */
			ungrouped: z.literal(true)
		},
		SORTS
	).extend({ sort: z.enum([...SORTS, '-added', '-type', '-state']).default('-added') }),
	output: listed(RelationItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{ added: 'link.created_at', type: 'link.type', state: 'link.state' },
			'link.id'
		)
		const policyId = await resolveField(here, 'policy', filter.policy, 'policy')
		const provisionId = await resolveField(here, 'provision', filter.provision, 'provision')
		const instrumentId = await resolveField(here, 'instrument', filter.instrument, 'instrument')
		const leadId = await resolveField(here, 'actor', filter.lead, 'lead')
		const structureId = await resolveField(here, 'structure', filter.structure, 'structure')
		let rows = relationRows(here)
		if (filter.type) rows = rows.where('link.type', 'in', filter.type)
		if (filter.state) rows = rows.where('link.state', 'in', filter.state)
		if (policyId) rows = rows.where(sql<boolean>`${policyId} in (${FROM_WHOLE}, ${TO_WHOLE})`)
		for (const id of [provisionId, instrumentId])
			if (id) rows = rows.where((where) => where.or([where('link.from_id', '=', id), where('link.to_id', '=', id)]))
		if (leadId)
			rows = rows.where(
				sql<boolean>`exists (select from policy where policy.workspace_id = link.workspace_id
					and policy.id in (${FROM_WHOLE}, ${TO_WHOLE}) and policy.lead_actor_id = ${leadId})`
			)
		if (structureId)
			rows = rows.where(
				sql<boolean>`exists (select from harmonization_relation
					join harmonization on harmonization.workspace_id = harmonization_relation.workspace_id
						and harmonization.id = harmonization_relation.harmonization_id
					join record seen on seen.workspace_id = harmonization.workspace_id and seen.id = harmonization.id
					where harmonization_relation.workspace_id = link.workspace_id and harmonization_relation.link_id = link.id
					and harmonization.structure_id = ${structureId})`
			)
		if (filter.ungrouped)
			rows = rows.where(
				sql<boolean>`not exists (select from harmonization_relation
					join record seen on seen.workspace_id = harmonization_relation.workspace_id
						and seen.id = harmonization_relation.harmonization_id and seen.state = 'active'
					where harmonization_relation.workspace_id = link.workspace_id and harmonization_relation.link_id = link.id)`
			)
		const [found, total] = await Promise.all([
			rows.select(relationColumns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			countUpTo(here.tx, rows.select('link.id'))
		])
		const items = new Map((await toRelations(here, found)).map((item) => [item.id, item]))
		const list = toList(here.secret, part, found, total, input, {
			value: (row) => sortValue(input.sort, row),
			item: (row) => row.id
		})
		return { ...list, items: list.items.flatMap((id) => items.get(id) ?? []) }
	}
})

function sortValue(sort: string, row: Bare) {
	switch (sort.replace('-', '')) {
		case 'type':
			return row.type
		case 'state':
			return row.state
		default:
			return row.created_at
	}
}

/** One relation with both its ends. */
export const getRelation = query({
	name: 'relation.get',
	input: z.strictObject({ relation: Identifier }),
	output: RelationItem,
	about: (here, { relation }) => getRelationRow(here, relation),
	allow: everyone,
	async run(here, _input, row) {
		const [item] = await toRelations(here, [row])
		if (!item) throw new Error(`relation ${row.id} has an end without a name`)
		return item
	}
})
