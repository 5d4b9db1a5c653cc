import { Identifier } from '#platform/operation/fields.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { absent, invalid } from '#platform/operation/refusal.ts'
import { getRecord } from '#platform/records/find-record.server.ts'
import { keepsInstruments, leads } from '../rules.ts'

/** A law or policy by key or identifier, with its row; absent where the seat may see none. */
export async function getPolicyRow(here: Here, reference: string) {
	const record = await getRecord(here, 'policy', reference)
	const row = await here.tx
		.selectFrom('policy')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	return { ...record, row }
}
export type FoundPolicy = Awaited<ReturnType<typeof getPolicyRow>>

/** A provision by key or identifier, with its row and the law it stands in; absent where the seat may see none. */
export async function getProvisionRow(here: Here, reference: string) {
	const record = await getRecord(here, 'provision', reference)
	const row = await here.tx
		.selectFrom('provision')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	return { ...record, row, policy: await getPolicyRow(here, row.policy_id) }
}
export type FoundProvision = Awaited<ReturnType<typeof getProvisionRow>>

const versionRows = (here: Here, policyId: string) =>
	here.tx
		.selectFrom('policy_version')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('policy_id', '=', policyId)
		.orderBy('position')

/** All versions of a law in the order in which they were added. */
export const versionsOf = (here: Here, policyId: string) => versionRows(here, policyId).limit(VERSIONS_MOST).execute()
export type VersionRow = Awaited<ReturnType<typeof versionsOf>>[number]

/** The most versions one law may have. */
export const VERSIONS_MOST = 500

/** A version of a law by its number. */
export async function getVersionRow(here: Here, policy: string, number: number) {
	const found = await getPolicyRow(here, policy)
	const version = await versionRows(here, found.id).where('position', '=', number).executeTakeFirst()
	if (!version) throw absent('instruments.no-such-version', { number })
	return { ...found, edition: version }
}

/** A version that an input names in a field; one that is not there is a field to correct. */
export async function versionInField(here: Here, policyId: string, number: number, field: string) {
	const version = await versionRows(here, policyId).where('position', '=', number).executeTakeFirst()
	if (!version) throw invalid([{ path: [field], code: 'instruments.no-such-version', params: { number } }])
	return version
}

/** A version by its identifier, as jobs name it; undefined where it is not there. */
export async function findVersion(here: Here, id: string) {
	return here.tx
		.selectFrom('policy_version')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', Identifier.parse(id))
		.executeTakeFirst()
}

/** Who tells of the life and the texts of a law: whoever keeps them all, and the seats of the actor that leads it. */
export const tends = ({ seat }: Here, { row }: FoundPolicy) => keepsInstruments(seat) || leads(seat, row.lead_actor_id)
