import type { Drawing } from '#platform/charts/drawing.ts'
import type { Run } from './marked-text.ts'
import { heightOf, LYING, LYING_HEIGHT, neededBy, UPRIGHT, UPRIGHT_HEIGHT, widthsWithRoom } from './table-shares.ts'

/** A picture: an image that a printer can draw, and what it shows in words for whoever does not see it. */
export type Picture = {
	content: Uint8Array
	mediaType: 'image/png' | 'image/jpeg'
	alt: string
	/** In pixels, for its proportions. */
	width: number
	height: number
}

/**
 * What a document is made of. Every text is plain text: nothing in it is read as markup, a line end stands for a line end.
 * Headings of the first level stand directly under the title.
 */
export type Block =
	| { type: 'heading'; level: 1 | 2 | 3; text: string; language?: string }
	| {
			type: 'paragraph'
			text: string
			/** Set in bold in front of the text. */
			label?: string
			tone?: 'plain' | 'quiet' | 'strong'
			language?: string
			/** The same text in stretches, where some of it is bold. */
			runs?: readonly Run[]
			/** Stands on the page of what follows it. */
			isKept?: boolean
	  }
	/** `runs` are the same items in stretches, where some of them are bold. */
	| {
			type: 'list'
			items: readonly string[]
			ordered?: boolean
			language?: string
			runs?: readonly (readonly Run[])[]
	  }
	| {
			type: 'table'
			caption: string
			columns: readonly {
				title: string
				numeric?: boolean
				/** Its share of the width, 1 where nothing is said. */ share?: number
			}[]
			rows: readonly (readonly string[])[]
			/** Set in a smaller hand, where a page that lies is not wide enough either. */
			isSmall?: boolean
			/** Rows so high that they go on over the page: all others stand whole, on the next page where this one has no room. */
			broken?: readonly number[]
	  }
	| ({ type: 'picture' } & Picture)
	/** A picture of figures, as shapes that both writers draw in their own way. */
	| { type: 'drawing'; drawing: Drawing; alt: string }
	| { type: 'pageBreak' }

/** A document as written for people: what stands in it, apart from how Word or PDF put it. */
export type DocumentModel = {
	title: string
	/** Under the title: what it is about, in one line. */
	subtitle?: string
	language: string
	letterhead: { lines: readonly string[]; logo: Picture | null }
	/** A line above everything that the reader must not miss: that what follows is invented, say. */
	notice?: string
	/** At the foot of each page, before the page's number. */
	footer?: string
	/** Asks for pages that lie, where more stands beside each other than is read well on one that stands. */
	isWide?: boolean
	blocks: readonly Block[]
}

// Characters that no page shows and XML does not allow, all control characters but the line end among them.
const UNPRINTABLE = /[^\P{Cc}\n]|[\ufffe\uffff]/gu

/** A text as it can be printed: line ends of one kind, and nothing in it that no file may hold. */
export const printable = (text: string): string =>
	text
		.toWellFormed()
		.replaceAll(/\r\n?|\u2028|\u2029/g, '\n')
		.replaceAll('\t', ' ')
		.replaceAll(UNPRINTABLE, '')

const printableDrawing = (drawing: Drawing): Drawing => ({
	...drawing,
	shapes: drawing.shapes.map((shape) => (shape.type === 'text' ? { ...shape, text: printable(shape.text) } : shape))
})

const printableRuns = (runs: readonly Run[]): Run[] => runs.map((run) => ({ ...run, text: printable(run.text) }))

const printableBlock = (block: Block): Block => {
	switch (block.type) {
		case 'heading':
			return { ...block, text: printable(block.text).replaceAll('\n', ' ') }
		case 'paragraph':
			return {
				...block,
				text: printable(block.text),
				...(block.label === undefined ? {} : { label: printable(block.label) }),
				...(block.runs === undefined ? {} : { runs: printableRuns(block.runs) })
			}
		case 'list':
			return {
				...block,
				items: block.items.map(printable),
				...(block.runs === undefined ? {} : { runs: block.runs.map(printableRuns) })
			}
		case 'table':
			return {
				...block,
				caption: printable(block.caption),
				columns: block.columns.map((column) => ({ ...column, title: printable(column.title) })),
				rows: block.rows.map((row) => block.columns.map((_column, index) => printable(row[index] ?? '')))
			}
		case 'picture':
			return { ...block, alt: printable(block.alt) }
		case 'drawing':
			return { ...block, alt: printable(block.alt), drawing: printableDrawing(block.drawing) }
		case 'pageBreak':
			return block
		default:
			return block satisfies never
	}
}

/** Whether a heading says what a caption would: the same words, alone or before what they are about ("Agenda: committee"). */
const saysAlready = (heading: string, caption: string) =>
	heading.startsWith(caption) && /^(?:[\s\u00a0\u202f]*[:,·]|$)/.test(heading.slice(caption.length))

type TableBlock = Extract<Block, { type: 'table' }>

const needOf = ({ columns, rows }: TableBlock) => neededBy(columns, rows).reduce((sum, need) => sum + need, 0)

type Page = { width: number; height: number }
const PAGES = {
	upright: { width: UPRIGHT, height: UPRIGHT_HEIGHT },
	lying: { width: LYING, height: LYING_HEIGHT }
} as const satisfies Record<string, Page>

// A row of nearly a page that stood whole would leave the page before it nearly empty, and one of more than a page would be cut.
const WHOLE_MOST = 0.4

/** Gives the columns of a table their widths on the page it is printed on, and says which of its rows may break. */
function fitted(block: TableBlock, { width: page, height }: Page): TableBlock {
	const widths = widthsWithRoom(block.columns, block.rows, page)
	const broken = block.rows.flatMap((row, index) => (heightOf(row, widths) > WHOLE_MOST * height ? [index] : []))
	return {
		...block,
		broken,
		columns: block.columns.map((column, index) => ({ ...column, share: widths[index] ?? 1 })),
		...(needOf(block) > page ? { isSmall: true } : {})
	}
}

/** A document as the writers take it: whether its pages lie, so that the words of its tables have room. */
export type SettledDocument = DocumentModel & { isLying: boolean }

/**
 * A document as both writers take it: every text printable, no heading that skips a level (a reader who goes from heading to
 * heading would look for the one left out), and nothing empty that would stand in the outline.
 */
export function settled(model: DocumentModel): SettledDocument {
	let [level, above] = [0, printable(model.title)]
	const printed = model.blocks.map(printableBlock)
	const isLying = model.isWide === true || printed.some((block) => block.type === 'table' && needOf(block) > UPRIGHT)
	const page = isLying ? PAGES.lying : PAGES.upright
	const sized = printed.map((block) => (block.type === 'table' ? fitted(block, page) : block))
	const blocks = sized.flatMap((block): Block[] => {
		if (block.type === 'list' && block.items.length === 0) return []
		if (block.type === 'drawing' && block.drawing.shapes.length === 0) return []
		// A table right under a heading of the same words is not called so twice.
		if (block.type === 'table' && saysAlready(above, block.caption)) return [{ ...block, caption: '' }]
		if (block.type !== 'heading') return [block]
		if (block.text.trim() === '') return []
		level = Math.min(block.level, level + 1)
		above = block.text
		return [{ ...block, level: level === 1 ? 1 : level === 2 ? 2 : 3 }]
	})
	const { title, subtitle, language, letterhead, notice, footer } = model
	return {
		title: printable(title).replaceAll('\n', ' ').trim() || '—',
		...(subtitle === undefined ? {} : { subtitle: printable(subtitle) }),
		language,
		letterhead: {
			lines: letterhead.lines.map(printable).filter((line) => line.trim() !== ''),
			logo: letterhead.logo
		},
		...(notice === undefined ? {} : { notice: printable(notice) }),
		...(footer === undefined ? {} : { footer: printable(footer) }),
		isLying,
		blocks
	}
}
