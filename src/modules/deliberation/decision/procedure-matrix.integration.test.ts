import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { isRefusal } from '#platform/operation/refusal.ts'
import { aWorkspace, NOW, SEAT_KEYS, type Acting, type SeatKey } from '#tests/fixtures/workspace.ts'
import {
	answerWrittenProcedure,
	closeWrittenProcedure,
	openWrittenProcedure,
	stopWrittenProcedure
} from './procedure-commands.ts'
import { PROCEDURE_MOVES, PROCEDURE_STATES, procedureAfter, whyNotMoveProcedure } from './procedure-rules.ts'
import type { ProcedureMove, ProcedureState } from './procedure-rules.ts'

const RUNS: readonly SeatKey[] = ['administrator', 'second-administrator', 'secretariat', 'chair']
const ANSWERS: readonly SeatKey[] = ['chair', 'member', 'analyst']
const DEADLINE = '2026-03-20'
// While members answer, and once their time is over.
const MOMENTS = [NOW, new Date('2026-03-21T09:00:00Z')]

function make(acting: Acting, move: ProcedureMove, changing: { writtenProcedure: string; version: number }) {
	switch (move) {
		case 'answer':
			return acting.run(answerWrittenProcedure, { writtenProcedure: changing.writtenProcedure, answer: 'abstains' })
		case 'close':
			return acting.run(closeWrittenProcedure, changing)
		case 'stop':
			return acting.run(stopWrittenProcedure, { ...changing, reason: 'as it was agreed' })
		default:
			return move satisfies never
	}
}

type Case = { state: ProcedureState; move: ProcedureMove; key: SeatKey; today: string }

function expected({ state, move, key, today }: Case): string {
	if (!RUNS.includes(key) && !ANSWERS.includes(key)) return 'absent'
	if (!(move === 'answer' ? ANSWERS : RUNS).includes(key)) return 'forbidden'
	const why = whyNotMoveProcedure({ state, deadline: DEADLINE, isComplete: false }, move, today)
	return why ?? procedureAfter(move) ?? state
}

test(
	'every move of a written procedure in every state, given by every seat before and after its deadline, does what the rules say',
	{ timeout: 300_000 },
	async () => {
		const made = await aWorkspace()
		const { owner } = made.database
		const secretariat = await made.as('secretariat')
		const { id } = await secretariat.run(openWrittenProcedure, {
			structure: 'committee',
			subject: 'decision',
			title: 'Adopt the protocol',
			text: 'The protocol is adopted.',
			deadline: DEADLINE
		})
		const rowOf = async () => {
			const { rows } = await sql<{ state: string; version: number }>`select written_procedure.state, record.version
				from written_procedure join record on record.id = written_procedure.id where record.id = ${id}`.execute(owner)
			return { state: rows[0]?.state ?? '', version: rows[0]?.version ?? 0 }
		}
		async function putInto(state: ProcedureState) {
			const outcome = state === 'closed' ? 'not-adopted' : null
			await sql`delete from written_answer where written_procedure_id = ${id}`.execute(owner)
			await sql`update written_procedure set state = ${state}, outcome = ${outcome} where id = ${id}`.execute(owner)
			return (await rowOf()).version
		}
		async function outcomeOf(work: Promise<unknown>) {
			try {
				await work
				return (await rowOf()).state
			} catch (error) {
				if (!isRefusal(error)) throw error
				return error.kind === 'conflict' ? error.code : error.kind
			}
		}
		const differing: string[] = []
		for (const now of MOMENTS)
			for (const state of PROCEDURE_STATES)
				for (const move of PROCEDURE_MOVES)
					for (const key of SEAT_KEYS) {
						const version = await putInto(state)
						const outcome = await outcomeOf(make(await made.as(key, now), move, { writtenProcedure: id, version }))
						const today = now.toISOString().slice(0, 10)
						const wanted = expected({ state, move, key, today })
						if (outcome !== wanted)
							differing.push(`${today} ${key}: ${move} of ${state} gave ${outcome}, not ${wanted}`)
					}
		expect(differing).toEqual([])
	}
)
