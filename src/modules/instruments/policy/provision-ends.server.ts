import { sql, type SqlBool } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { referenceColumns, toReference } from '#platform/records/find-record.server.ts'

/** What a provision says in each version it stands in. */
export const textsOfProvision = (here: Here, provisionId: string) =>
	here.tx
		.selectFrom('provision_text')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('provision_id', '=', provisionId)
		.execute()

const CANDIDATES_MOST = 300

/** Provisions of the law that one may be: those that stand no more, and never stood beside it in one version. */
export async function candidatesOf(here: Here, policyId: string, provisionId: string) {
	const rows = await here.tx
		.selectFrom('provision')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'provision.workspace_id').onRef('record.id', '=', 'provision.id')
		)
		.select(referenceColumns)
		.where('provision.workspace_id', '=', here.workspace.id)
		.where('provision.policy_id', '=', policyId)
		.where('provision.id', '<>', provisionId)
		.where('provision.position', 'is', null)
		.where('record.state', '=', 'active')
		.where(standsNowhereBeside(here, provisionId))
		.orderBy('record.title_sort')
		.orderBy('record.id')
		.limit(CANDIDATES_MOST)
		.execute()
	return rows.map(toReference)
}

const standsNowhereBeside = (here: Here, provisionId: string) => sql<SqlBool>`not exists (
	select from provision_text as one
	join provision_text as other on other.workspace_id = one.workspace_id and other.policy_version_id = one.policy_version_id
	where one.workspace_id = ${here.workspace.id} and one.provision_id = provision.id and other.provision_id = ${provisionId})`

/** Whether two provisions stand in one version, and so are two. */
export async function standBeside(here: Here, one: string, other: string): Promise<boolean> {
	const row = await here.tx
		.selectFrom('provision_text as first')
		.innerJoin('provision_text as second', (on) =>
			on
				.onRef('second.workspace_id', '=', 'first.workspace_id')
				.onRef('second.policy_version_id', '=', 'first.policy_version_id')
		)
		.select('first.id')
		.where('first.workspace_id', '=', here.workspace.id)
		.where('first.provision_id', '=', one)
		.where('second.provision_id', '=', other)
		.limit(1)
		.executeTakeFirst()
	return row !== undefined
}
