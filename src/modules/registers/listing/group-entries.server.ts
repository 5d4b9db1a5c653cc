import { sql, type RawBuilder } from 'kysely'
import { PLANNED_EACH_TIME } from '#platform/database/planned-client.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import type { CompiledField } from '../declaration/compile-declaration.ts'
import type { ColumnKind } from '../declaration/field-types.ts'
import { ENTRIES_COUNTED } from '../entry/list-entries.server.ts'
import { codesIn } from '../entry/resolve.server.ts'
import type { Register } from '../registers.server.ts'
import { BY_STATE, isGroupable } from './offer.ts'
import { filteredField, holdsCode, scopeOf, type Narrowing } from './scope-entries.server.ts'

/** More groups than these nobody reads; a list says that there are others. */
export const GROUPS_MOST = 60

export type Groups = {
	/** The value by which a list is narrowed to the group, a year for a day. */
	groups: { value: string; records: number; isMore: boolean }[]
	/** How many stand in no group; null where that is not known without counting them all. */
	without: number | null
	isMore: boolean
}

const SQL_TYPES: Readonly<Record<ColumnKind, string>> = {
	text: 'text',
	number: 'bigint',
	day: 'date',
	reference: 'uuid'
}

/** How many entries of a register, of those asked for, stand in each group: each counted as far as lists tell, by its index. */
export async function groupEntries(
	here: Here,
	register: Register,
	{ by, asked }: { by: string; asked: Narrowing }
): Promise<Groups> {
	const { compiled } = register
	if (by === BY_STATE) {
		const values = compiled.declaration.states.map(({ key }) => key)
		const scope = await scopeOf(here, asked)
		const groups = await counted(here, scope, values, sql`open_part.state = each_value.value`)
		return { groups, without: 0, isMore: false }
	}
	const one = filteredField(here, compiled, by, ['by'])
	if (one.field.type === 'many-of') {
		const codes = await codesOf(here, register, one)
		const scope = await scopeOf(here, asked, { must: [by] })
		const holds = holdsCode(register.id, { alias: scope.alias(by), field: by, codes: sql`each_value.value` })
		const groups = await counted(here, scope, codes.slice(0, GROUPS_MOST), holds)
		return { groups, without: null, isMore: codes.length > GROUPS_MOST }
	}
	const { column } = one
	if (!column || !isGroupable(one))
		throw invalid([{ path: ['by'], code: 'registers.not-grouped', params: { field: by } }])
	const scope = await scopeOf(here, asked, { must: [by] })
	const ref = scope.column(by) ?? sql.ref('record.id')
	const known =
		column.kind === 'day' ? await yearsIn(here, asked, by) : await valuesOf(here, register, { by, asked, one })
	const shown = known.slice(0, GROUPS_MOST)
	const suits =
		column.kind === 'day'
			? sql`${ref} >= (each_value.value || '-01-01')::date and ${ref} <= (each_value.value || '-12-31')::date`
			: sql`${ref} = each_value.value::${sql.raw(SQL_TYPES[column.kind])}`
	const groups = await counted(here, scope, shown, suits)
	return {
		groups: isYesNo(one) ? groups.map((group) => ({ ...group, value: group.value === '1' ? 'yes' : 'no' })) : groups,
		without: null,
		isMore: known.length > GROUPS_MOST
	}
}

const isYesNo = ({ field, formula }: CompiledField) => field.type === 'yes-no' || formula?.gives.kind === 'yes-no'

async function codesOf(here: Here, { compiled }: Register, { field }: CompiledField) {
	return [...((await codesIn(here, compiled.declaration))(field)?.keys() ?? [])]
}

type Grouping = { by: string; asked: Narrowing; one: CompiledField }

async function valuesOf(here: Here, register: Register, { by, asked, one }: Grouping): Promise<string[]> {
	if (isYesNo(one)) return ['1', '0']
	if (one.field.type === 'one-of') return codesOf(here, register, one)
	return valuesHeld(here, { ...asked, fields: {}, standing: undefined, words: null }, [by], GROUPS_MOST + 1).then(
		(held) => held.get(by) ?? []
	)
}

/**
 * The values that entries hold in fields, as the seat sees them: from one to the next by the index, so that it costs by how
 * many values there are and not by how many entries.
 */
export async function valuesHeld(
	here: Here,
	asked: Narrowing,
	keys: readonly string[],
	most: number
): Promise<ReadonlyMap<string, string[]>> {
	if (keys.length === 0) return new Map()
	const each = await Promise.all(
		keys.map(async (key) => {
			const { tables, where, column } = await scopeOf(here, asked, { must: [key] })
			const ref = column(key) ?? sql.ref('record.id')
			const next = (beyond: RawBuilder<unknown>) =>
				sql`select ${ref} as value from ${tables} where ${sql.join(where, sql` and `)} and ${beyond} order by ${ref} limit 1`
			return sql<Held>`(with recursive held as (
				(${next(sql`${ref} is not null`)})
				union all
				select (${next(sql`${ref} > held.value`)}) from held where held.value is not null
			) select ${key}::text as key, held.value::text as value from held where held.value is not null limit ${most})`
		})
	)
	const all = sql<Held>`(${sql.join(each, sql` union all `)} ${sql.raw(PLANNED_EACH_TIME)})`
	const rows = await here.tx.selectFrom(all.as('every')).select(['every.key', 'every.value']).execute()
	return new Map(keys.map((key) => [key, rows.flatMap((row) => (row.key === key ? [row.value] : []))]))
}

type Held = { key: string; value: string }

/** The years in which a day lies, the latest first. */
async function yearsIn(here: Here, asked: Narrowing, key: string): Promise<string[]> {
	const { tables, where, column } = await scopeOf(
		here,
		{ ...asked, fields: {}, standing: undefined, words: null },
		{ must: [key] }
	)
	const ref = column(key) ?? sql.ref('record.id')
	const end = (direction: 'asc' | 'desc') => sql`(select extract(year from ${ref})::integer from ${tables}
		where ${sql.join(where, sql` and `)} and ${ref} is not null order by ${ref} ${sql.raw(direction)} limit 1)`
	const ends = sql<{
		first: number | null
		last: number | null
	}>`(select ${end('asc')} as first, ${end('desc')} as last ${sql.raw(PLANNED_EACH_TIME)})`
	const { first, last } = await here.tx
		.selectFrom(ends.as('ends'))
		.select(['ends.first', 'ends.last'])
		.executeTakeFirstOrThrow()
	if (first === null || last === null) return []
	return Array.from({ length: Math.min(last - first, YEARS_MOST) + 1 }, (_, index) =>
		String(last - index).padStart(4, '0')
	)
}

// A mistyped year lies a thousand years off: the years between are not each counted.
const YEARS_MOST = 120

// Where there are many groups, each is counted less far: the list of one counts on.
const COUNTED_TOGETHER = 6_000

async function counted(
	here: Here,
	{ tables, where }: Awaited<ReturnType<typeof scopeOf>>,
	values: readonly string[],
	suits: RawBuilder<unknown>
): Promise<Groups['groups']> {
	if (values.length === 0) return []
	const most = Math.min(ENTRIES_COUNTED, Math.ceil(COUNTED_TOGETHER / values.length))
	const counting = sql<{ value: string; records: number }>`(
		select each_value.value, in_group.records
		from unnest(${[...values]}::text[]) with ordinality as each_value (value, place)
		cross join lateral (
			select count(*)::integer as records from (
				select from ${tables} where ${sql.join(where, sql` and `)} and ${suits} limit ${most + 1}
			) as of_one
		) as in_group
		where in_group.records > 0
		order by each_value.place ${sql.raw(PLANNED_EACH_TIME)})`
	const rows = await here.tx.selectFrom(counting.as('counted')).select(['counted.value', 'counted.records']).execute()
	return rows.map(({ value, records }) => ({
		value,
		records: Math.min(records, most),
		isMore: records > most
	}))
}
