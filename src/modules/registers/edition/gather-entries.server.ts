import { sql } from 'kysely'
import type { Seat } from '#platform/access/seat.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { AskingSeat } from '../entry/entry-access.ts'
import { joined, readParts, type KeptPart } from '../entry/read-entry.server.ts'
import type { Values } from '../entry/values.ts'
import { nameGroups } from '../figures/name-groups.server.ts'
import { scopeOf, type Narrowing } from '../listing/scope-entries.server.ts'
import type { Register } from '../registers.server.ts'
import { readersOf } from './audience.ts'
import type { ReportAudience } from './definition.ts'
import type { Days } from './periods.ts'

/** An entry of a period, as far as every reader of the edition sees it. */
export type PeriodEntry = {
	id: string
	reference: string
	title: Record<string, string>
	state: string
	isInvented: boolean
	values: Values
	parts: ReadonlySet<string>
}

/** Of a period with more entries than these no edition is made. */
const ENTRIES_MOST = 100_000
// What is held of so many at once is some megabytes.
const ENTRIES_PER_QUERY = 2_000

const asSeat = ({ role, audience }: AskingSeat): Seat => ({
	id: null,
	key: null,
	// The database goes by the audience; the role says only whether anything is kept from the public as such.
	role: role === 'public' ? 'public' : 'observer',
	actorId: null,
	office: '',
	audience,
	serves: () => false
})

/** Reads with the eyes of each reader of an edition, one after the other, and gives what each of them saw. */
export async function forEachReader<T>(
	here: Here,
	audience: ReportAudience,
	read: (reader: Here) => Promise<T>
): Promise<T[]> {
	const seen: T[] = []
	for (const reader of readersOf(audience)) {
		// What was found with the eyes of the seat is not remembered for its readers.
		const own: Here = {
			...here,
			seat: asSeat(reader),
			isOneMoment: false,
			ask: (query, input) => query.perform(own, input)
		}
		const closedKinds = reader.role === 'public' ? here.workspace.closedKinds : []
		seen.push(await here.seeingAs({ audience: reader.audience, closedKinds }, () => read(own)))
	}
	return seen
}

/** What all have, in the order of the first. */
const common = <T>(lists: readonly (readonly T[])[], keyOf: (one: T) => string): T[] => {
	const [first = [], ...others] = lists
	const keys = others.map((list) => new Set(list.map(keyOf)))
	return first.filter((one) => keys.every((known) => known.has(keyOf(one))))
}

type Head = { id: string; number: string | null; title: Record<string, string>; origin: string; state: string }
type Seen = { heads: Head[]; parts: KeptPart[] }

type Asked = { day: string | undefined; days: Days }

async function idsOf(reader: Here, { id, compiled }: Register, { day, days }: Asked) {
	const asked: Narrowing = {
		registerId: id,
		compiled,
		fields: day === undefined ? {} : { [day]: { begins: { from: days.first, until: days.last } } },
		empty: [],
		filled: [],
		numbers: undefined,
		standing: undefined,
		state: ['active'],
		origin: undefined,
		words: null
	}
	const { tables, where } = await scopeOf(reader, asked)
	const found = sql<{ id: string }>`(select record.id from ${tables} where ${sql.join(where, sql` and `)}
		order by record.id limit ${ENTRIES_MOST + 1})`
	const rows = await reader.tx.selectFrom(found.as('found')).select('found.id').orderBy('found.id').execute()
	if (rows.length > ENTRIES_MOST) throw conflict('registers.edition-too-many', { most: ENTRIES_MOST })
	return rows.map((row) => row.id)
}

async function read(reader: Here, ids: readonly string[]): Promise<Seen> {
	const heads = await reader.tx
		.selectFrom('record')
		.innerJoin('entry', (on) =>
			on.onRef('entry.workspace_id', '=', 'record.workspace_id').onRef('entry.id', '=', 'record.id')
		)
		.select(['record.id', 'record.number', 'record.title', 'record.origin', 'entry.state'])
		.where('record.workspace_id', '=', reader.workspace.id)
		.where('record.id', '=', anyOf(ids))
		.orderBy('record.id')
		.execute()
	return { heads, parts: [...(await readParts(reader, ids)).values()].flat() }
}

/**
 * The entries of a period that every reader of an edition sees, each with the parts of it that every one of them sees: whoever counts
 * these tells nobody of anything they could not look up themselves.
 */
export async function gatherEntries(
	here: Here,
	register: Register,
	asked: Asked & {
		audience: ReportAudience
		tell?: (done: number, total: number) => Promise<void> | void
	}
): Promise<PeriodEntry[]> {
	const { audience } = asked
	const lists = await forEachReader(here, audience, (reader) => idsOf(reader, register, asked))
	const ids = common(lists, (id) => id)
	const entries: PeriodEntry[] = []
	for (let start = 0; start < ids.length; start += ENTRIES_PER_QUERY) {
		const some = ids.slice(start, start + ENTRIES_PER_QUERY)
		const seen = await forEachReader(here, audience, (reader) => read(reader, some))
		const parts = Map.groupBy(
			common(
				seen.map((one) => one.parts),
				(part) => part.id
			),
			(part) => part.entryId
		)
		const heads = common(
			seen.map((one) => one.heads),
			(head) => head.id
		)
		for (const { id, number, title, origin, state } of heads) {
			const own = parts.get(id) ?? []
			entries.push({
				id,
				reference: number ?? id,
				title,
				state,
				isInvented: origin === 'invented',
				values: joined(own),
				parts: new Set(own.map(({ part }) => part))
			})
		}
		await asked.tell?.(Math.min(ids.length, start + ENTRIES_PER_QUERY), ids.length)
	}
	return entries
}

/** How many entries of a period every reader sees. */
export async function countPeriod(
	here: Here,
	register: Register,
	{
		definition: { audience, day },
		days
	}: { definition: { audience: ReportAudience; day?: string | undefined }; days: Days }
): Promise<number> {
	const lists = await forEachReader(here, audience, (reader) => idsOf(reader, register, { day, days }))
	return Math.min(...lists.map((ids) => ids.length))
}

/** Names what groups stand for as every reader of an edition may see it: what one of them does not see is hidden from all. */
export const namesFor =
	(here: Here, audience: ReportAudience): typeof nameGroups =>
	async (_here, compiled, groups) => {
		const seen = await forEachReader(here, audience, (reader) => nameGroups(reader, compiled, groups))
		return {
			names: common(
				seen.map(({ names }) => names),
				({ id }) => id
			),
			seats: common(
				seen.map(({ seats }) => seats),
				({ id }) => id
			),
			isHidden: (by, value) => seen.some(({ isHidden }) => isHidden(by, value))
		}
	}
