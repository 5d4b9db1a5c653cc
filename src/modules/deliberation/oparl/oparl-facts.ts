import { z } from 'zod'

/** The types of object that OParl 1.1 lists, as they stand in its addresses. */
export const OPARL_TYPES = [
	'organization',
	'person',
	'membership',
	'meeting',
	'agendaItem',
	'consultation',
	'paper',
	'file',
	'location'
] as const
export type OParlType = (typeof OPARL_TYPES)[number]

const Base = { id: z.string(), created: z.date(), modified: z.date() }
const day = z.string().nullable()

/** What is left of an object that was withdrawn: that it was, and when it changed. */
export const Gone = z.object({ ...Base, isGone: z.literal(true) })
const there = { ...Base, isGone: z.literal(false) }

export const OrganizationFact = z.object({
	...there,
	kind: z.enum(['structure', 'actor']),
	reference: z.string(),
	name: z.string(),
	acronym: z.string().nullable(),
	classification: z.string(),
	parent: z.string().nullable(),
	ended: day,
	memberships: z.array(z.string())
})

export const MembershipFact = z.object({
	...there,
	/** The structure in which the office sits, and the actor for which it does. */
	structure: z.string(),
	actor: z.string(),
	/** The office that was named for it, or the actor's name: never that of a person. */
	name: z.string(),
	role: z.string(),
	votes: z.boolean(),
	from: day,
	to: day
})

export const FileFact = z.object({
	...there,
	fileName: z.string(),
	name: z.string(),
	mediaType: z.string(),
	size: z.int(),
	date: z.string(),
	paper: z.string().nullable(),
	meeting: z.string()
})

export const PaperFact = z.object({
	...there,
	name: z.string(),
	date: day,
	structure: z.string(),
	meeting: z.string(),
	agendaItem: z.string(),
	file: FileFact
})

export const AgendaItemFact = z.object({
	...there,
	meeting: z.string(),
	structure: z.string(),
	/** Counted from 0, over the items of its meeting that the reader sees. */
	position: z.int(),
	name: z.string(),
	isPublic: z.boolean(),
	papers: z.array(PaperFact),
	/** The texts of what was decided in it. */
	resolutions: z.array(z.string())
})

export const LocationFact = z.object({ ...there, description: z.string(), meeting: z.string() })

export const MeetingFact = z.object({
	...there,
	reference: z.string(),
	name: z.string(),
	structure: z.string(),
	state: z.enum(['planned', 'called', 'held', 'drafted', 'circulated', 'adopted', 'postponed', 'cancelled']),
	start: z.date(),
	end: z.date(),
	location: LocationFact.nullable(),
	agenda: z.array(AgendaItemFact),
	invitation: FileFact.nullable(),
	minutes: FileFact.nullable(),
	files: z.array(FileFact)
})

export const OParlFact = z.union([
	z.object({ type: z.literal('organization'), fact: z.union([Gone, OrganizationFact]) }),
	z.object({ type: z.literal('person'), fact: z.union([Gone, MembershipFact]) }),
	z.object({ type: z.literal('membership'), fact: z.union([Gone, MembershipFact]) }),
	z.object({ type: z.literal('meeting'), fact: z.union([Gone, MeetingFact]) }),
	z.object({ type: z.literal('agendaItem'), fact: z.union([Gone, AgendaItemFact]) }),
	z.object({ type: z.literal('consultation'), fact: z.union([Gone, PaperFact]) }),
	z.object({ type: z.literal('paper'), fact: z.union([Gone, PaperFact]) }),
	z.object({ type: z.literal('file'), fact: z.union([Gone, FileFact]) }),
	z.object({ type: z.literal('location'), fact: z.union([Gone, LocationFact]) })
])
export type OParlFact = z.output<typeof OParlFact>

export type Gone = z.output<typeof Gone>
export type OrganizationFact = z.output<typeof OrganizationFact>
export type MembershipFact = z.output<typeof MembershipFact>
export type FileFact = z.output<typeof FileFact>
export type PaperFact = z.output<typeof PaperFact>
export type AgendaItemFact = z.output<typeof AgendaItemFact>
export type LocationFact = z.output<typeof LocationFact>
export type MeetingFact = z.output<typeof MeetingFact>
