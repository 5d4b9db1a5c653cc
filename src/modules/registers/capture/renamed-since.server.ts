import { parse } from 'yaml'
import { z } from 'zod'
import type { Here } from '#platform/operation/operation.server.ts'
import type { Register } from '../registers.server.ts'
import { noneRenamed, renameOne, type Renamed } from './renamed.ts'

// Of a declaration nothing else is read here: what a step says beside its names concerns what is kept, not what a phone brings.
const Declared = z.object({
	steps: z
		.array(
			z.object({
				step: z.string(),
				field: z.string().optional(),
				in: z.string().optional(),
				table: z.string().optional(),
				list: z.string().optional(),
				code: z.string().optional(),
				codes: z.array(z.string()).optional(),
				into: z.unknown(),
				to: z.string().optional()
			})
		)
		.default([])
})

/** What fields, tables and codes are called now that were called otherwise in a version, by the steps that led from it to the present one. */
export async function renamedSince(here: Here, { id, compiled }: Register, version: number): Promise<Renamed> {
	const rows = await here.tx
		.selectFrom('register_version')
		.select(['version', 'declaration'])
		.where('workspace_id', '=', here.workspace.id)
		.where('register_id', '=', id)
		.where('version', '>', version)
		.where('version', '<=', compiled.declaration.version)
		.orderBy('version')
		.execute()
	return rows
		.flatMap(({ declaration }) => Declared.safeParse(parse(declaration)).data?.steps ?? [])
		.reduce(renameOne, noneRenamed)
}
