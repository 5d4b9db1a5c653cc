import { z } from 'zod'
import { ask, type Opening } from '#platform/operation/perform.server.ts'
import type { Kind } from '#platform/operation/registry.server.ts'

const Counted = z.object({ total: z.int() })

/** How many records of a kind the seat sees, of those its list would show with this filter; counted no further than lists count. */
export async function countRecords(
	opening: Opening,
	kind: Kind,
	filter: Record<string, unknown> = {}
): Promise<number> {
	return Counted.parse(await ask(opening, kind.list, { filter, limit: 1 })).total
}
