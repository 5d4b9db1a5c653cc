import { writeFile } from 'node:fs/promises'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aFolder, aListener, textOf } from '../read-files-fixture.ts'

let files: Awaited<ReturnType<typeof aFolder>>
let listener: Awaited<ReturnType<typeof aListener>>
beforeAll(async () => {
	;[files, listener] = await Promise.all([aFolder(), aListener()])
})
afterAll(async () => {
	listener.close()
	await files.remove()
})

const WORDS = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const relations = (more = '') =>
	`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>${more}</Relationships>`
const docx = (document: string, more: Record<string, string> = {}, level: 0 | 9 = 9) =>
	zipSync(
		Object.fromEntries(
			Object.entries({ '_rels/.rels': relations(), 'word/document.xml': document, ...more }).map(([name, text]) => [
				name,
				strToU8(text)
			])
		),
		{ level }
	)
const bodyOf = (inner: string, before = '') =>
	`<?xml version="1.0" encoding="UTF-8"?>${before}<w:document xmlns:w="${WORDS}"><w:body>${inner}</w:body></w:document>`
const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`

describe('a DOCX', () => {
	const numbering = `<w:numbering xmlns:w="${WORDS}"><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Article %1"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl><w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="12"/></w:lvlOverride></w:num></w:numbering>`
	const styles = `<w:styles xmlns:w="${WORDS}"><w:style w:type="paragraph" w:styleId="A"><w:name w:val="Clause"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="B"><w:name w:val="heading 2"/><w:basedOn w:val="A"/></w:style><w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style></w:styles>`
	const item = (text: string, properties: string) =>
		`<w:p><w:pPr>${properties}</w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`
	const level = (list: number, depth: number) =>
		`<w:numPr><w:ilvl w:val="${String(depth)}"/><w:numId w:val="${String(list)}"/></w:numPr>`

	test('is read with the numbers of its lists, by styles, by levels and from where they start', async () => {
		const inner = [
			item('Contents 3', '<w:pStyle w:val="T"/>'),
			item('one', level(1, 0)),
			item('below', level(1, 1)),
			item('deeper', level(1, 2)),
			item('gone', `${level(1, 1)}<w:rPr><w:del/></w:rPr>`),
			item('two', '<w:pStyle w:val="A"/>'),
			item('again', level(1, 1)),
			item('plain', '<w:pStyle w:val="A"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
			item('headed', '<w:pStyle w:val="B"/>'),
			item('twelve', level(2, 0))
		].join('')
		await writeFile(
			files.at('lists.docx'),
			docx(bodyOf(inner), { 'word/numbering.xml': numbering, 'word/styles.xml': styles })
		)
		const extraction = await files.extract('lists.docx')
		expect(
			extraction.kind === 'text' &&
				extraction.paragraphs.map(({ number, text, depth, heading, isContents }) => [
					number,
					text,
					depth,
					heading,
					isContents
				])
		).toEqual([
			[null, 'Contents 3', null, null, true],
			['Article 1', 'one', 0, null, false],
			['1.1', 'below', 1, null, false],
			['(i)', 'deeper', 2, null, false],
			['Article 2', 'gonetwo', 0, null, false],
			['2.1', 'again', 1, null, false],
			[null, 'plain', null, null, false],
			['Article 3', 'headed', 0, 2, false],
			['Article 12', 'twelve', 0, null, false]
		])
	})

	test('gives rows of tables as lines, and lines that were broken by hand as paragraphs', async () => {
		const cell = (...texts: string[]) => `<w:tc>${texts.map(paragraph).join('')}</w:tc>`
		const table = `<w:tbl><w:tr>${cell('Fee')}${cell('100')}</w:tr><w:tr>${cell('12.')}${cell('A section.', 'Its end.')}</w:tr></w:tbl>`
		const broken = '<w:p><w:r><w:t>(a) one;</w:t><w:br/><w:t>(b) two</w:t><w:tab/><w:t>ways.</w:t></w:r></w:p>'
		await writeFile(files.at('table.docx'), docx(bodyOf(table + broken)))
		expect(await files.extract('table.docx')).toMatchObject({
			paragraphs: [
				{ text: 'Fee | 100' },
				{ number: '12.', text: 'A section.' },
				{ text: 'Its end.' },
				{ text: '(a) one;' },
				{ text: '(b) two ways.' }
			]
		})
	})

	test('keeps the words of its fields, links and text boxes', async () => {
		const inner = `<w:p><w:r><w:t xml:space="preserve">See </w:t></w:r><w:fldSimple w:instr=" REF a &gt; "><w:r><w:t>section 4</w:t></w:r></w:fldSimple><w:hyperlink xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="r&quot;5" w:anchor="a"><w:r><w:t xml:space="preserve"> of the Act</w:t></w:r></w:hyperlink><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>, page 9</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`
		const box = `<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps"><w:txbxContent>${paragraph('boxed')}</w:txbxContent></mc:Choice><mc:Fallback><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>${paragraph('boxed')}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`
		await writeFile(files.at('fields.docx'), docx(bodyOf(inner + box)))
		expect(textOf(await files.extract('fields.docx'))).toEqual(['See section 4 of the Act, page 9', 'boxed'])
	})

	test('takes tracked insertions and leaves tracked deletions', async () => {
		const inner = `<w:p><w:r><w:t xml:space="preserve">A fee of </w:t></w:r><w:del w:id="1"><w:r><w:delText>100</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>150</w:t></w:r></w:ins></w:p>`
		await writeFile(files.at('tracked.docx'), docx(bodyOf(inner)))
		expect(textOf(await files.extract('tracked.docx'))).toEqual(['A fee of 150'])
	})

	test('that unpacks to more than is allowed is refused before it is unpacked', async () => {
		const bomb = docx(bodyOf(paragraph('0'.repeat(20_000_000))))
		expect(bomb.length).toBeLessThan(50_000)
		await writeFile(files.at('bomb.docx'), bomb)
		expect(await files.extract('bomb.docx', { unpackedBytes: 10_000_000 })).toEqual({
			kind: 'refused',
			code: 'too-large',
			limit: 'unpackedBytes',
			most: 10_000_000
		})
	})

	test('that says to be smaller than it is, is damaged', async () => {
		const bytes = Buffer.from(docx(bodyOf(paragraph('0'.repeat(9_000_000)))))
		// The size that its directory tells of its last part, which is the body.
		const entry = bytes.lastIndexOf(Buffer.from('PK\u0001\u0002'))
		bytes.writeUInt32LE(1_000, entry + 24)
		await writeFile(files.at('lying.docx'), bytes)
		expect(await files.extract('lying.docx')).toEqual({ kind: 'refused', code: 'damaged' })
	})

	test('with a document type is damaged: no entity is read, from the disk, from the network or from itself', async () => {
		await writeFile(files.at('secret'), 'leaked')
		const kinds = [
			`<!ENTITY leak SYSTEM "file://${files.at('secret')}">`,
			`<!ENTITY leak SYSTEM "http://127.0.0.1:${String(listener.port)}/entity">`,
			`<!ENTITY % far SYSTEM "http://127.0.0.1:${String(listener.port)}/far.dtd"> %far;`,
			'<!ENTITY a "ha"><!ENTITY leak "&a;&a;&a;&a;&a;&a;">'
		]
		for (const kind of kinds) {
			await writeFile(files.at('entity.docx'), docx(bodyOf(paragraph('&leak;'), `<!DOCTYPE w [${kind}]>`)))
			expect(await files.extract('entity.docx'), kind).toEqual({ kind: 'refused', code: 'damaged' })
		}
		expect(listener.asked).toEqual([])
	})

	test('that refers to files elsewhere is read without them', async () => {
		const far = `http://127.0.0.1:${String(listener.port)}/picture.png`
		const drawing = `<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="r9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
		const links = relations(
			`<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="${far}" TargetMode="External"/><Relationship Id="r8" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="file://${files.at('secret')}" TargetMode="External"/>`
		)
		await writeFile(
			files.at('far.docx'),
			docx(bodyOf(drawing + paragraph('read')), { 'word/_rels/document.xml.rels': links })
		)
		expect(textOf(await files.extract('far.docx'))).toEqual(['read'])
		expect(listener.asked).toEqual([])
	})

	test('nested a hundred thousand deep is damaged', async () => {
		const deep = 100_000
		const inner = '<w:tbl><w:tr><w:tc>'.repeat(deep) + '</w:tc></w:tr></w:tbl>'.repeat(deep)
		await writeFile(files.at('deep.docx'), docx(bodyOf(inner)))
		expect(await files.extract('deep.docx')).toEqual({ kind: 'refused', code: 'damaged' })
	})

	test('that fills the memory ends its process, and nothing else', async () => {
		await writeFile(files.at('heavy.docx'), docx(bodyOf('<w:p><w:r><w:t>x</w:t></w:r></w:p>'.repeat(700_000))))
		expect(await files.extract('heavy.docx', { heapMegabytes: 128 })).toMatchObject({
			kind: 'refused',
			code: 'too-much-memory'
		})
		expect(await files.extract('heavy.docx', { memoryMegabytes: 128 })).toMatchObject({
			kind: 'refused',
			code: 'too-much-memory'
		})
	})

	test('with a password is encrypted, and an old or other file of an office is no text that is read', async () => {
		const compound = (inside: string) =>
			Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504), Buffer.from(inside, 'utf16le')])
		await writeFile(files.at('password.docx'), compound('EncryptedPackage'))
		await writeFile(files.at('old.docx'), compound('WordDocument'))
		await writeFile(files.at('sheet.docx'), zipSync({ 'xl/workbook.xml': strToU8('<workbook/>') }))
		expect(await files.extract('password.docx')).toEqual({ kind: 'refused', code: 'encrypted' })
		expect(await files.extract('old.docx')).toEqual({ kind: 'refused', code: 'not-a-text' })
		expect(await files.extract('sheet.docx')).toEqual({ kind: 'refused', code: 'not-a-text' })
	})

	test('without a word has no text, and cut off in its middle it is damaged', async () => {
		await writeFile(files.at('empty.docx'), docx(bodyOf('<w:p/>')))
		const whole = docx(bodyOf(paragraph('Only words')))
		await writeFile(files.at('half.docx'), whole.subarray(0, whole.length / 2))
		expect(await files.extract('empty.docx')).toEqual({ kind: 'refused', code: 'no-text' })
		expect(await files.extract('half.docx')).toEqual({ kind: 'refused', code: 'damaged' })
	})
})
