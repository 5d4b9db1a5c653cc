import { expect, test } from 'vitest'
import { readReference } from '#modules/directory/reference-folder.ts'
import { parseTable, rowsOf, type Reference } from '#modules/directory/reference-tables.ts'
import { RELATION_TYPES } from '#modules/instruments/relation/relation-rules.ts'
import { REFERENCE_FOLDER } from './demonstration.ts'
import { instrumentSheets } from './reference-instruments.ts'

const reference = await readReference(REFERENCE_FOLDER)
const zimbabwe = instrumentSheets(reference, 'zwe')
const sheet = (name: string, of = zimbabwe) => of[name] ?? []
const keyed = (name: string, key: string, of = zimbabwe) => sheet(name, of).find((row) => row['key'] === key)

/** The reference with one file written anew. */
function withFile(part: 'facts' | 'maps', name: string, change: (text: string) => string): Reference {
	const table = reference[part].get(name)
	if (!table) throw new Error(`${name} is missing`)
	const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
	const lines = [table.columns, ...table.rows.map(({ cells }) => [...cells.values()])]
	const text = change(lines.map((cells) => cells.map(quote).join(',')).join('\n'))
	return { ...reference, [part]: new Map([...reference[part], [name, parseTable(`${part}/${name}.csv`, text)]]) }
}

test('a treaty of the code list fills what the documents leave empty, and contradicts nothing', () => {
	expect(keyed('instrument', 'kampala-convention')).toMatchObject({
		adopted: '2009-10-23',
		in_force: '2012-12-06',
		depositary: 'African Union Commission',
		entry_months: ''
	})
	expect(keyed('instrument', 'un-tip-protocol')).toMatchObject({ adopted: '2000-11-15', entry_days: '30' })
	expect(keyed('instrument', 'sadc-facilitation-protocol')).toMatchObject({ in_force: '', is_in_force: 'no' })
	const otherYear = withFile('facts', 'treaties', (text) =>
		text.replace(
			'"2000-11-15","2000","New York","UN Secretary-General","2003-12-25"',
			'"1999-11-15","1999","Rome","UN","2003-12-25"'
		)
	)
	expect(keyed('instrument', 'un-tip-protocol', instrumentSheets(otherYear, 'zwe'))?.['adopted']).toBe('2000')
})

test('what a source states without a year stands undated with the year of the source', () => {
	const of = (instrument: string) => sheet('instrument_status').filter((row) => row['instrument'] === instrument)
	expect(of('un-tip-protocol')).toMatchObject([{ event: 'ratified', day: '2013' }])
	expect(of('sadc-facilitation-protocol')).toMatchObject([
		{ event: 'signed', day: '', source_year: '2018' },
		{ event: 'not-ratified', day: '', source_year: '2018' }
	])
	// The source says nothing that Zimbabwe did about it.
	expect(of('au-migration-policy-framework')).toEqual([])
	expect(keyed('instrument', 'au-migration-policy-framework')?.['note']).toContain('Recommended: adapt nationally')
})

test('each workspace holds the instruments of the world, of Africa and of its regions, and what its rows point to', () => {
	const keys = (workspace: string) =>
		new Set(sheet('instrument', instrumentSheets(reference, workspace)).map(({ key }) => key))
	const all = rowsOf(reference.facts, 'instruments')
	for (const workspace of ['zwe', 'lso', 'sadc']) {
		const held = keys(workspace)
		for (const row of all) {
			const [key, scope, region] = ['id', 'scope', 'region'].map((column) => row.cells.get(column) ?? '')
			if (scope === 'global' || scope === 'continental' || region === 'SADC') expect(held, workspace).toContain(key)
			if (['EU', 'ECOWAS', 'MERCOSUR', 'SILK'].includes(region ?? '')) expect(held, workspace).not.toContain(key)
		}
	}
	expect(keys('zwe')).toContain('comesa-free-movement-protocol')
	expect(keys('lso')).not.toContain('comesa-free-movement-protocol')
	// Of what no source says, no status is told.
	expect(sheet('instrument_status').filter((row) => row['instrument'] === 'gcm')).toEqual([])
})

test('duties to report come with their instruments and are marked as from memory', () => {
	const duties = (workspace: string) => sheet('reporting_duty', instrumentSheets(reference, workspace))
	for (const workspace of ['zwe', 'lso', 'sadc']) expect(duties(workspace)).toHaveLength(8)
	for (const row of duties('lso')) expect(row['note']).toContain('from memory, unchecked')
	expect(duties('lso').find((row) => row['instrument'] === 'icrmw')).toMatchObject({ article: 'Article 73' })
})

test('what the sources say of a status is not made more of', () => {
	expect(keyed('policy', 'zwe-stats-plan')?.['stage']).toBe('ended')
	expect(keyed('policy', 'zwe-citizenship-act')).toMatchObject({
		stage: 'under-review',
		note: expect.stringContaining('its repeal is proposed')
	})
	expect(keyed('agreement', 'zwe-eu-nip')).toMatchObject({ stage: 'expired', year: '', expiry: '2020-12-31' })
	expect(keyed('agreement', 'zwe-iom-ec-pmgz')).toMatchObject({ stage: 'in-force', year: '2015', expiry: '' })
})

test('a law carries what binds, and a plan is taken up', () => {
	const noteOf = (instrument: string) => keyed('instrument', instrument)?.['note']
	expect(noteOf('sadc-mixed-migration-action-plan')).toContain('Taken up nationally: yes')
	expect(noteOf('sadc-mixed-migration-action-plan')).not.toContain('Carried by national law')
	const [ratified] = sheet('instrument_status').filter((row) => row['instrument'] === 'un-tip-protocol')
	expect(ratified?.['note']).toContain('Carried by national law: yes')
})

test('obligations are marked as from memory, and judgements stand only on findings of the sources', () => {
	for (const row of sheet('obligation')) expect(row['note']).toBe('from memory, unchecked')
	expect(sheet('judgement')).toHaveLength(rowsOf(reference.maps, 'judgements').length)
	for (const row of sheet('judgement'))
		expect(row).toMatchObject({ day: '2018-12-31', source: expect.stringContaining('2018') })
	for (const key of ['lso', 'sadc']) expect(sheet('judgement', instrumentSheets(reference, key))).toEqual([])
})

test('the three policies that overlap are tied to each other, and the review of the Act stands with its link', () => {
	const links = sheet('link').filter((row) => row['type'] === 'overlaps')
	expect(links.map((row) => `${row['record'] ?? ''} ${row['other'] ?? ''}`)).toEqual([
		'zwe-human-export-policy zwe-nlmp',
		'zwe-brain-gain zwe-human-export-policy',
		'zwe-brain-gain zwe-nlmp'
	])
	const review = sheet('link').find(
		(row) => row['other'] === 'un-tip-protocol' && row['type'] === 'needs-alignment-with'
	)
	expect(review?.['note']).toContain('10. CSOs and international organizations')
})

test('how one text stands to another is told in the word of its source', () => {
	const told = (workspace: string) =>
		sheet('link', instrumentSheets(reference, workspace)).map(
			(row) => `${row['record'] ?? ''} ${row['type'] ?? ''} ${row['other'] ?? ''}`
		)
	expect(told('zwe')).toEqual(
		expect.arrayContaining([
			'zwe-constitution partly-supports kampala-convention',
			'zwe-nip complements zwe-immigration-act',
			'zwe-nip supports zwe-zimasset',
			'zwe-overarching-policy harmonizes zwe-nlmp'
		])
	)
	expect(told('lso')).toContain('lso-mdp interacts-with zaf-immigration-law')
	expect(RELATION_TYPES).toContain('interacts-with')
})

test('what no map knows stops the loading', () => {
	const unmapped = withFile('maps', 'treaty-instruments', (text) => text.replace(/\n"unclos".*/, ''))
	expect(() => instrumentSheets(unmapped, 'zwe')).toThrow('does not map the treaty unclos')
	const otherWord = withFile('facts', 'policies', (text) =>
		text.replace('"constitution","in-force"', '"basic law","in-force"')
	)
	expect(() => instrumentSheets(otherWord, 'zwe')).toThrow('does not map the word "basic law"')
})
