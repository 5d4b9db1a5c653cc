import type { Writing } from '#platform/operation/operation.server.ts'

type Standing = { state: 'active' | 'withdrawn'; reason: string | null }

/** Withdraws the parts of an entry with it, or takes them up with it: those the seat does not see among them. */
export async function takePartsAlong(here: Writing, id: string, { state, reason }: Standing): Promise<void> {
	await here.write.inSightOfAll([], async () => {
		const rows = await here.tx
			.selectFrom('entry_part')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('entry_id', '=', id)
			.where('id', '<>', id)
			.orderBy('id')
			.execute()
		const ids = rows.map((row) => row.id)
		await here.write.inSightOfAll(ids, async () => {
			for (const part of ids) await here.write.changeRecord(part, { state, state_reason: reason })
		})
	})
}
