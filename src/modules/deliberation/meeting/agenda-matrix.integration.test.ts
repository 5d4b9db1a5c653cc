import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { isRefusal } from '#platform/operation/refusal.ts'
import { aMeeting } from '#tests/fixtures/meeting.ts'
import { SEAT_KEYS, type Acting, type SeatKey } from '#tests/fixtures/workspace.ts'
import { acceptAgendaItem, declineAgendaItem, proposeAgendaItem, withdrawAgendaItem } from './agenda-commands.ts'
import { AGENDA_MOVES, AGENDA_STATES, agendaItemAfter, whyNotMoveItem } from './meeting-rules.ts'
import type { AgendaMove, AgendaState } from './meeting-rules.ts'

const RUNS: readonly SeatKey[] = ['administrator', 'second-administrator', 'secretariat', 'chair']
const PROPOSED_IT: SeatKey = 'member'

function make(acting: Acting, move: AgendaMove, changing: { agendaItem: string; version: number }) {
	const reason = 'as it was agreed'
	switch (move) {
		case 'accept':
			return acting.run(acceptAgendaItem, changing)
		case 'decline':
			return acting.run(declineAgendaItem, { ...changing, reason })
		case 'withdraw':
			return acting.run(withdrawAgendaItem, { ...changing, reason })
		default:
			return move satisfies never
	}
}

function expected(state: AgendaState, move: AgendaMove, key: SeatKey): string {
	if (key === 'public') return 'absent'
	const mayTakeBack = key === PROPOSED_IT && move === 'withdraw' && state === 'proposed'
	if (!RUNS.includes(key) && !mayTakeBack) return 'forbidden'
	return agendaItemAfter(state, move) ?? whyNotMoveItem(state, move) ?? ''
}

test(
	'every move of an agenda item in every state, given by every seat, does what the table says',
	{ timeout: 300_000 },
	async () => {
		const { made, meeting, secretariat } = await aMeeting({ held: false })
		const proposer = await made.as(PROPOSED_IT)
		const proposed = await proposer.run(proposeAgendaItem, { meeting, title: 'Permits' })
		const agendaItem = proposed.reference
		const { owner } = made.database
		const version = async () =>
			(await sql<{ version: number }>`select version from record where id = ${proposed.id}`.execute(owner)).rows[0]
				?.version ?? 0
		// From now on whoever has a seat sees it, so that each is refused for what it may not do.
		await secretariat.run(acceptAgendaItem, { agendaItem, version: await version() })
		const differing: string[] = []
		for (const state of AGENDA_STATES)
			for (const move of AGENDA_MOVES)
				for (const key of SEAT_KEYS) {
					await sql`update agenda_item set state = ${state} where id = ${proposed.id}`.execute(owner)
					const acting = await made.as(key)
					const outcome = await make(acting, move, { agendaItem, version: await version() }).then(
						async () =>
							(await sql<{ state: string }>`select state from agenda_item where id = ${proposed.id}`.execute(owner))
								.rows[0]?.state,
						(error: unknown) => {
							if (!isRefusal(error)) throw error
							return error.kind === 'conflict' ? error.code : error.kind
						}
					)
					const wanted = expected(state, move, key)
					if (outcome !== wanted) differing.push(`${key}: ${move} of ${state} gave ${String(outcome)}, not ${wanted}`)
				}
		expect(differing).toEqual([])
	}
)
