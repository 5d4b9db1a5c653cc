import { z } from 'zod'
import { defineTimed } from '#platform/jobs/jobs.server.ts'
import { command, nothing, type Here } from '#platform/operation/operation.server.ts'
import { run } from '#platform/operation/perform.server.ts'
import { addDays } from '../days.ts'
import { narrowPapersOf } from '../meeting/spread-audience.ts'

/**
 * The structures of which a guideline came into force today or yesterday, or was in force until then: two days, so that a
 * night without a server leaves nothing as it was.
 */
async function structuresTurning(here: Here): Promise<string[]> {
	const yesterday = addDays(here.today, -1)
	const rows = await here.tx
		.selectFrom('structure_participation')
		.select('structure_id')
		.distinct()
		.where('workspace_id', '=', here.workspace.id)
		.where('may_see_papers', '=', true)
		.where((where) =>
			where.or([
				where.and([where('from_day', '>=', yesterday), where('from_day', '<=', here.today)]),
				where.and([where('to_day', '>=', addDays(here.today, -2)), where('to_day', '<=', yesterday)])
			])
		)
		.orderBy('structure_id')
		.execute()
	return rows.map((row) => row.structure_id)
}

/**
 * Opens and closes papers to the co-opted on the day on which a guideline for their participation begins to hold, or holds no
 * more. Only the clock runs it, so that it stands in no registry.
 */
const turnParticipation = command({
	name: 'participation.turn',
	input: z.strictObject({}),
	output: z.object({ structures: z.int() }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here) {
		const structures = await structuresTurning(here)
		for (const structure of structures) await narrowPapersOf(here, structure)
		return { structures: structures.length }
	}
})

/** Every hour, since a day begins at another hour in each country. */
export const followParticipation = defineTimed({
	name: 'participation.turn',
	cron: '3 * * * *',
	async run(opening) {
		await run(opening, turnParticipation, {})
	}
})
