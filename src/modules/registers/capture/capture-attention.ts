import { sql } from 'kysely'
import { speak } from '#platform/languages/words.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import type { AttentionSource, Matter } from '#platform/records/registers.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { listCompiled, type ReadyRegister } from '../registers.server.ts'
import { decidesForOthers } from './rules.ts'

/** First pages count no further than this: whoever has more of them waiting opens the list. */
const COUNTED = 99

/** What waits in each register, and what of it the own seat captured: one statement, an index for each. */
async function waitingIn(here: Here, registers: readonly ReadyRegister[]) {
	const few = (condition: ReturnType<typeof sql>) =>
		sql`(select count(*)::integer as waiting from (select 1 from field_capture
			where field_capture.workspace_id = ${here.workspace.id} and field_capture.register_id = asked.register_id
				and field_capture.state = 'conflict' ${condition} limit ${COUNTED + 1}) as one)`
	const counted = sql<{
		register_id: string
		all: number
		own: number
	}>`(select asked.register_id, everybody.waiting as "all", mine.waiting as own
		from unnest(${registers.map(({ id }) => id)}::uuid[]) as asked (register_id)
		cross join lateral ${few(sql``)} as everybody
		cross join lateral ${few(sql`and field_capture.seat_id = ${here.seat.id}`)} as mine
		where everybody.waiting > 0)`
	return here.tx.selectFrom(counted.as('counted')).selectAll().execute()
}

/** In every language what the captures of a register are called on a first page. */
function namesOf(here: Here, { compiled }: ReadyRegister): Record<string, string> {
	const { catalogue } = here.registry
	const many = Object.fromEntries(
		Object.entries(compiled.declaration.names).map(([language, { many: name }]) => [language, name])
	)
	return Object.fromEntries(
		Object.keys(catalogue).map((language) => {
			const words = speak(catalogue, language)
			return [language, words.t('captures.attention', { register: words.name(many) })]
		})
	)
}

/** What devices sent that waits for a person: all of it for who decides for a register, what they captured for everybody else. */
async function mattersOf(here: Here): Promise<Matter[]> {
	if (here.seat.id === null || here.seat.role === 'public') return []
	const registers = await listCompiled(here, ['active', 'withdrawn'])
	if (registers.length === 0) return []
	const waiting = new Map((await waitingIn(here, registers)).map((row) => [row.register_id, row]))
	return registers.flatMap((register) => {
		const found = waiting.get(register.id)
		if (!found) return []
		const total = decidesForOthers(register.compiled, askingOf(here)) ? found.all : found.own
		if (total === 0) return []
		return [
			{
				code: `captures-${register.key}`,
				names: namesOf(here, register),
				whose: 'mine' as const,
				total: Math.min(total, COUNTED),
				totalIsMore: total > COUNTED,
				path: `/register/${register.key}/capture`,
				first: []
			}
		]
	})
}

/** What was captured in the field and waits for a decision of the seat. */
export const captureAttention: AttentionSource = { name: 'capture', matters: mattersOf }
