import { z } from 'zod'
import { Done } from '#modules/directory/actor-commands.ts'
import { Day, Identifier, Reference, Text, Version, Year } from '#platform/operation/fields.ts'
import { command, nothing, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid, type Issue } from '#platform/operation/refusal.ts'
import { KnownCountry } from '../known-country.ts'
import { keepsInstruments } from '../rules.ts'
import { getInstrumentRow, getStatusRow, type FoundInstrument } from './find-instrument.server.ts'
import { refuseWithdrawn } from './instrument-commands.ts'
import { Language, PartialDay } from './instrument-fields.server.ts'
import { faultsOfLine, STATUS_EVENTS } from './instrument-rules.ts'
import { spanOf } from './partial-days.ts'
import { keepPositions, statusRows, termsOf, toEvent } from './status-rows.server.ts'
import { readHistory, type StatusEvent, type StatusFault, type StatusFaultCode } from './status-rules.ts'
import { emptyWithdrawnTexts } from './withdrawn-texts.server.ts'

const NEW = 'new'

/** The field of the form that a fault of the new line is about. */
function fieldOf(code: StatusFaultCode): string {
	switch (code) {
		case 'status.before-adoption':
		case 'status.no-date':
			return 'day'
		case 'status.effect-before-notice':
			return 'effect'
		case 'status.nothing-to-withdraw':
			return 'withdraws'
		default:
			return 'event'
	}
}

/** Tells what of a history cannot have been: the faults of the new line in its fields, else that other lines forbid it. */
function refuseFaults(faults: readonly StatusFault[], existing: readonly StatusEvent[], instrument: FoundInstrument) {
	const own: Issue[] = faults
		.filter(({ event }) => event.id === NEW)
		.map(({ code }) => ({ path: [fieldOf(code)], code }))
	if (own.length > 0) throw invalid(own)
	// Lines of a source that already contradict each other do not keep a true one out.
	const before = readHistory(existing, termsOf(instrument.row))
	const known = new Set('faults' in before ? before.faults.map(({ code, event }) => `${code} ${event.id}`) : [])
	const [first] = faults.filter(({ code, event }) => !known.has(`${code} ${event.id}`))
	if (first) throw conflict('instruments.status-against-later', { day: first.event.on ?? '' })
}

const ownCountry = (here: Writing, country: string | undefined) => {
	const named = country ?? here.workspace.country
	if (named === null) throw invalid([{ path: ['country'], code: 'instruments.country-missing' }])
	return named
}

/**
 * Notes what a State did about an instrument, or what a source states of it, with its day as precisely as it is known. What cannot have
 * been is refused: ratified before it was adopted, denounced where it was never joined (Vienna Convention on the Law of Treaties 1969).
 */
export const setStatus = command({
	name: 'instrument.setStatus',
	input: z.strictObject({
		instrument: Reference,
		version: Version,
		/** By default that of the workspace. */
		country: KnownCountry.optional(),
		event: z.enum(STATUS_EVENTS),
		day: PartialDay.optional(),
		/** The source that tells it; with its year, an undated fact holds as stated then. */
		source: Text(300).optional(),
		year: Year.optional(),
		/** The first day of effect of a denunciation. */
		effect: Day.optional(),
		/** The reservation or declaration that is withdrawn. */
		withdraws: Identifier.optional(),
		text: Text(50_000).optional(),
		language: Language.optional(),
		note: Text(2_000).optional()
	}),
	output: Done.extend({ status: z.string() }),
	about: (here, { instrument }) => getInstrumentRow(here, instrument),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, input, instrument) {
		refuseWithdrawn(instrument)
		const country = ownCountry(here, input.country)
		const { event, day = null, effect = null, withdraws = null, text = null } = input
		const faults = faultsOfLine({ event, text, withdraws, effect })
		if (faults.length > 0) throw invalid(faults.map(({ field, code }) => ({ path: [field], code })))
		if (day !== null && spanOf(day).first > here.today)
			throw invalid([{ path: ['day'], code: 'instruments.status-ahead' }])
		await here.write.lockRecord(instrument.id)
		const existing = (await statusRows(here, { instruments: [instrument.id], country })).map(toEvent)
		const line: StatusEvent = {
			id: NEW,
			event,
			on: day,
			statedYear: input.year ?? null,
			effectDay: effect,
			text,
			withdraws
		}
		const read = readHistory([...existing, line], termsOf(instrument.row))
		if ('faults' in read) refuseFaults(read.faults, existing, instrument)
		const days = day === null ? null : spanOf(day)
		const status = await here.write.add('instrument_status', {
			instrument_id: instrument.id,
			country,
			event,
			day_first: days?.first ?? null,
			day_last: days?.last ?? null,
			effect_day: effect,
			withdraws_id: withdraws,
			text,
			language: text === null ? null : (input.language ?? here.workspace.language),
			state: 'active',
			state_reason: null,
			seat_id: here.seat.id,
			origin: 'entered',
			origin_source: input.source ?? null,
			origin_year: input.year ?? null,
			origin_note: input.note ?? null,
			created_at: here.now
		})
		await keepPositions(here, [instrument.id])
		return { id: instrument.id, reference: instrument.reference, status }
	}
})

/** Withdraws a line of a status that was wrong, with the reason; it stays to be read and counts no more. */
export const withdrawStatus = command({
	name: 'instrument.withdrawStatus',
	input: z.strictObject({ status: Identifier, version: Version.optional(), reason: Text(2_000) }),
	output: Done,
	about: (here, { status }) => getStatusRow(here, status),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { reason }, instrument) {
		await here.write.lockRecord(instrument.id)
		const { status } = await getStatusRow(here, instrument.status.id)
		if (status.state === 'withdrawn') throw conflict('instruments.status-withdrawn-already')
		const events = (await statusRows(here, { instruments: [instrument.id], country: status.country })).map(toEvent)
		const terms = termsOf(instrument.row)
		const rest = readHistory(
			events.filter(({ id }) => id !== status.id),
			terms
		)
		if ('faults' in rest && 'history' in readHistory(events, terms))
			throw conflict('instruments.status-rested-on', { day: rest.faults[0]?.event.on ?? '' })
		await here.write.change('instrument_status', status.id, { state: 'withdrawn', state_reason: reason })
		await keepPositions(here, [instrument.id])
		return { id: instrument.id, reference: instrument.reference }
	}
})

/**
 * Brings the positions up to today: entry into force and denunciation have effect on a later day than their act. Texts whose documents
 * were withdrawn are emptied.
 */
export const refreshPositions = command({
	name: 'instrument.refreshPositions',
	input: z.strictObject({}),
	output: z.object({ changed: z.int() }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here) {
		await emptyWithdrawnTexts(here)
		return { changed: await keepPositions(here) }
	}
})
