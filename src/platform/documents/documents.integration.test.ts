import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unzipSync, strFromU8 } from 'fflate'
import type { DocumentModel } from './document.ts'
import { writeDocx } from './write-docx.server.ts'
import { writePdf } from './write-pdf.server.ts'

const start = promisify(execFile)
const DOT = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
	'base64'
)
const CHART = Buffer.from(
	'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>'
)
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
		{ type: 'picture', content: CHART, mediaType: 'image/svg+xml', alt: 'Une barre', width: 200, height: 100 },
		{ type: 'pageBreak' },
		{ type: 'paragraph', text: 'ไทย \u0001 fin' }
	]
}

let folder = ''
const at = (name: string) => join(folder, name)
const output = async (program: string, ...args: string[]) =>
	(await start(program, args, { maxBuffer: 20_000_000, env: { ...process.env, HOME: folder } })).stdout
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

	test('qpdf finds no fault in it', async () => {
		expect(await output('qpdf', '--check', at('one.pdf'))).toContain('No syntax or stream encoding errors found')
	})

	test('its structure has headings without a gap, a table with header cells, and lists', async () => {
		const structure = await output('pdfinfo', '-struct-text', at('one.pdf'))
		const headings = [...structure.matchAll(/^ *H(\d)/gm)].map(([, level]) => Number(level))
		expect(headings).toEqual([1, 2, 3])
		expect(structure.match(/^ *TH /gm)).toHaveLength(2)
		expect(structure.match(/^ *TD/gm)).toHaveLength(4)
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

	test('LibreOffice opens it and reads every word', { timeout: 60_000 }, async () => {
		await output('soffice', '--headless', '--convert-to', 'txt:Text (encoded):UTF8', '--outdir', folder, at('one.docx'))
		const text = await readFile(at('one.txt'), 'utf8')
		for (const words of HOSTILE) expect(text).toContain(words)
		for (const words of ['République', 'Données inventées', 'Procès-verbal « #1 »', 'Ministère', 'ไทย'])
			expect(text).toContain(words)
	})

	test('LibreOffice finds its headings in the outline, and makes a tagged PDF of it', { timeout: 60_000 }, async () => {
		const filter = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
		await output('soffice', '--headless', '--convert-to', filter, '--outdir', at('as-pdf'), at('one.docx'))
		const structure = await output('pdfinfo', '-struct-text', at('as-pdf/one.pdf'))
		expect([...structure.matchAll(/^ *H(\d)/gm)].map(([, level]) => Number(level))).toEqual([1, 2, 3])
		expect(structure).toMatch(/^ *TH/m)
	})

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
