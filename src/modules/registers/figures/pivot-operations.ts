import { z } from 'zod'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { Identifier } from '#platform/operation/fields.ts'
import { command, query, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { noteTold } from '../entry/personal.ts'
import { getRegister } from '../registers.server.ts'
import { PivotTable } from './figure-outputs.ts'
import { askedOfPivot, PivotQuestion } from './pivot-queries.ts'
import { PIVOT_DAYS, PIVOT_WORK } from './pivot-work.ts'

const Question = z.strictObject(PivotQuestion)

/** Has a pivot counted as a job, over however many entries; what comes of it is told to the seat that asks alone. */
export const startPivot = command({
	name: 'entryPivot.start',
	input: Question,
	output: z.object({ id: z.string() }),
	about: (here, { register }) => getRegister(here, register),
	allow: ({ seat }) => seat.id !== null && seat.role !== 'public',
	async run(here, question, { id: registerId, compiled }) {
		askedOfPivot(here, compiled, question)
		const seatId = here.seat.id
		if (seatId === null) throw absent('registers.no-such-pivot')
		const recent = await recentPivots(here, seatId)
		const text = JSON.stringify(question)
		const equal = recent.find((one) => one.question === text && isSeen(here, one))
		if (equal) return { id: equal.id }
		if (recent.some(({ state }) => state !== 'done')) throw conflict('registers.pivot-open')
		const id = await here.write.add('register_pivot', {
			register_id: registerId,
			seat_id: seatId,
			seen_as: [...here.seat.audience],
			question: text,
			state: 'waiting',
			counted: 0,
			total: 0,
			result: null,
			asked_at: here.now,
			ended_at: null
		})
		await enqueue(here, { operation: PIVOT_WORK, input: { pivot: id, question } })
		return { id }
	}
})

// What was counted a moment ago is told again; and what has not ended after so long was broken off, and keeps nobody waiting.
const RECENT_MINUTES = 15

const recentPivots = (here: Here, seatId: string) =>
	here.tx
		.selectFrom('register_pivot')
		.select(['id', 'question', 'state', 'seen_as'])
		.where('workspace_id', '=', here.workspace.id)
		.where('seat_id', '=', seatId)
		.where('asked_at', '>', new Date(here.now.getTime() - RECENT_MINUTES * 60_000))
		.orderBy('asked_at', 'desc')
		.execute()

const isSeen = ({ seat }: Here, { seen_as: seenAs }: { seen_as: readonly string[] }) =>
	seenAs.every((token) => seat.audience.includes(token))

/** A pivot of the seat's own, not older than a week, if the seat still sees what it was counted by; else there is none. */
async function getOwnPivot(here: Here, id: string) {
	const row =
		here.seat.id === null
			? undefined
			: await here.tx
					.selectFrom('register_pivot')
					.selectAll()
					.where('workspace_id', '=', here.workspace.id)
					.where('id', '=', id)
					.where('seat_id', '=', here.seat.id)
					.where('asked_at', '>', new Date(here.now.getTime() - PIVOT_DAYS * 86_400_000))
					.executeTakeFirst()
	if (!row || !isSeen(here, row)) throw absent('registers.no-such-pivot')
	return { row, register: await getRegister(here, row.register_id) }
}

/** How far a pivot is that became a job, and what came of it. */
export const getPivot = query({
	name: 'entryPivot.get',
	input: z.strictObject({ pivot: Identifier }),
	output: z.object({
		id: z.string(),
		register: z.string(),
		question: Question,
		state: z.enum(['waiting', 'running', 'done']),
		/** How many entries are counted, of how many. */
		counted: z.int(),
		total: z.int(),
		table: PivotTable.nullable(),
		askedAt: z.date(),
		endedAt: z.date().nullable()
	}),
	about: (here, { pivot }) => getOwnPivot(here, pivot),
	allow: ({ seat }) => seat.id !== null,
	run(here, _input, { row, register }) {
		const question = Question.parse(JSON.parse(row.question))
		if (row.result !== null) noteTold(here, register.compiled, [question.rows, question.columns, question.sum])
		return Promise.resolve({
			id: row.id,
			register: register.reference,
			question,
			state: row.state,
			counted: row.counted,
			total: row.total,
			table: row.result === null ? null : PivotTable.parse(JSON.parse(row.result)),
			askedAt: row.asked_at,
			endedAt: row.ended_at
		})
	}
})
