import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import type { AttentionSource, Matter } from '#platform/records/registers.ts'
import { listCompiled } from '../registers.server.ts'
import { reviews } from './find-submission.server.ts'

/** First pages count no further than this: whoever has more of them waiting opens the list. */
const COUNTED = 99

/** What strangers sent and nobody has looked through yet, of the registers whose forms the seat looks after: one statement. */
async function mattersOf(here: Here): Promise<Matter[]> {
	if (here.seat.role === 'public') return []
	const registers = (await listCompiled(here, ['active', 'withdrawn'])).filter(({ compiled }) =>
		reviews(here.seat, compiled)
	)
	if (registers.length === 0) return []
	const counted = sql<{ register_id: string; waiting: number }>`(select asked.register_id, few.waiting
		from unnest(${registers.map(({ id }) => id)}::uuid[]) as asked (register_id)
		cross join lateral (select count(*)::integer as waiting from (
			select 1 from submission where submission.workspace_id = ${here.workspace.id} and submission.register_id = asked.register_id
				and submission.state = 'waiting' and (submission.assigned_seat_id is null or submission.assigned_seat_id = ${here.seat.id})
			limit ${COUNTED + 1}) as one) as few)`
	const rows = await here.tx.selectFrom(counted.as('counted')).selectAll().execute()
	const waiting = new Map(rows.map((row) => [row.register_id, row.waiting]))
	return registers.flatMap(({ id, key, compiled }) => {
		const total = waiting.get(id) ?? 0
		const { public_form: form } = compiled.declaration
		if (total === 0 || !form) return []
		return [
			{
				code: `submissions-${key}`,
				names: form.title,
				whose: 'mine' as const,
				total: Math.min(total, COUNTED),
				totalIsMore: total > COUNTED,
				path: `/register/${key}/submissions`,
				first: []
			}
		]
	})
}

/** What was sent by public forms and waits for the seat. */
export const submissionAttention: AttentionSource = { name: 'submission', matters: mattersOf }
