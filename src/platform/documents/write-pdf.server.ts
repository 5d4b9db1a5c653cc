import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { svgOf } from '#platform/charts/drawing-svg.ts'
import type { Drawing } from '#platform/charts/drawing.ts'
import { DOCUMENT_LOOK } from './document-look.ts'
import { withRowHeaders } from './row-headers.ts'
import { settled, type Picture, type DocumentModel, type SettledDocument } from './document.ts'

const ENDINGS = { 'image/png': 'png', 'image/jpeg': 'jpg' } as const
// As wide as the text of an A4 page with our margins, in points.
const WIDEST = 456
const LOGO_HEIGHT = 48

// A folder that is not there: nothing but what is put before the compiler can be read by it.
const NOWHERE = '/nowhere/pitso'

// It holds the fonts: making one reads them all. The files of a document lie in it only while that one is written.
let compiler: NodeCompiler | undefined

type Placed = { file: string; alt: string; shown: number }

function place(
	pictures: Map<string, Buffer>,
	{ content, mediaType, alt, width, height }: Picture,
	highest?: number
): Placed {
	const file = `picture-${String(pictures.size)}.${ENDINGS[mediaType]}`
	pictures.set(file, Buffer.from(content))
	const byWidth = Math.min(WIDEST, width * 0.75)
	return {
		file,
		alt: alt === '' ? '—' : alt,
		shown: highest === undefined ? byWidth : Math.min(byWidth, (highest * width) / Math.max(1, height))
	}
}

function placeDrawing(pictures: Map<string, Buffer>, { drawing, alt }: { drawing: Drawing; alt: string }): Placed {
	const file = `picture-${String(pictures.size)}.svg`
	pictures.set(file, Buffer.from(svgOf(drawing)))
	return { file, alt: alt === '' ? '—' : alt, shown: Math.min(WIDEST, drawing.width * 0.75) }
}

function drawn(model: SettledDocument) {
	const pictures = new Map<string, Buffer>()
	const data = {
		...model,
		letterhead: {
			...model.letterhead,
			logo: model.letterhead.logo && place(pictures, model.letterhead.logo, LOGO_HEIGHT)
		},
		blocks: model.blocks.map((block) =>
			block.type === 'picture'
				? { type: block.type, ...place(pictures, block) }
				: block.type === 'drawing'
					? { type: 'picture', ...placeDrawing(pictures, block) }
					: block
		)
	}
	return { data, pictures }
}

/**
 * The document as tagged PDF that keeps PDF/UA-1 (ISO 14289-1): title, language, headings, tables with the header cells of their columns and rows, and
 * pictures in words. Characters that no font at hand can draw stand as □: the standard forbids a page to show nothing for them.
 */
export function writePdf(model: DocumentModel, at: Date): Promise<Uint8Array> {
	const { data, pictures } = drawn(settled(model))
	compiler ??= NodeCompiler.create({ workspace: NOWHERE })
	const using = compiler
	for (const [file, content] of pictures) using.mapShadow(`${NOWHERE}/${file}`, content)
	try {
		return Promise.resolve(print(using, JSON.stringify(data), at))
	} finally {
		using.resetShadow()
		using.evictCache(10)
	}
}

const ROUNDS_MOST = 20

function print(using: NodeCompiler, data: string, at: Date): Uint8Array {
	let model = data
	for (let round = 0; round < ROUNDS_MOST; round++) {
		const { result, problem } = compile(using, model)
		if (!result) throw new Error(`a document could not be set: ${problem}`)
		try {
			return withRowHeaders(
				using.pdf(result, { pdfStandard: 'ua-1', creationTimestamp: Math.floor(at.getTime() / 1_000) })
			)
		} catch (error) {
			const undrawn = error instanceof Error ? undrawnIn(error.message) : []
			if (undrawn.length === 0) throw error
			model = undrawn.reduce((text, one) => text.replaceAll(one, '□'), model)
		}
	}
	throw new Error('a document holds characters that no font can draw')
}

function compile(using: NodeCompiler, model: string) {
	const compiled = using.compile({ mainFileContent: DOCUMENT_LOOK, inputs: { model } })
	if (!compiled.hasError()) return { result: compiled.result, problem: '' }
	const problem = compiled.takeDiagnostics()
	return { result: null, problem: problem ? JSON.stringify(using.fetchDiagnostics(problem)) : 'no reason given' }
}

// What the compiler says of each: the text `"\u{1}"` could not be displayed with font …
const UNDRAWN = /the text `\\?"((?:[^"`\\]|\\.)+?)\\?"` could not be displayed/gu
const undrawnIn = (message: string): string[] =>
	[...message.matchAll(UNDRAWN)].flatMap(([, text = '']) => {
		const plain = text.replaceAll(/\\+u\{([0-9a-f]+)\}/gu, (_all, code: string) =>
			String.fromCodePoint(Number.parseInt(code, 16))
		)
		return plain === '' || plain === '□' ? [] : [plain]
	})
