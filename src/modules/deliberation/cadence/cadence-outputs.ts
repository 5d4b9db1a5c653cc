import { z } from 'zod'
import { DECLARED_STATUSES } from '#modules/directory/rules.ts'
import { RecordReference } from '#platform/records/find-record.server.ts'
import { DISAGREEMENTS, FUNCTIONALITIES, JUDGED_STATES, LACKS, PERIOD_STATES } from './cadence.ts'
import { RhythmVersion } from './rhythm-rows.server.ts'

const PeriodOf = z.object({
	from: z.string(),
	to: z.string(),
	requires: z.enum(['any', 'planning', 'review'])
})

export const NextRequired = PeriodOf.extend({
	isSet: z.boolean(),
	isCalled: z.boolean(),
	isDue: z.boolean(),
	callBy: z.string().nullable(),
	lacks: z.enum(LACKS).nullable()
})

export const Proposal = z.object({ propose: z.enum(DECLARED_STATUSES), reason: z.enum(DISAGREEMENTS) })

/** The parts of the year that what a structure does rests on: the last that was counted, and the one that runs. */
export const JudgedParts = z.array(z.object({ from: z.string(), to: z.string(), state: z.enum(JUDGED_STATES) }))

export const AwaitedMeeting = z.object({ since: z.string(), by: z.string() })

/** A structure with what is declared of it beside what it does. */
export const CadenceItem = RecordReference.extend({
	level: z.string(),
	status: z.enum(DECLARED_STATUSES),
	functionality: z.enum(FUNCTIONALITIES),
	judgedBy: JudgedParts,
	/** The first meeting it owes since it was activated, while its time for it still runs. */
	awaits: AwaitedMeeting.nullable(),
	/** True where meetings or an activation that were invented for demonstration are among what this is worked out from. */
	restsOnInvented: z.boolean(),
	/** What the declared status should be changed to; told to whoever has a seat, and not to the public. */
	disagreement: Proposal.nullable(),
	rhythm: RhythmVersion.nullable(),
	/** The last meeting held: the day only where the seat sees that meeting. */
	lastMeeting: z.object({ day: z.string().nullable(), meeting: RecordReference.nullable() }).nullable(),
	/** Of the whole parts of the last five years that have ended: how many there were, and how many were kept. */
	periods: z.object({ ended: z.int(), kept: z.int() }),
	next: NextRequired.nullable()
})
export type CadenceItem = z.output<typeof CadenceItem>

export const CadencePeriod = PeriodOf.extend({
	state: z.enum(PERIOD_STATES),
	/** How many meetings kept it; those the seat sees are named. */
	held: z.int(),
	meetings: z.array(z.object({ day: z.string(), meeting: RecordReference }))
})
export type CadencePeriod = z.output<typeof CadencePeriod>

export const Activation = z.object({
	id: z.string(),
	from: z.string(),
	to: z.string().nullable(),
	reason: z.string(),
	endReason: z.string().nullable(),
	origin: z.enum(['reference', 'invented', 'entered'])
})
export type Activation = z.output<typeof Activation>
