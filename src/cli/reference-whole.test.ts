import { expect, test } from 'vitest'
import { citations } from '#modules/directory/reference-citations.ts'
import { readReference } from '#modules/directory/reference-folder.ts'
import { cell, rowsOf, type ReferenceRow } from '#modules/directory/reference-tables.ts'
import { findingsIn } from '#modules/instruments/domestication/review-findings.ts'
import { REFERENCE_FOLDER } from './demonstration.ts'
import { instrumentSheets } from './reference-instruments.ts'

const reference = await readReference(REFERENCE_FOLDER)
const cite = citations(reference.facts)
const WORKSPACES = { ZWE: 'zwe', LSO: 'lso' } as const
const COUNTRIES = ['ZWE', 'LSO'] as const

const facts = (file: string) => rowsOf(reference.facts, file)
const ofCountry = (file: string, country: string) => facts(file).filter((row) => cell(row, 'country') === country)
const sheets = new Map(
	(['zwe', 'lso', 'sadc'] as const).map((workspace) => [workspace, instrumentSheets(reference, workspace)])
)
const loaded = (country: keyof typeof WORKSPACES, name: string) => sheets.get(WORKSPACES[country])?.[name] ?? []
const everywhere = (name: string) => [...sheets.values()].flatMap((of) => of[name] ?? [])

const known = (row: ReferenceRow) => ({
	key: cell(row, 'id'),
	name: row.cells.get('name') ?? cell(row, 'title'),
	...cite(row)
})
const told = (rows: readonly Record<string, string>[]) =>
	rows.map(({ key, name, source, source_year }) => ({ key, name, source, source_year }))
const byKey = (one: { key?: string | undefined }, other: { key?: string | undefined }) =>
	(one.key ?? '').localeCompare(other.key ?? '')

test.each(COUNTRIES)(
	'every law and policy of %s in the documents stands in its workspace, with its source',
	(country) => {
		const own = told(loaded(country, 'policy')).filter(({ key }) =>
			ofCountry('policies', country).some((row) => cell(row, 'id') === key)
		)
		expect(own.toSorted(byKey)).toEqual(ofCountry('policies', country).map(known).toSorted(byKey))
	}
)

test.each(COUNTRIES)('every agreement of %s, with each of its provisions', (country) => {
	const own = facts('agreements').filter((row) => [cell(row, 'country'), cell(row, 'country_b')].includes(country))
	expect(own).not.toEqual([])
	expect(told(loaded(country, 'agreement')).toSorted(byKey)).toEqual(own.map(known).toSorted(byKey))
	const keys = new Set(own.map((row) => cell(row, 'id')))
	const provisions = facts('agreement_provisions').filter((row) => keys.has(cell(row, 'agreement')))
	expect(
		loaded(country, 'agreement_provision')
			.map((row) => `${row['agreement'] ?? ''} ${row['title'] ?? ''} ${row['has'] ?? ''} ${row['source'] ?? ''}`)
			.toSorted()
	).toEqual(
		provisions
			.map((row) =>
				[cell(row, 'agreement'), cell(row, 'provision'), cell(row, 'requirement'), cite(row).source].join(' ')
			)
			.toSorted()
	)
})

test.each(COUNTRIES)('every relation of %s, with what it says, what was asked for and its source', (country) => {
	const rows = ofCountry('policy_relations', country)
	const links = loaded(country, 'link')
	expect(links).toHaveLength(rows.length)
	for (const row of rows) {
		const link = links.find(
			(one) =>
				one['record'] === cell(row, 'from_policy') &&
				one['other'] === (cell(row, 'to_policy') || cell(row, 'to_instrument')) &&
				one['argument']?.startsWith(cell(row, 'detail'))
		)
		expect(link, cell(row, 'id')).toMatchObject(cite(row))
		expect(link?.['argument'], cell(row, 'id')).toContain(cell(row, 'recommended_action'))
	}
})

test.each(COUNTRIES)('every status of %s: what it did as lines, and what is told beside it as notes', (country) => {
	const lines = loaded(country, 'instrument_status')
	for (const row of ofCountry('instrument_status', country)) {
		const [id, instrument] = [cell(row, 'id'), cell(row, 'instrument')]
		const own = lines.filter((line) => line['instrument'] === instrument && line['country'] === country)
		const has = (event: string, day: string) => own.some((line) => line['event'] === event && line['day'] === day)
		if (cell(row, 'signed') === 'yes') expect(has('signed', cell(row, 'signed_year')), id).toBe(true)
		if (cell(row, 'ratified') === 'yes') expect(has('ratified', cell(row, 'ratified_year')), id).toBe(true)
		if (cell(row, 'ratified') === 'no') expect(has('not-ratified', ''), id).toBe(true)
		const note =
			own.length > 0 ? own[0]?.['note'] : loaded(country, 'instrument').find(({ key }) => key === instrument)?.['note']
		expect(note ?? '', id).toContain(cell(row, 'note'))
		if (cell(row, 'recommended_action') !== 'none') expect(note, id).toContain(cell(row, 'recommended_action'))
		for (const line of own) expect(line, id).toMatchObject(cite(row))
	}
	expect(new Set(lines.map(({ instrument }) => instrument)).size).toBeLessThanOrEqual(
		ofCountry('instrument_status', country).length
	)
})

test('every finding of a legal review stands with the relation that says what the law must be aligned with', () => {
	const items = facts('legal_review_items')
	const found = everywhere('link').flatMap(({ record, other, note, source }) =>
		findingsIn(note ?? null).map((finding) => [record, other, finding, source])
	)
	expect(found).toEqual(
		items.map((row) => [
			cell(row, 'policy'),
			cell(row, 'measured_against'),
			`${cell(row, 'item')} (${cell(row, 'action')})`,
			cite(row).source
		])
	)
})

test('nothing is loaded that the documents do not have, and what they have of other countries stays out', () => {
	const FILES = { instrument: 'instruments', policy: 'policies', agreement: 'agreements' }
	for (const [name, file] of Object.entries(FILES)) {
		const rows = new Map(facts(file).map((row) => [cell(row, 'id'), row]))
		for (const one of everywhere(name)) {
			const row = rows.get(one['key'] ?? '')
			expect(row, one['key']).toBeDefined()
			if (row) expect(one).toMatchObject({ ...known(row), origin: 'reference' })
		}
	}
	// A text of another country comes along where a relation points to it.
	const pointed = new Set(
		facts('policy_relations').flatMap((row) => [cell(row, 'from_policy'), cell(row, 'to_policy')])
	)
	for (const { key, country } of everywhere('policy'))
		if (country !== 'ZWE' && country !== 'LSO') expect(pointed, key).toContain(key)
})
