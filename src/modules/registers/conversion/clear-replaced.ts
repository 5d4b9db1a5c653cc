import { z } from 'zod'
import { defineTimed } from '#platform/jobs/jobs.server.ts'
import { command, nothing } from '#platform/operation/operation.server.ts'
import { run } from '#platform/operation/perform.server.ts'
import { forgetRows } from './keep-replaced.server.ts'

// Each turn is a transaction of its own.
const AT_ONCE = 500

/**
 * Lets go of what steps replaced once its time is over: the version before is not brought back with it any more. Only the clock runs it, so
 * that it stands in no registry.
 */
export const clearReplacedNow = command({
	name: 'entry.clearReplaced',
	input: z.strictObject({}),
	output: z.object({ done: z.int(), isMore: z.boolean() }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here) {
		const rows = await here.tx
			.selectFrom('entry_replaced')
			.select(['id', 'part_id', 'entry_id', 'document'])
			.where('workspace_id', '=', here.workspace.id)
			.where('kept_until', '<', here.today)
			.orderBy('kept_until')
			.limit(AT_ONCE)
			.execute()
		await forgetRows(here, rows)
		return { done: rows.length, isMore: rows.length === AT_ONCE }
	}
})

/** Every night, before backups are made and offices open. */
export const clearReplaced = defineTimed({
	name: 'entry.clearReplaced',
	cron: '52 1 * * *',
	async run(opening) {
		let turn = await run(opening, clearReplacedNow, {})
		while (turn.isMore) turn = await run(opening, clearReplacedNow, {})
	}
})
