import { z } from 'zod'
import { Done } from '#modules/directory/actor-commands.ts'
import { areaIds, putAreas } from '#modules/directory/find-areas.server.ts'
import { AUDIENCES, AUDIENCES_OF_STRUCTURE } from '#platform/access/seat.ts'
import { Clearable, Key, Name, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, nothing, type Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { addKeyedRecord, namesOf } from '#platform/records/add-record.server.ts'
import { keepsInstruments } from '../rules.ts'
import { getInstrumentRow, type FoundInstrument } from './find-instrument.server.ts'
import { columnsOf, Facts, Form, refuseTimes, ScopeOf } from './instrument-fields.server.ts'
import { keepPositions, statusRows, termsOf, toEvent } from './status-rows.server.ts'
import { readHistory } from './status-rules.ts'

const Areas = z.array(Reference).max(60)
const Audience = z.enum(AUDIENCES).exclude(AUDIENCES_OF_STRUCTURE)

/** Adds an instrument: a treaty, a declaration, a framework, or whatever else States or their organizations agreed on. */
export const addInstrument = command({
	name: 'instrument.add',
	input: z.strictObject({
		key: Key.optional(),
		name: Name(300),
		acronym: Text(40).optional(),
		form: Form,
		scope: ScopeOf,
		...Facts,
		areas: Areas.optional(),
		audience: Audience.optional()
	}),
	output: Done,
	about: nothing,
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { key, name, acronym, form, scope, areas, audience = 'public', ...facts }) {
		const given = await columnsOf(here, facts)
		const areaList = await areaIds(here, areas ?? [])
		const row = {
			form,
			scope,
			is_binding: given.is_binding ?? null,
			binding_basis: given.binding_basis ?? null,
			adopted_first: given.adopted_first ?? null,
			adopted_last: given.adopted_last ?? null,
			in_force_first: given.in_force_first ?? null,
			in_force_last: given.in_force_last ?? null,
			is_in_force: given.is_in_force ?? null,
			signable_until_day: given.signable_until_day ?? null,
			place: given.place ?? null,
			depositary: given.depositary ?? null,
			depositary_actor_id: given.depositary_actor_id ?? null,
			adopting_body: given.adopting_body ?? null,
			adopting_actor_id: given.adopting_actor_id ?? null,
			region: given.region ?? null,
			entry_months: given.entry_months ?? null,
			entry_days: given.entry_days ?? null,
			entry_first_of_month: given.entry_first_of_month ?? null,
			leaving_months: given.leaving_months ?? null,
			summary: given.summary ?? null,
			language: given.language ?? here.workspace.language,
			position: here.workspace.country === null ? null : ('not-known' as const)
		}
		refuseTimes(row)
		const record = await addKeyedRecord(here, 'instrument', { key, name, acronym, audience })
		await here.write.add('instrument', { id: record.id, ...row })
		await putAreas(here, record.id, areaList)
		return record
	}
})

/** Corrects what is said of an instrument; where each country stands is told by its statuses. */
export const changeInstrument = command({
	name: 'instrument.change',
	input: z.strictObject({
		instrument: Reference,
		version: Version,
		name: Name(300).optional(),
		acronym: Clearable(Text(40)),
		form: Form.optional(),
		scope: ScopeOf.optional(),
		...Facts,
		areas: Areas.optional(),
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { instrument }) => getInstrumentRow(here, instrument),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { name, acronym, form, scope, areas, ...facts }, instrument) {
		refuseWithdrawn(instrument)
		await here.write.lockRecord(instrument.id)
		const given = await columnsOf(here, facts)
		const next = {
			...instrument.row,
			...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
		}
		refuseTimes(next)
		await refuseOtherwiseThanStatuses(here, instrument, next)
		await here.write.changeRecord(instrument.id, {
			...(name ? { title: namesOf(here, name) } : {}),
			...(acronym === undefined ? {} : { acronym })
		})
		await here.write.change('instrument', instrument.id, { form, scope, ...given })
		if (areas) await putAreas(here, instrument.id, await areaIds(here, areas))
		await keepPositions(here, [instrument.id])
		return { id: instrument.id, reference: instrument.reference }
	}
})

/** Refuses to change what was withdrawn. */
export function refuseWithdrawn({ state }: Pick<FoundInstrument, 'state'>): void {
	if (state !== 'active') throw conflict('instruments.instrument-withdrawn')
}

/** New days of an instrument must leave what States did about it possible. */
async function refuseOtherwiseThanStatuses(here: Writing, instrument: FoundInstrument, next: FoundInstrument['row']) {
	const rows = await statusRows(here, { instruments: [instrument.id] })
	for (const [country, lines] of Map.groupBy(rows, (row) => row.country)) {
		const events = lines.map(toEvent)
		// What was told otherwise before, say by a source, is not made worse.
		if ('faults' in readHistory(events, termsOf(instrument.row))) continue
		if ('faults' in readHistory(events, termsOf(next))) throw conflict('instruments.days-against-status', { country })
	}
}
