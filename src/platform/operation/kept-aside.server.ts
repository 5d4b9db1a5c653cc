import { sql, type Kysely } from 'kysely'
import { insertRows } from '#platform/database/insert-rows.server.ts'
import type { Tables } from '#platform/database/tables.ts'
import { updateRows } from './store-rows.server.ts'
import type { Writer } from './writer.ts'

type KeptAside = Pick<Writer, 'keepDraft' | 'keepFiltered' | 'addChoices'>

const CHOICES_PER_INSERT = 20_000

/** Keeps what is no part of the history: what is still being typed, and what is worked out from documents to be filtered by. */
export const keptAside = ({
	tx,
	workspaceId,
	now
}: {
	tx: Kysely<Tables>
	workspaceId: string
	now: Date
}): KeptAside => ({
	async keepDraft({ id, meetingId }, become) {
		await sql`insert into minute_draft (workspace_id, id, meeting_id, state, revision, changed_at)
			values (${workspaceId}, ${id}, ${meetingId}, '', 0, ${now}) on conflict (workspace_id, id) do nothing`.execute(tx)
		const { rows } = await sql<{ state: string; revision: number }>`
			select state, revision from minute_draft where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
		const [held = { state: '', revision: 0 }] = rows
		const state = await become(held.state)
		if (state === held.state) return held.revision
		await sql`update minute_draft set state = ${state}, revision = ${held.revision + 1}, changed_at = ${now}
			where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
		return held.revision + 1
	},
	async keepFiltered(parts) {
		for (const some of Map.groupBy(parts, ({ columns }) => Object.keys(columns).join(' ')).values())
			await updateRows(tx, {
				table: 'entry_part',
				workspaceId,
				rows: some.map(({ id, columns }) => ({ ...columns, id }))
			})
		if (parts.length === 0) return
		await sql`delete from entry_choice
			where workspace_id = ${workspaceId} and part_id = any (${parts.map(({ id }) => id)}::uuid[])`.execute(tx)
		const rows = parts.flatMap(({ id, registerId, choices }) =>
			choices.map(({ field, code }) => ({
				workspace_id: workspaceId,
				part_id: id,
				register_id: registerId,
				field,
				code
			}))
		)
		await insertRows(tx, 'entry_choice', rows)
	},
	async addChoices(registerId, choices) {
		for (let start = 0; start < choices.length; start += CHOICES_PER_INSERT)
			await insertRows(
				tx,
				'entry_choice',
				choices.slice(start, start + CHOICES_PER_INSERT).map(({ partId, field, code }) => ({
					workspace_id: workspaceId,
					part_id: partId,
					register_id: registerId,
					field,
					code
				}))
			)
	}
})
