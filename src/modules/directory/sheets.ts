import { column, type RequiredColumn } from '#platform/exchange/column.ts'
import { defineSheet } from '#platform/exchange/sheet.ts'
import { AUDIENCES } from '#platform/access/seat.ts'
import {
	ACTOR_KINDS,
	ACTOR_STATUSES,
	CAPACITIES,
	DECLARED_STATUSES,
	LEVELS,
	MEMBERSHIP_KINDS,
	MEMBERSHIP_ROLES,
	STRUCTURE_KINDS,
	SUCCESSION_KINDS
} from './rules.ts'

const text = (max: number) => column.text({ max }).optional()
export const CROSSWALKS = ['same-as', 'broader-than', 'related-to'] as const

const source = {
	origin: column.oneOf(['reference', 'invented', 'entered'], 'ui.origin').or('entered'),
	source: text(500),
	source_year: column.year().optional()
}
const noted = { ...source, note: text(4_000) }
const audience = column.oneOf(AUDIENCES, 'audience').or('public')
const ownAudience = column.oneOf(['public', 'workspace', 'secretariat'], 'audience').or('public')
const standing = {
	state: column.oneOf(['active', 'withdrawn'], 'page.state').or('active'),
	state_reason: text(2_000)
}
const country = text(3)
const repeat = column.integer({ min: 2, max: 10_000 }).optional()
const count = (max: number): ReturnType<RequiredColumn<number>['optional']> =>
	column.integer({ min: 1, max }).optional()

export const actorSheet = defineSheet({
	name: 'actor',
	columns: {
		key: column.key(),
		name: column.name({ max: 300 }),
		acronym: text(40),
		kind: column.oneOf(ACTOR_KINDS, 'actor-kind'),
		parent: column.reference('actor').optional(),
		country,
		host_country: country,
		status: column.oneOf(ACTOR_STATUSES, 'ui.status').or('active'),
		aliases: column.list(),
		enforcement: column.yes(),
		contact_office: text(200),
		contact_email: text(200),
		contact_telephone: text(60),
		contact_address: text(500),
		audience: ownAudience,
		...standing,
		...noted
	},
	key: ['key'],
	parent: 'parent'
})

export const structureSheet = defineSheet({
	name: 'structure',
	columns: {
		key: column.key(),
		name: column.name({ max: 300 }),
		acronym: text(40),
		level: column.oneOf(LEVELS, 'level'),
		kind: column.oneOf(STRUCTURE_KINDS, 'structure-kind'),
		declared_status: column.oneOf(DECLARED_STATUSES, 'ui.status'),
		status_detail: text(300),
		status_day: column.day().optional(),
		chair: column.reference('actor').optional(),
		host: column.reference('actor').optional(),
		secretariat: column.reference('structure').optional(),
		secretariat_actor: column.reference('actor').optional(),
		parent: column.reference('structure').optional(),
		meetings_per_year: count(366),
		cadence: text(300),
		quorum: text(300),
		legal_basis: text(1_000),
		year_established: column.year().optional(),
		partner_country: country,
		location: text(300),
		purpose: text(4_000),
		as_actor: column.reference('actor').optional(),
		audience,
		...standing,
		...noted
	},
	key: ['key'],
	parent: 'parent'
})

export const membershipSheet = defineSheet({
	name: 'membership',
	columns: {
		structure: column.reference('structure'),
		actor: column.reference('actor'),
		kind: column.oneOf(MEMBERSHIP_KINDS, 'membership-kind'),
		role: column.oneOf(MEMBERSHIP_ROLES, 'membership-role').or('member'),
		from: column.day().optional(),
		to: column.day().optional(),
		reason: text(2_000),
		end_reason: text(2_000),
		repeat,
		...noted
	},
	key: ['structure', 'actor', 'from', 'repeat']
})

export const nominationSheet = defineSheet({
	name: 'nomination',
	columns: {
		structure: column.reference('structure'),
		actor: column.reference('actor'),
		capacity: column.oneOf(CAPACITIES, 'capacity'),
		office: column.text({ max: 200 }),
		email: text(200),
		from: column.day().optional(),
		to: column.day().optional(),
		end_reason: text(2_000),
		member_from: column.day().optional(),
		member_repeat: repeat,
		repeat,
		note: text(1_000)
	},
	key: ['structure', 'actor', 'capacity', 'office', 'from', 'repeat']
})

export const mandateSheet = defineSheet({
	name: 'mandate',
	columns: {
		structure: column.reference('structure'),
		position: column.integer({ min: 1, max: 10_000 }),
		category: column.text({ max: 120 }),
		function: column.reference('area').optional(),
		text: column.text({ max: 2_000 }),
		area: column.reference('area').optional(),
		...standing,
		...source
	},
	key: ['structure', 'position']
})

export const frameworkSheet = defineSheet({
	name: 'framework',
	columns: {
		key: column.key(),
		name: column.name({ max: 300 }),
		kind: column.text({ max: 120 }),
		issuer: column.reference('actor').optional(),
		year: column.year().optional(),
		area_count: count(10_000),
		acronym: text(40),
		audience: ownAudience,
		...standing,
		...noted
	},
	key: ['key']
})

export const areaSheet = defineSheet({
	name: 'area',
	columns: {
		key: column.key(),
		framework: column.reference('framework'),
		position: column.integer({ min: 1, max: 10_000 }),
		name: column.name({ max: 300 }),
		acronym: text(40),
		...standing,
		...noted
	},
	key: ['key']
})

export const crosswalkSheet = defineSheet({
	name: 'crosswalk',
	columns: {
		area: column.reference('area'),
		relation: column.oneOf(CROSSWALKS, 'link'),
		other_area: column.reference('area'),
		argument: text(2_000),
		state: column.oneOf(['open', 'being-resolved', 'resolved'], 'workbook.link-state').or('open'),
		from: column.day().optional(),
		to: column.day().optional(),
		...noted
	},
	key: ['area', 'relation', 'other_area']
})

export const areaLeadSheet = defineSheet({
	name: 'area_lead',
	columns: {
		area: column.reference('area'),
		actor: column.reference('actor'),
		from: column.day().optional(),
		to: column.day().optional(),
		reason: text(2_000),
		end_reason: text(2_000),
		repeat,
		...noted
	},
	key: ['area', 'actor', 'from', 'repeat']
})

export const structureAreaSheet = defineSheet({
	name: 'structure_area',
	columns: { structure: column.reference('structure'), area: column.reference('area'), ...noted },
	key: ['structure', 'area']
})

/** The names that actors had, each with its first and last day; a name without a first day is the oldest known. */
export const formerNameSheet = defineSheet({
	name: 'former_name',
	columns: {
		actor: column.reference('actor'),
		name: column.name({ max: 300 }),
		acronym: text(40),
		from: column.day().optional(),
		to: column.day().optional(),
		reason: text(2_000),
		repeat
	},
	key: ['actor', 'from', 'to', 'repeat']
})

/** What became of actors by law. One that was split has a row for each successor. */
export const successionSheet = defineSheet({
	name: 'succession',
	columns: {
		actor: column.reference('actor'),
		kind: column.oneOf(SUCCESSION_KINDS, 'succession'),
		successor: column.reference('actor').optional(),
		day: column.day(),
		legal_basis: column.text({ max: 1_000 }),
		repeat
	},
	key: ['actor', 'day', 'kind', 'successor', 'repeat']
})

/** The statuses a structure was declared to have, the oldest first; the last is the one it has. */
export const structureStatusSheet = defineSheet({
	name: 'structure_status',
	columns: {
		structure: column.reference('structure'),
		position: column.integer({ min: 1, max: 10_000 }),
		status: column.oneOf(DECLARED_STATUSES, 'ui.status'),
		detail: text(300),
		day: column.day().optional(),
		reason: text(2_000),
		...source
	},
	key: ['structure', 'position']
})

/** The sheets of the directory in the order in which their rows may point to each other. */
export const directorySheets = [
	actorSheet,
	formerNameSheet,
	successionSheet,
	structureSheet,
	structureStatusSheet,
	membershipSheet,
	nominationSheet,
	mandateSheet,
	frameworkSheet,
	areaSheet,
	crosswalkSheet,
	areaLeadSheet,
	structureAreaSheet
] as const
