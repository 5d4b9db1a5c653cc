import { z } from 'zod'
import { Identifier, Reference, Text } from '#platform/operation/fields.ts'
import { command, everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { findRecord, getRecord, RecordReference, toReference } from './find-record.server.ts'
import { mayWithdrawComment, takesPart } from './rules.ts'

const Kind = z.string().max(60).optional()
const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)

/** The discussion of a record, oldest first: by office, never by a person's name. */
export const listComments = query({
	name: 'comment.list',
	input: z.strictObject({ record: Reference, kind: Kind }),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				text: z.string().nullable(),
				language: z.string(),
				at: z.date(),
				by: z.object({ office: z.string(), actor: RecordReference.nullable() }),
				state: z.enum(['active', 'withdrawn']),
				mayWithdraw: z.boolean()
			})
		),
		may: z.object({ add: z.boolean() })
	}),
	about: (here, { record, kind }) => getRecord(here, kind ?? null, record),
	// What is said in a discussion is for those who hold a seat, whoever may read the record itself.
	allow: everyone,
	async run(here, _input, record) {
		if (here.seat.role === 'public') return { items: [], may: { add: false } }
		const rows = await here.tx
			.selectFrom('comment')
			.innerJoin('seat', (on) =>
				on.onRef('seat.workspace_id', '=', 'comment.workspace_id').onRef('seat.id', '=', 'comment.seat_id')
			)
			.leftJoin('record as actor', (on) =>
				on.onRef('actor.workspace_id', '=', 'seat.workspace_id').onRef('actor.id', '=', 'seat.actor_id')
			)
			.select(['comment.id as comment_id', 'comment.text', 'comment.language', 'comment.created_at'])
			.select(['comment.state', 'comment.seat_id', 'seat.office'])
			.select(['actor.id', 'actor.kind', 'actor.key', 'actor.number', 'actor.title', 'actor.acronym'])
			.where('comment.workspace_id', '=', here.workspace.id)
			.where('comment.record_id', '=', record.id)
			.orderBy('comment.created_at')
			.orderBy('comment.id')
			.limit(500)
			.execute()
		return {
			items: rows.map((row) => ({
				id: row.comment_id,
				text: row.state === 'active' ? row.text : null,
				language: row.language,
				at: row.created_at,
				by: { office: row.office, actor: actorOf(row) },
				state: row.state,
				mayWithdraw: row.state === 'active' && mayWithdrawComment(here.seat, { seatId: row.seat_id })
			})),
			may: { add: takesPart(here.seat) }
		}
	}
})

type Named = Parameters<typeof toReference>[0]

// Who is named by an actor that the reader may not see is named by office alone.
const actorOf = ({ id, kind, title, ...row }: { [Column in keyof Named]: Named[Column] | null }) =>
	id === null || kind === null || title === null ? null : toReference({ ...row, id, kind, title })

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
