import { z } from 'zod'
import { getStructureRow } from '#modules/directory/find-directory.server.ts'
import { Reference } from '#platform/operation/fields.ts'
import { query } from '#platform/operation/operation.server.ts'
import { RecordReference } from '#platform/records/find-record.server.ts'
import { fullMembers, tableOf } from '../decision/take-part.server.ts'
import { runsMeetings } from '../rules.ts'
import { reachOf } from './reach.server.ts'
import { namesOf } from './tell.server.ts'

/** Whom a letter to those who sit in a structure would reach today, and for whom nobody could be found. */
export const getReach = query({
	name: 'structure.reach',
	input: z.strictObject({
		structure: Reference,
		/** Only those who sit there in their own right: a written procedure is put to them alone. */
		fullMembers: z.boolean().optional()
	}),
	output: z.object({ reached: z.int(), cannotReach: z.array(RecordReference) }),
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: ({ seat }, structure) => runsMeetings(seat, structure),
	async run(here, { fullMembers: areFull = false }, { id }) {
		const reads = [`structure:${id}`, `members:${id}`]
		const reach = await reachOf(here, {
			structureId: id,
			...(areFull ? { actors: fullMembers(await tableOf(here, id, here.today)) } : {}),
			sees: (audience) => reads.some((token) => audience.includes(token))
		})
		return {
			reached: reach.seats.length + reach.addresses.length,
			cannotReach: await namesOf(here, reach.unreached)
		}
	}
})
