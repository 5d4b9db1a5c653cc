import { z } from 'zod'
import { RecordReference } from '#platform/records/find-record.server.ts'
import { DECLARED_STATUSES } from '#modules/directory/rules.ts'
import { DISAGREEMENTS, FUNCTIONALITIES, PERIOD_STATES } from '../cadence/cadence.ts'
import { JudgedParts } from '../cadence/cadence-outputs.ts'
import { RECOMMENDATION_STATES } from '../rules.ts'
import { BECAME } from './became.ts'

/** A level by its token; its record where the seat sees it. */
const Level = z.object({ id: z.string(), record: RecordReference.nullable() })
const Actor = RecordReference.nullable()

export const Flow = z.object({ from: Level, to: Level, became: z.enum(BECAME), total: z.int() })
export type Flow = z.output<typeof Flow>

export const Wait = z.object({
	level: Level,
	/** Answered: how many, and how many days they waited. */
	answered: z.int(),
	median: z.number().nullable(),
	longest: z.int().nullable(),
	/** Still waiting: how many, and since when the first of them. */
	open: z.int(),
	since: z.string().nullable()
})
export type Wait = z.output<typeof Wait>

export const ActionsOf = z.object({
	actor: Actor,
	late: z.int(),
	inTime: z.int(),
	submitted: z.int(),
	closedInTime: z.int(),
	closedLate: z.int(),
	cancelled: z.int()
})
export const AttendanceOf = z.object({
	actor: Actor,
	present: z.int(),
	apologies: z.int(),
	absent: z.int(),
	of: z.int()
})

/** Whether a structure meets as often as its rules ask: by year, and by each part of the year. */
export const RhythmOf = z.object({
	structure: RecordReference,
	declared: z.enum(DECLARED_STATUSES),
	functionality: z.enum(FUNCTIONALITIES),
	judgedBy: JudgedParts,
	/** True where what was invented for demonstration is among what this is worked out from. */
	restsOnInvented: z.boolean(),
	/** True of one that was activated and whose first meeting is still to come. */
	awaits: z.boolean(),
	/** What the declared status should be changed to, where it does not agree with what the structure does. */
	proposes: z.enum(DECLARED_STATUSES).nullable(),
	reason: z.enum(DISAGREEMENTS).nullable(),
	years: z.array(z.object({ year: z.string(), asked: z.int(), kept: z.int() })),
	/** Of one structure each part of the last years; of a workspace none. */
	periods: z.array(z.object({ from: z.string(), to: z.string(), state: z.enum(PERIOD_STATES) }))
})
export type RhythmOf = z.output<typeof RhythmOf>

export const Dashboard = z.object({
	day: z.string(),
	structure: RecordReference.nullable(),
	recommendations: z.array(z.object({ state: z.enum(RECOMMENDATION_STATES), total: z.int() })),
	flows: z.array(Flow),
	waits: z.array(Wait),
	/** Where what this structure submitted waits; nothing on the dashboard of a workspace. */
	sentWaits: z.array(Wait),
	actions: z.array(ActionsOf),
	/** Null for whoever has no seat: who came to which meeting is not published. */
	attendance: z.array(AttendanceOf).nullable(),
	/** Meetings held, by month. */
	meetings: z.array(z.object({ month: z.string(), total: z.int() })),
	rhythm: z.array(RhythmOf)
})
export type Dashboard = z.output<typeof Dashboard>
