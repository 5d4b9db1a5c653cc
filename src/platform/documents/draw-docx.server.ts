import { AlignmentType, LineRuleType, Paragraph, TextRun } from 'docx'
import { ShapeGroupRun, type IShapeGroupChildOptions } from 'docx/shapes'
import { LETTER, widthOf, type Drawing, type Shape } from '#platform/charts/drawing.ts'
import { PAPER_COLOURS } from '#platform/charts/drawing-svg.ts'

// A band is as faint here as it is in the PDF, so that one that crosses another does not hide it.
const BAND_TRANSPARENCY = 45
const ALIGNED = { start: AlignmentType.LEFT, middle: AlignmentType.CENTER, end: AlignmentType.RIGHT } as const
const NO_MARGINS = { top: 0, right: 0, bottom: 0, left: 0 } as const
const STRONG = { bold: true } as const
const PIXEL = 0.75

/** Of a paragraph that holds a drawing: LibreOffice misplaces one whose line spacing does not say its rule. */
export const SINGLE = { before: 0, after: 0, line: 240, lineRule: LineRuleType.AUTO } as const

const hex = (colour: string) => colour.slice(1).toUpperCase()

/**
 * A drawing as shapes of Word's own: sharp at any size, nothing to be fetched, and drawn alike by LibreOffice. A vector file
 * would stand in the paper with a raster picture beside it, for programs that know no vectors, which we have no means to make.
 */
export function shapesOf({ drawing, alt }: { drawing: Drawing; alt: string }, widest: number): ShapeGroupRun {
	const scale = Math.min(1, widest / Math.max(1, drawing.width))
	// The frame keeps the size of the whole, whatever stands in it.
	const frame: IShapeGroupChildOptions = {
		type: 'rectangle',
		transformation: { width: drawing.width * scale, height: drawing.height * scale },
		line: 'none'
	}
	return new ShapeGroupRun({
		children: [frame, ...drawing.shapes.map((shape) => shapeOf(shape, scale))],
		altText: { name: alt, title: alt, description: alt }
	})
}

function shapeOf(shape: Shape, scale: number): IShapeGroupChildOptions {
	const at = (left: number, top: number, width: number, height: number) => ({
		offset: { left: left * scale, top: top * scale },
		width: width * scale,
		height: height * scale
	})
	switch (shape.type) {
		case 'rect':
			return {
				type: 'rectangle',
				transformation: at(shape.x, shape.y, shape.width, shape.height),
				...(shape.isOutlined
					? { fill: 'FFFFFF', line: { color: '777777', width: PIXEL } }
					: { fill: hex(PAPER_COLOURS[shape.tone]), line: 'none' })
			}
		case 'band': {
			const { left, top, width, height } = boundsOf(shape.d)
			return {
				type: 'custom',
				path: shape.d,
				transformation: at(left, top, width, height),
				line: {
					color: hex(PAPER_COLOURS[shape.tone]),
					width: Math.max(0.5, shape.width) * PIXEL * scale,
					transparency: BAND_TRANSPARENCY
				}
			}
		}
		case 'line': {
			const [left, top] = [Math.min(shape.x1, shape.x2), Math.min(shape.y1, shape.y2)]
			const [width, height] = [Math.abs(shape.x2 - shape.x1), Math.abs(shape.y2 - shape.y1)]
			const isRising = (shape.x2 - shape.x1) * (shape.y2 - shape.y1) < 0
			return {
				type: 'line',
				transformation: { ...at(left, top, width, height), ...(isRising ? { flip: { vertical: true } } : {}) },
				line: { color: '333333', width: 1.5 * PIXEL * scale }
			}
		}
		case 'text':
			return textOf(shape, scale, at)
		default:
			return shape satisfies never
	}
}

type Said = Extract<Shape, { type: 'text' }>
type Place = { offset: { left: number; top: number }; width: number; height: number }

function textOf(
	{ x, y, text, anchor, isStrong = false }: Said,
	scale: number,
	at: (left: number, top: number, width: number, height: number) => Place
): IShapeGroupChildOptions {
	const width = widthOf(text) + LETTER.width
	const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2
	return {
		type: 'rectangle',
		line: 'none',
		transformation: at(left, y - LETTER.size, width, LETTER.line),
		textOptions: { margins: NO_MARGINS, wrap: false, verticalAlignment: 'top' },
		children: [
			new Paragraph({
				alignment: ALIGNED[anchor],
				spacing: SINGLE,
				children: [
					new TextRun({
						text,
						...(isStrong ? STRONG : {}),
						font: 'Liberation Sans',
						color: '111111',
						// In half points.
						size: Math.max(10, Math.round(2 * LETTER.size * PIXEL * scale))
					})
				]
			})
		]
	}
}

/** What a path of ours covers: it is made of points alone, in pairs, and runs between its outermost ones. */
function boundsOf(path: string) {
	const numbers = (path.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number)
	const across = numbers.filter((_number, index) => index % 2 === 0)
	const down = numbers.filter((_number, index) => index % 2 === 1)
	const [left, top] = [Math.min(...across), Math.min(...down)]
	return { left, top, width: Math.max(...across) - left, height: Math.max(...down) - top }
}
