import { z } from 'zod'
import { areasOfRecord } from '#modules/directory/find-areas.server.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { Reference } from '#platform/operation/fields.ts'
import { listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import {
	headColumns,
	referencesOf,
	toHead,
	toReference,
	type RecordReference
} from '#platform/records/find-record.server.ts'
import { coverageOf } from '../domestication/coverage-queries.ts'
import { mayBeOne, sameNameAs, yearOfDay } from '../namesakes.server.ts'
import { keepsInstruments } from '../rules.ts'
import { getInstrumentRow } from './find-instrument.server.ts'
import { instrumentFilters, narrowed, seenInstruments } from './instrument-filter.server.ts'
import { InstrumentItem, InstrumentPage } from './instrument-outputs.ts'
import { dutiesOf, obligationsOf, reportsOf, textsOf } from './instrument-parts.server.ts'
import { INSTRUMENT_FORMS, type InstrumentForm, type Scope } from './instrument-rules.ts'
import { dateOf, positionsOn, statusRows } from './status-rows.server.ts'
import { toCoverage, toPositionItem, toStatusLine } from './to-status.ts'

const columns = [
	...headColumns,
	'record.title_sort',
	'instrument.form',
	'instrument.scope',
	'instrument.is_binding',
	'instrument.adopted_first',
	'instrument.adopted_last',
	'instrument.in_force_first',
	'instrument.in_force_last',
	'instrument.is_in_force',
	'instrument.depositary',
	'instrument.depositary_actor_id'
] as const

type ItemRow = Parameters<typeof toHead>[0] & {
	form: string
	scope: Scope
	is_binding: boolean | null
	adopted_first: string | null
	adopted_last: string | null
	in_force_first: string | null
	in_force_last: string | null
	is_in_force: boolean | null
	depositary: string | null
	depositary_actor_id: string | null
}
type Positions = Awaited<ReturnType<typeof positionsOn>>

const formOf = (form: string): InstrumentForm => INSTRUMENT_FORMS.find((one) => one === form) ?? 'agreement'

const toItem = (
	row: ItemRow,
	references: ReadonlyMap<string, RecordReference>,
	positions: Positions | null
): z.output<typeof InstrumentItem> => {
	const position = positions?.get(row.id)
	return {
		...toHead(row),
		form: formOf(row.form),
		scope: row.scope,
		isBinding: row.is_binding,
		adoptedOn: dateOf(row.adopted_first, row.adopted_last),
		inForceOn: dateOf(row.in_force_first, row.in_force_last),
		isInForce: row.is_in_force,
		depositary: row.depositary,
		depositaryActor: row.depositary_actor_id === null ? null : (references.get(row.depositary_actor_id) ?? null),
		position: position ? toPositionItem(position, position.rows) : null
	}
}

const SORTS = ['title', 'adopted', 'inForce', 'changed'] as const

/** The instruments of a workspace, each with where its country stands: today, or on the day asked about. */
export const listInstruments = query({
	name: 'instrument.list',
	input: listInput(instrumentFilters, SORTS),
	output: listed(InstrumentItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{
				title: 'record.title_sort',
				adopted: 'instrument.adopted_first',
				inForce: 'instrument.in_force_first',
				changed: 'record.changed_at'
			},
			'record.id'
		)
		const { rows, country, day, isToday } = await narrowed(here, filter)
		const division = { field: 'position', values: isToday ? filter.position : undefined }
		// A day, or another country, says which position is told and leaves out no instrument by itself.
		const { on: _on, country: _country, ...narrowing } = filter
		const counted = isToday || filter.position === undefined ? narrowing : filter
		const [found, total] = await Promise.all([
			rows.select(columns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			totalOf(here, 'instrument', counted, division, rows.select('record.id'))
		])
		const [references, positions] = await Promise.all([
			referencesOf(
				here,
				found.map((row) => row.depositary_actor_id)
			),
			country === null ? null : positionsOn(here, { country, day, instruments: found.map(({ id }) => id) })
		])
		return toList(here.secret, part, found, total, input, {
			value: (row) => sortValue(input.sort, row),
			item: (row) => toItem(row, references, positions)
		})
	}
})

function sortValue(
	sort: string,
	row: { title_sort: string; adopted_first: string | null; in_force_first: string | null; changed_at: Date }
) {
	switch (sort.replace('-', '')) {
		case 'adopted':
			return row.adopted_first
		case 'inForce':
			return row.in_force_first
		case 'changed':
			return row.changed_at
		default:
			return row.title_sort
	}
}

const OWN_STATUSES_MOST = 500

async function namesakesOf(here: Here, id: string, year: number | null) {
	const rows = await sameNameAs(here, 'instrument', id)
		.innerJoin('instrument', (on) =>
			on.onRef('instrument.workspace_id', '=', 'record.workspace_id').onRef('instrument.id', '=', 'record.id')
		)
		.select('instrument.adopted_first')
		.execute()
	return rows.filter((row) => mayBeOne(year, yearOfDay(row.adopted_first))).map(toReference)
}

/** One instrument: its facts, articles and obligations, what the own country did about it, its texts, duties and reports. */
export const getInstrument = query({
	name: 'instrument.get',
	input: z.strictObject({ instrument: Reference }),
	output: InstrumentPage,
	about: (here, { instrument }) => getInstrumentRow(here, instrument),
	allow: everyone,
	async run(here, _input, { row, ...record }) {
		const { country } = here.workspace
		const keeps = keepsInstruments(here.seat)
		const isKept = record.state === 'active'
		const [own, statuses, positions, areas, obligations, duties, texts, reports, coverage, namesakes] =
			await Promise.all([
				seenInstruments(here).where('record.id', '=', record.id).select(columns).executeTakeFirstOrThrow(),
				country === null ? [] : statusRows(here, { instruments: [record.id], country, withWithdrawn: true }),
				country === null ? null : positionsOn(here, { country, day: here.today, instruments: [record.id] }),
				areasOfRecord(here, record.id),
				obligationsOf(here, record.id),
				dutiesOf(here, { id: record.id, row }),
				textsOf(here, record.id),
				reportsOf(here, record.id),
				coverageOf(here, [record.id]),
				keeps && isKept ? namesakesOf(here, record.id, yearOfDay(row.adopted_first)) : []
			])
		const references = await referencesOf(here, [row.depositary_actor_id, row.adopting_actor_id])
		return {
			...toItem(own, references, positions),
			bindingBasis: row.binding_basis,
			signableUntil: row.signable_until_day,
			place: row.place,
			adoptingBody: row.adopting_body,
			adoptingActor: row.adopting_actor_id === null ? null : (references.get(row.adopting_actor_id) ?? null),
			region: row.region,
			entry:
				row.entry_months === null && row.entry_days === null
					? null
					: { months: row.entry_months, days: row.entry_days, firstOfMonth: row.entry_first_of_month ?? false },
			leavingMonths: row.leaving_months,
			summary: row.summary,
			language: row.language,
			country,
			statuses: statuses.slice(0, OWN_STATUSES_MOST).map(toStatusLine),
			areas,
			obligations,
			duties,
			texts,
			reports,
			coverage: toCoverage(coverage.get(record.id)),
			namesakes,
			may: { change: keeps && isKept },
			whyNot: { change: keeps && !isKept ? 'instruments.instrument-withdrawn' : null }
		}
	}
})
