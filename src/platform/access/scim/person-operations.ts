import { sql } from 'kysely'
import { z } from 'zod'
import { Identifier } from '#platform/operation/fields.ts'
import { command, nothing, query, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { keepsAccess } from '../access-rules.ts'
import { knownSeat } from '../seat-operations.ts'
import { parseFilter, meets } from './filter.ts'
import { followProvisioning } from './follow.server.ts'
import { SCIM_COUNT_MOST } from './limits.ts'
import { getUser, keptUsers, reading, readUserRow } from './kept.server.ts'
import { applyPatch } from './patch.ts'
import { readUser, USER_LISTS, userResource, type ScimUser } from './resource.ts'

const Email = z.object({ value: z.string(), type: z.string().optional(), primary: z.boolean().optional() })

const User = z.object({
	id: z.string(),
	version: z.int(),
	createdAt: z.string(),
	changedAt: z.string(),
	externalId: z.string().nullable(),
	userName: z.string(),
	formatted: z.string().nullable(),
	givenName: z.string().nullable(),
	familyName: z.string().nullable(),
	displayName: z.string().nullable(),
	title: z.string().nullable(),
	language: z.string().nullable(),
	emails: z.array(Email),
	isActive: z.boolean(),
	groups: z.array(z.object({ id: z.string(), displayName: z.string() }))
})

/** A resource as RFC 7643 writes it. */
export const Resource = z.record(z.string(), z.unknown())
export const PatchInput = z.array(
	z.strictObject({
		op: z.enum(['add', 'replace', 'remove']),
		path: z.string().max(600).optional(),
		value: z.unknown().optional()
	})
)
/** The version a change is made from; left out, whichever stands. */
export const Expected = z.int().min(1).optional()

export const ListInput = z.strictObject({
	/** A filter of RFC 7644, 3.4.2.2. */
	filter: z.string().max(2_000).optional(),
	/** From 1 on. */
	startIndex: z.int().min(1).max(2_000_000).default(1),
	count: z.int().min(0).max(SCIM_COUNT_MOST).default(100)
})

const isAllowed = ({ seat }: Here) => keepsAccess(seat)

/** Cuts what meets a filter down to the part asked for. */
export function partOf<T>(all: readonly T[], { startIndex, count }: { startIndex: number; count: number }) {
	return { items: all.slice(startIndex - 1, startIndex - 1 + count), total: all.length, startIndex }
}

/** Whoever is provisioned, as far as they meet a filter: personal data, so that each reading is logged. */
export const listProvisionedPeople = query({
	name: 'provisionedPerson.list',
	input: ListInput,
	output: z.object({ items: z.array(User), total: z.int(), startIndex: z.int() }),
	about: nothing,
	allow: isAllowed,
	logged: true,
	async run(here, input) {
		const filter = input.filter === undefined ? undefined : parsed(input.filter)
		const all = await keptUsers(here)
		const met = filter ? reading(() => all.filter((user) => meets(userResource(user, ''), filter))) : all
		return partOf(met, input)
	}
})

/** Reads a filter; one that is none is a field to correct. */
export const parsed = (text: string) => reading(() => parseFilter(text))

// Wrapped, since the steps of a command hold a bare `version` against that of a record.
const found = async (here: Here, { person }: { person: string }) =>
	keepsAccess(here.seat) ? { user: await readUserRow(here, person) } : undefined

export const getProvisionedPerson = query({
	name: 'provisionedPerson.get',
	input: z.strictObject({ person: Identifier }),
	output: User,
	about: found,
	allow: isAllowed,
	logged: true,
	run: async (_here, _input, thing) => knownSeat(thing).user
})

const columnsOf = (user: ScimUser) => ({
	external_id: user.externalId,
	user_name: user.userName,
	name_formatted: user.formatted,
	name_given: user.givenName,
	name_family: user.familyName,
	display_name: user.displayName,
	title: user.title,
	language: user.language,
	emails: user.emails,
	is_active: user.isActive
})

// Two users of one name cannot be told apart; the size of letters makes no other name.
async function refuseTaken(here: Here, userName: string, except?: string) {
	let rows = here.tx
		.selectFrom('provisioned_person')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where(sql`lower(user_name)`, '=', userName.toLowerCase())
		.where('removed_at', 'is', null)
	if (except !== undefined) rows = rows.where('id', '<>', except)
	if (await rows.executeTakeFirst()) throw conflict('access.user-name-taken')
}

/** Takes in a person of a ministry's own directory. They are given no seat by this alone: their groups do, by the rules. */
export const createProvisionedPerson = command({
	name: 'provisionedPerson.create',
	input: z.strictObject({ user: Resource }),
	output: User,
	about: nothing,
	allow: isAllowed,
	async run(here, { user: resource }) {
		const user = reading(() => readUser(resource))
		await refuseTaken(here, user.userName)
		const id = await here.write.add('provisioned_person', {
			...columnsOf(user),
			person_id: null,
			version: 1,
			created_at: here.now,
			changed_at: here.now,
			removed_at: null
		})
		return readUserRow(here, id)
	}
})

/** Refuses a change made from another version than the one that stands. */
export function refuseOtherVersion(expected: number | undefined, current: number) {
	if (expected !== undefined && expected !== current)
		throw conflict('access.provisioned-changed', { version: expected, current })
}

type Stored = Awaited<ReturnType<typeof getUser>>

async function store(here: Writing, before: Stored, user: ScimUser) {
	if (user.userName.toLowerCase() !== before.userName.toLowerCase()) await refuseTaken(here, user.userName, before.id)
	const isChanged = await here.write.change('provisioned_person', before.id, columnsOf(user))
	if (isChanged)
		await here.write.change('provisioned_person', before.id, { version: before.version + 1, changed_at: here.now })
	await followProvisioning(here, { ...user, id: before.id, personId: before.personId }, true)
	return readUserRow(here, before.id)
}

/** Replaces what is known of a person by what is sent (PUT). */
export const replaceProvisionedPerson = command({
	name: 'provisionedPerson.replace',
	input: z.strictObject({ person: Identifier, version: Expected, user: Resource }),
	output: User,
	about: found,
	allow: isAllowed,
	async run(here, { person, version, user: resource }) {
		const before = await getUser(here, person)
		refuseOtherVersion(version, before.version)
		return store(
			here,
			before,
			reading(() => readUser(resource))
		)
	}
})

/** Changes parts of what is known of a person (PATCH); `active` switched off ends their seats at once. */
export const patchProvisionedPerson = command({
	name: 'provisionedPerson.patch',
	input: z.strictObject({ person: Identifier, version: Expected, operations: PatchInput }),
	output: User,
	about: found,
	allow: isAllowed,
	async run(here, { person, version, operations }) {
		const before = await getUser(here, person)
		refuseOtherVersion(version, before.version)
		const user = reading(() => readUser(applyPatch(userResource(before, ''), operations, USER_LISTS)))
		return store(here, before, user)
	}
})

/** Removes a person: their seats in this workspace end at once. What they did stays on record. */
export const removeProvisionedPerson = command({
	name: 'provisionedPerson.remove',
	input: z.strictObject({ person: Identifier, version: Expected }),
	output: z.object({ id: z.string() }),
	about: found,
	allow: isAllowed,
	async run(here, { person, version }) {
		const before = await getUser(here, person)
		refuseOtherVersion(version, before.version)
		const rows = await here.tx
			.selectFrom('provisioned_member')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('provisioned_person_id', '=', person)
			.where('removed_at', 'is', null)
			.orderBy('id')
			.execute()
		for (const row of rows) await here.write.change('provisioned_member', row.id, { removed_at: here.now })
		await here.write.change('provisioned_person', person, {
			is_active: false,
			version: before.version + 1,
			changed_at: here.now,
			removed_at: here.now
		})
		await followProvisioning(here, before, false)
		return { id: person }
	}
})
