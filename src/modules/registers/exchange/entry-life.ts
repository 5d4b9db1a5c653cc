import type { FaultCollector } from '#platform/exchange/fault.ts'
import { excerpt } from '#platform/exchange/fault.ts'
import { placeIn } from '#platform/exchange/table.ts'
import type { Origin } from './add-entries.server.ts'
import {
	ENDED,
	ENTERED_BY,
	ORIGIN,
	ORIGIN_NOTE,
	ORIGIN_SOURCE,
	ORIGIN_YEAR,
	REASON,
	SINCE,
	STANDING
} from './file-columns.ts'
import type { LaidOut } from './lay-out.ts'
import type { ReadRow } from './read-rows.ts'

/** What an entry that is moved in whole brings beside its values; undefined where its file has no column for it. */
export type EntryLife = {
	readonly since?: string | undefined
	readonly ended?: string | undefined
	/** The actor it was entered for: null for none. */
	readonly enteringActorId?: string | null | undefined
	readonly isWithdrawn: boolean
	readonly reason: string | null
	readonly origin: Origin
}

const DAY = /^[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const isDay = (text: string) => DAY.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)
const ORIGINS = ['reference', 'invented', 'entered'] as const
const TEXT_MOST = 2_000

type Reading = {
	findActor(text: string): string | undefined
	faults: FaultCollector
	today: string
}

/** Reads the life of an entry as the file of all registers tells it; undefined where a cell is refused. */
export function readLife(
	{ table, places }: LaidOut,
	{ row, own }: Pick<ReadRow, 'row' | 'own'>,
	{ findActor, faults, today }: Reading
): EntryLife | undefined {
	let isSound = true
	const isRefused = () => !isSound
	const text = (header: string) => (places.has(header) ? own(header) : undefined)
	const refuse = (header: string, code: string, params: Record<string, string> = {}) => {
		isSound = false
		faults.add({ ...placeIn(table, row, places.get(header) ?? 0), code, params })
	}
	const dayOf = (header: string) => {
		const day = text(header) ?? ''
		if (day === '') return undefined
		// What is not over yet has no end, and nothing stands in a state from tomorrow on.
		if (!isDay(day) || day > today) refuse(header, 'registers.value.not-a-day', { found: excerpt(day), limit: '' })
		return day
	}
	const kept = (header: string) => {
		const found = text(header) ?? ''
		return found === '' ? null : found.slice(0, TEXT_MOST)
	}
	const actor = text(ENTERED_BY)
	const enteringActorId = actor === undefined ? undefined : actor === '' ? null : findActor(actor)
	if (actor !== undefined && enteringActorId === undefined)
		refuse(ENTERED_BY, 'platform.field.no-such-record', { reference: excerpt(actor) })
	const standing = text(STANDING) ?? ''
	if (!['', 'active', 'withdrawn'].includes(standing))
		refuse(STANDING, 'exchange.not-listed', { value: excerpt(standing), allowed: 'active, withdrawn' })
	const said = text(ORIGIN) ?? ''
	const origin = ORIGINS.find((one) => one === said)
	if (said !== '' && origin === undefined)
		refuse(ORIGIN, 'exchange.not-listed', { value: excerpt(said), allowed: ORIGINS.join(', ') })
	const year = text(ORIGIN_YEAR) ?? ''
	if (year !== '' && !/^[12]\d{3}$/.test(year))
		refuse(ORIGIN_YEAR, 'registers.value.not-a-number', { found: excerpt(year), limit: '' })
	const life: EntryLife = {
		since: dayOf(SINCE),
		ended: dayOf(ENDED),
		enteringActorId,
		isWithdrawn: standing === 'withdrawn',
		reason: kept(REASON),
		origin: {
			origin: origin ?? 'entered',
			origin_source: kept(ORIGIN_SOURCE),
			origin_year: year === '' ? null : Number(year),
			origin_note: kept(ORIGIN_NOTE)
		}
	}
	return isRefused() ? undefined : life
}
