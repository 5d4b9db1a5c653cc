import { z } from 'zod'
import { Key, Reference, Text } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { countUpTo, findRecord, RecordReference, referencesOf } from '#platform/records/find-record.server.ts'
import { keepsAccess } from './access-rules.ts'
import { SeatRole } from './seat-operations.ts'

const SOURCES = ['invitation', 'provider', 'provisioning', 'console'] as const

const Held = z.object({
	id: z.string(),
	/** The person's identifier: one who holds several seats stands here several times. */
	person: z.string(),
	name: z.string(),
	email: z.string(),
	seat: z.object({ key: z.string(), role: SeatRole, office: z.string() }),
	actor: RecordReference.nullable(),
	/** How the seat came to them. */
	source: z.enum(SOURCES),
	since: z.date(),
	until: z.date().nullable(),
	endReason: z.string().nullable()
})

/** Who holds which seat since when, or held it once: personal data, so that each reading is logged. */
export const listPeople = query({
	name: 'person.list',
	input: listInput(
		{
			seat: AnyOf(Key),
			role: AnyOf(SeatRole),
			actor: Reference,
			source: AnyOf(z.enum(SOURCES)),
			current: z.boolean(),
			words: Text(200)
		},
		['name', 'since', 'office']
	),
	output: listed(Held),
	about: nothing,
	allow: ({ seat }) => keepsAccess(seat),
	logged: true,
	async run(here, input) {
		const columns = { name: 'person_seat.name', since: 'person_seat.from_at', office: 'seat.office' }
		const part = listPart(here.secret, input, columns, 'person_seat.id')
		const found = await filtered(here, input.filter ?? {})
		const rows = await found
			.select(['person_seat.id', 'person_seat.person_id', 'person_seat.name', 'person_seat.email'])
			.select(['person_seat.source', 'person_seat.from_at', 'person_seat.ended_at', 'person_seat.end_reason'])
			.select(['seat.key', 'seat.role', 'seat.office', 'seat.actor_id'])
			.where(part.where)
			.orderBy(part.orderBy)
			.limit(part.limit)
			.execute()
		const total = await countUpTo(here.tx, found.select('person_seat.id'))
		const actors = await referencesOf(
			here,
			rows.map((row) => row.actor_id)
		)
		return toList(here.secret, part, rows, total, input, {
			value: (row) =>
				input.sort.endsWith('since') ? row.from_at : input.sort.endsWith('office') ? row.office : row.name,
			item: (row) => ({
				id: row.id,
				person: row.person_id,
				name: row.name,
				email: row.email,
				seat: { key: row.key, role: row.role, office: row.office },
				actor: (row.actor_id && actors.get(row.actor_id)) || null,
				source: row.source,
				since: row.from_at,
				until: row.ended_at,
				endReason: row.end_reason
			})
		})
	}
})

type Filter = {
	seat?: string[] | undefined
	role?: z.output<typeof SeatRole>[] | undefined
	actor?: string | undefined
	source?: (typeof SOURCES)[number][] | undefined
	current?: boolean | undefined
	words?: string | undefined
}

async function filtered(here: Here, { seat, role, actor, source, current = true, words }: Filter) {
	let rows = here.tx
		.selectFrom('person_seat')
		.innerJoin('seat', (on) =>
			on.onRef('seat.workspace_id', '=', 'person_seat.workspace_id').onRef('seat.id', '=', 'person_seat.seat_id')
		)
		.where('person_seat.workspace_id', '=', here.workspace.id)
		.where('person_seat.ended_at', current ? 'is' : 'is not', null)
	if (seat) rows = rows.where('seat.key', 'in', seat)
	if (role) rows = rows.where('seat.role', 'in', role)
	if (source) rows = rows.where('person_seat.source', 'in', source)
	if (actor !== undefined) {
		const record = await findRecord(here, 'actor', actor)
		if (!record)
			throw invalid([
				{ path: ['filter', 'actor'], code: 'platform.field.no-such-record', params: { reference: actor } }
			])
		rows = rows.where('seat.actor_id', '=', record.id)
	}
	if (words !== undefined) {
		const like = `%${words.replaceAll(/[\\%_]/g, '\\$&')}%`
		rows = rows.where((where) =>
			where.or([
				where('person_seat.name', 'ilike', like),
				where('person_seat.email', 'ilike', like),
				where('seat.office', 'ilike', like)
			])
		)
	}
	return rows
}
