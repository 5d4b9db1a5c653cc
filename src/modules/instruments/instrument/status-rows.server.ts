import { sql } from 'kysely'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { BEGINNING, later, partialOf, spanOf, type Period } from './partial-days.ts'
import type { InstrumentStatusTable } from './schema.ts'
import { chronicle, positionAt, positionOn, readHistory } from './status-rules.ts'
import type { StatusEvent, StatusTerms } from './status-rules.ts'

export const termColumns = [
	'adopted_first',
	'adopted_last',
	'in_force_first',
	'in_force_last',
	'is_in_force',
	'signable_until_day',
	'entry_months',
	'entry_days',
	'entry_first_of_month',
	'leaving_months'
] as const

export type TermRow = {
	adopted_first: string | null
	adopted_last: string | null
	in_force_first: string | null
	in_force_last: string | null
	is_in_force: boolean | null
	signable_until_day: string | null
	entry_months: number | null
	entry_days: number | null
	entry_first_of_month: boolean | null
	leaving_months: number | null
}

export const dateOf = (first: string | null, last: string | null) =>
	first === null ? null : partialOf(first, last ?? first)

function entryOf(row: TermRow): Period | null {
	if (row.entry_months === null && row.entry_days === null && row.entry_first_of_month === null) return null
	return {
		months: row.entry_months ?? 0,
		days: row.entry_days ?? 0,
		toFirstOfMonth: row.entry_first_of_month ?? false
	}
}

/** What an instrument says of its times, from its row. */
export const termsOf = (row: TermRow): StatusTerms => ({
	adoptedOn: dateOf(row.adopted_first, row.adopted_last),
	signableUntil: row.signable_until_day,
	inForceOn: dateOf(row.in_force_first, row.in_force_last) ?? (row.is_in_force === false ? 'not-yet' : 'not-known'),
	inForceAfter: entryOf(row),
	leftAfter: row.leaving_months === null ? null : { months: row.leaving_months }
})

export const statusColumns = [
	'instrument_status.id',
	'instrument_status.instrument_id',
	'instrument_status.country',
	'instrument_status.event',
	'instrument_status.day_first',
	'instrument_status.day_last',
	'instrument_status.effect_day',
	'instrument_status.withdraws_id',
	'instrument_status.text',
	'instrument_status.language',
	'instrument_status.state',
	'instrument_status.state_reason',
	'instrument_status.origin',
	'instrument_status.origin_source',
	'instrument_status.origin_year',
	'instrument_status.origin_note'
] as const

export type StatusRow = {
	id: string
	instrument_id: string
	country: string
	event: InstrumentStatusTable['event']
	day_first: string | null
	day_last: string | null
	effect_day: string | null
	withdraws_id: string | null
	text: string | null
	language: string | null
	state: InstrumentStatusTable['state']
	state_reason: string | null
	origin: InstrumentStatusTable['origin']
	origin_source: string | null
	origin_year: number | null
	origin_note: string | null
}

/** A line of a status as the rules read it. */
export const toEvent = (
	row: Pick<
		StatusRow,
		'id' | 'event' | 'day_first' | 'day_last' | 'effect_day' | 'withdraws_id' | 'text' | 'origin_year'
	>
): StatusEvent => ({
	id: row.id,
	event: row.event,
	on: dateOf(row.day_first, row.day_last),
	statedYear: row.origin_year,
	effectDay: row.effect_day,
	text: row.text,
	withdraws: row.withdraws_id
})

/** The lines that count of some instruments, of one country or of all. */
export async function statusRows(
	here: Pick<Here, 'tx' | 'workspace'>,
	asked: { instruments?: readonly string[]; country?: string; withWithdrawn?: boolean }
): Promise<StatusRow[]> {
	let rows = here.tx
		.selectFrom('instrument_status')
		.select(statusColumns)
		.where('instrument_status.workspace_id', '=', here.workspace.id)
	if (!asked.withWithdrawn) rows = rows.where('instrument_status.state', '=', 'active')
	if (asked.instruments) rows = rows.where('instrument_status.instrument_id', '=', anyOf(asked.instruments))
	if (asked.country !== undefined) rows = rows.where('instrument_status.country', '=', asked.country)
	return rows
		.orderBy('instrument_status.instrument_id')
		.orderBy('instrument_status.country')
		.orderBy(sql`instrument_status.day_first nulls last`)
		.orderBy('instrument_status.id')
		.execute()
}

/** The terms of instruments by identifier, of those asked for or of all. */
export async function termsById(here: Pick<Here, 'tx' | 'workspace'>, ids?: readonly string[]) {
	let rows = here.tx
		.selectFrom('instrument')
		.select(['id', 'position', ...termColumns])
		.where('workspace_id', '=', here.workspace.id)
	if (ids) rows = rows.where('id', '=', anyOf(ids))
	return new Map((await rows.execute()).map((row) => [row.id, row]))
}

/**
 * Where a country stands in each of some instruments on a day. The instruments are asked for by the identifiers of records the seat
 * sees: of others nothing is told.
 */
export async function positionsOn(
	here: Here,
	{ country, day, instruments }: { country: string; day: string; instruments: readonly string[] }
) {
	const [terms, rows] = await Promise.all([termsById(here, instruments), statusRows(here, { instruments, country })])
	const lines = Map.groupBy(rows, ({ instrument_id }) => instrument_id)
	return new Map(
		[...terms].map(([id, row]) => {
			const own = lines.get(id) ?? []
			return [id, { ...positionAt(own.map(toEvent), termsOf(row), day), rows: own }] as const
		})
	)
}

/**
 * Keeps the position of the workspace's own country in some instruments, or in all of them, as it is today. It is worked out from
 * their statuses, also of instruments out of the seat's sight.
 */
export async function keepPositions(here: Writing, instruments?: readonly string[]): Promise<number> {
	const { country } = here.workspace
	const [terms, rows] = await Promise.all([
		termsById(here, instruments),
		country === null ? [] : statusRows(here, { country, ...(instruments ? { instruments } : {}) })
	])
	const lines = Map.groupBy(rows, ({ instrument_id }) => instrument_id)
	const changes = [...terms].flatMap(([id, row]) => {
		const own = (lines.get(id) ?? []).map(toEvent)
		const position = country === null ? null : positionAt(own, termsOf(row), here.today).standing
		const isInForce = row.in_force_last !== null && row.in_force_last <= here.today ? true : row.is_in_force
		return position === row.position && isInForce === row.is_in_force
			? []
			: [{ id, fields: { position, is_in_force: isInForce } }]
	})
	if (changes.length > 0) await here.write.changeAll('instrument', changes)
	return changes.length
}

/**
 * The day since which an instrument binds a country that it binds today; null where it does not, or where that day is known in part
 * alone: what is counted from a guess is due on no day. Within the time in which it is bound by one consent this never turns back, so the day is found by halving.
 */
export function boundSince(events: readonly StatusEvent[], terms: StatusTerms, today: string): string | null {
	const read = readHistory(events, terms)
	if (!('history' in read)) return null
	const told = chronicle(read.history)
	const isBound = (day: string) => positionOn(told, day).inForce === 'yes'
	if (!isBound(today)) return null
	const spell = read.history.spells.findLast(({ joined }) => joined !== undefined)
	const known = spell?.inForce ?? spell?.joined
	// What no source dates holds as stated, and nothing tells since when.
	if (!spell?.joined || !known || known.on === null) return null
	const from = told.spans.get(spell.joined)?.first ?? BEGINNING
	let [low, high] = [numberOf(later(from, spanOf(known.on).first)), numberOf(today)]
	while (low < high) {
		const middle = Math.floor((low + high) / 2)
		if (isBound(dayOfNumber(middle))) high = middle
		else low = middle + 1
	}
	const day = dayOfNumber(low)
	const isNoted = spell.inForce?.on === day
	return isNoted || positionOn(told, dayOfNumber(low - 1)).inForce === 'no' ? day : null
}

const DAY = 86_400_000
const numberOf = (day: string) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY)
const dayOfNumber = (number: number) => new Date(number * DAY).toISOString().slice(0, 10)
