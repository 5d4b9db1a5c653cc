import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import type { SentFile } from './whole-file.server.ts'

/** When a file was brought into a register before, by whom, and how many entries of it the seat sees. */
export type BroughtBefore = { readonly at: Date; readonly seatId: string | null; readonly added: number }

const LINES_MOST = 20

/**
 * The last time that a file of the same content brought entries into a register; null where it never did. The access log holds
 * the content of each that was looked at before, and names the command, by which its entries are found. An import that is left
 * to a job has a line of its own, with nothing done.
 */
export async function broughtBefore(
	here: Here,
	registerId: string,
	{ sha256 }: Pick<SentFile, 'sha256'>
): Promise<BroughtBefore | null> {
	const found = sql<{ at: Date; seat: string | null; added: string }>`(
		select line.at, line.seat_id as seat, done.added
		from (
			select id, at, seat_id from access_log
			where workspace_id = ${here.workspace.id} and operation = 'entry.import' and outcome = 'done'
				and subject like ${`%contents=${sha256}%`}
			order by at desc limit ${LINES_MOST}
		) line
		cross join lateral (
			select count(*) as added from record
			join entry on entry.workspace_id = record.workspace_id and entry.id = record.id
			where record.workspace_id = ${here.workspace.id} and record.kind = 'entry' and record.state = 'active'
				and record.created_at = line.at and entry.register_id = ${registerId}
				and exists (
					select 1 from event
					where event.workspace_id = record.workspace_id and event.record_id = record.id and event.command_id = line.id
				)
		) done
		where done.added > 0
		order by line.at desc limit 1
	)`
	const row = await here.tx
		.selectFrom(found.as('found'))
		.select(['found.at', 'found.seat', 'found.added'])
		.executeTakeFirst()
	return row ? { at: row.at, seatId: row.seat, added: Number(row.added) } : null
}
