import { z } from 'zod'

/**
 * What OParl 1.1 says of each object, written from its schema (https://dev.oparl.org/schema/1.1): the attributes an object may have,
 * their form, and which must be there. Strict: an attribute that the standard does not know fails.
 */

const Address = z.url()
const Moment = z.iso.datetime({ offset: true })
const Day = z.iso.date()
const named = (type: string) => z.literal(`https://schema.oparl.org/1.1/${type}`)
const common = (type: string) => ({ id: Address, type: named(type), created: Moment, modified: Moment })
const withAddress = { web: Address.optional() }

const File = z.strictObject({
	...common('File'),
	name: z.string().optional(),
	fileName: z.string().optional(),
	mimeType: z.string().optional(),
	date: Day.optional(),
	size: z.int().optional(),
	accessUrl: Address,
	downloadUrl: Address.optional(),
	paper: z.array(Address).optional(),
	meeting: z.array(Address).optional()
})

const Location = z.strictObject({
	...common('Location'),
	description: z.string().optional(),
	meetings: z.array(Address).optional()
})

const Consultation = z.strictObject({
	...common('Consultation'),
	paper: Address.optional(),
	agendaItem: Address.optional(),
	meeting: Address.optional(),
	organization: z.array(Address).optional()
})

const Paper = z.strictObject({
	...common('Paper'),
	body: Address.optional(),
	name: z.string().optional(),
	date: Day.optional(),
	mainFile: File.optional(),
	consultation: z.array(Consultation).optional(),
	underDirectionOf: z.array(Address).optional()
})

const AgendaItem = z.strictObject({
	...common('AgendaItem'),
	meeting: Address.optional(),
	number: z.string().optional(),
	order: z.int().min(0),
	name: z.string().optional(),
	public: z.boolean().optional(),
	consultation: Address.optional(),
	auxiliaryFile: z.array(File).optional(),
	resolutionText: z.string().optional()
})

const Meeting = z.strictObject({
	...common('Meeting'),
	...withAddress,
	name: z.string().optional(),
	meetingState: z.string().optional(),
	cancelled: z.boolean().optional(),
	start: Moment.optional(),
	end: Moment.optional(),
	location: Location.optional(),
	organization: z.array(Address).optional(),
	invitation: File.optional(),
	resultsProtocol: File.optional(),
	auxiliaryFile: z.array(File).optional(),
	agendaItem: z.array(AgendaItem).optional()
})

const Membership = z.strictObject({
	...common('Membership'),
	person: Address.optional(),
	organization: Address.optional(),
	role: z.string().optional(),
	votingRight: z.boolean().optional(),
	startDate: Day.optional(),
	endDate: Day.optional(),
	onBehalfOf: Address.optional()
})

const Person = z.strictObject({
	...common('Person'),
	body: Address.optional(),
	name: z.string().optional(),
	membership: z.array(Membership).optional()
})

const Organization = z.strictObject({
	...common('Organization'),
	...withAddress,
	body: Address.optional(),
	name: z.string().optional(),
	shortName: z.string().optional(),
	membership: z.array(Address).optional(),
	meeting: Address.optional(),
	subOrganizationOf: Address.optional(),
	organizationType: z
		.enum(['Gremium', 'Partei', 'Fraktion', 'Verwaltungsbereich', 'externes Gremium', 'Institution', 'Sonstiges'])
		.optional(),
	classification: z.string().optional(),
	endDate: Day.optional()
})

export const Body = z.strictObject({
	...common('Body'),
	system: Address,
	name: z.string(),
	website: Address.optional(),
	organization: Address,
	person: Address,
	meeting: Address,
	paper: Address,
	legislativeTerm: z.array(z.never()),
	legislativeTermList: Address,
	agendaItem: Address,
	consultation: Address,
	file: Address,
	locationList: Address,
	membership: Address
})

export const System = z.strictObject({
	...common('System'),
	oparlVersion: z.literal('https://schema.oparl.org/1.1/'),
	body: Address,
	name: z.string().optional(),
	website: Address.optional()
})

/** Of what was deleted nothing stays but what it was, and when it was made and deleted. */
export const Deleted = z.strictObject({
	id: Address,
	type: z.string().startsWith('https://schema.oparl.org/1.1/'),
	created: Moment,
	modified: Moment,
	deleted: z.literal(true)
})

export const objects = {
	organization: Organization,
	person: Person,
	membership: Membership,
	meeting: Meeting,
	agendaItem: AgendaItem,
	consultation: Consultation,
	paper: Paper,
	file: File,
	location: Location
} as const

export const List = z.strictObject({
	data: z.array(z.unknown()),
	pagination: z.strictObject({ elementsPerPage: z.int() }),
	links: z.strictObject({ first: Address, self: Address, next: Address.optional() })
})
