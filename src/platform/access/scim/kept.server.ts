import type { Here } from '#platform/operation/operation.server.ts'
import { absent, invalid } from '#platform/operation/refusal.ts'
import { ScimFault } from './fault.ts'
import type { KeptGroup, KeptUser } from './resource.ts'

type Within = Pick<Here, 'tx' | 'workspace'>

const PEOPLE_MOST = 20_000

const people = (here: Within) =>
	here.tx
		.selectFrom('provisioned_person')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('removed_at', 'is', null)

type PersonRow = Awaited<ReturnType<ReturnType<typeof people>['executeTakeFirstOrThrow']>>

const toUser = (row: PersonRow, groups: KeptUser['groups']): KeptUser => ({
	id: row.id,
	version: row.version,
	createdAt: row.created_at.toISOString(),
	changedAt: row.changed_at.toISOString(),
	externalId: row.external_id,
	userName: row.user_name,
	formatted: row.name_formatted,
	givenName: row.name_given,
	familyName: row.name_family,
	displayName: row.display_name,
	title: row.title,
	language: row.language,
	emails: row.emails,
	isActive: row.is_active,
	groups
})

/** The groups of all who are provisioned, or of the given ones, by person. */
async function groupsByPerson(here: Within, ids?: readonly string[]) {
	let rows = here.tx
		.selectFrom('provisioned_member')
		.innerJoin('provisioned_group', (on) =>
			on
				.onRef('provisioned_group.workspace_id', '=', 'provisioned_member.workspace_id')
				.onRef('provisioned_group.id', '=', 'provisioned_member.group_id')
		)
		.select(['provisioned_member.provisioned_person_id', 'provisioned_group.id', 'provisioned_group.display_name'])
		.where('provisioned_member.workspace_id', '=', here.workspace.id)
		.where('provisioned_member.removed_at', 'is', null)
		.where('provisioned_group.removed_at', 'is', null)
	if (ids) rows = rows.where('provisioned_member.provisioned_person_id', 'in', ids)
	const found = await rows.orderBy('provisioned_group.id').execute()
	return new Map(
		[...Map.groupBy(found, (row) => row.provisioned_person_id)].map(([person, groups]) => [
			person,
			groups.map((group) => ({ id: group.id, displayName: group.display_name }))
		])
	)
}

/** All who are provisioned, oldest first. */
export async function keptUsers(here: Within): Promise<KeptUser[]> {
	const rows = await people(here).orderBy('created_at').orderBy('id').limit(PEOPLE_MOST).execute()
	const groups = await groupsByPerson(here)
	return rows.map((row) => toUser(row, groups.get(row.id) ?? []))
}

/** One who is provisioned, with what ties them to somebody who has signed in; absent when there is none. */
export async function getUser(here: Within, id: string): Promise<KeptUser & { personId: string | null }> {
	const row = await people(here).where('id', '=', id).forUpdate().executeTakeFirst()
	if (!row) throw absent('access.no-such-provisioned')
	const groups = await groupsByPerson(here, [id])
	return { ...toUser(row, groups.get(id) ?? []), personId: row.person_id }
}

/** As `getUser`, where nothing is to be changed. */
export async function readUserRow(here: Within, id: string): Promise<KeptUser> {
	const row = await people(here).where('id', '=', id).executeTakeFirst()
	if (!row) throw absent('access.no-such-provisioned')
	return toUser(row, (await groupsByPerson(here, [id])).get(id) ?? [])
}

const groups = (here: Within) =>
	here.tx
		.selectFrom('provisioned_group')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('removed_at', 'is', null)

type GroupRow = Awaited<ReturnType<ReturnType<typeof groups>['executeTakeFirstOrThrow']>>

const toGroup = (row: GroupRow, members: KeptGroup['members']): KeptGroup => ({
	id: row.id,
	version: row.version,
	createdAt: row.created_at.toISOString(),
	changedAt: row.changed_at.toISOString(),
	externalId: row.external_id,
	displayName: row.display_name,
	members
})

async function membersByGroup(here: Within, id?: string) {
	let rows = here.tx
		.selectFrom('provisioned_member')
		.innerJoin('provisioned_person', (on) =>
			on
				.onRef('provisioned_person.workspace_id', '=', 'provisioned_member.workspace_id')
				.onRef('provisioned_person.id', '=', 'provisioned_member.provisioned_person_id')
		)
		.select(['provisioned_member.group_id', 'provisioned_person.id', 'provisioned_person.user_name'])
		.where('provisioned_member.workspace_id', '=', here.workspace.id)
		.where('provisioned_member.removed_at', 'is', null)
		.where('provisioned_person.removed_at', 'is', null)
	if (id !== undefined) rows = rows.where('provisioned_member.group_id', '=', id)
	const found = await rows.orderBy('provisioned_member.id').execute()
	return new Map(
		[...Map.groupBy(found, (row) => row.group_id)].map(([group, members]) => [
			group,
			members.map((member) => ({ id: member.id, userName: member.user_name }))
		])
	)
}

/** All groups, oldest first. */
export async function keptGroups(here: Within): Promise<KeptGroup[]> {
	const rows = await groups(here).orderBy('created_at').orderBy('id').limit(PEOPLE_MOST).execute()
	const members = await membersByGroup(here)
	return rows.map((row) => toGroup(row, members.get(row.id) ?? []))
}

/** One group; absent when there is none. `lock` keeps others from changing it until the transaction ends. */
export async function getGroup(here: Within, id: string, { lock }: { lock: boolean }): Promise<KeptGroup> {
	const found = groups(here).where('id', '=', id)
	const row = await (lock ? found.forUpdate() : found).executeTakeFirst()
	if (!row) throw absent('access.no-such-provisioned')
	return toGroup(row, (await membersByGroup(here, id)).get(id) ?? [])
}

const CODES = {
	invalidFilter: 'access.scim-filter',
	tooMany: 'access.scim-too-many',
	uniqueness: 'access.scim-uniqueness',
	mutability: 'access.scim-mutability',
	invalidSyntax: 'access.scim-syntax',
	invalidPath: 'access.scim-path',
	noTarget: 'access.scim-target',
	invalidValue: 'access.scim-value'
} as const

/** The kind of fault that a code stands for, where it stands for one. */
export const scimTypeOf = (code: string) =>
	Object.entries(CODES).find(([, one]) => one === code)?.[0] ??
	(code === 'access.user-name-taken' ? 'uniqueness' : undefined)

/** A fault of a request as the refusal it is told as. */
export const faultRefusal = (fault: ScimFault) =>
	invalid([{ path: [fault.named], code: CODES[fault.scimType], params: { named: fault.named } }])

/** Does some reading of a request; what is wrong with it is refused as invalid. */
export function reading<T>(work: () => T): T {
	try {
		return work()
	} catch (fault) {
		if (fault instanceof ScimFault) throw faultRefusal(fault)
		throw fault
	}
}
