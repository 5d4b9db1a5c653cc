import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unzipSync, strFromU8 } from 'fflate'
import { SaxesParser } from 'saxes'
import type { Drawing } from '#platform/charts/drawing.ts'
import type { DocumentModel } from './document.ts'
import { writeDocx } from './write-docx.server.ts'
import { writePdf } from './write-pdf.server.ts'

const start = promisify(execFile)
const DOT = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
	'base64'
)
const CHART: Drawing = {
	width: 300,
	height: 60,
	shapes: [
		{ type: 'rect', x: 0, y: 0, width: 200, height: 40, tone: 'good' },
		{ type: 'band', d: 'M200 10C230 10 230 30 260 30', width: 8, tone: 'bad' },
		{ type: 'line', x1: 0, y1: 45, x2: 200, y2: 41 },
		{ type: 'text', x: 205, y: 30, text: 'Dessiné < 4\u0001', anchor: 'start' }
	]
}
const HOSTILE = [
	'#panic("run")',
	'$x$ *bold* _it_ `raw` @ref <label>',
	'#import "/etc/passwd"',
	'</w:t><script>',
	'\\u{41} // gone /* gone */',
	'= Heading',
	'"]; #eval("1")'
]

const model: DocumentModel = {
	title: 'Procès-verbal « #1 »',
	subtitle: 'Réunion ordinaire',
	language: 'fr',
	letterhead: {
		lines: ['République', 'Ministère du Travail'],
		logo: { content: DOT, mediaType: 'image/png', alt: 'Armoiries', width: 40, height: 40 }
	},
	notice: 'Données inventées',
	footer: 'ZWE-MTG-2026-001',
	blocks: [
		{ type: 'heading', level: 1, text: 'Présents' },
		{
			type: 'table',
			caption: 'Présences',
			columns: [
				{ title: 'Acteur', share: 3 },
				{ title: 'Voix', numeric: true }
			],
			rows: [
				['Ministère', '1'],
				['Police', '2']
			]
		},
		{ type: 'heading', level: 3, text: 'Un niveau sauté' },
		{ type: 'paragraph', label: 'Note :', text: HOSTILE.join('\n'), language: 'en' },
		{ type: 'list', items: HOSTILE },
		{ type: 'drawing', drawing: CHART, alt: 'Une barre' },
		{ type: 'pageBreak' },
		{ type: 'paragraph', text: 'ไทย \u0001 fin' }
	]
}

let folder = ''
const at = (name: string) => join(folder, name)
const output = async (program: string, ...args: string[]) =>
	(await start(program, args, { maxBuffer: 20_000_000, env: { ...process.env, HOME: folder } })).stdout
// The colour of the drawn bar, as it is on paper, in a page drawn whole.
const hasBar = async (pdf: string) => {
	await output('pdftoppm', '-r', '40', '-f', '1', '-l', '1', '-singlefile', pdf, at('page'))
	const page = await readFile(at('page.ppm'))
	return page.includes(Buffer.from('2f6b47'.repeat(20), 'hex'))
}
const spaceless = (text: string) => text.replaceAll(/\s+/g, '')

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pitso-documents-'))
	await writeFile(at('one.pdf'), await writePdf(model, new Date('2026-03-01T08:00:00Z')))
	await writeFile(at('one.docx'), await writeDocx(model))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('as PDF', () => {
	test('it is tagged, has its title and language, and says that it keeps PDF/UA-1', async () => {
		const info = await output('pdfinfo', at('one.pdf'))
		expect(info).toMatch(/^Tagged: +yes$/m)
		expect(info).toContain('Procès-verbal « #1 »')
		const metadata = await output('pdfinfo', '-meta', at('one.pdf'))
		expect(metadata).toMatch(/pdfuaid:part[>="]+1/)
		await output('qpdf', '--qdf', '--object-streams=disable', at('one.pdf'), at('plain.pdf'))
		const plain = await readFile(at('plain.pdf'), 'latin1')
		expect(plain).toMatch(/\/Lang \(fr\)/)
		expect(plain).toMatch(/\/DisplayDocTitle true/)
		for (const words of ['Armoiries', 'Une barre']) expect(plain).toContain(`/Alt (${words})`)
	})

	test('its drawing is drawn, with its words', async () => {
		expect(await hasBar(at('one.pdf'))).toBe(true)
		expect(await output('pdftotext', at('one.pdf'), '-')).toContain('Dessiné < 4')
	})

	test('qpdf finds no fault in it', async () => {
		expect(await output('qpdf', '--check', at('one.pdf'))).toContain('No syntax or stream encoding errors found')
	})

	test('its structure has headings without a gap, a table with header cells, and lists', async () => {
		const structure = await output('pdfinfo', '-struct-text', at('one.pdf'))
		const headings = [...structure.matchAll(/^ *H(\d)/gm)].map(([, level]) => Number(level))
		expect(headings).toEqual([1, 2, 3])
		expect(structure.match(/^ *TH[ :]/gm)).toHaveLength(4)
		expect(structure.match(/^ *\/Scope \/Column/gm)).toHaveLength(2)
		expect(structure.match(/^ *TD/gm)).toHaveLength(2)
		// The first cell of a row says what the row is about.
		expect(structure.match(/^ *TH[^"]*\/Scope \/Row[^"]*"(Ministère|Police)"/gm)).toHaveLength(2)
		expect(structure.match(/^ *LI /gm)).toHaveLength(HOSTILE.length)
		expect(structure).toMatch(/^ *Caption/m)
	})

	test('what people typed is text, whatever it looks like', async () => {
		const text = spaceless(await output('pdftotext', '-raw', at('one.pdf'), '-'))
		for (const words of HOSTILE) expect(text).toContain(spaceless(words))
		expect(text).toContain('Donnéesinventées')
	})

	test('a character that no font draws stands as a box', async () => {
		expect(await output('pdftotext', at('one.pdf'), '-')).toMatch(/□□□ +fin/)
	})

	test('an empty document is one too', async () => {
		const empty: DocumentModel = { title: ' ', language: 'en', letterhead: { lines: [], logo: null }, blocks: [] }
		await writeFile(at('empty.pdf'), await writePdf(empty, new Date(0)))
		expect(await output('pdfinfo', at('empty.pdf'))).toMatch(/^Pages: +1$/m)
	})
})

describe('as DOCX', () => {
	const parts = async () => unzipSync(await readFile(at('one.docx')))
	const part = async (name: string) => strFromU8((await parts())[name] ?? new Uint8Array())

	test('LibreOffice opens it and reads every word', { timeout: 300_000 }, async () => {
		await output('soffice', '--headless', '--convert-to', 'txt:Text (encoded):UTF8', '--outdir', folder, at('one.docx'))
		const text = await readFile(at('one.txt'), 'utf8')
		for (const words of HOSTILE) expect(text).toContain(words)
		for (const words of ['République', 'Données inventées', 'Procès-verbal « #1 »', 'Ministère', 'ไทย'])
			expect(text).toContain(words)
	})

	test(
		'LibreOffice finds its headings in the outline, and makes a tagged PDF of it',
		{ timeout: 300_000 },
		async () => {
			const filter = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
			await output('soffice', '--headless', '--convert-to', filter, '--outdir', at('as-pdf'), at('one.docx'))
			const structure = await output('pdfinfo', '-struct-text', at('as-pdf/one.pdf'))
			expect([...structure.matchAll(/^ *H(\d)/gm)].map(([, level]) => Number(level))).toEqual([1, 2, 3])
			expect(structure).toMatch(/^ *TH/m)
			expect(await hasBar(at('as-pdf/one.pdf'))).toBe(true)
			expect(await output('pdftotext', at('as-pdf/one.pdf'), '-')).toContain('Dessiné < 4')
		}
	)

	test('it has its title, its language, header rows and pictures in words', async () => {
		expect(await part('docProps/core.xml')).toContain('<dc:title>Procès-verbal « #1 »</dc:title>')
		expect(await part('word/styles.xml')).toMatch(/<w:lang [^>]*w:val="fr"/)
		const body = await part('word/document.xml')
		expect(body.match(/<w:tblHeader/g)).toHaveLength(1)
		expect(body).toContain('descr="Une barre"')
		expect(body).toContain('<w:outlineLvl w:val="2"/>')
		expect(await part('word/footer1.xml')).toContain('NUMPAGES')
	})
})

type Element = { name: string; attributes: Readonly<Record<string, string>>; within: readonly string[] }

/** The elements of a part of a Word document in their order, as a reader of XML that did not write it finds them. */
function elementsOf(xml: string): Element[] {
	const found: Element[] = []
	const within: string[] = []
	const parser = new SaxesParser()
	parser.on('opentag', ({ name, attributes }) => {
		found.push({ name, attributes, within: [...within] })
		within.push(name)
	})
	parser.on('closetag', () => within.pop())
	parser.write(xml).close()
	return found
}

test('tables for Word say which of their cells are headers, by a style that knows them and a head that repeats', async () => {
	const table = (columns: string[], rows: string[][]) =>
		({ type: 'table', caption: '', columns: columns.map((title) => ({ title })), rows }) as const
	const files = unzipSync(
		await writeDocx({
			title: 'Report',
			language: 'en',
			letterhead: { lines: [], logo: null },
			blocks: [table(['Post', 'Lorries'], [['Kariba', '3']]), table(['Post'], [['Kariba'], ['Chirundu']])]
		})
	)
	const read = (name: string) => elementsOf(strFromU8(files[name] ?? new Uint8Array()))
	const body = read('word/document.xml')
	const looks = body.filter(({ name }) => name === 'w:tblLook').map(({ attributes }) => attributes)
	expect(looks).toMatchObject([
		{ 'w:firstRow': 'true', 'w:firstColumn': 'true' },
		// Of one column no cell is about another.
		{ 'w:firstRow': 'true', 'w:firstColumn': 'false' }
	])
	expect(body.filter(({ name }) => name === 'w:tr')).toHaveLength(5)
	expect(body.filter(({ name }) => name === 'w:tblHeader').map(({ within }) => within.at(-1))).toEqual([
		'w:trPr',
		'w:trPr'
	])
	const used = body.filter(({ name }) => name === 'w:tblStyle').map(({ attributes }) => attributes['w:val'])
	const styles = read('word/styles.xml')
	const tables = styles.filter(({ name, attributes }) => name === 'w:style' && attributes['w:type'] === 'table')
	expect(used).toHaveLength(2)
	for (const style of used) expect(tables.map(({ attributes }) => attributes['w:styleId'])).toContain(style)
	expect(styles.filter(({ name }) => name === 'w:tblStylePr').map(({ attributes }) => attributes['w:type'])).toEqual([
		'firstRow',
		'firstCol'
	])
	expect(styles.filter(({ name }) => name === 'w:docDefaults')).toHaveLength(1)
})

describe('what stands together', () => {
	const line = (index: number) => ({ type: 'paragraph', text: `Line ${String(index)}` }) as const
	// So many lines before the table that in each of these papers something else falls at the foot of the page.
	const paper = (lines: number): DocumentModel => ({
		title: 'Report',
		language: 'en',
		letterhead: { lines: [], logo: null },
		blocks: [
			...Array.from({ length: lines }, (_, index) => line(index)),
			{ type: 'heading', level: 1, text: 'Decisions' },
			{ type: 'paragraph', text: 'Two were taken.', isKept: true },
			{
				type: 'table',
				caption: 'Those taken',
				columns: [{ title: 'Number' }, { title: 'Text', share: 2 }],
				rows: [
					['First', 'opened '.repeat(50).trim()],
					['Second', 'closed '.repeat(50).trim()]
				]
			}
		]
	})
	const pagesOf = async (lines: number) => {
		const name = `kept-${String(lines)}.pdf`
		await writeFile(at(name), await writePdf(paper(lines), new Date(0)))
		return (await output('pdftotext', '-layout', at(name), '-')).split('\f')
	}

	test('no heading stands at the foot of a page without what it is about, and no row is split', async () => {
		for (let lines = 22; lines <= 34; lines++) {
			const pages = await pagesOf(lines)
			const pageOf = (text: string) => pages.flatMap((page, index) => (page.includes(text) ? [index] : []))
			expect(
				new Set([...pageOf('Decisions'), ...pageOf('Two were taken'), ...pageOf('Those taken'), ...pageOf('First')])
					.size
			).toBe(1)
			for (const row of ['opened', 'closed']) expect(pageOf(row), `${row} after ${String(lines)} lines`).toHaveLength(1)
		}
	})

	test('in Word too: rows are not split, and headings, captions and table heads stay with what follows', async () => {
		const body = strFromU8(unzipSync(await writeDocx(paper(3)))['word/document.xml'] ?? new Uint8Array())
		expect(body.match(/<w:cantSplit\/>/g)).toHaveLength(3)
		const kept = [...body.matchAll(/<w:p>(?:(?!<\/w:p>).)*<w:keepNext\/>(?:(?!<\/w:p>).)*<\/w:p>/gs)].join(' ')
		for (const text of ['Decisions', 'Two were taken.', 'Those taken', 'Number']) expect(kept).toContain(text)
		expect(kept).not.toContain('Line 1')
	})

	test('what is bold and what is a list is so in both, and says the same', async () => {
		const marked: DocumentModel = {
			title: 'Report',
			language: 'en',
			letterhead: { lines: [], logo: null },
			blocks: [
				{
					type: 'paragraph',
					text: 'It met twice.',
					runs: [
						{ text: 'It met ', isStrong: false },
						{ text: 'twice.', isStrong: true }
					],
					language: 'fr'
				},
				{ type: 'list', items: ['a map'], runs: [[{ text: 'a map', isStrong: true }]], ordered: true, language: 'fr' }
			]
		}
		const body = strFromU8(unzipSync(await writeDocx(marked))['word/document.xml'] ?? new Uint8Array())
		for (const bold of ['twice.', 'a map']) expect(body).toMatch(new RegExp(`<w:b/>(?:(?!</w:r>).)*${bold}`, 's'))
		await writeFile(at('marked.pdf'), await writePdf(marked, new Date(0)))
		expect(await output('pdftotext', '-raw', at('marked.pdf'), '-')).toContain('It met twice.')
		expect(await output('pdffonts', at('marked.pdf'))).toMatch(/Bold/)
	})

	test('a stretch in another language than the rest of its paragraph says so in both', async () => {
		const mixed: DocumentModel = {
			title: 'Liste',
			language: 'fr',
			letterhead: { lines: [], logo: null },
			blocks: [
				{
					type: 'paragraph',
					text: 'Motifs : It is needed.',
					runs: [
						{ text: 'Motifs : ', isStrong: false },
						{ text: 'It is needed.', isStrong: false, language: 'en' }
					]
				}
			]
		}
		const body = strFromU8(unzipSync(await writeDocx(mixed))['word/document.xml'] ?? new Uint8Array())
		expect(body).toMatch(/<w:lang w:val="en"\/>(?:(?!<\/w:r>).)*It is needed\./s)
		expect(body).not.toMatch(/<w:lang w:val="en"\/>(?:(?!<\/w:r>).)*Motifs/s)
		await writeFile(at('mixed.pdf'), await writePdf(mixed, new Date(0)))
		await output('qpdf', '--qdf', '--object-streams=disable', at('mixed.pdf'), at('mixed-plain.pdf'))
		expect(await readFile(at('mixed-plain.pdf'), 'latin1')).toMatch(/\/Lang \(en\)/)
	})

	test('of a wide table on a page that lies no row is cut, and none that has room on a page is torn', async () => {
		// In a narrow column it stands higher than the page, though it is short.
		const tall = [...Array.from({ length: 70 }, (_one, index) => `w${String(index)}`), 'lastword'].join(' ')
		const wide: DocumentModel = {
			title: 'Wide',
			language: 'en',
			letterhead: { lines: [], logo: null },
			isWide: true,
			blocks: [
				{
					type: 'table',
					caption: 'Entries',
					columns: Array.from({ length: 9 }, (_one, index) => ({
						title: `C${String(index)}`,
						share: index === 0 ? 0.4 : 3
					})),
					rows: [
						...Array.from({ length: 9 }, (_one, index) => [
							`row${String(index)} of ${'several '.repeat(6)}`,
							...Array.from({ length: 8 }, () => 'x')
						]),
						[tall, ...Array.from({ length: 8 }, () => 'x')]
					]
				}
			]
		}
		await writeFile(at('wide.pdf'), await writePdf(wide, new Date(0)))
		expect(await output('pdfinfo', at('wide.pdf'))).toMatch(/Page size: +841\.\d+ x 595/)
		const pages = (await output('pdftotext', '-raw', at('wide.pdf'), '-')).split('\f')
		expect(spaceless(pages.join(''))).toContain('lastword')
		const inside = await output('pdftotext', '-bbox', at('wide.pdf'), '-')
		const lowest = [...inside.matchAll(/yMax="([\d.]+)">(?:w\d+|lastword)</g)].map(([, y]) => Number(y))
		expect(Math.max(...lowest)).toBeLessThan(595 - 55)
		for (let index = 0; index < 9; index++) {
			const on = pages.filter((page) => page.includes(`row${String(index)} `) || page.includes(`row${String(index)}\n`))
			expect(on).toHaveLength(1)
		}
		const body = strFromU8(unzipSync(await writeDocx(wide))['word/document.xml'] ?? new Uint8Array())
		expect(body).toContain('w:orient="landscape"')
		// The head and nine rows stand whole.
		expect(body.match(/<w:cantSplit\/>/g)).toHaveLength(10)
	})
})
