import { sql, type RawBuilder } from 'kysely'
import { PLANNED_EACH_TIME } from '#platform/database/planned-client.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import type { ColumnKind } from '../declaration/field-types.ts'
import { ENTRIES_COUNTED } from '../entry/list-entries.server.ts'
import type { Register } from '../registers.server.ts'
import { codesOf, GROUPS_MOST, groupsHeld } from './groups-in-order.server.ts'
import { BY_STATE, isGroupable, isYesNo } from './offer.ts'
import { filteredField, holdsCode, scopeOf, type Narrowing } from './scope-entries.server.ts'

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
		const codes = await codesOf(here, compiled, one)
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
	const known = await groupsHeld(here, compiled, { by, asked })
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
