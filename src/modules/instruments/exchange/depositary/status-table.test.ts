import { expect, test } from 'vitest'
import { COUNTRIES, countryNameIn } from '#platform/languages/countries.ts'
import { readTables } from '#platform/exchange/read-tables.ts'
import type { StatusTerms } from '../../instrument/status-rules.ts'
import { countryNamed } from './country-names.ts'
import { readStatusTable } from './status-table.ts'
import { readTableDate } from './table-date.ts'

const PROTOCOL: StatusTerms = { adoptedOn: '2000-11-15', inForceOn: '2003-12-25', inForceAfter: { days: 30 } }

async function read(csv: string, { terms = PROTOCOL, asOf = '2026-11-23' } = {}) {
	const { sheets } = await readTables({ name: 'status.csv', bytes: Buffer.from(csv) })
	const table = sheets.get('status')
	if (!table) throw new Error('the file has no table')
	const { lines, faults, doubts } = readStatusTable(table, { terms, asOf })
	const said = ({ row, column, letter, code }: (typeof faults)[number]) => `${row} ${letter} ${column}: ${code}`
	return {
		lines: lines.map(({ row, country, event, day }) => `${row} ${country} ${event} ${day}`),
		faults: faults.map(said),
		doubts: doubts.map(said)
	}
}

const UNITED_NATIONS = 'Participant,Signature,"Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)"'

test('a table of the United Nations is read by suffixes, with empty signatures and marks of footnotes', async () => {
	const { lines, faults, doubts } = await read(
		[
			UNITED_NATIONS,
			'Zimbabwe,,13 Dec 2013 a',
			'"Côte d\'Ivoire 3",,25 Oct 2012 a',
			'United Republic of Tanzania,13 Dec 2000,24 May 2006',
			'Netherlands (Kingdom of the) 4,12 Dec 2000,27 Jul 2005 A 5',
			'Lesotho,14 Dec 2000,24 Sep 2003',
			'Montenegro 6,,23 Oct 2006 d',
			'Slovakia,15 Nov 2001,21 Sep 2004 AA',
			'Ireland,13 Dec 2000,'
		].join('\n')
	)
	expect({ faults, doubts }).toEqual({ faults: [], doubts: [] })
	expect(lines).toEqual([
		'2 ZWE acceded 2013-12-13',
		'3 CIV acceded 2012-10-25',
		'4 TZA signed 2000-12-13',
		'4 TZA ratified 2006-05-24',
		'5 NLD signed 2000-12-12',
		'5 NLD accepted 2005-07-27',
		'6 LSO signed 2000-12-14',
		'6 LSO ratified 2003-09-24',
		'7 MNE succeeded 2006-10-23',
		'8 SVK signed 2001-11-15',
		'8 SVK approved 2004-09-21',
		'9 IRL signed 2000-12-13'
	])
})

test('a table of the African Union counts by the deposit, and says who has not deposited', async () => {
	const { lines, doubts, faults } = await read(
		[
			'No.,Country,Date of Signature,Date of Ratification/Accession,Date Deposited',
			'1,Zambia,23/10/2009,14/12/2010,31/01/2011',
			'2,Gambia,-,10/08/2012,',
			'3,Sahrawi Arab Democratic Republic,,,'
		].join('\n'),
		{ terms: { ...PROTOCOL, adoptedOn: '2009-10-23' }, asOf: '2020-02-01' }
	)
	expect(faults).toEqual([])
	expect(lines).toEqual([
		'2 ZMB signed 2009-10-23',
		'2 ZMB ratified 2011-01-31',
		'3 GMB ratified 2012-08-10',
		'4 ESH not-signed 2020-02-01'
	])
	expect(doubts).toEqual(['3 D Date of Ratification/Accession: instruments.table-not-deposited'])
})

test('a flag that contradicts the dates is named by row and column, whatever language it is in', async () => {
	const { lines, doubts } = await read(
		[
			'État,Signature,Ratification,Partie',
			'Lesotho,14 déc. 2000,24 septembre 2003,non',
			'Zimbabwe,,,oui',
			'Maurice,,1er août 2003,oui',
			'Mozambique,15 dez 2000,,não'
		].join('\n')
	)
	expect(lines).toContain('4 MUS ratified 2003-08-01')
	// Of a State that is called a party nothing is said to the contrary, although its row has no date.
	expect(lines.filter((line) => line.includes('ZWE'))).toEqual([])
	expect(doubts).toEqual([
		'2 D Partie: instruments.table-date-without-party',
		'3 D Partie: instruments.table-party-without-date'
	])
})

test('what can be and is not plain waits for somebody', async () => {
	const { lines, doubts, faults } = await read(
		[
			'Country,Signature,Ratification,Denunciation,State party',
			'Malawi,13 Dec 2000,17 Mar 2005 a,,Yes',
			'Botswana,[ 10 Apr 2002 ],,,No',
			'Namibia,,16 Aug 2002,1 Mar 2010,Yes',
			'Angola,,,,perhaps'
		].join('\n')
	)
	expect(faults).toEqual([])
	expect(lines).toContain('4 NAM denounced 2010-03-01')
	expect(doubts).toEqual([
		'2 C Ratification: instruments.table-acceded-and-signed',
		'3 B Signature: instruments.table-bracketed',
		'4 E State party: instruments.table-party-without-date',
		'5 E State party: instruments.table-flag-unread'
	])
})

test('what cannot be is named all at once, by row and column', async () => {
	const { faults } = await read(
		[
			'State,Signature,Ratification,Entry into force,Withdrawal',
			'Ruritania,,1 Jan 2005,,',
			'Zambia,,24 Apr 1999,,',
			'Malawi,,some day,,',
			'Botswana,,12/25/2005,,',
			'Lesotho,,24 Sep 2003 q,,',
			'Kenya,,5 Jan 2005,1 Jan 2005,',
			'Uganda,,,,5 May 2011',
			'Zambia,,24 Apr 2005,,',
			'Eswatini,1 Jan 2007,24 Sep 2006,,',
			'Angola,,1 Jan 2030,,',
			'Namibia,,16 Aug 2002 c,,'
		].join('\n')
	)
	expect(faults).toEqual([
		'2 A State: instruments.table-unknown-state',
		'3 C Ratification: status.before-adoption',
		'4 C Ratification: instruments.table-no-date',
		'5 C Ratification: instruments.table-month-first',
		'6 C Ratification: instruments.table-unknown-suffix',
		'7 D Entry into force: status.in-force-before-joining',
		'8 E Withdrawal: status.denounced-not-joined',
		'9 A State: instruments.table-state-twice',
		'10 B Signature: status.signed-after-joining',
		'11 C Ratification: instruments.table-date-ahead',
		'12 C Ratification: instruments.table-confirmed-by-state'
	])
	expect((await read('Treaty,Year\nPalermo,2000')).faults).toEqual(['1  : instruments.table-no-state'])
})

test('States are known by code, by their names in three languages and by the long forms of the United Nations', () => {
	const named = {
		ZWE: 'ZWE',
		'the former Yugoslav Republic of Macedonia 2': 'MKD',
		'République démocratique du Congo': 'COD',
		Congo: 'COG',
		'Iran (Islamic Republic of)': 'IRN',
		'Republic of Zambia': 'ZMB',
		'República de Moçambique': 'MOZ',
		"Cote d'Ivoire": 'CIV',
		'United States of America': 'USA',
		'São Tomé e Príncipe': 'STP',
		'Viet Nam': 'VNM',
		Swaziland: 'SWZ',
		Ruritania: undefined
	}
	for (const [name, code] of Object.entries(named)) expect(countryNamed(name), name).toBe(code)
	for (const code of COUNTRIES)
		for (const language of ['en', 'fr', 'pt']) expect(countryNamed(countryNameIn(language, code) ?? code)).toBe(code)
})

test.each([
	['14 Dec 2000', '2000-12-14', null],
	['20 Sep 2013 a', '2013-09-20', 'a'],
	['20 Sep 2013 (a)', '2013-09-20', 'a'],
	['2013-12-13', '2013-12-13', null],
	['13/12/2013', '2013-12-13', null],
	['13.12.2013 AA', '2013-12-13', 'AA'],
	['[ 4 Jun 1996 ]', '1996-06-04', null],
	['1er août 2003 4', '2003-08-01', null],
	['15 de dezembro de 2000', '2000-12-15', null],
	['December 14, 2000', '2000-12-14', null],
	['Dec 2000', '2000-12', null],
	['2013 d', '2013', 'd']
])('the date %s is %s', (text, day, suffix) => {
	expect(readTableDate({ kind: 'text', text })).toMatchObject({ date: { day, suffix } })
})

test.each(['31 Feb 2001', '13', 'n.a.', '2000-13-01'])('%s is no date', (text) => {
	expect(readTableDate({ kind: 'text', text })).toEqual({ fault: 'instruments.table-no-date' })
})
