import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, getRecord } from '#platform/records/find-record.server.ts'

/** What is to be brought into line, with its row and who must agree; absent where the seat may see none. */
export async function getHarmonizationRow(here: Here, reference: string) {
	const record = await getRecord(here, 'harmonization', reference)
	const [row, agreers] = await Promise.all([
		here.tx
			.selectFrom('harmonization')
			.selectAll()
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', record.id)
			.executeTakeFirstOrThrow(),
		agreersOf(here, [record.id])
	])
	return { ...record, row, agreers }
}
export type FoundHarmonization = Awaited<ReturnType<typeof getHarmonizationRow>>

/** Who must agree to what is brought into line, with what they answered. */
export const agreersOf = (here: Here, ids: readonly string[]) =>
	here.tx
		.selectFrom('harmonization_actor')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('harmonization_id', '=', anyOf(ids))
		.orderBy('id')
		.execute()

/** The relations that an item deals with, by the rows that say so. */
export const groupedBy = (here: Here, id: string) =>
	here.tx
		.selectFrom('harmonization_relation')
		.select(['id', 'link_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('harmonization_id', '=', id)
		.orderBy('id')
		.execute()
