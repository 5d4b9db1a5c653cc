import { expect, expectTypeOf, test } from 'vitest'
import { column } from './column.ts'
import { addFaults, refuseFaults } from './fault.ts'
import { type ParseOptions, parseSheets } from './parse-sheets.ts'
import { readTables } from './read-tables.ts'
import { defineSheet } from './sheet.ts'
import words from './words/en.json' with { type: 'json' }
import { aWorkbook, aZip, textRow } from './workbook-fixture.ts'

const actorSheet = defineSheet({
	name: 'actor',
	columns: {
		key: column.key(),
		name: column.name({ max: 20 }),
		kind: column.oneOf(['ministry', 'department', 'police']),
		parent: column.reference('actor').optional(),
		seats: column.integer({ min: 1, max: 99 }).optional(),
		year: column.year().optional(),
		since: column.day().optional(),
		aliases: column.list(),
		enforcement: column.yes(),
		note: column.text({ max: 10 }).optional(),
		quorum: column.text({ max: 10, numbers: true }).optional()
	},
	key: ['key'],
	parent: 'parent',
	isRequired: true
})

const membershipSheet = defineSheet({
	name: 'membership',
	columns: {
		structure: column.reference('structure'),
		actor: column.reference('actor'),
		from: column.day().optional()
	},
	key: ['structure', 'actor', 'from']
})

const HEADER = 'key,name,kind,parent,seats,year,since,aliases,enforcement,note,quorum'
const options: ParseOptions = { language: 'en', known: (kind, key) => kind === 'structure' && key === 'committee' }

async function parseCsv(files: Record<string, string>, given: Partial<ParseOptions> = {}) {
	const zip = aZip(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${name}.csv`, text])))
	return parseSheets(await readTables({ name: 'upload', bytes: zip }), [actorSheet, membershipSheet], {
		...options,
		...given
	})
}

/** The faults of one row, given under the headers they need. */
async function faultsOf(cells: Readonly<Record<string, string>>) {
	const all: Record<string, string> = { key: 'labour', name: 'Labour', kind: 'ministry', ...cells }
	const { faults } = await parseCsv({
		actor: `${Object.keys(all).join(',')}\n${Object.values(all)
			.map((text) => `"${text}"`)
			.join(',')}\n`
	})
	return faults.listed.map(({ row, column, code, params }) => ({ row, column, code, params }))
}

test('rows come out typed, with their numbers, as the sheet declares', async () => {
	const parsed = await parseCsv({
		actor: `${HEADER},name:fr\nlabour, Labour ,ministry,,3,1966,2026-01-31,work; jobs ;;work,yes,,7,Travail\n\npolice,Police,police,labour,,,,,,x,,\n`,
		membership: 'structure,actor\ncommittee,labour\n'
	})
	expect(parsed.faults).toEqual({ listed: [], total: 0 })
	const rows = parsed.rows(actorSheet)
	expect(rows).toEqual([
		{
			row: 2,
			value: {
				key: 'labour',
				name: { en: 'Labour', fr: 'Travail' },
				kind: 'ministry',
				parent: undefined,
				seats: 3,
				year: 1966,
				since: '2026-01-31',
				aliases: ['work', 'jobs'],
				enforcement: true,
				note: undefined,
				quorum: '7'
			}
		},
		{
			row: 4,
			value: expect.objectContaining({ key: 'police', parent: 'labour', aliases: [], enforcement: false, note: 'x' })
		}
	])
	expect(parsed.rows(membershipSheet)).toEqual([
		{ row: 2, value: { structure: 'committee', actor: 'labour', from: undefined } }
	])
	expect(parsed.columns(membershipSheet)).toEqual(['structure', 'actor'])
	expectTypeOf(rows[0]?.value).toEqualTypeOf<
		| {
				readonly key: string
				readonly name: Record<string, string>
				readonly kind: 'ministry' | 'department' | 'police'
				readonly parent: string | undefined
				readonly seats: number | undefined
				readonly year: number | undefined
				readonly since: string | undefined
				readonly aliases: string[]
				readonly enforcement: boolean
				readonly note: string | undefined
				readonly quorum: string | undefined
		  }
		| undefined
	>()
})

test.each([
	['key', 'Ministry of Labour', 'not-a-key', { value: 'Ministry of Labour' }],
	['key', '', 'empty', {}],
	['key', 'a--b', 'not-a-key', { value: 'a--b' }],
	['name', ' ', 'empty', {}],
	['name', 'x'.repeat(21), 'too-long', { max: 20 }],
	[
		'kind',
		'minsitry',
		'not-listed-near',
		{ value: 'minsitry', nearest: 'ministry', allowed: 'ministry, department, police' }
	],
	['kind', 'embassy', 'not-listed', { value: 'embassy', allowed: 'ministry, department, police' }],
	['parent', 'nobody', 'unknown-reference', { value: 'nobody', kind: 'actor' }],
	['seats', '0', 'out-of-range', { value: '0', min: 1, max: 99 }],
	['seats', '1.5', 'not-whole', { value: '1.5' }],
	['seats', '1,000', 'not-whole', { value: '1,000' }],
	['year', '26', 'not-a-year', { value: '26' }],
	['since', '43101', 'day-as-number', { value: '43101' }],
	['since', '31/01/2026', 'not-a-day', { value: '31/01/2026' }],
	['since', '2026-02-30', 'not-a-day', { value: '2026-02-30' }],
	['since', '2026', 'not-a-day', { value: '2026' }],
	['enforcement', 'maybe', 'not-yes', { value: 'maybe' }],
	['note', '=1+1', 'formula', {}],
	['note', 'a\u0000b', 'control-character', { character: 'U+0000' }],
	['note', 'a\u0007b', 'control-character', { character: 'U+0007' }],
	['note', 'a\u0085b', 'control-character', { character: 'U+0085' }]
])('in the column %s the text %j is refused as %s', async (name, text, code, params) => {
	expect(await faultsOf({ [name]: text })).toEqual([{ row: 2, column: name, code: `exchange.${code}`, params }])
})

test('in a workbook, numbers and dates are refused where text belongs, and taken where they belong', async () => {
	const cell = {
		text: (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`,
		number: (n: number) => `<c><v>${n}</v></c>`,
		day: (n: number) => `<c s="1"><v>${n}</v></c>`
	}
	const row = (...cells: string[]) => `<row>${cells.join('')}</row>`
	const actor =
		textRow(1, ...HEADER.split(',')) +
		row(
			cell.text('a'),
			cell.text('A'),
			cell.text('police'),
			'<c/>',
			cell.number(3),
			cell.number(1966),
			cell.day(43101),
			'<c/>',
			'<c t="b"><v>1</v></c>',
			'<c/>',
			cell.number(7)
		) +
		row(
			cell.text('b'),
			cell.number(5),
			cell.number(5),
			cell.number(5),
			cell.day(43101),
			cell.number(3.5),
			cell.number(43101),
			cell.number(5),
			cell.number(1),
			cell.day(43101),
			cell.number(1.5)
		) +
		row(
			cell.text('c'),
			cell.text('C'),
			cell.text('police'),
			'<c/>',
			'<c t="e"><v>#N/A</v></c>',
			'<c/>',
			cell.day(43101.5),
			'<c/>',
			'<c/>',
			'<c t="b"><v>1</v></c>',
			'<c><f>A1</f><v>1</v></c>'
		) +
		row(cell.text('d'), cell.text('half_xD83D_'), cell.text('police'))
	const bytes = aWorkbook({
		sheets: { actor, Sheet2: '' },
		styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
	})
	const parsed = parseSheets(await readTables({ name: 'upload', bytes }), [actorSheet], options)
	expect(parsed.rows(actorSheet)).toMatchObject([
		{ row: 2, value: { seats: 3, year: 1966, since: '2018-01-01', enforcement: true, quorum: '7' } }
	])
	expect(parsed.faults.listed.map(({ row, letter, code }) => `${row}${letter} ${code.slice(9)}`)).toEqual([
		'3B number-in-text',
		'3C not-listed',
		'3D number-in-text',
		'3E not-whole',
		'3F not-a-year',
		'3G day-as-number',
		'3H number-in-text',
		'3I not-yes',
		'3J date-in-text',
		'3K number-in-text',
		'4E error-value',
		'4G day-with-time',
		'4J boolean-in-text',
		'4K formula',
		'5B half-character'
	])
})

test('headers that are missing, unknown, doubled or in no language are named', async () => {
	const { faults, rows } = await parseCsv({
		actor: 'key,nmae,name:fr,name:,key,kind:fr,remarks\nlabour,Labour,Travail,x,y,z,w\n'
	})
	expect(
		faults.listed.map(({ column, letter, code, params }) => [
			column,
			letter,
			code.slice(9),
			params.nearest ?? params.other
		])
	).toEqual([
		['kind', '', 'missing-column', undefined],
		['name', '', 'missing-column', undefined],
		['nmae', 'B', 'unknown-column-near', 'name'],
		['name:', 'D', 'unknown-column-near', 'name'],
		['key', 'E', 'duplicate-column', 'A'],
		['kind:fr', 'F', 'unknown-column', undefined],
		['remarks', 'G', 'unknown-column', undefined]
	])
	expect(rows(actorSheet)).toEqual([])
})

test('a name in the first language by its own header is that name, and twice is refused', async () => {
	const once = await parseCsv({ actor: 'key,name:en,kind\nlabour,Labour,ministry\n' })
	expect(once.rows(actorSheet)[0]?.value.name).toEqual({ en: 'Labour' })
	const twice = await parseCsv({ actor: 'key,name,name:en,kind\nlabour,Labour,Work,ministry\n' })
	expect(twice.faults.listed).toMatchObject([
		{ column: 'name:en', code: 'exchange.duplicate-column', params: { other: 'B' } }
	])
})

test('content under no header is named, as after a comma without quotes', async () => {
	const { faults } = await parseCsv({
		actor: 'key,name,kind,,note\nlabour,Labour, Work and,ministry,,x\npolice,Police,police,,a,b\n'
	})
	expect(faults.listed.map(({ row, letter, code }) => `${row}${letter} ${code.slice(9)}`)).toEqual([
		'2C not-listed',
		'2D no-column',
		'2F no-column',
		'3F no-column'
	])
})

test('a key that stands twice names the other row, over several columns too', async () => {
	const { faults } = await parseCsv({
		actor: 'key,name,kind\nlabour,A,ministry\nhealth,B,ministry\nlabour,C,ministry\n,D,ministry\n,E,ministry\n',
		membership: 'structure,actor,from\ncommittee,labour,\ncommittee,labour,2026-01-01\ncommittee,labour,\n'
	})
	expect(
		faults.listed.map(({ sheet, row, column, code, params }) => [sheet, row, column, code.slice(9), params.other])
	).toEqual([
		['actor', 4, 'key', 'duplicate-key', 2],
		['actor', 5, 'key', 'empty', undefined],
		['actor', 6, 'key', 'empty', undefined],
		['membership', 4, 'structure', 'duplicate-key', 2]
	])
})

test('every parent cell on a circle is named, and no other', async () => {
	const { faults } = await parseCsv({
		actor: 'key,name,kind,parent\na,A,police,b\nb,B,police,c\nc,C,police,a\nd,D,police,a\ne,E,police,e\n'
	})
	expect(faults.listed.map(({ row, letter, params }) => [row, letter, params.cycle])).toEqual([
		[2, 'D', 'a → b → c → a'],
		[3, 'D', 'a → b → c → a'],
		[4, 'D', 'a → b → c → a'],
		[6, 'D', 'e → e']
	])
})

test('a row with a fault still lends its key, so that one mistake is named once', async () => {
	const { faults } = await parseCsv({ actor: 'key,name,kind,parent\na,A,polcie,\nb,B,police,a\n' })
	expect(faults.listed.map(({ row, code }) => [row, code])).toEqual([[2, 'exchange.not-listed-near']])
})

test('sheets that are missing or unknown are named, unless the file could not be read at all', async () => {
	const { faults } = await parseCsv({ actors: 'key\na\n', other: 'x\ny\n' })
	expect(faults.listed.map(({ sheet, code }) => [sheet, code.slice(9)])).toEqual([
		['actor', 'missing-sheet'],
		['actors', 'unknown-sheet-near'],
		['other', 'unknown-sheet']
	])
	const unread = parseSheets(
		await readTables({ name: 'x', bytes: Buffer.from('PK\u0003\u0004') }),
		[actorSheet],
		options
	)
	expect(unread.faults.listed.map(({ code }) => code)).toEqual(['exchange.broken-archive'])
})

test('a sheet whose header was not read is not blamed for missing columns', async () => {
	const { faults } = await parseCsv({ actor: '\nkey\n' })
	expect(faults.listed.map(({ code }) => code)).toEqual(['exchange.no-header'])
})

test('the first faults in order are listed, all are counted, and the refusal says how many', async () => {
	const lines = Array.from({ length: 500 }, (_, at) => `Bad ${at},A,police`)
	const { faults } = await parseCsv({ actor: `key,name,kind\n${lines.join('\n')}\n` }, { faults: 3 })
	expect(faults.listed.map(({ row }) => row)).toEqual([2, 3, 4])
	expect(faults.total).toBe(500)
	const refusal = refuseFaults(faults)
	expect(refusal.kind).toBe('invalid')
	expect(refusal.issues[0]).toEqual({
		path: ['actor', 2, 'key'],
		code: 'exchange.not-a-key',
		params: { value: 'Bad 0', sheet: 'actor', row: 2, column: 'key', letter: 'A' }
	})
	expect(refusal.issues.at(-1)).toEqual({ path: [], code: 'exchange.more', params: { total: 500, listed: 3 } })
})

test('an area adds its own faults in their places', async () => {
	const parsed = await parseCsv({ actor: 'key,name,kind\na,A,police\nb,,police\n' })
	const own = parsed.fault({ sheet: actorSheet, row: 2, column: 'kind' }, 'directory.closed', { kind: 'police' })
	const faults = addFaults(parsed.faults, [own])
	expect(faults.total).toBe(2)
	expect(faults.listed[0]).toEqual({
		sheet: 'actor',
		row: 2,
		column: 'kind',
		letter: 'C',
		code: 'directory.closed',
		params: { kind: 'police' }
	})
})

test('hostile names of sheets and columns are only names', async () => {
	const { faults, rows } = await parseCsv({
		['__proto__']: 'key\na\n',
		actor: 'key,name,kind,__proto__,constructor\na,A,police,x,y\n'
	})
	expect(faults.listed.map(({ code }) => code.slice(9))).toEqual(['unknown-sheet', 'unknown-column', 'unknown-column'])
	expect(rows(actorSheet)).toHaveLength(1)
})

test('keys of a sheet that was read only in part are not called unknown', async () => {
	const { faults } = await parseCsv({
		actor: 'key,name,kind\na,A,police\nb,"B"x,police\nc,C,police\n',
		membership: 'structure,actor\ncommittee,c\n'
	})
	expect(faults.listed.map(({ sheet, row, code }) => [sheet, row, code])).toEqual([['actor', 3, 'exchange.quote']])
})

test('only its own columns can be the key of a sheet', () => {
	const columns = { key: column.key(), name: column.text({ max: 10 }) }
	type Keys = Parameters<typeof defineSheet<typeof columns>>[0]['key'][number]
	expectTypeOf<Keys>().toEqualTypeOf<'key' | 'name'>()
	expect(defineSheet({ name: 'x', columns, key: ['name'] }).key).toEqual(['name'])
})

test('every fault has a sentence', async () => {
	const { readFile, readdir } = await import('node:fs/promises')
	const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
	const sources = await Promise.all(files.map((name) => readFile(`${import.meta.dirname}/${name}`, 'utf8')))
	const codes = new Set(
		sources.flatMap((source) =>
			[...source.matchAll(/(?<!name: )'(exchange\.[a-z0-9-]+)'/g)].map(([, code]) => `refusal.${code}`)
		)
	)
	const sentences = Object.keys(words).filter((key) => key.startsWith('refusal.'))
	expect(sentences.toSorted()).toEqual([...codes].toSorted())
})
