import { getDocumentProxy } from 'unpdf'
import type { Extraction } from './extraction.ts'
import { gatherParagraphs } from './gather.ts'
import type { ExtractLimits } from './limits.ts'
import { linesOf, withoutRunningHeads, type Line, type Run } from './pdf-lines.ts'
import { joinLines } from './pdf-paragraphs.ts'
import { Unread } from './unread.ts'

// Fewer letters than these on a page are a stamp or a page number over a picture of the text.
const LETTERS_LEAST = 10

/**
 * The paragraphs of a PDF by pdf.js, in the order in which the file draws its text. Pictures are not looked into: a scanned page has no
 * text, and a file of nothing else is refused as `no-text`.
 *
 * @throws Unread `no-text`, `encrypted`, `too-large`; what pdf.js throws at a damaged file
 */
export async function readPdf(bytes: Buffer, limits: ExtractLimits): Promise<Extraction> {
	const document = await openPdf(bytes)
	if (document.numPages > limits.pages) throw new Unread('too-large', 'pages')
	const pages: { height: number; lines: Line[] }[] = []
	let characters = 0
	let pagesWithoutText = 0
	for (let number = 1; number <= document.numPages; number++) {
		const page = await document.getPage(number)
		const { height, transform } = page.getViewport({ scale: 1 })
		const content = await page.getTextContent({ includeMarkedContent: false })
		const runs = content.items.flatMap((item) => ('str' in item ? [placed(item, transform)] : []))
		const lines = linesOf({ number, height, runs: upright(runs) })
		const letters = lines.reduce((sum, { text }) => sum + (text.match(/\p{L}/gu)?.length ?? 0), 0)
		if (letters < LETTERS_LEAST) pagesWithoutText++
		characters += lines.reduce((sum, { text }) => sum + text.length, 0)
		if (characters > limits.characters) throw new Unread('too-large', 'characters')
		pages.push({ height, lines })
		page.cleanup()
	}
	if (pagesWithoutText === document.numPages) throw new Unread('no-text')
	const gathered = gatherParagraphs(limits)
	for (const paragraph of joinLines(withoutRunningHeads(pages))) gathered.add(paragraph)
	return {
		kind: 'text',
		format: 'pdf',
		paragraphs: gathered.paragraphs,
		pages: document.numPages,
		pagesWithoutText
	}
}

async function openPdf(bytes: Buffer) {
	try {
		return await getDocumentProxy(new Uint8Array(bytes), {
			verbosity: 0,
			useSystemFonts: false,
			disableFontFace: true,
			enableXfa: false,
			useWorkerFetch: false,
			stopAtErrors: false,
			maxImageSize: 1
		})
	} catch (error) {
		if (error instanceof Error && error.name === 'PasswordException') throw new Unread('encrypted')
		throw error
	}
}

type Item = { str: string; transform: number[]; width: number; hasEOL: boolean }
type Placed = Run & { isUpright: boolean }

/** Where an item stands on the page as it is shown: the product of the page's matrix and its own (ISO 32000-1, 8.3.4). */
function placed({ str, transform: own, width, hasEOL }: Item, page: readonly number[]): Placed {
	const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = page
	const [ownA = 1, ownB = 0, ownC = 0, ownD = 1, ownE = 0, ownF = 0] = own
	const across = [a * ownA + c * ownB, b * ownA + d * ownB] as const
	const down = [a * ownC + c * ownD, b * ownC + d * ownD] as const
	const left = a * ownE + c * ownF + e
	const baseline = b * ownE + d * ownF + f
	return {
		text: str,
		left,
		right: left + width,
		baseline,
		size: Math.hypot(down[0], down[1]) || 10,
		endsLine: hasEOL,
		isUpright: across[0] > 0 && Math.abs(across[1]) < Math.abs(across[0]) * 0.1
	}
}

/** What is written across a page, such as the word DRAFT, is no part of its text; a page that is all turned is read as it is. */
function upright(runs: readonly Placed[]): readonly Placed[] {
	const some = runs.filter(({ isUpright }) => isUpright)
	return some.length * 2 >= runs.length ? some : runs
}
