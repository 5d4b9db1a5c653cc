import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { hold } from '#tests/fixtures/held-seat.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { getReminder } from './reminder-queries.ts'

/** What the migration does to the rows of reminders of one workspace, without what it does to their table. */
async function movedRows(workspace: string) {
	const text = await readFile(new URL('../../../../migrations/0012_mended.sql', import.meta.url), 'utf8')
	const blocks = text.split(/^(?=do \$\$)/m).map((part) => part.slice(0, part.indexOf('\n$$;') + 4))
	const block = blocks.find((one) => one.includes('update reminder_preference')) ?? ''
	return block.replace('select id from workspace', `select '${workspace}'::uuid as id`)
}

test('what seats had chosen is their holders’ choice after an upgrade: the latest of one person, and that of a free seat as it was', async () => {
	const made = await aWorkspace()
	await hold(made, 'chair')
	const seats = await Promise.all((['chair', 'member', 'analyst'] as const).map(async (key) => made.as(key)))
	const [chair, member, analyst] = seats.map(({ seat }) => seat.id)
	const { owner } = made.database
	await sql`insert into person_seat (workspace_id, id, seat_id, person_id, name, email, source, from_at)
		select workspace_id, ${uuid()}, ${member}, person_id, name, email, source, from_at from person_seat
		where workspace_id = ${made.workspace.id} and seat_id = ${chair}`.execute(owner)
	for (const [seat, frequency, last] of [
		[chair, 'daily', '2026-01-05'],
		[member, 'weekly', '2026-02-05'],
		[analyst, 'never', null]
	] as const)
		await sql`insert into reminder_preference (workspace_id, id, seat_id, frequency, weekday, last_digest_day)
			values (${made.workspace.id}, ${uuid()}, ${seat}, ${frequency}, 2, ${last})`.execute(owner)
	await sql.raw(await movedRows(made.workspace.id)).execute(owner)
	expect(await Promise.all(seats.map((seat) => seat.ask(getReminder, {})))).toMatchObject([
		{ frequency: 'weekly', lastDigestDay: '2026-02-05' },
		{ frequency: 'weekly', lastDigestDay: '2026-02-05' },
		{ frequency: 'never' }
	])
	const rows = await owner
		.selectFrom('reminder_preference')
		.select('id')
		.where('workspace_id', '=', made.workspace.id)
		.execute()
	expect(rows).toHaveLength(2)
})
