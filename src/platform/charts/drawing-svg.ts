import { LETTER, px, type ChartTone, type Drawing, type Shape } from './drawing.ts'

/** On paper: dark enough to be told apart in grey, each with its word in the legend and the table. */
export const PAPER_COLOURS: Readonly<Record<ChartTone, string>> = {
	plain: '#2a8296',
	node: '#222222',
	good: '#2f6b47',
	part: '#7a9a3a',
	back: '#b07a1e',
	bad: '#8d2a1f',
	wait: '#5b7fa6',
	none: '#9a9a9a',
	'heat-1': '#cfe0e3',
	'heat-2': '#8fb5bd',
	'heat-3': '#3f7f8c',
	'heat-4': '#0d3a44'
}

const escaped = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

function shapeText(shape: Shape): string {
	switch (shape.type) {
		case 'rect':
			return `<rect x="${px(shape.x)}" y="${px(shape.y)}" width="${px(shape.width)}" height="${px(shape.height)}" ${
				shape.isOutlined ? 'fill="#ffffff" stroke="#777777"' : `fill="${PAPER_COLOURS[shape.tone]}"`
			}/>`
		case 'band':
			return `<path d="${shape.d}" fill="none" stroke="${PAPER_COLOURS[shape.tone]}" stroke-opacity="0.55" stroke-width="${px(Math.max(0.5, shape.width))}"/>`
		case 'line':
			return `<line x1="${px(shape.x1)}" y1="${px(shape.y1)}" x2="${px(shape.x2)}" y2="${px(shape.y2)}" stroke="#333333" stroke-width="1.5"/>`
		case 'text':
			return `<text x="${px(shape.x)}" y="${px(shape.y)}" text-anchor="${shape.anchor}" font-size="${LETTER.size}"${
				shape.isStrong ? ' font-weight="600"' : ''
			} fill="#111111">${shape.full === undefined ? '' : `<title>${escaped(shape.full)}</title>`}${escaped(shape.text)}</text>`
		default:
			return shape satisfies never
	}
}

/** A drawing as an SVG file of its own, for documents. */
export const svgOf = ({ width, height, shapes }: Drawing): string =>
	`<svg xmlns="http://www.w3.org/2000/svg" width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}" font-family="Liberation Sans, Arial, sans-serif">${shapes
		.map(shapeText)
		.join('')}</svg>`
