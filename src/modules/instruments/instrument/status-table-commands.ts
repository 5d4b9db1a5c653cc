import { z } from 'zod'
import { Done } from '#modules/directory/actor-commands.ts'
import { FaultOutput } from '#platform/exchange/import-outputs.ts'
import { Day, Identifier, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, query, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { attachDocument } from '#platform/records/documents.ts'
import { RecordReference } from '#platform/records/find-record.server.ts'
import type { TableLine } from '../exchange/depositary/status-table.ts'
import { keepsInstruments } from '../rules.ts'
import { refuseWithdrawn } from './instrument-commands.ts'
import { STATUS_EVENTS } from './instrument-rules.ts'
import { spanOf } from './partial-days.ts'
import { dateOf, keepPositions } from './status-rows.server.ts'
import { getStatusTable, planTable, withoutRows, type StatusTableFile } from './status-table.server.ts'

const LISTED_MOST = 1_000
// A treaty has some 200 States; of a table of which more is wrong none is right.
const SKIPPED_MOST = 200

const Line = z.object({
	row: z.int(),
	country: z.string(),
	event: z.enum(STATUS_EVENTS),
	day: z.string()
})

const toLine = ({ row, country, event, day }: TableLine) => ({ row, country, event, day })

const Preview = z.object({
	instrument: RecordReference,
	file: z.string(),
	sheet: z.string(),
	/** The day on which the table was true. */
	asOf: z.string(),
	states: z.int(),
	/** Lines that would be noted. */
	added: z.array(Line),
	/** Lines that would take the place of what is noted less exactly. */
	refined: z.array(Line.extend({ was: z.string().nullable() })),
	/** Lines that are noted already. */
	known: z.int(),
	/** What cannot be: nothing is taken until each such row is put right or left out. */
	faults: z.array(FaultOutput),
	/** What can be and is not plain: the table is taken once somebody confirms that it is meant. */
	doubts: z.array(FaultOutput),
	totals: z.object({ added: z.int(), refined: z.int(), faults: z.int(), doubts: z.int() })
})

const asFault = ({ sheet, row, column, letter, code, params }: z.output<typeof FaultOutput>) => ({
	sheet,
	row,
	column,
	letter,
	code,
	params: { ...params }
})

/** What a depositary's status table would bring to an instrument, and what of it is refused or doubtful; nothing is done. */
export const previewStatuses = query({
	name: 'instrument.previewStatuses',
	input: z.strictObject({ instrument: Reference, file: Identifier, asOf: Day.optional() }),
	output: Preview,
	about: getStatusTable,
	allow: ({ seat }) => keepsInstruments(seat),
	logged: true,
	async run(here, { asOf = here.today }, found) {
		const plan = await planTable(here, found, asOf)
		const { id, kind, reference, title, acronym } = found
		return {
			instrument: { id, kind, reference, title, acronym },
			file: found.file.name,
			sheet: plan.sheet,
			asOf,
			states: plan.states,
			added: plan.added.slice(0, LISTED_MOST).map(toLine),
			refined: plan.refined
				.slice(0, LISTED_MOST)
				.map(({ line, was }) => ({ ...toLine(line), was: dateOf(was.day_first, was.day_last) })),
			known: plan.known,
			faults: plan.faults.slice(0, LISTED_MOST).map((fault) => asFault({ ...fault, params: { ...fault.params } })),
			doubts: plan.doubts.slice(0, LISTED_MOST).map((doubt) => asFault({ ...doubt, params: { ...doubt.params } })),
			totals: {
				added: plan.added.length,
				refined: plan.refined.length,
				faults: plan.faults.length,
				doubts: plan.doubts.length
			}
		}
	}
})

/**
 * Brings in the status of an instrument as its depositary publishes it, one row a State: whole, or not at all where a cell of it cannot
 * be and its row is not left out with a reason, which the history tells with the rows. What is doubtful is taken once it is confirmed.
 * The table stays with the documents of the instrument.
 */
export const importStatuses = command({
	name: 'instrument.importStatuses',
	input: z.strictObject({
		instrument: Reference,
		version: Version,
		file: Identifier,
		/** Who publishes the table. */
		source: Text(300),
		/** The day on which it was true; today by default. */
		asOf: Day.optional(),
		/** That what is doubtful was looked at and is meant. */
		confirmed: z.boolean().optional(),
		/** Rows that are left out, by their numbers in the table, and why. */
		skip: z.array(z.int().min(2)).max(SKIPPED_MOST).optional(),
		reason: Text(500).optional()
	}),
	output: Done.extend({ added: z.int(), refined: z.int(), known: z.int() }),
	about: getStatusTable,
	allow: ({ seat }) => keepsInstruments(seat),
	logged: true,
	async run(here, { source, asOf = here.today, confirmed = false, skip = [], reason }, found) {
		refuseWithdrawn(found)
		if (asOf > here.today) throw invalid([{ path: ['asOf'], code: 'instruments.status-ahead' }])
		await here.write.lockRecord(found.id)
		if (skip.length > 0 && reason === undefined)
			throw invalid([{ path: ['reason'], code: 'instruments.table-skip-reason' }])
		const plan = withoutRows(await planTable(here, found, asOf), new Set(skip))
		const [fault] = plan.faults
		if (fault)
			throw conflict('instruments.table-refused', { count: plan.faults.length, row: fault.row, column: fault.column })
		if (plan.doubts.length > 0 && !confirmed)
			throw invalid([{ path: ['confirmed'], code: 'instruments.table-doubts', params: { count: plan.doubts.length } }])
		await here.write.changeAll(
			'instrument_status',
			plan.refined.map(({ was }) => ({ id: was.id, fields: { state: 'withdrawn' as const, state_reason: source } }))
		)
		await addLines(here, found, { lines: [...plan.refined.map(({ line }) => line), ...plan.added], source, asOf })
		if (found.file.record_id === null)
			await here.run(attachDocument, {
				record: found.id,
				kind: 'instrument',
				file: found.file.id,
				title: found.file.name,
				day: asOf
			})
		await keepPositions(here, [found.id])
		if (reason !== undefined && skip.length > 0)
			here.write.explain({ reason: `${skip.toSorted((one, other) => one - other).join(', ')}: ${reason}` })
		const [added, refined] = [plan.added.length, plan.refined.length]
		return { id: found.id, reference: found.reference, added, refined, known: plan.known }
	}
})

type Adding = { lines: readonly TableLine[]; source: string; asOf: string }

const addLines = (here: Writing, { id }: StatusTableFile, { lines, source, asOf }: Adding) =>
	here.write.addAll(
		'instrument_status',
		lines.map(({ country, event, day }) => {
			const { first, last } = spanOf(day)
			return {
				instrument_id: id,
				country,
				event,
				day_first: first,
				day_last: last,
				effect_day: null,
				withdraws_id: null,
				text: null,
				language: null,
				state: 'active' as const,
				state_reason: null,
				seat_id: here.seat.id,
				origin: 'entered' as const,
				origin_source: source,
				origin_year: Number(asOf.slice(0, 4)),
				origin_note: null,
				created_at: here.now
			}
		})
	)
