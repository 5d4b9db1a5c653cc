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
	const column = summed?.column ? sql.ref(`summed.${columnName('number', summed.column.position)}`) : sql`1`
	const naming = sql.ref(`naming.${columnName('reference', by.column.position)}`)
	const counting = sql<{ id: string; told: string }>`(
		select ${naming} as id, ${summed ? sql`coalesce(sum(${column}), 0)::text` : sql`count(*)::text`} as told
		from entry_part as naming
		join record as naming_record on naming_record.workspace_id = naming.workspace_id and naming_record.id = naming.id
		join record as whole on whole.workspace_id = naming.workspace_id and whole.id = naming.entry_id
		${
			summed
				? sql`join entry_part as summed on summed.workspace_id = naming.workspace_id and summed.entry_id = naming.entry_id and summed.part = ${summed.part}
			join record as summed_record on summed_record.workspace_id = summed.workspace_id and summed_record.id = summed.id`
				: sql``
		}
		where naming.workspace_id = ${here.workspace.id} and naming.register_id = ${record.id} and naming.part = ${by.part}
			and ${naming} = ${anyOf(ids)} and whole.state = 'active'
			${field.states ? sql`and naming.state in (${sql.join(field.states)})` : sql``}
		group by ${naming})`
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
