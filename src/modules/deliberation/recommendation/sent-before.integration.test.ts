import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { getRecord } from '#platform/records/find-record.server.ts'
import { seedRecommendation, written } from '#tests/fixtures/deliberated.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'

test('what was sent on and what ended before both were told apart is told apart by the migration, and counted so', async () => {
	const made = await aWorkspace()
	const { owner } = made.database
	await written(await made.as('administrator'), async (here) => {
		const [committee, closed] = [
			(await getRecord(here, 'structure', 'committee')).id,
			(await getRecord(here, 'structure', 'closed-group')).id
		]
		const [labour, health] = [
			(await getRecord(here, 'actor', 'labour')).id,
			(await getRecord(here, 'actor', 'health')).id
		]
		const passed = { answered: '2026-02-20', answer: 'passed-on' } as const
		const first = { from: closed, to: { structure: committee }, submitted: '2026-01-05', ...passed }
		const second = { from: committee, to: { actor: labour }, submitted: '2026-02-20' }
		const third = { from: null, fromActor: labour, to: { actor: health }, submitted: '2026-02-20' }
		// One that climbed past an actor and waits, one that lapsed where it waited, and one that came back and was sent anew.
		await seedRecommendation(here, {
			structure: closed,
			state: 'submitted',
			hops: [first, { ...second, ...passed }, third]
		})
		await seedRecommendation(here, {
			structure: closed,
			state: 'lapsed',
			audience: ['role:administrator'],
			hops: [first, { ...second, answered: '2026-02-25', answer: 'ended' }]
		})
		const returned = { answered: '2026-02-21', answer: 'returned' } as const
		await seedRecommendation(here, {
			structure: null,
			state: 'submitted',
			hops: [
				{ ...second, from: null, ...returned },
				{ from: null, to: { actor: health }, submitted: '2026-02-21' }
			]
		})
		return 'seeded'
	})
	const state = async () => {
		const hops = await sql`select recommendation_id, position, from_actor_id, answer from recommendation_hop
			where workspace_id = ${made.workspace.id} order by 1, 2`.execute(owner)
		const counted = await sql`select measure, owner, other, value, audience, records from deliberation_tally
			where workspace_id = ${made.workspace.id} and records <> 0 order by 1, 2, 3, 4, 5`.execute(owner)
		return [hops.rows, counted.rows]
	}
	const before = await state()
	const text = await readFile(new URL('../../../../migrations/0012_mended.sql', import.meta.url), 'utf8')
	const [telling = ''] = /-- An actor sends a recommendation on.*?(do \$\$.*?\$\$;)/s.exec(text)?.slice(1) ?? []
	// Of this workspace alone: others share the database.
	const own = telling.replace('select id from workspace', `select '${made.workspace.id}'::uuid`)
	expect(own).not.toBe(telling)
	await owner.transaction().execute(async (tx) => {
		await sql`update recommendation_hop set from_actor_id = null, answer = replace(answer, 'ended', 'passed-on')
			where workspace_id = ${made.workspace.id}`.execute(tx)
		await sql.raw(own).execute(tx)
	})
	expect(await state()).toEqual(before)
})
