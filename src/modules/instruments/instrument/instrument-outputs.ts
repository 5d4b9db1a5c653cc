import { z } from 'zod'
import { OriginOf, RecordHead, RecordReference } from '#platform/records/find-record.server.ts'
import { INSTRUMENT_FORMS, POSITIONS, SCOPES, STATUS_EVENTS } from './instrument-rules.ts'
import { NO_REPORT } from './report-rules.ts'

const text = z.string().nullable()
const Certainty = z.enum(['yes', 'no', 'not-known'])

/** One line of the status of a country, as its source tells it. */
export const StatusLine = z.object({
	id: z.string(),
	country: z.string(),
	event: z.enum(STATUS_EVENTS),
	/** The day, the month or the year, as precisely as it is known; null where the source gives no date. */
	day: text,
	effectDay: text,
	/** The reservation or declaration that it withdraws. */
	withdraws: text,
	text,
	language: text,
	state: z.enum(['active', 'withdrawn']),
	stateReason: text,
	...OriginOf.shape
})
export type StatusLine = z.output<typeof StatusLine>

const Statement = z.object({ line: StatusLine, stands: z.enum(['yes', 'not-known']) })

/** Where a country stands on a day. */
export const PositionOf = z.object({
	standing: z.enum(POSITIONS),
	/** How it consented to be bound, while it is bound. */
	joinedBy: z.enum(POSITIONS).nullable(),
	inForce: Certainty,
	/** The line the standing rests on. */
	restsOn: StatusLine.nullable(),
	/** The day from which it binds, where it is in force for the country and that is known to the day. */
	bindsSince: text,
	/** From when a denunciation that was notified already has effect. */
	leavesOn: text,
	reservations: z.array(Statement),
	declarations: z.array(Statement)
})
export type PositionOf = z.output<typeof PositionOf>

/** What a list tells of a position. */
export const PositionItem = z.object({
	standing: z.enum(POSITIONS),
	inForce: Certainty,
	/** The date of the line it rests on; null where that has none, or it is not known. */
	since: text,
	/** Who states the line it rests on, where that has no date. */
	statedIn: z.object({ source: text, year: z.int().nullable() }).nullable(),
	/** The day from which it binds, where it is in force for the country and that is known to the day. */
	bindsSince: text,
	reservations: z.int(),
	declarations: z.int()
})

const Form = z.enum(INSTRUMENT_FORMS)

export const InstrumentItem = RecordHead.extend({
	form: Form,
	scope: z.enum(SCOPES),
	isBinding: z.boolean().nullable(),
	adoptedOn: text,
	inForceOn: text,
	isInForce: z.boolean().nullable(),
	depositary: text,
	depositaryActor: RecordReference.nullable(),
	/** Where the country asked about stands on the day asked about; null in a region that names none. */
	position: PositionItem.nullable()
})

export const ObligationLine = RecordReference.extend({
	article: z.string(),
	position: z.int(),
	text: z.string(),
	language: z.string(),
	state: z.enum(['active', 'withdrawn', 'merged']),
	origin: OriginOf.shape.origin,
	source: text,
	year: z.int().nullable(),
	note: text
})

export const DutyLine = z.object({
	id: z.string(),
	article: text,
	body: z.string(),
	firstMonths: z.int().nullable(),
	everyMonths: z.int().nullable(),
	language: z.string(),
	state: z.enum(['active', 'withdrawn']),
	/** Why no report of the own country stands under it; null where one does, and in a region. */
	noReport: z.enum(NO_REPORT).nullable(),
	...OriginOf.shape
})

export const TextLine = z.object({
	id: z.string(),
	language: z.string(),
	file: z.object({ id: z.string(), name: z.string(), mediaType: z.string(), size: z.int() }),
	progress: z.enum(['waiting', 'read', 'unread']),
	/** Why the file gives no text: `no-text` is a scan. */
	fault: text,
	/** How many characters were read. */
	characters: z.int()
})

/** How many obligations are judged how. */
export const Coverage = z.object({
	obligations: z.int(),
	met: z.int(),
	partly: z.int(),
	notMet: z.int(),
	notJudged: z.int(),
	notApplicable: z.int()
})

export const InstrumentPage = InstrumentItem.extend({
	bindingBasis: text,
	signableUntil: text,
	place: text,
	adoptingBody: text,
	adoptingActor: RecordReference.nullable(),
	region: text,
	entry: z.object({ months: z.int().nullable(), days: z.int().nullable(), firstOfMonth: z.boolean() }).nullable(),
	leavingMonths: z.int().nullable(),
	summary: text,
	language: z.string(),
	/** The country the page is about: that of the workspace. */
	country: text,
	/** Its lines, withdrawn ones too, in the order of their days. */
	statuses: z.array(StatusLine),
	areas: z.array(RecordReference.extend({ ...OriginOf.shape })),
	obligations: z.array(ObligationLine),
	duties: z.array(DutyLine),
	texts: z.array(TextLine),
	reports: z.array(RecordReference.extend({ form: z.string(), dueDay: z.string(), progress: z.string() })),
	/** How far law carries its obligations. */
	coverage: Coverage,
	/** Instruments of the same name, told to those who keep them: one may have been entered twice. */
	namesakes: z.array(RecordReference),
	may: z.object({ change: z.boolean() }),
	whyNot: z.object({ change: z.string().nullable() })
})
