import { z } from 'zod'
import { Country, DayAsked, Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { RecordReference } from '#platform/records/find-record.server.ts'
import { KnownCountry } from '../known-country.ts'
import { getInstrumentRow, type FoundInstrument } from './find-instrument.server.ts'
import { PositionItem, PositionOf, StatusLine } from './instrument-outputs.ts'
import { statusRows, termsOf, toEvent } from './status-rows.server.ts'
import { positionAt } from './status-rules.ts'
import { toPosition, toPositionItem, toStatusLine } from './to-status.ts'

const referenceOf = (instrument: FoundInstrument) => ({
	id: instrument.id,
	kind: instrument.kind,
	reference: instrument.reference,
	title: instrument.title,
	acronym: instrument.acronym
})

function countryOf(here: Here, country: string | undefined): string {
	const named = country ?? here.workspace.country
	if (named === null) throw invalid([{ path: ['country'], code: 'instruments.country-missing' }])
	return named
}

/**
 * Where a country stood in an instrument on any day: what it had undertaken, since when, and which of its reservations and declarations
 * stood then, with their text. Not known where the dates, as far as they are known, leave it open.
 */
export const statusAt = query({
	name: 'instrument.statusAt',
	input: z.strictObject({
		instrument: Reference,
		/** By default that of the workspace. */
		country: KnownCountry.optional(),
		/** By default today. */
		day: DayAsked.optional()
	}),
	output: PositionOf.extend({ instrument: RecordReference, country: z.string(), day: z.string() }),
	about: (here, { instrument }) => getInstrumentRow(here, instrument),
	allow: everyone,
	async run(here, input, instrument) {
		const country = countryOf(here, input.country)
		const day = input.day ?? here.today
		const rows = await statusRows(here, { instruments: [instrument.id], country })
		const position = positionAt(rows.map(toEvent), termsOf(instrument.row), day)
		return { ...toPosition(position, rows), instrument: referenceOf(instrument), country, day }
	}
})

/** What States did about an instrument, line by line, those of one country or of all. */
export const listStatuses = query({
	name: 'instrument.statuses',
	input: z.strictObject({ instrument: Reference, country: Country.optional(), withWithdrawn: z.boolean().optional() }),
	output: z.object({ instrument: RecordReference, items: z.array(StatusLine) }),
	about: (here, { instrument }) => getInstrumentRow(here, instrument),
	allow: everyone,
	async run(here, { country, withWithdrawn = false }, instrument) {
		const rows = await statusRows(here, {
			instruments: [instrument.id],
			withWithdrawn,
			...(country === undefined ? {} : { country })
		})
		return { instrument: referenceOf(instrument), items: rows.map(toStatusLine) }
	}
})

/** Where each State that anything is known of stands in an instrument on a day, today by default. */
export const listStates = query({
	name: 'instrument.states',
	input: z.strictObject({ instrument: Reference, day: DayAsked.optional() }),
	output: z.object({
		instrument: RecordReference,
		day: z.string(),
		items: z.array(z.object({ country: z.string(), position: PositionItem }))
	}),
	about: (here, { instrument }) => getInstrumentRow(here, instrument),
	allow: everyone,
	async run(here, input, instrument) {
		const day = input.day ?? here.today
		const terms = termsOf(instrument.row)
		const rows = await statusRows(here, { instruments: [instrument.id] })
		const items = [...Map.groupBy(rows, (row) => row.country)].map(([country, lines]) => ({
			country,
			position: toPositionItem(positionAt(lines.map(toEvent), terms, day), lines)
		}))
		return { instrument: referenceOf(instrument), day, items }
	}
})
