import { z } from 'zod'
import { Identifier } from '#platform/operation/fields.ts'
import { command, nothing, query, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { keepsAccess } from '../access-rules.ts'
import { knownSeat } from '../seat-operations.ts'
import { ScimFault } from './fault.ts'
import { meets } from './filter.ts'
import { followProvisioning } from './follow.server.ts'
import { faultRefusal, getGroup, getUser, keptGroups, reading } from './kept.server.ts'
import { applyPatch } from './patch.ts'
import { Expected, ListInput, parsed, partOf, PatchInput, refuseOtherVersion, Resource } from './person-operations.ts'
import { GROUP_LISTS, groupResource, readGroup, type KeptGroup, type ScimGroup } from './resource.ts'

const Group = z.object({
	id: z.string(),
	version: z.int(),
	createdAt: z.string(),
	changedAt: z.string(),
	externalId: z.string().nullable(),
	displayName: z.string(),
	members: z.array(z.object({ id: z.string(), userName: z.string() }))
})

const isAllowed = ({ seat }: Here) => keepsAccess(seat)

// Wrapped, since the steps of a command hold a bare `version` against that of a record.
const found = async (here: Here, { group }: { group: string }) =>
	keepsAccess(here.seat) ? { group: await getGroup(here, group, { lock: false }) } : undefined

/** The groups of a ministry's own directory, as far as they meet a filter. */
export const listProvisionedGroups = query({
	name: 'provisionedGroup.list',
	input: ListInput,
	output: z.object({ items: z.array(Group), total: z.int(), startIndex: z.int() }),
	about: nothing,
	allow: isAllowed,
	logged: true,
	async run(here, input) {
		const filter = input.filter === undefined ? undefined : parsed(input.filter)
		const all = await keptGroups(here)
		const met = filter ? reading(() => all.filter((group) => meets(groupResource(group, ''), filter))) : all
		return partOf(met, input)
	}
})

export const getProvisionedGroup = query({
	name: 'provisionedGroup.get',
	input: z.strictObject({ group: Identifier }),
	output: Group,
	about: found,
	allow: isAllowed,
	logged: true,
	run: async (_here, _input, thing) => knownSeat(thing).group
})

/** Takes in a group with its members; the rules say which seats it gives. */
export const createProvisionedGroup = command({
	name: 'provisionedGroup.create',
	input: z.strictObject({ group: Resource }),
	output: Group,
	about: nothing,
	allow: isAllowed,
	async run(here, { group: resource }) {
		const group = reading(() => readGroup(resource))
		const id = await here.write.add('provisioned_group', {
			external_id: group.externalId,
			display_name: group.displayName,
			version: 1,
			created_at: here.now,
			changed_at: here.now,
			removed_at: null
		})
		await setMembers(here, id, [], group.members)
		await followAll(here, group.members)
		return getGroup(here, id, { lock: false })
	}
})

async function setMembers(here: Writing, groupId: string, before: readonly string[], after: readonly string[]) {
	const gone = new Set(before.filter((id) => !after.includes(id)))
	const come = after.filter((id) => !before.includes(id))
	await refuseStrangers(here, come)
	if (gone.size > 0) {
		const rows = await here.tx
			.selectFrom('provisioned_member')
			.select(['id', 'provisioned_person_id'])
			.where('workspace_id', '=', here.workspace.id)
			.where('group_id', '=', groupId)
			.where('removed_at', 'is', null)
			.orderBy('id')
			.execute()
		for (const row of rows)
			if (gone.has(row.provisioned_person_id))
				await here.write.change('provisioned_member', row.id, { removed_at: here.now })
	}
	if (come.length > 0)
		await here.write.addAll(
			'provisioned_member',
			come.map((id) => ({
				group_id: groupId,
				provisioned_person_id: id,
				created_at: here.now,
				removed_at: null
			}))
		)
	return [...gone, ...come]
}

// A group's members are people provisioned before; groups within groups are not kept.
async function refuseStrangers(here: Here, ids: readonly string[]) {
	if (ids.length === 0) return
	const rows = await here.tx
		.selectFrom('provisioned_person')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', 'in', ids)
		.where('removed_at', 'is', null)
		.execute()
	const known = new Set(rows.map((row) => row.id))
	if (ids.some((id) => !known.has(id))) throw faultRefusal(new ScimFault('invalidValue', 'members.value'))
}

async function followAll(here: Writing, people: readonly string[]) {
	for (const id of people) await followProvisioning(here, await getUser(here, id), true)
}

async function store(here: Writing, before: KeptGroup, group: ScimGroup) {
	const members = before.members.map((member) => member.id)
	const moved = await setMembers(here, before.id, members, group.members)
	const isRenamed = await here.write.change('provisioned_group', before.id, {
		external_id: group.externalId,
		display_name: group.displayName
	})
	if (isRenamed || moved.length > 0)
		await here.write.change('provisioned_group', before.id, { version: before.version + 1, changed_at: here.now })
	// A rule goes by the name of the group: under another name it gives other seats to all its members.
	await followAll(here, isRenamed ? [...new Set([...moved, ...group.members])] : moved)
	return getGroup(here, before.id, { lock: false })
}

/** Replaces a group and its members by what is sent (PUT). */
export const replaceProvisionedGroup = command({
	name: 'provisionedGroup.replace',
	input: z.strictObject({ group: Identifier, version: Expected, resource: Resource }),
	output: Group,
	about: found,
	allow: isAllowed,
	async run(here, { group, version, resource }) {
		const before = await getGroup(here, group, { lock: true })
		refuseOtherVersion(version, before.version)
		return store(
			here,
			before,
			reading(() => readGroup(resource))
		)
	}
})

/** Changes a group, adds members to it or takes them out (PATCH). */
export const patchProvisionedGroup = command({
	name: 'provisionedGroup.patch',
	input: z.strictObject({ group: Identifier, version: Expected, operations: PatchInput }),
	output: Group,
	about: found,
	allow: isAllowed,
	async run(here, { group, version, operations }) {
		const before = await getGroup(here, group, { lock: true })
		refuseOtherVersion(version, before.version)
		const after = reading(() => readGroup(applyPatch(groupResource(before, ''), operations, GROUP_LISTS)))
		return store(here, before, after)
	}
})

/** Removes a group: what it alone gave its members ends at once. */
export const removeProvisionedGroup = command({
	name: 'provisionedGroup.remove',
	input: z.strictObject({ group: Identifier, version: Expected }),
	output: z.object({ id: z.string() }),
	about: found,
	allow: isAllowed,
	async run(here, { group, version }) {
		const before = await getGroup(here, group, { lock: true })
		refuseOtherVersion(version, before.version)
		const members = before.members.map((member) => member.id)
		await setMembers(here, group, members, [])
		await here.write.change('provisioned_group', group, {
			version: before.version + 1,
			changed_at: here.now,
			removed_at: here.now
		})
		await followAll(here, members)
		return { id: group }
	}
})
