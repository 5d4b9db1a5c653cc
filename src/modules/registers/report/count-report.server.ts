import { setImmediate } from 'node:timers/promises'
import Big from 'big.js'
import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AskedEntry } from '../entry/entry-access.ts'
import { askingOf, joined, readParts } from '../entry/read-entry.server.ts'
import { isSummedColumn } from '../entry/said/shown-entry.ts'
import { figuresOf, groupsOf, isAmong, partsRead, STATE, summed, type Figure } from '../figures/figure-rules.ts'
import { toSums } from '../figures/name-groups.server.ts'
import type { Group } from '../figures/read-figures.server.ts'
import { isSummable } from '../figures/summable.ts'
import { mightSeePart } from '../listing/might-see.ts'
import type { RegisterReport } from './report-outputs.ts'

// What is held of so many at once is some megabytes.
const ENTRIES_PER_QUERY = 2_000

type Tally = { records: number; sums: Map<string, Big> }
type Counting = { figure: Figure; parts: readonly string[]; groups: Map<string, Tally> }

/** What was counted of the entries that a report asks for. */
export type CountedReport = Pick<RegisterReport, 'sums' | 'tables' | 'invented'> & {
	figures: ReadonlyMap<string, readonly Group[]>
}

/** The columns that are worth a sum: amounts, and numbers that a figure of the register adds up. Years and shares are not. */
function columnsSummed(compiled: CompiledRegister, columns: readonly string[]): string[] {
	const { headlines, charts } = compiled.declaration
	const declared = new Set([...headlines, ...charts].flatMap(({ sum }) => sum ?? []))
	return columns.filter((key) => {
		const one = compiled.fields.get(key)
		return one !== undefined && isSummable(one) && (one.type?.kind === 'money' || declared.has(key))
	})
}

function add(tallies: Map<string, Tally>, group: string, sum: ReturnType<typeof summed>) {
	const tally = tallies.get(group) ?? { records: 0, sums: new Map<string, Big>() }
	tallies.set(group, tally)
	tally.records++
	if (sum) tally.sums.set(sum.currency, (tally.sums.get(sum.currency) ?? Big(0)).plus(sum.amount))
}

function countInto({ figure, parts, groups }: Counting, compiled: CompiledRegister, entry: Seen) {
	if (!parts.every((part) => entry.parts.has(part)) || !isAmong(compiled, figure.where, entry)) return
	const { by, span } = figure
	const one = by === null ? undefined : compiled.fields.get(by)
	const among = by === null ? [''] : by === STATE ? [entry.state] : one ? groupsOf(one, entry.values[by], span) : []
	const sum = figure.sum === null ? null : summed(entry.values[figure.sum])
	for (const group of new Set(among)) add(groups, group, sum)
}

type Seen = AskedEntry & { parts: ReadonlySet<string> }

/**
 * Counts entries by what the seat sees of each: the figures the register declares, the sums of the columns, and the rows of the
 * tables. An entry adds nothing to a figure that reads a part of it the seat does not see.
 */
export async function countReport(
	here: Here,
	compiled: CompiledRegister,
	{ ids, columns, withFigures }: { ids: readonly string[]; columns: readonly string[]; withFigures: boolean }
): Promise<CountedReport> {
	const countings: Counting[] = (withFigures ? figuresOf(compiled) : []).map((figure) => ({
		figure,
		parts: partsRead(compiled, figure),
		groups: new Map()
	}))
	const sums = new Map(columnsSummed(compiled, columns).map((key) => [key, new Map<string, Tally>()]))
	const partIds: string[] = []
	let invented = 0
	for (let start = 0; start < ids.length; start += ENTRIES_PER_QUERY) {
		const some = ids.slice(start, start + ENTRIES_PER_QUERY)
		const [rows, parts] = await Promise.all([headsOf(here, some), readParts(here, some)])
		for (const { id, state, origin } of rows) {
			const own = parts.get(id) ?? []
			const values = joined(own)
			const entry = { enteringActorId: null, state, values, parts: new Set(own.map(({ part }) => part)) }
			if (origin === 'invented') invented++
			partIds.push(...own.map((part) => part.id))
			for (const counting of countings) countInto(counting, compiled, entry)
			for (const [key, tallies] of sums) {
				const sum = summed(values[key])
				if (sum) add(tallies, '', sum)
			}
		}
		await setImmediate()
	}
	return {
		invented,
		figures: new Map(
			countings.map(({ figure, groups }) => [
				figure.key,
				// Sums that come to nothing are left out, as of the figures that are kept.
				[...groups].map(([group, { records, sums: found }]) => ({
					group,
					records,
					sums: new Map([...found].filter(([, sum]) => !sum.eq(0)))
				}))
			])
		),
		sums: [...sums].flatMap(([field, tallies]) => {
			const told = toSums(tallies.get('')?.sums ?? new Map())
			return told.length === 0 ? [] : [{ field, sums: told }]
		}),
		tables: await countTables(here, compiled, partIds)
	}
}

const headsOf = (here: Here, ids: readonly string[]) =>
	here.tx
		.selectFrom('record')
		.innerJoin('entry', (on) =>
			on.onRef('entry.workspace_id', '=', 'record.workspace_id').onRef('entry.id', '=', 'record.id')
		)
		.select(['record.id', 'record.origin', 'entry.state'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.id', '=', anyOf(ids))
		.execute()

type TableSum = { table: string; field: string; currency: string; records: number; amount: string | null }

/** The rows that stand in the parts the seat sees, and what their numbers add up to; each table by the index of its part. */
async function countTables(
	here: Here,
	compiled: CompiledRegister,
	partIds: readonly string[]
): Promise<NonNullable<RegisterReport['tables']>> {
	const seat = askingOf(here)
	const tables = [...compiled.tables].filter(([, { part }]) => mightSeePart(compiled, part, seat))
	if (tables.length === 0 || partIds.length === 0) return []
	const asked = tables.flatMap(([key, { table }]) => [
		{ table: key, field: '' },
		...table.fields.flatMap((field) => (isSummedColumn(compiled, key, field) ? [{ table: key, field: field.key }] : []))
	])
	const counted = sql<TableSum>`(
		select asked.table_key as "table", asked.field, coalesce(entry_row.document -> asked.field ->> 'currency', '') as currency,
			count(*)::integer as records,
			sum(case jsonb_typeof(entry_row.document -> asked.field)
				when 'object' then (entry_row.document -> asked.field ->> 'amount')::numeric
				when 'string' then (entry_row.document ->> asked.field)::numeric end)::text as amount
		from unnest(${asked.map(({ table }) => table)}::text[], ${asked.map(({ field }) => field)}::text[]) as asked (table_key, field)
		join entry_row on entry_row.table_key = asked.table_key
		where entry_row.workspace_id = ${here.workspace.id} and entry_row.part_id = any (${partIds}::uuid[])
		group by 1, 2, 3
	)`
	const found = await here.tx.selectFrom(counted.as('counted')).selectAll().execute()
	return tables.map(([key, { table }]) => ({
		table: key,
		rows: found.find((row) => row.table === key && row.field === '')?.records ?? 0,
		sums: table.fields.flatMap((field) => {
			const own = found.filter((row) => row.table === key && row.field === field.key)
			const sums = new Map(own.flatMap(({ currency, amount }) => (amount === null ? [] : [[currency, Big(amount)]])))
			return sums.size === 0 ? [] : [{ field: field.key, sums: toSums(sums) }]
		})
	}))
}
