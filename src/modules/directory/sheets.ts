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
	STRUCTURE_KINDS
} from './rules.ts'

const text = (max: number) => column.text({ max }).optional()
const CROSSWALKS = ['same-as', 'broader-than', 'related-to'] as const

const source = {
	origin: column.oneOf(['reference', 'invented', 'entered']).optional(),
	source: text(500),
	source_year: column.year().optional()
}
const noted = { ...source, note: text(4_000) }
const audience = column.oneOf(AUDIENCES).optional()
const country = text(3)
const count = (max: number): ReturnType<RequiredColumn<number>['optional']> =>
	column.integer({ min: 1, max }).optional()

export const actorSheet = defineSheet({
	name: 'actor',
	columns: {
		key: column.key(),
		name: column.name({ max: 300 }),
		acronym: text(40),
		kind: column.oneOf(ACTOR_KINDS),
		parent: column.reference('actor').optional(),
		country,
		host_country: country,
		status: column.oneOf(ACTOR_STATUSES).optional(),
		aliases: column.list(),
		enforcement: column.yes(),
		contact_office: text(200),
		contact_email: text(200),
		contact_telephone: text(60),
		contact_address: text(500),
		audience,
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
		level: column.oneOf(LEVELS),
		kind: column.oneOf(STRUCTURE_KINDS),
		declared_status: column.oneOf(DECLARED_STATUSES),
		status_detail: text(300),
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
		kind: column.oneOf(MEMBERSHIP_KINDS),
		role: column.oneOf(MEMBERSHIP_ROLES).optional(),
		from: column.day().optional(),
		to: column.day().optional(),
		...noted
	},
	key: ['structure', 'actor', 'from']
})

export const nominationSheet = defineSheet({
	name: 'nomination',
	columns: {
		structure: column.reference('structure'),
		actor: column.reference('actor'),
		capacity: column.oneOf(CAPACITIES),
		office: column.text({ max: 200 }),
		email: text(200),
		from: column.day().optional(),
		to: column.day().optional(),
		note: text(1_000)
	},
	key: ['structure', 'actor', 'capacity', 'office', 'from']
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
		audience,
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
		...noted
	},
	key: ['key']
})

export const crosswalkSheet = defineSheet({
	name: 'crosswalk',
	columns: {
		area: column.reference('area'),
		relation: column.oneOf(CROSSWALKS),
		other_area: column.reference('area'),
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
		...noted
	},
	key: ['area', 'actor', 'from']
})

export const structureAreaSheet = defineSheet({
	name: 'structure_area',
	columns: { structure: column.reference('structure'), area: column.reference('area'), ...noted },
	key: ['structure', 'area']
})

/** The sheets of the directory in the order in which their rows may point to each other. */
export const directorySheets = [
	actorSheet,
	structureSheet,
	membershipSheet,
	nominationSheet,
	mandateSheet,
	frameworkSheet,
	areaSheet,
	crosswalkSheet,
	areaLeadSheet,
	structureAreaSheet
] as const
