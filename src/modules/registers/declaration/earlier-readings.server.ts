import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { CompiledRegister } from './compile-declaration.ts'
import { readTaken } from './read-declaration.ts'

/** By the key of a result, the fields and tables it was ever worked out from, those left out that it told on purpose. */
export type Readings = ReadonlyMap<string, ReadonlySet<string>>

// A version that was declared never changes: what its results read is looked up once.
const READ_MOST = 500
const known = new Map<string, Readings>()

/** What the results of one declaration are worked out from, be it by way of other results. */
export function readingsIn({ fields, order }: CompiledRegister): Readings {
	const readings = new Map<string, Set<string>>()
	// Each result comes after those it reads.
	for (const key of order) {
		const { field, formula } = fields.get(key) ?? {}
		if (field?.type !== 'formula' || !formula) continue
		const read = formula.reads.flatMap((one) => [one, ...(readings.get(one) ?? [])])
		readings.set(key, new Set(read.filter((one) => !field.tells.includes(one))))
	}
	return readings
}

function kept(id: string, declaration: string): Readings {
	const read = readTaken(declaration)
	const readings = 'register' in read ? readingsIn(read.register) : new Map<string, Set<string>>()
	known.set(id, readings)
	const [oldest] = known.keys()
	if (known.size > READ_MOST && oldest !== undefined) known.delete(oldest)
	return readings
}

/** What the results of registers were worked out from, in all versions there were. */
export async function earlierReadings(
	here: Here,
	registerIds: readonly string[]
): Promise<ReadonlyMap<string, Readings>> {
	if (registerIds.length === 0) return new Map()
	const versions = here.tx.selectFrom('register_version').where('workspace_id', '=', here.workspace.id)
	const rows = await versions
		.select(['id', 'register_id'])
		.where('register_id', '=', anyOf([...registerIds]))
		.execute()
	const unread = rows.filter(({ id }) => !known.has(id)).map(({ id }) => id)
	const texts =
		unread.length === 0 ? [] : await versions.select(['id', 'declaration']).where('id', '=', anyOf(unread)).execute()
	const read = new Map(texts.map(({ id, declaration }) => [id, kept(id, declaration)]))
	const merged = new Map<string, Map<string, Set<string>>>()
	for (const { id, register_id: registerId } of rows) {
		const own = merged.get(registerId) ?? new Map<string, Set<string>>()
		merged.set(registerId, own)
		for (const [key, reads] of read.get(id) ?? known.get(id) ?? [])
			own.set(key, new Set([...(own.get(key) ?? []), ...reads]))
	}
	return merged
}
