import { sql } from 'kysely'
import { z } from 'zod'
import { Identifier, Reference, Text } from '#platform/operation/fields.ts'
import { command, everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { anyOf, findRecord, getRecord, RecordReference, toReference } from './find-record.server.ts'
import { mayWithdrawComment, takesPart } from './rules.ts'

const Kind = z.string().max(60).optional()
const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)

/** A comment as it is read: by office, never by a person's name. */
export const Comment = z.object({
	id: z.string(),
	text: z.string().nullable(),
	language: z.string(),
	at: z.date(),
	by: z.object({ office: z.string(), actor: RecordReference.nullable() }),
	state: z.enum(['active', 'withdrawn']),
	mayWithdraw: z.boolean()
})
export type Comment = z.output<typeof Comment>

const MOST = 500

/** What is said of some records, each oldest first, as far as the seat reads it. */
export async function commentsOn(here: Here, records: readonly string[]): Promise<Map<string, Comment[]>> {
	// What is said in a discussion is for those who hold a seat, whoever may read the record itself.
	if (here.seat.role === 'public' || records.length === 0) return new Map()
	const rows = await here.tx
		.selectFrom('comment')
		.innerJoin('seat', (on) =>
			on.onRef('seat.workspace_id', '=', 'comment.workspace_id').onRef('seat.id', '=', 'comment.seat_id')
		)
		.leftJoin('record as actor', (on) =>
			on.onRef('actor.workspace_id', '=', 'seat.workspace_id').onRef('actor.id', '=', 'seat.actor_id')
		)
		.select(['comment.id as comment_id', 'comment.record_id', 'comment.text', 'comment.language'])
		.select(['comment.created_at', 'comment.state', 'comment.seat_id', 'seat.office'])
		.select(['actor.id', 'actor.kind', 'actor.key', 'actor.number', 'actor.title', 'actor.acronym'])
		.where('comment.workspace_id', '=', here.workspace.id)
		.where('comment.record_id', '=', anyOf(records))
		.where(readBy(here))
		.orderBy('comment.created_at')
		.orderBy('comment.id')
		.limit(MOST)
		.execute()
	const told = rows.map((row): [string, Comment] => [
		row.record_id,
		{
			id: row.comment_id,
			text: row.state === 'active' ? row.text : null,
			language: row.language,
			at: row.created_at,
			by: { office: row.office, actor: actorOf(row) },
			state: row.state,
			mayWithdraw: row.state === 'active' && mayWithdrawComment(here.seat, { seatId: row.seat_id })
		}
	])
	return new Map([...Map.groupBy(told, ([record]) => record)].map(([id, all]) => [id, all.map(([, one]) => one)]))
}

/** The discussion of a record, oldest first: by office, never by a person's name. */
export const listComments = query({
	name: 'comment.list',
	input: z.strictObject({ record: Reference, kind: Kind }),
	output: z.object({ items: z.array(Comment), may: z.object({ add: z.boolean() }) }),
	about: (here, { record, kind }) => getRecord(here, kind ?? null, record),
	allow: everyone,
	async run(here, _input, record) {
		const items = (await commentsOn(here, [record.id])).get(record.id) ?? []
		return { items, may: { add: takesPart(here.seat) } }
	}
})

// What is kept to a circle is read by that circle, and by whoever said it.
const readBy = ({ seat }: Here) =>
	sql<boolean>`(comment.audience is null or comment.audience && ${[...seat.audience]}::text[] or comment.seat_id is not distinct from ${seat.id}::uuid)`

/** Of some comments, those that are kept to a circle the seat is not in. */
export async function closedComments(here: Here, ids: readonly string[]): Promise<string[]> {
	const rows = await here.tx
		.selectFrom('comment')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(ids))
		.where((where) => where.not(readBy(here)))
		.execute()
	return rows.map(({ id }) => id)
}

type Named = Parameters<typeof toReference>[0]

// Who is named by an actor that the reader may not see is named by office alone.
const actorOf = ({ id, kind, title, ...row }: { [Column in keyof Named]: Named[Column] | null }) =>
	id === null || kind === null || title === null ? null : toReference({ ...row, id, kind, title })

// Some records keep what is said of them now to fewer than see them.
async function circleOf(here: Here, { kind, id }: { kind: string; id: string }) {
	const circle = await here.registry.kind(kind)?.discussedBy?.(here, id)
	return circle ? [...circle] : null
}

export const addComment = command({
	name: 'comment.add',
	input: z.strictObject({ record: Reference, kind: Kind, text: Text(10_000), language: Language.optional() }),
	output: z.object({ id: z.string() }),
	about: (here, { record, kind }) => getRecord(here, kind ?? null, record),
	allow: ({ seat }) => takesPart(seat),
	async run(here, { text, language }, record) {
		const id = await here.write.add('comment', {
			record_id: record.id,
			seat_id: here.seat.id ?? '',
			text,
			language: language ?? here.workspace.language,
			state: 'active',
			state_reason: null,
			audience: await circleOf(here, record),
			created_at: here.now
		})
		return { id }
	}
})

async function getComment(here: Here, id: string) {
	const row = await here.tx
		.selectFrom('comment')
		.select(['id', 'record_id', 'seat_id', 'state'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.where(readBy(here))
		.executeTakeFirst()
	if (!row || here.seat.role === 'public' || !(await findRecord(here, null, row.record_id)))
		throw absent('platform.no-such-comment')
	return { id: row.id, seatId: row.seat_id, state: row.state }
}

export const withdrawComment = command({
	name: 'comment.withdraw',
	input: z.strictObject({ comment: Identifier, reason: Text(2_000) }),
	output: z.object({ id: z.string() }),
	about: (here, { comment }) => getComment(here, comment),
	allow: ({ seat }, comment) => mayWithdrawComment(seat, comment),
	async run(here, { reason }, comment) {
		if (comment.state === 'withdrawn') throw conflict('platform.already-withdrawn')
		await here.write.change('comment', comment.id, { state: 'withdrawn', state_reason: reason })
		return { id: comment.id }
	}
})
