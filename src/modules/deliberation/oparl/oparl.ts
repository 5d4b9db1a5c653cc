import type {
	AgendaItemFact,
	FileFact,
	Gone,
	LocationFact,
	MeetingFact,
	MembershipFact,
	OParlFact,
	OParlType,
	OrganizationFact,
	PaperFact
} from './oparl-facts.ts'

/**
 * The objects of OParl 1.1 (https://dev.oparl.org), made from facts: what a workspace's structures meet on, in the form in which
 * the information systems of councils give theirs out. Persons are offices here, never people: no name of anybody is told.
 */

const VERSION = 'https://schema.oparl.org/1.1/'
const TYPES: Readonly<Record<OParlType, string>> = {
	organization: 'Organization',
	person: 'Person',
	membership: 'Membership',
	meeting: 'Meeting',
	agendaItem: 'AgendaItem',
	consultation: 'Consultation',
	paper: 'Paper',
	file: 'File',
	location: 'Location'
}

type Value = string | boolean | number | readonly Value[] | { [name: string]: Value }
export type OParlObject = { [name: string]: Value }

/** What the documents of one request share: where the interface stands, and how words of closed sets are said. */
export type OParlPlace = {
	/** `https://host/workspace/oparl`, without a slash at its end. */
	base: string
	/** `https://host/workspace`. */
	site: string
	key: string
	say(set: 'structure-kind' | 'actor-kind' | 'membership-role' | 'membership-kind', word: string): string
}

const withoutEmpty = (fields: Readonly<Record<string, Value | null | undefined>>): OParlObject =>
	Object.fromEntries(
		Object.entries(fields).flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, value]]))
	)

const addressOf = ({ base }: OParlPlace, type: OParlType, id: string) => `${base}/${type}/${id}`
const bodyOf = ({ base, key }: OParlPlace) => `${base}/body/${key}`
const headOf = (place: OParlPlace, type: OParlType, one: { id: string }) => ({
	id: addressOf(place, type, one.id),
	type: VERSION + TYPES[type]
})
const datesOf = ({ created, modified }: { created: Date; modified: Date }) => ({
	created: created.toISOString(),
	modified: modified.toISOString()
})

// Of what was deleted these attributes stay, and no other.
const goneObject = (place: OParlPlace, type: OParlType, one: Gone): OParlObject => ({
	...headOf(place, type, one),
	...datesOf(one),
	deleted: true
})

function organization(place: OParlPlace, one: OrganizationFact): OParlObject {
	const isStructure = one.kind === 'structure'
	return withoutEmpty({
		...headOf(place, 'organization', one),
		body: bodyOf(place),
		name: one.name,
		shortName: one.acronym,
		membership: one.memberships.map((id) => addressOf(place, 'membership', id)),
		meeting: isStructure ? `${place.base}/meeting?organization=${one.id}` : null,
		subOrganizationOf: one.parent === null ? null : addressOf(place, 'organization', one.parent),
		// The categories that the standard names: bodies that meet, and institutions that sit in them.
		organizationType: isStructure ? 'Gremium' : 'Institution',
		classification: place.say(isStructure ? 'structure-kind' : 'actor-kind', one.classification),
		endDate: one.ended,
		...datesOf(one),
		web: `${place.site}/${one.kind}/${one.reference}`
	})
}

const ROLES_OF_KIND = ['co-opted', 'invited']

const membership = (place: OParlPlace, one: MembershipFact): OParlObject =>
	withoutEmpty({
		...headOf(place, 'membership', one),
		person: addressOf(place, 'person', one.id),
		organization: addressOf(place, 'organization', one.structure),
		role: place.say(ROLES_OF_KIND.includes(one.role) ? 'membership-kind' : 'membership-role', one.role),
		votingRight: one.votes,
		startDate: one.from,
		endDate: one.to,
		onBehalfOf: addressOf(place, 'organization', one.actor),
		...datesOf(one)
	})

const person = (place: OParlPlace, one: MembershipFact): OParlObject => ({
	...headOf(place, 'person', one),
	body: bodyOf(place),
	name: one.name,
	membership: [membership(place, one)],
	...datesOf(one)
})

const file = (place: OParlPlace, one: FileFact): OParlObject =>
	withoutEmpty({
		...headOf(place, 'file', one),
		name: one.name,
		fileName: one.fileName,
		mimeType: one.mediaType,
		date: one.date,
		size: one.size,
		accessUrl: `${place.site}/file/${one.id}`,
		downloadUrl: `${place.site}/file/${one.id}`,
		meeting: one.paper === null ? [addressOf(place, 'meeting', one.meeting)] : null,
		paper: one.paper === null ? null : [addressOf(place, 'paper', one.paper)],
		...datesOf(one)
	})

const consultation = (place: OParlPlace, one: PaperFact): OParlObject => ({
	...headOf(place, 'consultation', one),
	paper: addressOf(place, 'paper', one.id),
	agendaItem: addressOf(place, 'agendaItem', one.agendaItem),
	meeting: addressOf(place, 'meeting', one.meeting),
	organization: [addressOf(place, 'organization', one.structure)],
	...datesOf(one)
})

const paper = (place: OParlPlace, one: PaperFact): OParlObject =>
	withoutEmpty({
		...headOf(place, 'paper', one),
		body: bodyOf(place),
		name: one.name,
		date: one.date,
		mainFile: file(place, one.file),
		consultation: [consultation(place, one)],
		underDirectionOf: [addressOf(place, 'organization', one.structure)],
		...datesOf(one)
	})

function agendaItem(place: OParlPlace, one: AgendaItemFact): OParlObject {
	const [first, ...others] = one.papers
	return withoutEmpty({
		...headOf(place, 'agendaItem', one),
		meeting: addressOf(place, 'meeting', one.meeting),
		number: String(one.position + 1),
		order: one.position,
		name: one.name,
		public: one.isPublic,
		// An item has one consultation; further papers stand beside it as files.
		consultation: first ? addressOf(place, 'consultation', first.id) : null,
		auxiliaryFile: others.length > 0 ? others.map((more) => file(place, more.file)) : null,
		resolutionText: one.resolutions.length > 0 ? one.resolutions.join('\n\n') : null,
		...datesOf(one)
	})
}

const location = (place: OParlPlace, one: LocationFact): OParlObject => ({
	...headOf(place, 'location', one),
	description: one.description,
	meetings: [addressOf(place, 'meeting', one.meeting)],
	...datesOf(one)
})

/** The states that the standard recommends: fixed, invited, and held once its minutes are released; beside them, put off and cancelled. */
function stateOf(state: MeetingFact['state']) {
	switch (state) {
		case 'planned':
			return 'terminiert'
		case 'postponed':
			return 'verschoben'
		case 'called':
		case 'held':
		case 'drafted':
		case 'circulated':
			return 'eingeladen'
		case 'adopted':
			return 'durchgeführt'
		case 'cancelled':
			return 'abgesagt'
		default:
			return state satisfies never
	}
}

const meeting = (place: OParlPlace, one: MeetingFact): OParlObject =>
	withoutEmpty({
		...headOf(place, 'meeting', one),
		name: one.name,
		meetingState: stateOf(one.state),
		cancelled: one.state === 'cancelled',
		// What was put off has no time until it is given another.
		start: one.state === 'postponed' ? null : one.start.toISOString(),
		end: one.state === 'postponed' ? null : one.end.toISOString(),
		location: one.location ? location(place, one.location) : null,
		organization: [addressOf(place, 'organization', one.structure)],
		invitation: one.invitation ? file(place, one.invitation) : null,
		resultsProtocol: one.minutes ? file(place, one.minutes) : null,
		auxiliaryFile: one.files.map((more) => file(place, more)),
		agendaItem: one.agenda.map((item) => agendaItem(place, item)),
		...datesOf(one),
		web: `${place.site}/meeting/${one.reference}`
	})

/** One object as OParl tells it. */
export function oparlObject(place: OParlPlace, { type, fact }: OParlFact): OParlObject {
	if (fact.isGone) return goneObject(place, type, fact)
	switch (type) {
		case 'organization':
			return organization(place, fact)
		case 'person':
			return person(place, fact)
		case 'membership':
			return membership(place, fact)
		case 'meeting':
			return meeting(place, fact)
		case 'agendaItem':
			return agendaItem(place, fact)
		case 'consultation':
			return consultation(place, fact)
		case 'paper':
			return paper(place, fact)
		case 'file':
			return file(place, fact)
		case 'location':
			return location(place, fact)
		default:
			return type satisfies never
	}
}

export type SystemFacts = {
	key: string
	name: Readonly<Record<string, string>>
	language: string
	created: Date
	modified: Date
}

const nameOf = ({ name, language }: SystemFacts) => name[language] ?? Object.values(name)[0] ?? ''

/** Where a reader begins. */
export const oparlSystem = (place: OParlPlace, system: SystemFacts): OParlObject => ({
	id: place.base,
	type: `${VERSION}System`,
	oparlVersion: VERSION,
	body: `${place.base}/body`,
	name: nameOf(system),
	website: place.site,
	...datesOf(system)
})

/** The workspace: the one body whose structures meet. */
export const oparlBody = (place: OParlPlace, system: SystemFacts): OParlObject => ({
	id: bodyOf(place),
	type: `${VERSION}Body`,
	system: place.base,
	name: nameOf(system),
	website: place.site,
	organization: `${place.base}/organization`,
	person: `${place.base}/person`,
	meeting: `${place.base}/meeting`,
	paper: `${place.base}/paper`,
	legislativeTerm: [],
	legislativeTermList: `${place.base}/legislativeTerm`,
	agendaItem: `${place.base}/agendaItem`,
	consultation: `${place.base}/consultation`,
	file: `${place.base}/file`,
	locationList: `${place.base}/location`,
	membership: `${place.base}/membership`,
	...datesOf(system)
})

/** A page of an external list. `query` is what narrows it; every link keeps it. */
export function oparlList(
	path: string,
	objects: readonly OParlObject[],
	{ query, after, next, limit }: { query: URLSearchParams; after: string | null; next: string | null; limit: number }
): OParlObject {
	const address = (from: string | null) => {
		const params = new URLSearchParams(query)
		params.delete('after')
		if (from !== null) params.set('after', from)
		const text = params.toString()
		return text === '' ? path : `${path}?${text}`
	}
	return {
		data: [...objects],
		pagination: { elementsPerPage: limit },
		links: withoutEmpty({
			first: address(null),
			self: address(after),
			next: next === null ? null : address(next)
		})
	}
}

/** What a reader is told where there is nothing, or where the question was wrong. */
export const oparlError = (message: string): OParlObject => ({ type: `${VERSION}Error`, message })

const EMBEDDED = [
	'agendaItem',
	'membership',
	'consultation',
	'mainFile',
	'auxiliaryFile',
	'invitation',
	'resultsProtocol',
	'location'
]

/** An object without those inside it, as `omit_internal` asks of lists; addresses of others stay. */
export function withoutInternal(one: OParlObject): OParlObject {
	const isInside = (value: Value | undefined) =>
		Array.isArray(value) ? value.some((item) => typeof item === 'object') : typeof value === 'object'
	return Object.fromEntries(
		Object.entries(one).filter(([name, value]) => !(EMBEDDED.includes(name) && isInside(value)))
	)
}
