import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { readTaken } from '../declaration/read-declaration.ts'
import { lineageOf, type Lineage } from './lineage.ts'

// A version that was declared never changes: what leads from one to the next is read once.
const KEPT_MOST = 200
const known = new Map<string, Lineage>()

function keep(id: string, lineage: Lineage): Lineage {
	known.delete(id)
	known.set(id, lineage)
	const [oldest] = known.keys()
	if (known.size > KEPT_MOST && oldest !== undefined) known.delete(oldest)
	return lineage
}

/** What fields of earlier versions of registers have become, by register; a register has no other than it was declared with. */
export async function lineages(
	here: Pick<Here, 'tx' | 'workspace'>,
	registerIds: readonly string[]
): Promise<ReadonlyMap<string, Lineage>> {
	if (registerIds.length === 0) return new Map()
	const versions = here.tx.selectFrom('register_version').where('workspace_id', '=', here.workspace.id)
	const rows = await versions
		.select(['id', 'register_id', 'version'])
		.where('register_id', '=', anyOf([...registerIds]))
		.orderBy('version')
		.execute()
	const byRegister = Map.groupBy(rows, (row) => row.register_id)
	const unread = [...byRegister.values()].flatMap((own) =>
		known.has(own.at(-1)?.id ?? '') ? [] : own.map(({ id }) => id)
	)
	const texts =
		unread.length === 0 ? [] : await versions.select(['id', 'declaration']).where('id', '=', anyOf(unread)).execute()
	const textOf = new Map(texts.map(({ id, declaration }) => [id, declaration]))
	return new Map(
		[...byRegister].flatMap(([registerId, own]) => {
			const last = own.at(-1)?.id ?? ''
			const kept = known.get(last)
			if (kept) return [[registerId, keep(last, kept)] as const]
			const compiled = own.flatMap(({ id }): CompiledRegister[] => {
				const read = readTaken(textOf.get(id) ?? '')
				return 'register' in read ? [read.register] : []
			})
			return [[registerId, keep(last, lineageOf(compiled))] as const]
		})
	)
}
