import { toReference } from '#platform/records/find-record.server.ts'
import type { Matter } from '#platform/records/registers.ts'

/** First pages count no further than this, so queries ask for one more: whoever has more of them waiting opens the list. */
export const COUNTED = 99
const FIRST = 5

type Waiting = Parameters<typeof toReference>[0] & { day: string | null }

/** What waits, as the first page tells it: how many, and the first of them in the order they came; nothing where none does. */
export function toMatters(found: readonly Waiting[], told: Pick<Matter, 'code' | 'whose' | 'path'>): Matter[] {
	if (found.length === 0) return []
	return [
		{
			...told,
			total: Math.min(found.length, COUNTED),
			totalIsMore: found.length > COUNTED,
			first: found.slice(0, FIRST).map((row) => ({ record: toReference(row), day: row.day }))
		}
	]
}

/** The day before a day. */
export const dayBefore = (day: string): string =>
	new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
