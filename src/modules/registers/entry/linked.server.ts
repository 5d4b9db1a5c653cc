import { sql } from 'kysely'
import Big from 'big.js'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, findRecord } from '#platform/records/find-record.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { registerOf } from '../registers.server.ts'
import { columnName } from './columns.ts'
import { digitsOfCurrency } from './values.ts'

/** The counts and sums over the entries that name this one, in the fields of the parts given; as the seat sees them, so that they tell nothing of others. */
export async function linkedOf(here: Here, compiled: CompiledRegister, id: string, parts: ReadonlySet<string>) {
	const linked = await linkedAmong(here, compiled, { ids: [id], keys: compiled.linked })
	return Object.fromEntries(
		compiled.linked.flatMap((key) =>
			parts.has(compiled.fields.get(key)?.part ?? '') ? [[key, linked.get(key)?.get(id) ?? null] as const] : []
		)
	)
}

/** The same of several entries, by field and entry: a statement for each field. */
export async function linkedAmong(
	here: Here,
	compiled: CompiledRegister,
	{ ids, keys }: { ids: readonly string[]; keys: readonly string[] }
): Promise<ReadonlyMap<string, ReadonlyMap<string, string | null>>> {
	const linked = new Map<string, ReadonlyMap<string, string | null>>()
	for (const key of keys) {
		const field = compiled.fields.get(key)?.field
		if (field?.type !== 'linked-count' && field?.type !== 'linked-sum') continue
		linked.set(key, await linkedTo(here, field, ids))
	}
	return linked
}

type LinkedField = { register: string; by: string; states?: string[] | undefined } & (
	{ type: 'linked-count' } | { type: 'linked-sum'; field: string }
)

async function linkedTo(
	here: Here,
	field: LinkedField,
	ids: readonly string[]
): Promise<ReadonlyMap<string, string | null>> {
	const unknown = new Map<string, string | null>()
	const record = await findRecord(here, 'register', field.register)
	if (!record) return unknown
	const other = await registerOf(here, record.id)
	const by = other.fields.get(field.by)
	if (!by?.column) return unknown
	const summed = field.type === 'linked-sum' ? other.fields.get(field.field) : undefined
	if (field.type === 'linked-sum' && summed?.column?.kind !== 'number') return unknown
	const column = summed?.column ? sql.ref(columnName('number', summed.column.position)) : null
	const naming = sql.ref(columnName('reference', by.column.position))
	// Each looked up by itself (offset 0): of entries that have just come in the database knows no numbers, and would hold every record of
	// the workspace against every other before it asks which of them name one of these.
	const recordOf = (id: ReturnType<typeof sql.ref>) =>
		sql`lateral (select state from record where workspace_id = ${here.workspace.id} and id = ${id} offset 0)`
	const counting = sql<{ id: string; told: string }>`(
		select naming.named as id, ${column ? sql`coalesce(sum(summed.amount), 0)::text` : sql`count(*)::text`} as told
		from (
			select id, entry_id, ${naming} as named from entry_part
			where workspace_id = ${here.workspace.id} and register_id = ${record.id} and part = ${by.part} and ${naming} = ${anyOf(ids)}
				${field.states ? sql`and state in (${sql.join(field.states)})` : sql``}
			offset 0
		) as naming
		join ${recordOf(sql.ref('naming.id'))} as naming_record on true
		join ${recordOf(sql.ref('naming.entry_id'))} as whole on whole.state = 'active'
		${
			column && summed
				? sql`join lateral (
				select id, ${column} as amount from entry_part
				where workspace_id = ${here.workspace.id} and entry_id = naming.entry_id and part = ${summed.part} offset 0
			) as summed on true
			join ${recordOf(sql.ref('summed.id'))} as summed_record on true`
				: sql``
		}
		group by naming.named)`
	const rows = await here.tx.selectFrom(counting.as('counted')).select(['counted.id', 'counted.told']).execute()
	const found = new Map(rows.map(({ id, told }) => [id, told]))
	const each = (say: (told: string) => string | null) => new Map(ids.map((id) => [id, say(found.get(id) ?? '0')]))
	if (!summed) return each((told) => told)
	const { field: of } = summed
	// Amounts of several currencies have no sum.
	if (of.type === 'money' && of.currency === undefined) return unknown
	const digits =
		of.type === 'money'
			? digitsOfCurrency(of.currency ?? '')
			: of.type === 'decimal' || of.type === 'formula'
				? of.digits
				: 0
	return each((told) => Big(told).div(Big(10).pow(digits)).toFixed())
}
