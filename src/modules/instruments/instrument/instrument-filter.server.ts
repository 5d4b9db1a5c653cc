import { z } from 'zod'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { Country, DayAsked, Reference, Text } from '#platform/operation/fields.ts'
import { AnyOf } from '#platform/operation/lists.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, findRecord } from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { ofKind } from '../of-kind.server.ts'
import { INSTRUMENT_FORMS, POSITIONS, SCOPES } from './instrument-rules.ts'
import { positionsOn } from './status-rows.server.ts'

const YES_NO = ['yes', 'no', 'not-known'] as const
const isYes = (value: (typeof YES_NO)[number]) => (value === 'not-known' ? null : value === 'yes')

/** By what the instruments are told apart, in their list and in the figures of it. */
export const instrumentFilters = {
	...recordFilters,
	form: AnyOf(z.enum(INSTRUMENT_FORMS)),
	scope: AnyOf(z.enum(SCOPES)),
	binding: z.enum(YES_NO),
	/** Where the country stands. */
	position: AnyOf(z.enum(POSITIONS)),
	/** The day its position is asked for; today by default. */
	on: DayAsked,
	/** The country whose position is asked for; that of the workspace by default. */
	country: Country,
	/** Instruments that deal with this area. */
	area: Reference,
	/** The depositary: an actor, or its name as it is written with the instrument. */
	depositary: Text(300),
	/** In force at all, for whichever States. */
	inForce: z.enum(YES_NO)
}
export const InstrumentFilter = z.strictObject(instrumentFilters).partial()
export type InstrumentFilter = z.output<typeof InstrumentFilter>

/** The instruments that the seat sees. */
export const seenInstruments = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('instrument', (on) =>
			on.onRef('instrument.workspace_id', '=', 'record.workspace_id').onRef('instrument.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where(ofKind('instrument'))

/** The instruments that a filter leaves, with the country and the day whose positions it asks for. */
export async function narrowed(here: Here, filter: InstrumentFilter) {
	const country = filter.country ?? here.workspace.country
	const day = filter.on ?? here.today
	// The positions of the own country today are kept with the instruments.
	const isToday = filter.on === undefined && filter.country === undefined
	const areaId = await resolveField(here, 'area', filter.area, 'area')
	const depositary = filter.depositary === undefined ? undefined : await depositaryNamed(here, filter.depositary)
	let rows = seenInstruments(here).where('record.state', 'in', filter.state ?? ['active'])
	if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
	if (filter.form) rows = rows.where('instrument.form', 'in', filter.form)
	if (filter.scope) rows = rows.where('instrument.scope', 'in', filter.scope)
	if (filter.binding) rows = rows.where('instrument.is_binding', 'is', isYes(filter.binding))
	if (filter.inForce) rows = rows.where('instrument.is_in_force', 'is', isYes(filter.inForce))
	if (depositary?.id) rows = rows.where('instrument.depositary_actor_id', '=', depositary.id)
	else if (depositary) rows = rows.where('instrument.depositary', '=', depositary.text)
	if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'instrument', filter.words))
	if (areaId)
		rows = rows.where('record.id', 'in', (select) =>
			select
				.selectFrom('record_theme')
				.select('record_theme.record_id')
				.where('record_theme.workspace_id', '=', here.workspace.id)
				.where('record_theme.area_id', '=', areaId)
		)
	if (filter.position && isToday) rows = rows.where('instrument.position', 'in', filter.position)
	else if (filter.position)
		rows = rows.where('record.id', '=', anyOf(await standingSo(here, { country, day, positions: filter.position })))
	return { rows, country, day, isToday }
}

const REFERENCE = /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/

async function depositaryNamed(here: Here, named: string) {
	const actor = REFERENCE.test(named) ? await findRecord(here, 'actor', named) : undefined
	return { id: actor?.id ?? null, text: named }
}

/** The instruments in which a country stands in one of these positions on a day. */
async function standingSo(
	here: Here,
	{ country, day, positions }: { country: string | null; day: string; positions: readonly string[] }
) {
	if (country === null) return []
	const seen = await seenInstruments(here).select('record.id').execute()
	const found = await positionsOn(here, { country, day, instruments: seen.map(({ id }) => id) })
	return [...found].flatMap(([id, { standing }]) => (positions.includes(standing) ? [id] : []))
}
