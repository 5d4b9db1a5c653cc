import { sql } from 'kysely'
import { speak } from '#platform/languages/words.ts'
import { dayIn } from '#platform/access/workspace.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import type { AttentionSource, Matter } from '#platform/records/registers.ts'
import { listCompiled } from '../registers.server.ts'
import { reviews } from './find-submission.server.ts'

/** First pages count no further than this: whoever has more of them waiting opens the list. */
const COUNTED = 99
const NAMED = 5

type First = { register_id: string; id: string; number: string; sent_at: Date; waiting: number }

/** Of each register how many wait, and those that have waited longest: one statement. */
async function firstOf(here: Here, registers: readonly { id: string }[]): Promise<First[]> {
	const own = sql`submission.workspace_id = ${here.workspace.id} and submission.register_id = asked.register_id
		and submission.state = 'waiting' and (submission.assigned_seat_id is null or submission.assigned_seat_id = ${here.seat.id})`
	const found = sql<First>`(select asked.register_id, named.id, named.number, named.sent_at, few.waiting
		from unnest(${registers.map(({ id }) => id)}::uuid[]) as asked (register_id)
		cross join lateral (select count(*)::integer as waiting from (
			select 1 from submission where ${own} limit ${COUNTED + 1}) as one) as few
		cross join lateral (select submission.id, submission.number, submission.sent_at from submission where ${own}
			order by submission.sent_at, submission.id limit ${NAMED}) as named)`
	return here.tx.selectFrom(found.as('found')).selectAll().orderBy('sent_at').orderBy('id').execute()
}

/** What waits as first pages and mails tell it: the title of a form by itself reads as something to be done. */
const toldOf = ({ registry }: Here, title: Readonly<Record<string, string>>): Record<string, string> =>
	Object.fromEntries(
		Object.entries(title).map(([language, form]) => [
			language,
			language in registry.catalogue ? speak(registry.catalogue, language).t('submission.attention', { form }) : form
		])
	)

/**
 * What strangers sent and nobody has looked through yet, of the registers whose forms the seat looks after. By number and day
 * alone: first pages are sent on by mail, and what was sent is not.
 */
async function mattersOf(here: Here): Promise<Matter[]> {
	if (here.seat.role === 'public') return []
	const registers = (await listCompiled(here, ['active', 'withdrawn'])).filter(({ compiled }) =>
		reviews(here.seat, compiled)
	)
	if (registers.length === 0) return []
	const rows = await firstOf(here, registers)
	return registers.flatMap(({ id, key, compiled }) => {
		const own = rows.filter((row) => row.register_id === id)
		const [longest] = own
		const { public_form: form } = compiled.declaration
		if (!longest || !form) return []
		const path = `/register/${key}/submissions`
		return [
			{
				code: `submissions-${key}`,
				names: toldOf(here, form.title),
				whose: 'mine' as const,
				total: Math.min(longest.waiting, COUNTED),
				totalIsMore: longest.waiting > COUNTED,
				path,
				first: own.map((row) => ({
					record: {
						id: row.id,
						kind: path.slice(1),
						reference: row.number,
						title: { en: row.number },
						acronym: null
					},
					day: dayIn(here.workspace.timeZone, row.sent_at)
				}))
			}
		]
	})
}

/** What was sent by public forms and waits for the seat. */
export const submissionAttention: AttentionSource = { name: 'submission', matters: mattersOf }
