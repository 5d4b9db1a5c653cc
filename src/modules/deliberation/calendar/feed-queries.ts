import { z } from 'zod'
import { keepsAccess } from '#platform/access/access-rules.ts'
import { Identifier, Key } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { countUpTo, RecordReference, referencesOf } from '#platform/records/find-record.server.ts'
import { calendarOf } from './feed-events.server.ts'
import { isLeftSql } from './feed-left.server.ts'

const STATES = ['open', 'revoked'] as const

export const FeedItem = z.object({
	id: z.string(),
	seat: z.string(),
	office: z.string(),
	/** The structure whose meetings it tells; null for all that concern the seat, and where the seat no longer sees it. */
	structure: RecordReference.nullable(),
	isOfStructure: z.boolean(),
	/** The register whose days it tells; null for the others, and where the seat no longer sees it. */
	register: RecordReference.nullable(),
	isOfRegister: z.boolean(),
	createdAt: z.date(),
	revokedAt: z.date().nullable(),
	lastUsed: z.string().nullable(),
	state: z.enum(STATES)
})

/** The secret calendar addresses of the workspace for its administrators; of the own seat for everybody else. */
export const listFeeds = query({
	name: 'calendarFeed.list',
	input: listInput({ seat: AnyOf(Key), state: AnyOf(z.enum(STATES)) }, ['created', 'used']).extend({
		sort: z.enum(['created', '-created', 'used', '-used']).default('-created')
	}),
	output: listed(FeedItem),
	about: nothing,
	allow: ({ seat }) => seat.id !== null,
	async run(here, input) {
		const { filter = {} } = input
		const columns = { created: 'calendar_feed.created_at', used: 'calendar_feed.last_used_day' }
		const part = listPart(here.secret, input, columns, 'calendar_feed.id')
		let found = here.tx
			.selectFrom('calendar_feed')
			.innerJoin('seat', (on) =>
				on.onRef('seat.workspace_id', '=', 'calendar_feed.workspace_id').onRef('seat.id', '=', 'calendar_feed.seat_id')
			)
			.where('calendar_feed.workspace_id', '=', here.workspace.id)
		if (!keepsAccess(here.seat)) found = found.where('calendar_feed.seat_id', '=', here.seat.id)
		if (filter.seat) found = found.where('seat.key', 'in', filter.seat)
		const { state } = filter
		if (state && !STATES.every((one) => state.includes(one)))
			found = found.where((where) => {
				const isOpen = where.and([where('calendar_feed.revoked_at', 'is', null), where.not(isLeftSql)])
				return state.includes('open') ? isOpen : where.not(isOpen)
			})
		const rows = await found
			.select([
				'calendar_feed.id',
				'calendar_feed.structure_id',
				'calendar_feed.register_id',
				'calendar_feed.created_at'
			])
			.select(['calendar_feed.revoked_at', 'calendar_feed.last_used_day', 'seat.key', 'seat.office'])
			.select(isLeftSql.as('is_left'))
			.where(part.where)
			.orderBy(part.orderBy)
			.limit(part.limit)
			.execute()
		const [total, named] = await Promise.all([
			countUpTo(here.tx, found.select('calendar_feed.id')),
			referencesOf(
				here,
				rows.flatMap((row) => [row.structure_id, row.register_id])
			)
		])
		return toList(here.secret, part, rows, total, input, {
			value: (row) => (input.sort.endsWith('used') ? row.last_used_day : row.created_at),
			item: (row) => ({
				id: row.id,
				seat: row.key,
				office: row.office,
				structure: row.structure_id === null ? null : (named.get(row.structure_id) ?? null),
				isOfStructure: row.structure_id !== null,
				register: row.register_id === null ? null : (named.get(row.register_id) ?? null),
				isOfRegister: row.register_id !== null,
				createdAt: row.created_at,
				revokedAt: row.revoked_at,
				lastUsed: row.last_used_day,
				state: row.revoked_at === null && !row.is_left ? ('open' as const) : ('revoked' as const)
			})
		})
	}
})

async function findOpenFeed(here: Here, { feed }: { feed: string }) {
	const row = await here.tx
		.selectFrom('calendar_feed')
		.select(['structure_id', 'register_id', 'seat_id', 'language'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', feed)
		.where('revoked_at', 'is', null)
		.executeTakeFirst()
	// Whose address another's is nobody is told.
	if (!row || row.seat_id !== here.seat.id) throw absent('deliberation.no-such-feed')
	return row
}

/** What a calendar program gets at an address: the meetings and what falls due, as the seat may see it today. */
export const readFeed = query({
	name: 'calendarFeed.read',
	input: z.strictObject({
		feed: Identifier,
		/** Where this installation is reached, for the addresses of the meetings' pages. */
		site: z
			.url({ protocol: /^https?$/ })
			.max(300)
			.optional()
	}),
	output: z.object({ name: z.string(), text: z.string() }),
	about: findOpenFeed,
	allow: ({ seat }) => seat.id !== null,
	run: (here, { site }, { structure_id: structureId, register_id: registerId, language }) =>
		calendarOf(here, { structureId, registerId, site: site ?? null, language })
})
