import { strToU8, zipSync } from 'fflate'
import mammoth from 'mammoth'
import { openArchive, type Archive } from '#platform/exchange/archive.ts'
import { standardLimits as archiveLimits } from '#platform/exchange/limits.ts'
import { openBudget } from '#platform/exchange/unreadable.ts'
import { resolvePart } from '#platform/exchange/workbook-parts.ts'
import { readXml } from '#platform/exchange/xml.ts'
import { bodyParagraphs } from './docx-body.ts'
import { countLists, readLists, readStyles, type Lists, type Style } from './docx-lists.ts'
import { markParagraphs } from './docx-marks.ts'
import type { Extraction } from './extraction.ts'
import { gatherParagraphs } from './gather.ts'
import type { ExtractLimits } from './limits.ts'
import { Unread } from './unread.ts'

/**
 * The paragraphs of a DOCX, with the numbers that its lists show. Each part that is needed is unpacked by our own reader of ZIP files, which
 * counts what comes out; mammoth is given a new package of these parts alone, so that it opens nothing that was not looked at: no pictures,
 * no embedded files, and nothing that a file says to lie elsewhere.
 *
 * @throws Unread `not-a-text`, `no-text`, `damaged`, `too-large`; Unreadable of the archive
 */
export async function readDocx(bytes: Buffer, limits: ExtractLimits): Promise<Extraction> {
	const allowed = { ...archiveLimits, unpackedBytes: limits.unpackedBytes, ratio: Infinity, entries: 10_000 }
	const archive = await openArchive(bytes, allowed, openBudget(allowed))
	const main = archive.find((await relatedTo(archive, '')).get('officeDocument') ?? 'word/document.xml')
	if (main === undefined || !main.toLowerCase().endsWith('.xml')) throw new Unread('not-a-text')
	const related = await relatedTo(archive, main)
	const stylesPart = archive.find(related.get('styles') ?? 'word/styles.xml')
	const listsPart = archive.find(related.get('numbering') ?? 'word/numbering.xml')
	const styles = stylesPart ? await readStyles(archive.read(stylesPart)) : new Map<string, Style>()
	const lists: Lists = listsPart
		? await readLists(archive.read(listsPart))
		: { abstracts: new Map(), instances: new Map() }
	const { xml, marks, references } = markParagraphs(
		decoded(await whole(archive, main)),
		styles,
		countLists(lists, styles)
	)

	const gathered = gatherParagraphs(limits)
	const document = await readBody(xml, references)
	for (const paragraph of bodyParagraphs(document, marks)) gathered.add(paragraph)
	if (!gathered.paragraphs.some(({ text }) => text !== '')) throw new Unread('no-text')
	return { kind: 'text', format: 'docx', paragraphs: gathered.paragraphs, pages: null, pagesWithoutText: 0 }
}

/** The parts that a part refers to inside the package, by the last word of what they are to it. */
async function relatedTo(archive: Archive, of: string): Promise<Map<string, string>> {
	const folder = of.slice(0, of.lastIndexOf('/') + 1)
	const part = archive.find(`${folder}_rels/${of.slice(folder.length)}.rels`)
	const related = new Map<string, string>()
	if (part === undefined) return related
	await readXml(archive.read(part), part, {
		open(name, { Type: type = '', Target: target = '', TargetMode: mode }) {
			const kind = type.slice(type.lastIndexOf('/') + 1)
			if (name === 'Relationship' && mode !== 'External' && !related.has(kind))
				related.set(kind, resolvePart(folder, target))
		}
	})
	return related
}

async function whole(archive: Archive, part: string): Promise<Buffer> {
	const pieces: Buffer[] = []
	for await (const piece of archive.read(part)) pieces.push(piece)
	return Buffer.concat(pieces)
}

function decoded(bytes: Buffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
	} catch {
		throw new Unread('damaged')
	}
}

const relations = (inner: string) =>
	`<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`
const MAIN = relations(
	'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
)
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
/** Pictures and links by the names under which the body refers to them, and nothing behind any: they are not opened, but must be there. */
const nothing = (id: string) => `<Relationship Id="${escaped(id)}" Type="none" Target="none.png"/>`
const TYPES = `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`

/** The body as mammoth's document, which it gives before it would turn it into a page. */
async function readBody(xml: string, references: ReadonlySet<string>): Promise<unknown> {
	const packed = zipSync(
		{
			'_rels/.rels': strToU8(MAIN),
			'[Content_Types].xml': strToU8(TYPES),
			'word/document.xml': strToU8(xml),
			'word/_rels/document.xml.rels': strToU8(relations([...references].map(nothing).join('')))
		},
		{ level: 0 }
	)
	let read: unknown = null
	await mammoth.convertToHtml(
		{ buffer: Buffer.from(packed) },
		{
			includeDefaultStyleMap: false,
			includeEmbeddedStyleMap: false,
			externalFileAccess: false,
			transformDocument(document: object) {
				read = document
				return { ...document, children: [] }
			}
		}
	)
	return read
}
