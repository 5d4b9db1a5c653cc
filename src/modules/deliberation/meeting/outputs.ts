import { z } from 'zod'
import { AUDIENCES } from '#platform/access/seat.ts'
import { DECLARED_STATUSES } from '#modules/directory/rules.ts'
import { OriginOf, RecordHead, RecordReference } from '#platform/records/find-record.server.ts'
import { MEETING_MOVES, MEETING_PURPOSES, MEETING_STATES } from '../rules.ts'
import {
	AGENDA_KINDS,
	AGENDA_MOVES,
	AGENDA_STATES,
	ATTENDANCE_CAPACITIES,
	ATTENDANCE_STATES,
	CONFIDENTIALITIES,
	PAPER_CONFIDENTIALITIES
} from './meeting-rules.ts'
import { TABLE_PLACES, TABLE_RIGHTS, WHY_NO_PROPOSAL } from './taking-part.ts'

const day = z.string().nullable()
const Reference = RecordReference.nullable()

export const MeetingItem = RecordHead.extend({
	structure: Reference,
	/** The series it is one of, and the local time it had there before it was moved. */
	series: z.object({ id: z.string(), title: z.record(z.string(), z.string()), start: z.string() }).nullable(),
	purpose: z.enum(MEETING_PURPOSES),
	status: z.enum(MEETING_STATES),
	statusReason: z.string().nullable(),
	/** Local times by the clock of `zone`. */
	start: z.string(),
	end: z.string(),
	zone: z.string(),
	startsAt: z.date(),
	endsAt: z.date(),
	day: z.string(),
	place: z.string().nullable(),
	calledDay: day,
	noticeDays: z.int().nullable(),
	isQuorate: z.boolean().nullable(),
	/** When the minutes were given to the members; null where they are not, or it is not known. */
	circulatedAt: z.date().nullable(),
	commentsUntil: day,
	adoptedDay: day
})

export const PaperItem = z.object({
	id: z.string(),
	document: z.string(),
	title: z.string(),
	language: z.string(),
	day,
	confidentiality: z.enum(PAPER_CONFIDENTIALITIES),
	file: z.object({ id: z.string(), name: z.string(), mediaType: z.string(), size: z.int() })
})

export const AgendaItem = RecordHead.extend({
	agendaKind: z.enum(AGENDA_KINDS),
	status: z.enum(AGENDA_STATES),
	statusReason: z.string().nullable(),
	confidentiality: z.enum(CONFIDENTIALITIES),
	/** Counted over the accepted items this reader sees. */
	number: z.int().nullable(),
	/** When it is due, by the meeting's own clock, after the items this reader sees. */
	at: z.string().nullable(),
	minutes: z.int().nullable(),
	presenter: z.string().nullable(),
	presenterActor: Reference,
	note: z.string().nullable(),
	subject: Reference,
	proposedBy: Reference,
	/** Proposed by the seat that asks. */
	isMine: z.boolean()
})

export const AgendaEntry = AgendaItem.extend({ papers: z.array(PaperItem) })

export const StandingEntry = z.object({
	record: RecordReference,
	/** What it waits for, or what falls due: worded by `meeting.standing.<code>`, `due.<code>` or `waits.<code>`. */
	code: z.string(),
	day,
	actor: Reference
})

export const AttendanceEntry = z.object({
	/** Null where the member is expected and nothing is recorded yet. */
	id: z.string().nullable(),
	actor: RecordReference,
	capacity: z.enum(ATTENDANCE_CAPACITIES),
	state: z.enum(ATTENDANCE_STATES),
	office: z.string().nullable(),
	person: z.string().nullable(),
	/** What interests it declared: in an item, or where that is null in the whole meeting. Those in items the seat does not see are left out. */
	interests: z.array(z.object({ text: z.string(), item: Reference })),
	note: z.string().nullable(),
	/** Counts towards the quorum: a full member of that day. */
	counts: z.boolean(),
	isCoOpted: z.boolean()
})

export const Quorum = z.object({
	kind: z.string(),
	members: z.int(),
	present: z.int(),
	required: z.int().nullable(),
	isQuorate: z.boolean(),
	forbidsWithout: z.boolean()
})

/** How a seat that is no full member takes part, by the guidelines of the structure. */
export const TakingPart = z.object({
	actorKind: z.string(),
	place: z.enum(TABLE_PLACES).nullable(),
	/** What the guidelines in force give to the co-opted of its kind, and since when. */
	given: z.object({ since: z.string(), rights: z.array(z.enum(TABLE_RIGHTS)) }).nullable(),
	rights: z.array(
		z.object({
			right: z.enum(TABLE_RIGHTS),
			on: z.enum(['everything', 'areas', 'nothing']),
			areas: z.array(RecordReference)
		})
	),
	/** Why it cannot propose an item. */
	whyNotPropose: z.enum(WHY_NO_PROPOSAL).nullable()
})

export const LIFE_MOVES = ['called', 'postponed', 'rescheduled'] as const

/** What became of a meeting before what stands of it now: each time it was called, put off and moved. */
export const LifeMove = z.object({
	move: z.enum(LIFE_MOVES),
	/** The day it was done; of a call, the day on which notice was given. */
	day: z.string(),
	noticeDays: z.int().nullable(),
	/** The local times a move led from and to. */
	from: z.string().nullable(),
	to: z.string().nullable(),
	reason: z.string().nullable()
})

export const MeetingPage = MeetingItem.extend({
	/** In the order in which it came about, the last call included. */
	life: z.array(LifeMove),
	onlineAddress: z.string().nullable(),
	/** Whether the clocks of the zone show the local time of the start once, twice or never. */
	clock: z.enum(['once', 'twice', 'never']),
	structureStatus: z.enum(DECLARED_STATUSES).nullable(),
	minutesLanguage: z.string().nullable(),
	adoptedHow: z.enum(['meeting', 'written-procedure']).nullable(),
	adoptedIn: Reference,
	/** How many members were present where the minutes were adopted, and how many the rules asked for. */
	adoptedBy: z.object({ present: z.int(), members: z.int(), required: z.int().nullable() }).nullable(),
	/** The written procedure by which the members are adopting the minutes now. */
	adoptingProcedure: Reference,
	calendarSequence: z.int(),
	calendarChangedAt: z.date(),
	agenda: z.array(AgendaEntry),
	/** What standing items hold now, by the kind of item; empty once the meeting is over. */
	standing: z.object({
		lastMeeting: z.object({ meeting: RecordReference, status: z.enum(MEETING_STATES), day: z.string() }).nullable(),
		actions: z.array(StandingEntry),
		recommendations: z.array(StandingEntry),
		commitments: z.array(StandingEntry),
		/** What other areas of work have that waits for the structure: worded by `waits.<code>`. */
		toSettle: z.array(StandingEntry)
	}),
	attendance: z.array(AttendanceEntry),
	/** True where it was held and nobody recorded who came, as of a meeting taken over from older files. */
	isUnattended: z.boolean(),
	takingPart: TakingPart.nullable(),
	quorum: Quorum,
	notice: z.object({ needed: z.int(), given: z.int(), hasBegun: z.boolean() }),
	moves: z.array(z.enum(MEETING_MOVES)),
	may: z.object({
		run: z.boolean(),
		change: z.boolean(),
		keepAgenda: z.boolean(),
		addStanding: z.boolean(),
		readMinutes: z.boolean(),
		propose: z.boolean(),
		keepAttendance: z.boolean(),
		answerFor: z.string().nullable()
	})
})

export const AgendaItemPage = AgendaItem.extend({
	meeting: Reference,
	meetingStatus: z.enum(MEETING_STATES),
	structure: Reference,
	papers: z.array(PaperItem),
	/** The areas it is about, which some guidelines for participation are bound to. */
	areas: z.array(RecordReference),
	/** The actors a named item is shown to. */
	named: z.array(RecordReference),
	decisions: z.array(RecordReference),
	recommendations: z.array(RecordReference),
	actions: z.array(RecordReference),
	moves: z.array(z.enum(AGENDA_MOVES)),
	may: z.object({ change: z.boolean(), answer: z.boolean(), withdraw: z.boolean(), addPaper: z.boolean() })
})

export const SeriesItem = z.object({
	id: z.string(),
	title: z.record(z.string(), z.string()),
	structure: RecordReference,
	rule: z.string(),
	excluded: z.array(z.string()),
	start: z.string(),
	durationMinutes: z.int(),
	zone: z.string(),
	place: z.string().nullable(),
	onlineAddress: z.string().nullable(),
	purpose: z.enum(MEETING_PURPOSES),
	status: z.enum(['active', 'ended']),
	statusReason: z.string().nullable(),
	/** Who sees it, and the meetings that are planned of it. */
	audience: z.enum(AUDIENCES),
	/** Counts up with each change; a change names the one it was made from. */
	version: z.int(),
	/** Meetings of the series that this reader sees. */
	meetings: z.int(),
	...OriginOf.shape,
	may: z.object({ change: z.boolean() })
})
