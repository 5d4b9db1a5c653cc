import { z } from 'zod'
import { DatedNameOf, OriginOf, Translated } from '#platform/records/find-record.server.ts'
import { CAPACITIES, MEMBERSHIP_KINDS } from './rules.ts'

const day = z.string().nullable()
const id = z.string()
const text = z.string().nullable()

const Cited = OriginOf.pick({ source: true, year: true }).shape

const Party = z.object({
	id,
	/** Key or number: what stands in its address. */
	reference: z.string(),
	title: Translated,
	acronym: text,
	kind: z.string(),
	parent: text,
	/** The day it was dissolved, abolished or merged into another, where it was and the day is known. */
	ended: day,
	/** Former names, oldest first. */
	names: z.array(DatedNameOf),
	...Cited
})

/** Everything the exchange of organizations is made of, by identifier: what hangs on what the seat does not see is left out. */
export const OrganizationFacts = z.object({
	language: z.string(),
	actors: z.array(
		Party.extend({
			aliases: z.array(z.string()),
			contact: z.object({ email: text, telephone: text, address: text })
		})
	),
	structures: z.array(
		Party.extend({ yearEstablished: z.int().nullable(), chair: text, secretariat: text, secretariatActor: text })
	),
	memberships: z.array(
		z.object({
			id,
			structure: id,
			actor: id,
			kind: z.enum(MEMBERSHIP_KINDS),
			role: z.string(),
			from: day,
			to: day,
			...Cited
		})
	),
	nominations: z.array(
		z.object({ id, membership: id, capacity: z.enum(CAPACITIES), office: z.string(), from: day, to: day })
	),
	successions: z.array(
		z.object({ id, kind: z.string(), day: z.string(), legalBasis: z.string(), actor: id, successor: text })
	),
	/** True when the workspace holds more than is given at once. */
	totalIsMore: z.boolean()
})
export type OrganizationFacts = z.output<typeof OrganizationFacts>
