import { z } from 'zod'
import { NewVersion } from '#platform/operation/fields.ts'
import { RecordHead, RecordReference } from '#platform/records/find-record.server.ts'
import { ACTION_STATES } from '../rules.ts'
import type { Doing } from './action-standing.ts'

// Written out: a record over a union is told in JSON Schema by names that no property stands behind.
const eachDoing = <T extends z.ZodType>(schema: T) =>
	({
		report: schema,
		submit: schema,
		answer: schema,
		accept: schema,
		askExtension: schema,
		answerExtension: schema,
		cancel: schema,
		reopen: schema,
		handOver: schema,
		change: schema,
		steps: schema,
		support: schema
	}) satisfies Record<Doing, T>

/** What a change to an action gives. */
export const Done = z.object({ id: z.string(), reference: z.string(), version: NewVersion })

/** What a change to a part of an action gives: the part, and the number of the action it belongs to. */
export const PartDone = z.object({ id: z.string(), action: z.string(), version: NewVersion })

const Day = z.string().nullable()

export const ActionItem = RecordHead.extend({
	progress: z.enum(ACTION_STATES),
	structure: RecordReference.nullable(),
	meeting: RecordReference.nullable(),
	responsible: RecordReference.nullable(),
	openedDay: z.string(),
	dueDay: Day,
	closedDay: Day,
	percent: z.int(),
	isOverdue: z.boolean(),
	/** How far it was told upward: 0 to nobody, 1 to the chair, 2 to the structure above. */
	escalatedTo: z.int()
})

const Evidence = z.object({
	id: z.string(),
	address: z.string().nullable(),
	document: z
		.object({ title: z.string(), language: z.string(), file: z.string(), name: z.string(), size: z.int() })
		.nullable()
})

export const ActionPage = ActionItem.extend({
	text: z.string().nullable(),
	language: z.string(),
	stateReasonOfAction: z.string().nullable(),
	/**
	 * Who accepts what is handed in: the structure's secretary, or the secretariat of the workspace in its place where that office has no
	 * seat or there is none; null for the public.
	 */
	acceptedBy: z.object({ secretary: RecordReference.nullable(), isInPlace: z.boolean() }).nullable(),
	firstDueDay: Day,
	/** The seat of the responsible actor that sees to it, by key and office; the public is not told. */
	seat: z.object({ key: z.string(), office: z.string() }).nullable(),
	agendaItem: RecordReference.nullable(),
	decision: RecordReference.nullable(),
	recommendation: RecordReference.nullable(),
	/** Where the recommendation itself arose. */
	recommendationMeeting: RecordReference.nullable(),
	recommendationStructure: RecordReference.nullable(),
	supporting: z.array(z.object({ id: z.string(), actor: RecordReference })),
	/** `isOverdue` is true of steps of an action in work whose day is past; `mayWithdraw` of those that the seat may take off the plan now. */
	steps: z.array(
		z.object({
			id: z.string(),
			text: z.string(),
			dueDay: Day,
			doneDay: Day,
			isOverdue: z.boolean(),
			mayWithdraw: z.boolean()
		})
	),
	reports: z.array(
		z.object({
			id: z.string(),
			day: z.string(),
			text: z.string(),
			language: z.string(),
			percent: z.int(),
			isFinal: z.boolean(),
			answer: z.enum(['accepted', 'refused']).nullable(),
			answerReason: z.string().nullable(),
			answeredDay: Day,
			actor: RecordReference.nullable(),
			/** Why steps were left undone in what was handed in. */
			stepsLeft: z.string().nullable(),
			evidence: z.array(Evidence)
		})
	),
	extensions: z.array(
		z.object({
			id: z.string(),
			askedDay: z.string(),
			wishedDay: z.string(),
			reason: z.string(),
			state: z.enum(['asked', 'granted', 'refused']),
			answerReason: z.string().nullable(),
			grantedDay: Day,
			answeredDay: Day
		})
	),
	escalations: z.array(
		z.object({
			id: z.string(),
			level: z.int(),
			day: z.string(),
			structure: RecordReference.nullable(),
			actor: RecordReference.nullable(),
			reasons: z.string()
		})
	),
	/** The order in which things were written, by the row they stand in; `ID ended` is when its answer or its end came. */
	moments: z.record(z.string(), z.int()),
	/** What the seat may do now: rights and state taken together. `answer` is to answer what was handed in, `accept` with evidence. */
	may: z.object(eachDoing(z.boolean())),
	/** Of what the seat has the right to: the rule that forbids it as the action stands now. */
	whyNot: z.object(eachDoing(z.string().nullable()))
})
export type ActionPage = z.output<typeof ActionPage>
