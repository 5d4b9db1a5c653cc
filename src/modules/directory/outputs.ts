import { z } from 'zod'
import { DatedNameOf, OriginOf, RecordHead, RecordReference } from '#platform/records/find-record.server.ts'
import { CAPACITIES, DECLARED_STATUSES, MEMBERSHIP_KINDS } from './rules.ts'

const day = z.string().nullable()
const Reference = RecordReference.nullable()

export const ActorItem = RecordHead.extend({
	actorKind: z.string(),
	status: z.string(),
	country: z.string().nullable(),
	parent: Reference,
	isEnforcement: z.boolean(),
	seats: z.int(),
	leads: z.int()
})

export const StructureItem = RecordHead.extend({
	level: z.string(),
	structureKind: z.string(),
	status: z.enum(DECLARED_STATUSES),
	statusDetail: z.string().nullable(),
	statusDay: day,
	parent: Reference,
	chair: Reference,
	host: Reference,
	secretariat: Reference,
	meetingsPerYear: z.int().nullable(),
	cadence: z.string().nullable(),
	members: z.int()
})

export const NominationItem = z.object({
	id: z.string(),
	membership: z.string(),
	capacity: z.enum(CAPACITIES),
	seat: z.string().nullable(),
	office: z.string(),
	email: z.string().nullable(),
	letter: z.object({ id: z.string(), title: z.string(), file: z.string() }).nullable(),
	from: day,
	to: day,
	endReason: z.string().nullable(),
	note: z.string().nullable()
})

export const MembershipItem = z.object({
	id: z.string(),
	structure: RecordReference,
	actor: RecordReference,
	actorKind: z.string(),
	kind: z.enum(MEMBERSHIP_KINDS),
	role: z.string(),
	from: day,
	to: day,
	/** Whether it held on the day asked about; `not-known` when the source is younger than the day. */
	held: z.enum(['yes', 'no', 'not-known']),
	reason: z.string().nullable(),
	endReason: z.string().nullable(),
	...OriginOf.shape
})

export const MandateItem = z.object({
	id: z.string(),
	structure: RecordReference,
	position: z.int(),
	category: z.string(),
	function: Reference,
	area: Reference,
	text: z.string(),
	state: z.enum(['active', 'withdrawn']),
	...OriginOf.shape
})

export const LeadItem = z.object({
	id: z.string(),
	area: RecordReference,
	framework: RecordReference,
	actor: RecordReference,
	from: day,
	to: day,
	held: z.enum(['yes', 'no', 'not-known']),
	...OriginOf.shape
})

export const AreaItem = RecordHead.extend({
	framework: RecordReference,
	position: z.int(),
	leads: z.array(RecordReference),
	structures: z.int()
})

export const FrameworkItem = RecordHead.extend({
	frameworkKind: z.string(),
	issuer: Reference,
	year: z.int().nullable(),
	areas: z.int(),
	statedAreas: z.int().nullable()
})

export const Succession = z.object({
	kind: z.string(),
	day: z.string(),
	legalBasis: z.string(),
	actor: RecordReference,
	successor: Reference
})

export const StatusEntry = z.object({
	status: z.enum(DECLARED_STATUSES),
	detail: z.string().nullable(),
	day,
	reason: z.string().nullable(),
	at: z.date(),
	...OriginOf.omit({ note: true }).shape
})

export const ActorPage = ActorItem.extend({
	aliases: z.array(z.string()),
	hostCountry: z.string().nullable(),
	contact: z.object({
		office: z.string().nullable(),
		email: z.string().nullable(),
		telephone: z.string().nullable(),
		address: z.string().nullable()
	}),
	names: z.array(DatedNameOf),
	children: z.array(RecordReference),
	chairs: z.array(RecordReference),
	hosts: z.array(RecordReference),
	memberships: z.array(MembershipItem),
	areasLed: z.array(LeadItem),
	successions: z.array(Succession),
	enforcementRemoval: z
		.object({ id: z.string(), reason: z.string(), askedAt: z.date(), mayConfirm: z.boolean() })
		.nullable(),
	may: z.object({ change: z.boolean(), setContact: z.boolean(), setEnforcement: z.boolean(), succeed: z.boolean() })
})

export const StructurePage = StructureItem.extend({
	quorum: z.string().nullable(),
	legalBasis: z.string().nullable(),
	yearEstablished: z.int().nullable(),
	partnerCountry: z.string().nullable(),
	location: z.string().nullable(),
	purpose: z.string().nullable(),
	secretariatActor: Reference,
	asActor: Reference,
	names: z.array(DatedNameOf),
	ancestors: z.array(RecordReference),
	children: z.array(StructureItem),
	areas: z.array(RecordReference.extend({ framework: RecordReference, ...OriginOf.shape })),
	memberships: z.array(MembershipItem),
	nominations: z.array(NominationItem),
	/** Open memberships that nobody has nominated a principal for. */
	vacancies: z.array(z.string()),
	mandates: z.array(MandateItem),
	statusHistory: z.array(StatusEntry),
	nextStatuses: z.array(z.enum(DECLARED_STATUSES)),
	may: z.object({ change: z.boolean(), setStatus: z.boolean(), keepMembers: z.boolean() })
})
