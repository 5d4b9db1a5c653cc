import { z } from 'zod'
import { LINK_STATES } from '#platform/records/link-states.ts'
import { OriginOf, RecordHead, RecordReference } from '#platform/records/find-record.server.ts'
import { ANSWERS, HARMONIZATION_STATES, RELATION_TYPES } from './relation-rules.ts'

const day = z.string().nullable()

/** One side of a relation: a law, an instrument or a provision, with the law a provision stands in. */
export const RelationEnd = z.object({
	record: RecordReference,
	whole: RecordReference,
	lead: RecordReference.nullable()
})

export const RelationItem = z.object({
	id: z.string(),
	type: z.enum(RELATION_TYPES),
	state: z.enum(LINK_STATES),
	argument: z.string().nullable(),
	from: RelationEnd,
	to: RelationEnd,
	/** The office that says so; its source stands beside, where a document or somebody else was named. */
	by: z.object({ office: z.string(), actor: RecordReference.nullable() }).nullable(),
	addedAt: z.date(),
	/** The items of the harmonization board that deal with it. */
	harmonizations: z.array(RecordReference),
	may: z.object({ move: z.boolean() }),
	...OriginOf.shape
})
export type RelationItem = z.output<typeof RelationItem>

/** Two laws that relations of an item join. */
export const LawPair = z.object({ one: RecordReference, other: RecordReference })

export const Agreer = z.object({
	actor: RecordReference,
	answer: z.enum(ANSWERS).nullable(),
	answeredDay: day,
	note: z.string().nullable(),
	/** True where the seat that asks may answer for it now. */
	mayAnswer: z.boolean()
})

export const HarmonizationItem = RecordHead.extend({
	/** Open, being resolved or resolved; `state` is that of the record. */
	standing: z.enum(HARMONIZATION_STATES),
	structure: RecordReference.nullable(),
	dueDay: day,
	isOverdue: z.boolean(),
	resolvedDay: day,
	/** The pairs of laws it is about, as far as the seat sees both. */
	pairs: z.array(LawPair),
	relations: z.int(),
	/** Who must agree. */
	agreers: z.array(RecordReference),
	/** Who of them has not answered. */
	waitsFor: z.array(RecordReference),
	disagrees: z.array(RecordReference)
})
export type HarmonizationItem = z.output<typeof HarmonizationItem>

const Why = z.object({
	change: z.string().nullable(),
	resolve: z.string().nullable(),
	reopen: z.string().nullable(),
	putOnAgenda: z.string().nullable()
})

export const HarmonizationPage = HarmonizationItem.omit({ relations: true, agreers: true }).extend({
	text: z.string(),
	language: z.string(),
	resolution: z.string().nullable(),
	relations: z.array(RelationItem),
	agreers: z.array(Agreer),
	/** The agendas it stands on. */
	agendas: z.array(z.object({ item: RecordReference, meeting: RecordReference.nullable(), day })),
	/** The next meeting of the structure in charge, where one is planned. */
	nextMeeting: z.object({ meeting: RecordReference, day: z.string() }).nullable(),
	may: z.object({ change: z.boolean(), resolve: z.boolean(), reopen: z.boolean(), putOnAgenda: z.boolean() }),
	/** Of what the seat has the right to: the rule that forbids it as the item stands now. */
	whyNot: Why
})
