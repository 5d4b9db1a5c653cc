import { z } from 'zod'
import { OriginOf, RecordHead, RecordReference } from '#platform/records/find-record.server.ts'
import { DECISION_STATES, MANNERS, STANCES, VOTES } from './decision-rules.ts'

const day = z.string().nullable()
const Reference = RecordReference.nullable()

export const VoteCounts = z.object({ for: z.int(), against: z.int(), abstaining: z.int() })

export const DecisionItem = RecordHead.extend({
	structure: Reference,
	meeting: Reference,
	decidedDay: z.string(),
	effectDay: day,
	manner: z.enum(MANNERS),
	/** In force, replaced by another or revoked; `state` is that of the record. */
	standing: z.enum(DECISION_STATES),
	votes: VoteCounts.nullable()
})

export const PositionItem = z.object({
	actor: RecordReference,
	vote: z.enum(VOTES).nullable(),
	stance: z.enum(STANCES).nullable(),
	text: z.string().nullable()
})

/** A decision as the chain of replacements names it. */
export const ChainedDecision = RecordReference.extend({
	decidedDay: z.string(),
	standing: z.enum(DECISION_STATES),
	/** How many steps it lies before the decision asked about, or behind it. */
	distance: z.int()
})

export const DecisionPage = DecisionItem.extend({
	agendaItem: Reference,
	/** The recommendation that item was about. */
	recommendation: Reference,
	writtenProcedure: Reference,
	text: z.string(),
	language: z.string(),
	basis: z.string().nullable(),
	standingReason: z.string().nullable(),
	replacedBy: Reference,
	/** What is noted of members, as far as the reader sees these. */
	positions: z.array(PositionItem),
	earlier: z.array(ChainedDecision),
	later: z.array(ChainedDecision),
	areas: z.array(RecordReference.extend({ ...OriginOf.shape })),
	/** Recommendations that it answered. */
	answers: z.array(RecordReference.extend({ answer: z.string().nullable(), day })),
	/** Actions that follow from it. */
	actions: z.array(RecordReference.extend({ progress: z.string(), responsible: Reference, dueDay: day })),
	may: z.object({ change: z.boolean(), note: z.boolean(), replace: z.boolean(), revoke: z.boolean() }),
	/** Of what the seat has the right to: the rule that forbids it as the decision stands now. */
	whyNot: z.object({
		change: z.string().nullable(),
		note: z.string().nullable(),
		replace: z.string().nullable(),
		revoke: z.string().nullable()
	})
})
