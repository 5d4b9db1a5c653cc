import './schema.ts'
import type { Area } from '#platform/operation/registry.server.ts'
import { bringBack, listWaysBack } from './back-operations.ts'
import { clearReplaced } from './clear-replaced.ts'
import { previewLosses } from './loss-queries.ts'
import { listVersions } from './version-queries.ts'

/** What changing a register that holds data brings to its area. */
export const conversionOperations = [previewLosses, listVersions, listWaysBack, bringBack] as const

export const conversionTimed = [clearReplaced] as const

export const conversionTables = {
	// What steps replaced is told by the documents they changed; it is kept to bring it back, and has no history of its own.
	entry_replaced: {
		record: 'part_id',
		mentions: [],
		secret: ['register_id', 'entry_id', 'part_id', 'version', 'kept_until', 'document']
	}
} satisfies Area['tables']
