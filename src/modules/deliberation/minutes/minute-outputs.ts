import { z } from 'zod'
import { NewVersion } from '#platform/operation/fields.ts'
import { Comment } from '#platform/records/discussion.ts'
import { RecordHead, RecordReference } from '#platform/records/find-record.server.ts'
import { PositionItem, VoteCounts } from '../decision/decision-outputs.ts'
import { MANNERS } from '../decision/decision-rules.ts'
import { AGENDA_KINDS, CONFIDENTIALITIES } from '../meeting/meeting-rules.ts'
import { ACTION_STATES, ANSWERS, MEETING_STATES, RECOMMENDATION_STATES } from '../rules.ts'

const Day = z.string().nullable()

/** What came of an item, as far as the reader sees it. */
export const Outcomes = z.object({
	decisions: z.array(
		RecordReference.extend({
			text: z.string(),
			language: z.string(),
			state: z.enum(['in-force', 'replaced', 'revoked']),
			manner: z.enum(MANNERS),
			votes: VoteCounts.nullable(),
			/** What is noted of members, as far as the reader sees these. */
			positions: z.array(PositionItem),
			basis: z.string().nullable(),
			effect: Day
		})
	),
	recommendations: z.array(
		RecordReference.extend({
			text: z.string(),
			language: z.string(),
			state: z.enum(RECOMMENDATION_STATES),
			/** How it was taken; null where that was not recorded. */
			manner: z.enum(MANNERS).nullable(),
			votes: VoteCounts.nullable(),
			positions: z.array(PositionItem),
			addressee: RecordReference.nullable(),
			addressedTo: z.string().nullable(),
			due: Day,
			/** True where it was worded otherwise after the minutes were adopted. */
			isReworded: z.boolean()
		})
	),
	actions: z.array(
		RecordReference.extend({
			text: z.string().nullable(),
			state: z.enum(ACTION_STATES),
			responsible: RecordReference.nullable(),
			due: Day,
			/** What became otherwise after the minutes were adopted; null where it is as it was. */
			now: z.object({ due: Day, responsible: RecordReference.nullable() })
		})
	),
	/** What became there of recommendations that lay with the structure: how it answered them, and whom it sent them on to. */
	moves: z.array(
		RecordReference.extend({
			move: z.enum([...ANSWERS, 'submitted']),
			/** Whom it was sent on to; null where the seat does not see that level, and of an answer. */
			level: RecordReference.nullable(),
			reasons: z.string().nullable(),
			/** The language of the reasons, where it is known. */
			reasonsLanguage: z.string().nullable(),
			day: z.string()
		})
	)
})
export type Outcomes = z.output<typeof Outcomes>

/** A line of the minutes that gives somebody something to do and is no action yet. */
export const ProposedAction = z.object({
	line: z.string(),
	said: z.string(),
	actor: RecordReference.pick({ reference: true, title: true, acronym: true }).nullable(),
	/** The key of the seat of that actor which the line names, and those of the actor to choose from. */
	seat: z.string().nullable(),
	seats: z.array(z.object({ key: z.string(), office: z.string() })),
	text: z.string(),
	day: Day,
	/** What is missing before it can become an action, all of it. */
	problems: z.array(z.enum(['no-actor', 'unknown-actor', 'no-text', 'no-day', 'no-such-day']))
})
export type ProposedAction = z.output<typeof ProposedAction>

/** The saved text of an item as it is read: stretches as they were typed, and the actions that its lines have become. */
const Minute = z.object({
	text: z.string(),
	language: z.string(),
	at: z.date(),
	parts: z.array(z.union([z.object({ text: z.string() }), z.object({ action: z.string() })]))
})

/** A line that a standing item holds; `code` says how it stands, or what falls due. */
export const StandingLine = z.object({
	record: RecordReference,
	code: z.string(),
	day: Day,
	responsible: RecordReference.nullable()
})

export const MinutesItem = RecordHead.extend({
	/** Counted over the items this reader sees. */
	number: z.int(),
	agendaKind: z.enum(AGENDA_KINDS),
	confidentiality: z.enum(CONFIDENTIALITIES),
	subject: RecordReference.nullable(),
	minute: Minute.nullable(),
	/** What a standing item holds: as things are, and once the minutes are adopted as they were then. */
	standing: z.array(StandingLine),
	/** What is being typed, for whoever writes it: its text, and all of it for the script that types together. */
	draft: z.object({ text: z.string(), state: z.string(), revision: z.int() }).nullable(),
	/** What is said of the item, for whoever reads its minutes. */
	comments: z.array(Comment),
	...Outcomes.shape,
	proposed: z.array(ProposedAction),
	/** Whether it is said what areas it deals with, which a recommendation made in it then deals with too. */
	hasAreas: z.boolean(),
	/** What came of it and is seen by more people than the item, for whoever runs the meeting. */
	wider: z.array(RecordReference)
})
export type MinutesItem = z.output<typeof MinutesItem>

export const Minutes = RecordHead.extend({
	structure: RecordReference.nullable(),
	status: z.enum(MEETING_STATES),
	day: z.string(),
	/** The last day for comments, and why the minutes were adopted before it. */
	commentsUntil: Day,
	earlyReason: z.string().nullable(),
	place: z.string().nullable(),
	language: z.string(),
	items: z.array(MinutesItem),
	/** What came of the meeting outside any item that this reader sees. */
	beside: Outcomes,
	/** `read`: the text of the minutes, which those who do not sit in the structure read once it is adopted. */
	may: z.object({ write: z.boolean(), runs: z.boolean(), read: z.boolean(), comment: z.boolean() }),
	/** Why nothing can be written now, for whoever writes. */
	whyNot: z.string().nullable(),
	/** Why no decision can be recorded now, for whoever writes. */
	whyNotDecide: z.string().nullable()
})
export type Minutes = z.output<typeof Minutes>

export const MinuteDone = z.object({ id: z.string(), reference: z.string(), version: NewVersion })
