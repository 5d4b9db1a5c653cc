import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { aWorkspace, SEAT_KEYS, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { aMeeting } from '../../../../tests/fixtures/sat.ts'
import { revokeDecision } from './decision-change-commands.ts'
import { addDecision } from './decision-commands.ts'
import { getDecision, listDecisions } from './decision-queries.ts'
import { DECISION_STATES } from './decision-rules.ts'

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
})

const totals = async (key: (typeof SEAT_KEYS)[number]) => {
	const seat = await made.as(key)
	return Promise.all(
		DECISION_STATES.map(async (standing) => (await seat.ask(listDecisions, { filter: { standing: [standing] } })).total)
	)
}

/** Three decisions, of which one is revoked and one is for full members alone. */
async function decideSome() {
	const meeting = await aMeeting(made, { items: [['Restricted', 'full-members']] })
	const secretary = await made.as('secretariat')
	const whole = { title: 'A register is kept', text: 'There shall be a register.', manner: 'consensus' as const }
	await secretary.run(addDecision, { ...whole, agendaItem: meeting.items[0] ?? '' })
	await secretary.run(addDecision, { ...whole, meeting: meeting.id })
	const { id } = await secretary.run(addDecision, { ...whole, meeting: meeting.id })
	const { version } = await secretary.ask(getDecision, { decision: id })
	await secretary.run(revokeDecision, { decision: id, version, reason: 'taken by mistake' })
}

test('a list of decisions by whether they are in force has its total from what is kept counted, as far as each seat sees', async () => {
	await decideSome()
	for (const key of SEAT_KEYS) {
		const seat = await made.as(key)
		const listed = DECISION_STATES.map(async (standing) => {
			const { items } = await seat.ask(listDecisions, { filter: { standing: [standing] } })
			return items.length
		})
		expect(await totals(key), key).toEqual(await Promise.all(listed))
	}
	const before = await totals('secretariat')
	expect(before.reduce((sum, one) => sum + one, 0)).toBe(3)
	// Read from what is kept, and not counted: what is kept wrong shows.
	await sql`update tally set records = records + 40 where workspace_id = ${made.workspace.id} and kind = 'decision' and part = 'revoked'`.execute(
		made.database.owner
	)
	expect(await totals('secretariat')).toEqual(
		before.map((one, index) => (DECISION_STATES[index] === 'revoked' ? one + 40 : one))
	)
})

test('what was decided before decisions were counted so is counted by the migration', async () => {
	await decideSome()
	const { owner } = made.database
	const kept = async () => {
		const { rows } = await sql<{ part: string; audience: string[]; records: number }>`
			select part, audience, records from tally where workspace_id = ${made.workspace.id} and kind = 'decision' and records <> 0
			order by part, audience`.execute(owner)
		return rows
	}
	const before = await kept()
	expect(new Set(before.map(({ part }) => part))).toEqual(new Set(['', 'in-force', 'revoked']))
	const text = await readFile(new URL('../../../../migrations/0009_decisions_counted.sql', import.meta.url), 'utf8')
	const [counting = ''] = /-- Decisions are counted[^$]*do \$\$.*?\$\$;/s.exec(text) ?? []
	// Of this workspace alone: others share the database.
	const own = counting.replace('select id from workspace', `select '${made.workspace.id}'::uuid`)
	expect(own).not.toBe(counting)
	await owner.transaction().execute(async (tx) => {
		await sql`delete from tally where workspace_id = ${made.workspace.id} and kind = 'decision' and part <> ''`.execute(
			tx
		)
		await sql.raw(own).execute(tx)
	})
	expect(await kept()).toEqual(before)
})
