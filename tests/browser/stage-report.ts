import { z } from 'zod'
import { run } from './stage.ts'

const Made = z.object({ reference: z.string() })

/** A report on the whole workspace, of days that hold what its committees did; gives its number. */
export async function aReport(): Promise<string> {
	return Made.parse(
		await run('secretariatReport.draft', {
			from: '2020-01-01',
			to: '2026-12-31',
			audience: 'public',
			again: true
		})
	).reference
}
