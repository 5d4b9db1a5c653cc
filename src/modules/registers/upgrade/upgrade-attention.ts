import { toReference } from '#platform/records/find-record.server.ts'
import type { AttentionSource } from '#platform/records/registers.ts'
import { waitingIn } from './upgrade-queries.ts'

const COUNTED = 99
const NAMED = 5

/** The later versions of shipped registers that wait for the administrators. */
export const upgradeAttention: AttentionSource = {
	name: 'register-upgrade',
	ofRecords: true,
	async matters(here) {
		if (here.seat.role !== 'administrator') return []
		const rows = await waitingIn(here)
			.limit(COUNTED + 1)
			.execute()
		if (rows.length === 0) return []
		return [
			{
				code: 'register-upgrade',
				whose: 'mine',
				total: Math.min(rows.length, COUNTED),
				totalIsMore: rows.length > COUNTED,
				path: '/register/all/upgrade',
				first: rows
					.slice(0, NAMED)
					.map((row) => ({ record: toReference(row), day: row.offered_at.toISOString().slice(0, 10) }))
			}
		]
	}
}
