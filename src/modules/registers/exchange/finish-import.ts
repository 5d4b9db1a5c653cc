import { sql } from 'kysely'
import { z } from 'zod'
import { defineWork, enqueue } from '#platform/jobs/jobs.server.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { keepUp } from '#platform/operation/perform.server.ts'
import { indexRecords } from '#platform/records/search-index.server.ts'

/** The name of the work that jobs ask for. */
export const FINISH_IMPORT = 'registers.finishImport'

// The tables that an import fills: lists are planned by what is known of them.
const TABLES = ['record', 'entry', 'entry_part', 'entry_document', 'entry_row', 'entry_choice', 'entry_tally']
const RECORDS_AT_ONCE = 2_000

const Input = z.object({ from: z.uuid() })

/** From so many records on, the search finds them a little later, and nobody waits for it. */
export const INDEXED_LATER_FROM = 5_000

/** Leaves what is done last, after very many records came in, to a job: the oldest of them stands first. */
export async function indexInAJob(here: Writing, records: readonly string[]): Promise<void> {
	const [from] = records
	if (from === undefined) return
	here.write.indexLater(records)
	await enqueue(here, { operation: FINISH_IMPORT, input: { from }, seatId: null })
}

/**
 * What is done after very many entries came in at once: the tables are looked over, since lists would else be planned for the
 * few rows known of them; and the search index is brought up to date, from the first record that came in on. Identifiers are in
 * the order of time; what others added since is indexed once more, which changes nothing.
 */
export const finishImport = defineWork({
	name: FINISH_IMPORT,
	async run(opening, input, { database }) {
		for (const table of TABLES) await sql`analyze ${sql.table(table)}`.execute(database.owner)
		let { from } = Input.parse(input)
		for (;;) {
			const last = await keepUp(opening, async (here, tx) => {
				const rows = await tx
					.selectFrom('record')
					.select('id')
					.where('workspace_id', '=', opening.workspace.id)
					.where('id', '>=', from)
					.orderBy('id')
					.limit(RECORDS_AT_ONCE)
					.execute()
				await indexRecords(
					tx,
					here,
					rows.map(({ id }) => id)
				)
				return rows.length < RECORDS_AT_ONCE ? undefined : rows.at(-1)?.id
			})
			if (last === undefined) break
			from = last
		}
		await sql`analyze record_search`.execute(database.owner)
	}
})
