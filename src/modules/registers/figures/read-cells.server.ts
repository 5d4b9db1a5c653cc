import { sql, type RawBuilder } from 'kysely'
import { PLANNED_EACH_TIME } from '#platform/database/planned-client.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import type { Value } from '../entry/values.ts'
import { entriesKept } from '../listing/kept-totals.server.ts'
import { scopeOf, type Narrowing } from '../listing/scope-entries.server.ts'
import { STATE } from './figure-rules.ts'

/** More entries than these are not counted while a page waits. */
export const AT_ONCE = 10_000

/** Of one entry the values of some fields, in the order in which they were asked for; null where nothing is said. */
export type Cells = { id: string; values: readonly (Value | null)[]; invented: boolean }

/**
 * Values of fields of the entries that are asked for. Who does not see the part of an entry in which one of the fields stands is
 * given nothing of the entry: its parts are joined with their records.
 */
export async function readCells(
	here: Here,
	asked: Narrowing,
	keys: readonly string[],
	{ after, limit }: { after: string | null; limit: number }
): Promise<Cells[]> {
	const fields = keys.filter((key) => key !== STATE)
	const { tables, where, alias } = await scopeOf(here, asked, { must: fields })
	const aliases = [...new Set(fields.map(alias))]
	const documents = aliases.map(
		(one) => sql`join entry_document as ${sql.ref(`${one}_document`)}
			on ${sql.ref(`${one}_document.workspace_id`)} = ${sql.ref(`${one}.workspace_id`)}
			and ${sql.ref(`${one}_document.id`)} = ${sql.ref(`${one}.id`)}`
	)
	const values = keys.map((key): RawBuilder<unknown> =>
		key === STATE ? sql`to_jsonb(open_part.state)` : sql`${sql.ref(`${alias(key)}_document.document`)} -> ${key}::text`
	)
	// The index by which entries are found does not hold their origin: it is read only of a register with invented entries.
	const holdsInvented = await countsInvented(here, asked)
	const invented = holdsInvented ? sql`record.origin = 'invented'` : sql`false`
	const found = sql<Cells>`(
		select record.id, jsonb_build_array(${sql.join(values)}) as values, ${invented} as invented
		from ${tables} ${sql.join(documents, sql` `)}
		where ${sql.join(where, sql` and `)} and ${after === null ? sql`true` : sql`record.id > ${after}`}
		order by record.id limit ${limit} ${sql.raw(PLANNED_EACH_TIME)})`
	return here.tx
		.selectFrom(found.as('cells'))
		.select(['cells.id', 'cells.values', 'cells.invented'])
		.orderBy('cells.id')
		.execute()
}

/** True where the seat sees invented entries of a register, of those in the states asked for: read from the totals that are kept. */
export async function countsInvented(here: Here, { registerId, state }: Pick<Narrowing, 'registerId' | 'state'>) {
	return (await entriesKept(here, registerId, { state, origin: ['invented'] })) > 0
}

/** True where nothing narrows the entries: then what is kept counted of the whole register tells of them. */
export const isWhole = ({ fields, empty, filled, numbers, standing, state, origin, words }: Narrowing): boolean =>
	numbers === undefined &&
	Object.keys(fields).length + empty.length + filled.length === 0 &&
	standing === undefined &&
	origin === undefined &&
	words === null &&
	state.length === 1 &&
	state[0] === 'active'
