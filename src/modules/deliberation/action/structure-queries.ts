import { z } from 'zod'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { RecordReference } from '#platform/records/find-record.server.ts'
import { structuresRun } from '../structures-run.server.ts'

/**
 * The structures whose meetings the seat that asks runs: those it chairs or serves, or all for who keeps the records. For them it
 * assigns actions, and in their name it opens written procedures.
 */
export const listActionStructures = query({
	name: 'action.structures',
	input: z.strictObject({}),
	output: z.object({ items: z.array(RecordReference) }),
	about: nothing,
	allow: everyone,
	run: async (here) => ({ items: await structuresRun(here) })
})
