import readXlsxFile from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { registry } from '#areas'
import { speak } from '#platform/languages/words.ts'
import { openArchive } from './archive.ts'
import type { Book } from './book.ts'
import { column } from './column.ts'
import { standardLimits } from './limits.ts'
import { readTables } from './read-tables.ts'
import { sheetRows } from './sheet-rows.ts'
import { defineSheet } from './sheet.ts'
import { openBudget } from './unreadable.ts'
import { writeWorkbook } from './write-workbook.ts'

const actorSheet = defineSheet({
	name: 'actor',
	columns: {
		key: column.key(),
		name: column.name({ max: 300 }),
		kind: column.oneOf(['ministry', 'agency'], 'actor-kind'),
		parent: column.reference('actor').optional(),
		year: column.year().optional(),
		from: column.day().optional(),
		enforcement: column.yes(),
		aliases: column.list(),
		note: column.text({ max: 4_000 }).optional()
	},
	key: ['key'],
	parent: 'parent'
})

type Row = {
	key: string
	name: Record<string, string>
	note?: string
	from?: string
	year?: number
	aliases?: string[]
}

const rowsOf = (rows: readonly Row[]) =>
	sheetRows(
		actorSheet,
		rows.map(({ aliases = [], note, from, year, ...row }) => ({
			id: row.key,
			row: { kind: 'ministry', parent: null, enforcement: false, year, from, aliases, note, ...row }
		})),
		'en'
	)

const book = (rows: readonly Row[], more: Partial<Book> = {}): Book => ({
	sheets: [rowsOf(rows)],
	words: speak(registry.catalogue, 'en'),
	language: 'en',
	kinds: ['actor', 'structure'],
	...more
})

const HARD = [
	'=1+1',
	'@home',
	'+26622312345',
	'-5',
	'0042',
	'TRUE',
	'2020-01-01',
	'1e5',
	'a & b < c > "d"',
	'two\nlines\tand a tab',
	'  ',
	'_x0041_ _x000d_',
	'\u{1F30D} \u00c9cole \u202eright to left',
	'\ufffe\uffff'
]

test('texts, days, years and lists come back from an independent reader as they were put in', async () => {
	const rows = HARD.filter((text) => text.trim() !== '' && !/[\ufffe\uffff]/.test(text)).map((note, at) => ({
		key: `a-${String(at).padStart(2, '0')}`,
		name: { en: `Name ${String(at)}`, fr: 'Nom' },
		note,
		year: 1998,
		from: at === 0 ? '1850-06-30' : '2020-02-29',
		aliases: ['x', 'y; z']
	}))
	const bytes = Buffer.from(await writeWorkbook(book(rows)))
	const sheets = await readXlsxFile(bytes)
	const read = sheets.find(({ sheet }) => sheet === 'actor')?.data ?? []
	expect(read[0]).toEqual([
		'key',
		'name',
		'name_fr',
		'kind',
		'parent',
		'year',
		'from',
		'enforcement',
		'aliases',
		'note'
	])
	expect(read.slice(1).map((cells) => cells[9])).toEqual(rows.map(({ note }) => note))
	expect(read[1]?.[6]).toBe('1850-06-30')
	expect(read[2]?.[6]).toEqual(new Date('2020-02-29T00:00:00Z'))
	expect(read[1]?.slice(0, 6)).toEqual(['a-00', 'Name 0', 'Nom', 'ministry', null, 1998])
	expect(read[1]?.[8]).toBe('x;y\\; z')
	expect(sheets[0]?.sheet).toBe('Read me')
	expect(JSON.stringify(sheets[0]?.data)).toContain('Formulas are refused')
})

test('what Pitso writes, Pitso reads the same, whatever characters stand in it', async () => {
	const rows = HARD.filter((text) => text.trim() !== '').map((note, at) => ({
		key: `a-${String(at).padStart(2, '0')}`,
		name: { en: 'Name' },
		note
	}))
	const { sheets, faults, language } = await readTables({ name: 'x.xlsx', bytes: await writeWorkbook(book(rows)) })
	expect(faults.total).toBe(0)
	expect(language).toBe('en')
	const actor = sheets.get('actor')
	const note = actor?.columns.indexOf('note') ?? -1
	expect(actor?.rows.map(({ cells }) => cells[note]?.text)).toEqual(rows.map((row) => row.note.trim()))
})

test('equal rows are equal bytes, whenever and in whatever time zone they are written', async () => {
	const rows = [
		{ key: 'b', name: { en: 'B' } },
		{ key: 'a', name: { en: 'A' } }
	]
	const zone = process.env['TZ']
	const first = await writeWorkbook(book(rows))
	try {
		for (const other of ['Pacific/Kiritimati', 'America/Adak']) {
			process.env['TZ'] = other
			expect(Buffer.from(await writeWorkbook(book(rows.toReversed()))).equals(first)).toBe(true)
		}
	} finally {
		if (zone === undefined) delete process.env['TZ']
		else process.env['TZ'] = zone
	}
})

async function partsOf(bytes: Uint8Array) {
	const archive = await openArchive(Buffer.from(bytes), standardLimits, openBudget(standardLimits))
	const parts = new Map<string, string>()
	for (const name of archive.names) {
		const pieces: Buffer[] = []
		for await (const piece of archive.read(name)) pieces.push(piece)
		parts.set(name, Buffer.concat(pieces).toString('utf8'))
	}
	return parts
}

test('each column says what belongs there and offers its words; the lists stand in a hidden sheet', async () => {
	const parts = await partsOf(await writeWorkbook(book([])))
	const workbook = parts.get('xl/workbook.xml') ?? ''
	expect(workbook).toContain('name="lists" sheetId="3" state="hidden"')
	expect(workbook).toMatch(/<definedName name="list_actor_kind">lists!\$\w+\$2:\$\w+\$3<\/definedName>/)
	// Without keys of a workspace, those typed into the sheet itself are offered.
	expect(workbook).toContain('<definedName name="keys_actor">actor!$A$2:$A$200001</definedName>')
	const sheet = parts.get('xl/worksheets/sheet2.xml') ?? ''
	expect(sheet).toMatch(/<pane xSplit="1" ySplit="1" topLeftCell="B2"[^>]*state="frozen"/)
	expect(sheet).toMatch(/type="list"[^>]*showErrorMessage="1"[^>]*sqref="C2:C200001"><formula1>list_actor_kind</)
	// A key of the workspace that the file does not list may be typed all the same.
	const parent = /<dataValidation [^>]*sqref="D2:D200001"><formula1>keys_actor<\/formula1>/.exec(sheet)?.[0]
	expect(parent).not.toContain('showErrorMessage')
	expect(sheet.match(/promptTitle="/g)).toHaveLength(18)
	for (const [, prompt = ''] of sheet.matchAll(/ prompt="([^"]*)"/g)) expect(prompt.length).toBeLessThanOrEqual(255)
	expect(sheet).toContain('customWidth="1"')
})

test('keys of a workspace are offered in a workbook without rows', async () => {
	const parts = await partsOf(await writeWorkbook(book([], { keys: new Map([['actor', ['labour', 'police']]]) })))
	expect(parts.get('xl/workbook.xml')).toMatch(/<definedName name="keys_actor">lists!\$\w+\$2:\$\w+\$3</)
	expect(parts.get('xl/worksheets/sheet3.xml')).toContain('>police<')
})

test('the largest sheet that an import takes is written, and read again', { timeout: 120_000 }, async () => {
	const rows = Array.from({ length: standardLimits.rows }, (_, at) => ({
		key: `actor-${String(at).padStart(6, '0')}`,
		name: { en: `Ministry ${String((at * 7_919) % 200_003)}` }
	}))
	const bytes = await writeWorkbook(book(rows))
	expect(bytes.byteLength).toBeLessThan(standardLimits.fileBytes)
	const { sheets, faults } = await readTables({ name: 'x.xlsx', bytes })
	expect(faults.listed).toEqual([])
	expect(sheets.get('actor')?.rows).toHaveLength(standardLimits.rows)
	expect(sheets.get('actor')?.rows.at(-1)?.cells[0]?.text).toBe('actor-199999')
})
