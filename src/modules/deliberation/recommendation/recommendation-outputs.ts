import { z } from 'zod'
import { OriginOf, RecordHead, RecordReference } from '#platform/records/find-record.server.ts'
import { PositionItem, VoteCounts } from '../decision/decision-outputs.ts'
import { MANNERS } from '../decision/decision-rules.ts'
import { ACTION_STATES, ANSWERS, DEADLINE_CLASSES, RECOMMENDATION_STATES } from '../rules.ts'
import { RECOMMENDATION_DEEDS } from './recommendation-rules.ts'

const day = z.string().nullable()
const Named = RecordReference.nullable()

export const RecommendationItem = RecordHead.extend({
	status: z.enum(RECOMMENDATION_STATES),
	statusDay: day,
	/** The structure that made it; null where none did, or the seat does not see it. */
	structure: Named,
	/** Where it lies now. */
	holder: Named,
	heldSince: day,
	/** The days it has lain there, until today, while it waits for an answer; null once it was given one. */
	daysHeld: z.int().nullable(),
	/** The answer that stands: who gave it, when, and how long that level had it; null while one is waited for. */
	answered: z.object({ by: Named, day: z.string(), days: z.int() }).nullable(),
	addresseeActor: Named,
	addresseeStructure: Named,
	addressee: z.string().nullable(),
	deadlineClass: z.enum(DEADLINE_CLASSES),
	dueDay: day,
	isOverdue: z.boolean()
})

export const WordingItem = z.object({
	number: z.int(),
	text: z.string(),
	language: z.string(),
	reason: z.string().nullable(),
	day,
	/** The place of the last level it had been submitted to when it was worded so; 0 where there was none yet. */
	atLevel: z.int()
})

export const HopItem = z.object({
	id: z.string(),
	position: z.int(),
	/** The structure or the actor that sent it there; null where neither did, or the seat does not see it. */
	from: Named,
	to: Named,
	submittedDay: z.string(),
	/** What was said to the level when it was sent there. */
	sentNote: z.string().nullable(),
	receivedDay: day,
	reviewDay: day,
	answeredDay: day,
	/** Passed on unanswered, or ended without an answer: lapsed or merged while it waited there. */
	answer: z.enum([...ANSWERS, 'passed-on', 'ended']).nullable(),
	reasons: z.string().nullable(),
	/** The language they are written in; null where it is not known. */
	reasonsLanguage: z.string().nullable(),
	/** The text by which an actor answered. */
	basis: z.string().nullable(),
	/** True where a meeting, a decision or a text is recorded for the answer, whether the seat sees it or not. */
	isPlaced: z.boolean(),
	/** How many recommendations were answered together with this one, itself included. */
	answeredWith: z.int(),
	meeting: Named,
	decision: Named,
	days: z.int(),
	untilReceived: z.int(),
	isOpen: z.boolean(),
	/** Of what was returned with questions: how long it lay where it went back to, until it was submitted anew. */
	back: z
		.object({ untilDay: day, endedBy: z.enum(['submitted', 'ended']).nullable(), days: z.int(), isOpen: z.boolean() })
		.nullable(),
	/** The meetings that the structure which sent it there held on that day, of those the seat sees: in their minutes it stands. */
	sentIn: z.array(RecordReference),
	/** True where the recommendation had been at this level before. */
	isAgain: z.boolean(),
	...OriginOf.shape
})

export const ActionOfRecommendation = z.object({
	record: RecordReference,
	status: z.enum(ACTION_STATES),
	dueDay: day,
	responsible: Named
})

export const RecommendationPage = RecommendationItem.extend({
	/** How it was taken; null where that was not recorded. */
	manner: z.enum(MANNERS).nullable(),
	votes: VoteCounts.nullable(),
	/** What is noted of members, as far as the reader sees these. */
	positions: z.array(PositionItem),
	/** Whether the seat may put that right, and where it has the right to: the rule that forbids it now. */
	retaking: z.object({ may: z.boolean(), whyNot: z.string().nullable() }),
	actionWord: z.string().nullable(),
	meeting: Named,
	meetingDay: day,
	agendaItem: Named,
	writtenProcedure: Named,
	areas: z.array(RecordReference),
	wordings: z.array(WordingItem),
	hops: z.array(HopItem),
	/** The days it was on its way in all: at its levels, and back with questions. */
	daysInAll: z.int(),
	daysAtLevels: z.int(),
	daysBack: z.int(),
	actions: z.array(ActionOfRecommendation),
	decisions: z.array(RecordReference),
	/** Recommendations that were merged into this one, with the way they had gone until then. */
	merged: z.array(z.object({ record: RecordReference, status: z.enum(RECOMMENDATION_STATES), hops: z.array(HopItem) })),
	/** What may be done to it as it stands, by the seat that asks. */
	next: z.array(z.enum(RECOMMENDATION_DEEDS)),
	/** The levels it can be submitted to, of those the seat sees. */
	above: z.object({
		structures: z.array(RecordReference),
		actors: z.array(RecordReference),
		/** True where the structure next above is one that the seat does not see: it can be submitted there unnamed. */
		isNextUnseen: z.boolean()
	})
})
