import { dayIn } from '#platform/access/workspace.ts'
import type { Tables } from '#platform/exchange/table.ts'
import { tableCsv } from '#platform/exchange/write-table.ts'
import { speak } from '#platform/languages/words.ts'
import { isCalendarDay } from '#platform/operation/fields.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'

/** The sheet that says which registers were retired, since when and why: its file stands beside those of the registers. */
const RETIRED = 'retired'
const HEADER = ['register', 'day', 'reason']
const RETIRE = 'register.retire'

type Retired = { day: string | null; reason: string | null }

/** The file of retired registers; undefined where there are none. */
export async function retiredFile(here: Here): Promise<readonly [string, string] | undefined> {
	const registers = await here.tx
		.selectFrom('record')
		.select(['id', 'key', 'state_reason'])
		.where('workspace_id', '=', here.workspace.id)
		.where('kind', '=', 'register')
		.where('state', '=', 'withdrawn')
		.orderBy('key')
		.execute()
	if (registers.length === 0) return undefined
	const events = await here.tx
		.selectFrom('event')
		.select(['record_id', 'at'])
		.where('workspace_id', '=', here.workspace.id)
		.where('record_id', '=', anyOf(registers.map(({ id }) => id)))
		.where('operation', '=', RETIRE)
		.orderBy('sequence')
		.execute()
	// The last one counts; one that was brought in retired says its day in its reason.
	const days = new Map(events.map((event) => [event.record_id, dayIn(here.workspace.timeZone, event.at)]))
	const rows = registers.map(({ id, key, state_reason: reason }) => [key ?? '', days.get(id) ?? '', reason ?? ''])
	return [`${RETIRED}.csv`, tableCsv({ name: RETIRED, header: HEADER, rows })]
}

/** The registers that a file says were retired, by key. */
export function retiredIn({ sheets }: Tables): ReadonlyMap<string, Retired> {
	const sheet = sheets.get(RETIRED)
	const place = (name: string) => sheet?.columns.indexOf(name) ?? -1
	const [register = -1, day = -1, reason = -1] = HEADER.map(place)
	return new Map(
		(sheet?.rows ?? []).flatMap(({ cells }) => {
			const text = (at: number) => cells[at]?.text.trim() ?? ''
			const key = text(register)
			const since = isCalendarDay(text(day)) ? text(day) : null
			return key === '' ? [] : [[key, { day: since, reason: text(reason) === '' ? null : text(reason) }] as const]
		})
	)
}

const REASON_MOST = 2_000

/** Retires a register that was brought in retired, with the day and the reason it was retired for. */
export async function retireBrought(
	here: Writing,
	register: { id: string; state: string },
	{ day, reason }: Retired
): Promise<void> {
	if (register.state !== 'active') return
	const words = speak(here.registry.catalogue, here.workspace.language)
	const told = day === null ? reason : words.t('registers.retired-on', { reason: reason ?? '', day: words.day(day) })
	await here.write.changeRecord(register.id, {
		state: 'withdrawn',
		state_reason: told === null ? null : told.trim().slice(0, REASON_MOST)
	})
}
