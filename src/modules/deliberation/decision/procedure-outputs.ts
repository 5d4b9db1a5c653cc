import { z } from 'zod'
import { RecordHead, RecordReference } from '#platform/records/find-record.server.ts'
import { STANCES } from './decision-rules.ts'
import { ANSWERS, GROUNDS, OUTCOMES, PROCEDURE_STATES, SILENCES, SUBJECTS } from './procedure-rules.ts'

const day = z.string().nullable()
const Reference = RecordReference.nullable()

export const ProcedureItem = RecordHead.extend({
	structure: Reference,
	subject: z.enum(SUBJECTS),
	/** Open, closed or stopped; `state` is that of the record. */
	standing: z.enum(PROCEDURE_STATES),
	openedDay: z.string(),
	deadlineDay: z.string(),
	closedDay: day,
	outcome: z.enum(OUTCOMES).nullable()
})

export const AnswerItem = z.object({
	actor: RecordReference,
	answer: z.enum(ANSWERS),
	stance: z.enum(STANCES).nullable(),
	text: z.string().nullable(),
	day: z.string()
})

export const ProcedurePage = ProcedureItem.extend({
	text: z.string(),
	language: z.string(),
	basis: z.string().nullable(),
	effectDay: day,
	addressee: Reference,
	meeting: Reference,
	result: Reference,
	standingReason: z.string().nullable(),
	silence: z.enum(SILENCES),
	/** How the answers stand so far, or stood when it was closed. */
	ballot: z.object({
		entitled: z.int(),
		agrees: z.int(),
		disagrees: z.int(),
		abstains: z.int(),
		objections: z.int(),
		silent: z.int(),
		agreeing: z.int(),
		takingPart: z.int(),
		quorum: z.int().nullable(),
		because: z.enum(GROUNDS),
		outcome: z.enum(OUTCOMES)
	}),
	/** Who answered what; told to those who sit in the structure, and to those who keep the records. */
	answers: z.array(AnswerItem).nullable(),
	/** The full members who have not answered yet; told to the same. */
	waiting: z.array(RecordReference).nullable(),
	/** The answer of the reader's own actor. */
	mine: AnswerItem.omit({ actor: true }).nullable(),
	may: z.object({ answer: z.boolean(), close: z.boolean(), stop: z.boolean() }),
	/** Of what the seat has the right to: the rule that forbids it as the procedure stands now. */
	whyNot: z.object({ answer: z.string().nullable(), close: z.string().nullable(), stop: z.string().nullable() })
})
