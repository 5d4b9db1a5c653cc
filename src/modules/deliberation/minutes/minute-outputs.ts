import { z } from 'zod'
import { NewVersion } from '#platform/operation/fields.ts'
import { RecordHead, RecordReference } from '#platform/records/find-record.server.ts'
import { AGENDA_KINDS, CONFIDENTIALITIES } from '../meeting/meeting-rules.ts'
import { ACTION_STATES, MEETING_STATES, RECOMMENDATION_STATES } from '../rules.ts'

const Day = z.string().nullable()

/** What came of an item, as far as the reader sees it. */
export const Outcomes = z.object({
	decisions: z.array(
		RecordReference.extend({
			text: z.string(),
			language: z.string(),
			state: z.enum(['in-force', 'replaced', 'revoked']),
			effect: Day
		})
	),
	recommendations: z.array(
		RecordReference.extend({
			text: z.string(),
			language: z.string(),
			state: z.enum(RECOMMENDATION_STATES),
			addressee: RecordReference.nullable(),
			addressedTo: z.string().nullable(),
			due: Day
		})
	),
	actions: z.array(
		RecordReference.extend({
			text: z.string().nullable(),
			state: z.enum(ACTION_STATES),
			responsible: RecordReference.nullable(),
			due: Day
		})
	)
})
export type Outcomes = z.output<typeof Outcomes>

/** A line of the minutes that gives somebody something to do and is no action yet. */
export const ProposedAction = z.object({
	line: z.string(),
	said: z.string(),
	actor: RecordReference.pick({ reference: true, title: true, acronym: true }).nullable(),
	text: z.string(),
	day: Day,
	problem: z.enum(['no-actor', 'no-text', 'no-day', 'no-such-day', 'unknown-actor']).nullable()
})
export type ProposedAction = z.output<typeof ProposedAction>

export const MinutesItem = RecordHead.extend({
	/** Counted over the items this reader sees. */
	number: z.int(),
	agendaKind: z.enum(AGENDA_KINDS),
	confidentiality: z.enum(CONFIDENTIALITIES),
	subject: RecordReference.nullable(),
	minute: z.object({ text: z.string(), language: z.string(), at: z.date() }).nullable(),
	/** What is being typed, for whoever writes it: its text, and all of it for the script that types together. */
	draft: z.object({ text: z.string(), state: z.string(), revision: z.int() }).nullable(),
	...Outcomes.shape,
	proposed: z.array(ProposedAction)
})
export type MinutesItem = z.output<typeof MinutesItem>

export const Minutes = RecordHead.extend({
	structure: RecordReference.nullable(),
	status: z.enum(MEETING_STATES),
	day: z.string(),
	place: z.string().nullable(),
	language: z.string(),
	items: z.array(MinutesItem),
	/** What came of the meeting outside any item that this reader sees. */
	beside: Outcomes,
	may: z.object({ write: z.boolean(), runs: z.boolean() }),
	/** Why nothing can be written now, for whoever writes. */
	whyNot: z.string().nullable()
})
export type Minutes = z.output<typeof Minutes>

export const MinuteDone = z.object({ id: z.string(), reference: z.string(), version: NewVersion })
