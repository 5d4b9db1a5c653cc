import { z } from 'zod'
import { Identifier, Reference, Text, Year } from '#platform/operation/fields.ts'
import { command, type Here } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { LINK_STATES } from '#platform/records/link-states.ts'
import { linkRecords, moveLink } from '#platform/records/record-operations.ts'
import { keepsInstruments, leads } from '../rules.ts'
import { endInField, getEnd, getRelationRow } from './find-relation.server.ts'
import { RELATED_KINDS, RELATION_TYPES, whyNotRelate } from './relation-rules.ts'

const Kind = z.enum(RELATED_KINDS)

/**
 * Says how one text stands to another, with the argument and who says so: the seat, or a source that is named. It is a link of
 * the platform, and shows on both records.
 */
export const relatePolicies = command({
	name: 'policy.relate',
	input: z.strictObject({
		from: Reference,
		fromKind: Kind.default('policy'),
		type: z.enum(RELATION_TYPES),
		to: Reference,
		toKind: Kind.default('policy'),
		argument: Text(2_000),
		source: Text(500).optional(),
		sourceYear: Year.optional()
	}),
	output: z.object({ id: z.string() }),
	about: (here, { from, fromKind }) => getEnd(here, fromKind, from),
	allow: ({ seat }, { leadActorId }) => keepsInstruments(seat) || leads(seat, leadActorId),
	async run(here, { type, to, toKind, argument, source, sourceYear }, from) {
		const other = await endInField(here, toKind, to, 'to')
		const why =
			whyNotRelate(type, { from: from.record.kind, to: other.record.kind }) ??
			(type === 'repeals' ? await whyNotRepeal(here, from.record.id, other.record.id) : null)
		if (why) throw invalid([{ path: ['to'], code: why }])
		const { id } = await here.run(linkRecords, {
			from: from.record.id,
			fromKind: from.record.kind,
			type,
			to: other.record.id,
			toKind: other.record.kind,
			argument,
			source,
			sourceYear
		})
		return { id }
	}
})

/** Of two texts one repeals the other, whatever is said later. */
async function whyNotRepeal(here: Here, from: string, to: string) {
	const back = await here.tx
		.selectFrom('link')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('type', '=', 'repeals')
		.where('from_id', '=', to)
		.where('to_id', '=', from)
		.where('state', '<>', 'withdrawn')
		.executeTakeFirst()
	return back ? 'instruments.relation-repealed-back' : null
}

/** Says how far a relation is dealt with; what was resolved may come up again. */
export const moveRelation = command({
	name: 'relation.move',
	input: z.strictObject({ relation: Identifier, to: z.enum(LINK_STATES), reason: Text(2_000) }),
	output: z.object({ id: z.string() }),
	about: (here, { relation }) => getRelationRow(here, relation),
	allow: ({ seat }, { leadActorIds }) => keepsInstruments(seat) || leadActorIds.some((id) => leads(seat, id)),
	run: (here, { relation, to, reason }) => here.run(moveLink, { link: relation, to, reason })
})
