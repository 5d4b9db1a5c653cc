import type { OriginOf } from '#platform/records/find-record.server.ts'
import type { z } from 'zod'
import type { Coverage, PositionItem, PositionOf, StatusLine } from './instrument-outputs.ts'
import type { StatusEventName } from './instrument-rules.ts'
import { partialOf } from './partial-days.ts'
import type { Position } from './status-rules.ts'

type Row = {
	id: string
	country: string
	event: StatusEventName
	day_first: string | null
	day_last: string | null
	effect_day: string | null
	withdraws_id: string | null
	text: string | null
	language: string | null
	state: 'active' | 'withdrawn'
	state_reason: string | null
	origin: OriginOf['origin']
	origin_source: string | null
	origin_year: number | null
	origin_note: string | null
}

/** A row as the line that its reader gets. */
export const toStatusLine = (row: Row): StatusLine => ({
	id: row.id,
	country: row.country,
	event: row.event,
	day: row.day_first === null ? null : partialOf(row.day_first, row.day_last ?? row.day_first),
	effectDay: row.effect_day,
	withdraws: row.withdraws_id,
	text: row.text,
	language: row.language,
	state: row.state,
	stateReason: row.state_reason,
	origin: row.origin,
	source: row.origin_source,
	year: row.origin_year,
	note: row.origin_note
})

/** A position with the lines it names, as its reader gets it. */
export function toPosition(position: Position, rows: readonly Row[]): PositionOf {
	const lines = new Map(rows.map((row) => [row.id, toStatusLine(row)]))
	const statements = (found: Position['reservations']) =>
		found.flatMap(({ event, stands }) => {
			const line = lines.get(event.id)
			return line ? [{ line, stands }] : []
		})
	return {
		standing: position.standing,
		joinedBy: position.joinedBy,
		inForce: position.inForce,
		restsOn: (position.restsOn && lines.get(position.restsOn.id)) ?? null,
		bindsSince: position.bindsSince,
		leavesOn: position.leavesOn,
		reservations: statements(position.reservations),
		declarations: statements(position.declarations)
	}
}

type Sourced = Pick<Row, 'id' | 'origin_source' | 'origin_year'>

/** What a list tells of a position, which rests on one of the lines. */
export function toPositionItem(position: Position, lines: readonly Sourced[]): z.output<typeof PositionItem> {
	const undated = position.restsOn?.on === null ? position.restsOn : null
	const stated = undated && lines.find(({ id }) => id === undated.id)
	return {
		standing: position.standing,
		inForce: position.inForce,
		since: position.restsOn?.on ?? null,
		statedIn: stated ? { source: stated.origin_source, year: stated.origin_year } : null,
		bindsSince: position.bindsSince,
		reservations: position.reservations.length,
		declarations: position.declarations.length
	}
}

/** How many obligations are judged how, of what the domestication knows; none where it knows nothing. */
export const toCoverage = (judged: z.output<typeof Coverage> | undefined): z.output<typeof Coverage> => ({
	obligations: judged?.obligations ?? 0,
	met: judged?.met ?? 0,
	partly: judged?.partly ?? 0,
	notMet: judged?.notMet ?? 0,
	notJudged: judged?.notJudged ?? 0,
	notApplicable: judged?.notApplicable ?? 0
})
