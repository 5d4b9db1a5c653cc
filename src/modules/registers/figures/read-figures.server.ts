import Big from 'big.js'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Here } from '#platform/operation/operation.server.ts'
import { REGISTER_FIGURE } from './counted.server.ts'

/** What the entries of one group add up to, as the seat sees them. Sums by currency; numbers have none. */
export type Group = { group: string; records: number; sums: ReadonlyMap<string, Big> }

type Row = { figure: string; value: string; records: number; amount: string }
const Told = z.tuple([z.string(), z.string(), z.array(z.array(z.string()))])

/**
 * Kept figures of a register by their keys. The database gives the seat what its audience meets; of figures over several
 * parts of an entry the seat must see each.
 */
export async function readFigures(
	here: Here,
	registerId: string,
	keys: readonly string[]
): Promise<ReadonlyMap<string, readonly Group[]>> {
	if (keys.length === 0) return new Map()
	const rows = await here.tx
		.selectFrom(
			sql<Row>`(
				select other as figure, value, sum(records)::integer as records, sum(amount)::text as amount
				from entry_tally
				where workspace_id = ${here.workspace.id} and measure = ${REGISTER_FIGURE} and owner = ${registerId}
					and other = any (${[...keys]}::text[])
				group by 1, 2
				having sum(records) <> 0
			)`.as('kept')
		)
		.selectAll()
		.execute()
	const own = new Set(here.seat.audience)
	const found = new Map<string, Map<string, { records: number; sums: Map<string, Big> }>>()
	for (const { figure, value, records, amount } of rows) {
		const [group, currency, further] = Told.parse(JSON.parse(value))
		if (!further.every((audience) => audience.some((token) => own.has(token)))) continue
		const groups = found.get(figure) ?? new Map<string, { records: number; sums: Map<string, Big> }>()
		found.set(figure, groups)
		const known = groups.get(group) ?? { records: 0, sums: new Map<string, Big>() }
		groups.set(group, known)
		known.records += records
		const sum = Big(amount)
		if (!sum.eq(0)) known.sums.set(currency, (known.sums.get(currency) ?? Big(0)).plus(sum))
	}
	return new Map(
		[...found].map(([figure, groups]) => [figure, [...groups].map(([group, counted]) => ({ group, ...counted }))])
	)
}
