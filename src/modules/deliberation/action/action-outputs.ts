import { z } from 'zod'
import { NewVersion } from '#platform/operation/fields.ts'
import { RecordHead, RecordReference } from '#platform/records/find-record.server.ts'
import { ACTION_STATES } from '../rules.ts'

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
	steps: z.array(z.object({ id: z.string(), text: z.string(), dueDay: Day, doneDay: Day })),
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
			level: z.int(),
			day: z.string(),
			structure: RecordReference.nullable(),
			actor: RecordReference.nullable(),
			reasons: z.string()
		})
	),
	/** What the seat may do now: rights and state taken together. */
	may: z.object({
		report: z.boolean(),
		submit: z.boolean(),
		answer: z.boolean(),
		askExtension: z.boolean(),
		answerExtension: z.boolean(),
		cancel: z.boolean(),
		reopen: z.boolean(),
		handOver: z.boolean(),
		change: z.boolean(),
		steps: z.boolean(),
		support: z.boolean()
	})
})
export type ActionPage = z.output<typeof ActionPage>
