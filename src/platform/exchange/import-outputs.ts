import { z } from 'zod'

/** What operations that bring files in take and tell alike. */

/** About a second on an old machine. What takes longer is done as a job, so that nobody waits before a page that says nothing. */
export const SHORT_MOST = 500

/** What a preview called its digest: given back, the import does what was shown, or nothing. */
export const Expected = z
	.string()
	.regex(/^[0-9a-f]{64}$/)
	.optional()

/** What a sentence names. */
export const Params = z.record(z.string(), z.union([z.string(), z.number()]))

/** A cell that changes. */
export const ChangedCell = z.object({ header: z.string(), before: z.string(), after: z.string() })

/** A cell, row, sheet or file that is refused. */
export const FaultOutput = z.object({
	sheet: z.string(),
	row: z.int(),
	column: z.string(),
	letter: z.string(),
	code: z.string(),
	params: Params
})
