import {
	AlignmentType,
	Document,
	Footer,
	Header,
	HeadingLevel,
	ImageRun,
	LevelFormat,
	LineRuleType,
	Packer,
	PageNumber,
	PageOrientation,
	Paragraph,
	Table,
	TableCell,
	TableRow,
	TabStopType,
	TextRun,
	WidthType,
	type IRunOptions
} from 'docx'
import { shapesOf, SINGLE } from './draw-docx.server.ts'
import type { Run } from './marked-text.ts'
import { settled, type Block, type DocumentModel, type Picture } from './document.ts'

const HEADINGS = [
	HeadingLevel.HEADING_1,
	HeadingLevel.HEADING_2,
	HeadingLevel.HEADING_3,
	HeadingLevel.HEADING_4
] as const
// In twentieths of a point: the width of the text on an A4 page with our margins, upright and lying.
const TEXT_WIDTH = 9_070
const LYING_WIDTH = 14_002
const WIDEST = 605
const LOGO_HEIGHT = 64
const ORDERED = 'ordered'

// The style of all tables, by which Word knows head and row headers: which of them a table has, its look says. Row headers look as other cells do.
const TABLE = 'PitsoTable'
const TABLE_STYLES = `<?xml version="1.0" encoding="UTF-8"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:type="table" w:customStyle="1" w:styleId="${TABLE}"><w:name w:val="Pitso Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:tblPr/>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tblPr/><w:trPr><w:tblHeader/></w:trPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/></w:tcPr></w:tblStylePr>
<w:tblStylePr w:type="firstCol"><w:rPr/><w:tblPr/><w:tcPr/></w:tblStylePr></w:style>
</w:styles>`

/** Lines of one text as runs of one paragraph. */
const runs = (text: string, options: Omit<IRunOptions, 'text' | 'break'> = {}): TextRun[] =>
	text.split('\n').map((line, index) => new TextRun({ ...options, text: line, ...(index > 0 ? { break: 1 } : {}) }))

const stretches = (parts: readonly Run[], options: Omit<IRunOptions, 'text' | 'break'>): TextRun[] =>
	parts.flatMap(({ text, isStrong, language }) =>
		runs(text, { ...options, ...(isStrong ? { bold: true } : {}), ...spoken(language) })
	)

const spoken = (language: string | undefined) => (language === undefined ? {} : { language: { value: language } })

function image({ content, mediaType, alt, width, height }: Picture, highest?: number): ImageRun {
	const scale = Math.min(1, WIDEST / Math.max(1, width), highest === undefined ? 1 : highest / Math.max(1, height))
	const transformation = {
		width: Math.max(1, Math.round(width * scale)),
		height: Math.max(1, Math.round(height * scale))
	}
	const altText = { name: alt, title: alt, description: alt }
	const data = Buffer.from(content)
	return new ImageRun({ type: mediaType === 'image/png' ? 'png' : 'jpg', data, transformation, altText })
}

function blocksOf(block: Block, list: number, textWidth: number): (Paragraph | Table)[] {
	switch (block.type) {
		case 'heading':
			return [
				new Paragraph({
					heading: HEADINGS[block.level],
					outlineLevel: block.level,
					keepNext: true,
					children: runs(block.text, spoken(block.language))
				})
			]
		case 'paragraph': {
			const tone =
				block.tone === 'strong' ? { bold: true } : block.tone === 'quiet' ? { color: '505050', size: 19 } : {}
			return [
				new Paragraph({
					spacing: { after: 140 },
					keepNext: block.isKept ?? false,
					children: [
						...(block.label === undefined ? [] : runs(`${block.label} `, { bold: true })),
						...(block.runs === undefined
							? runs(block.text, { ...tone, ...spoken(block.language) })
							: stretches(block.runs, { ...tone, ...spoken(block.language) }))
					]
				})
			]
		}
		case 'list':
			return block.items.map(
				(item, index) =>
					new Paragraph({
						...(block.ordered
							? { numbering: { reference: ORDERED, level: 0, instance: list } }
							: { bullet: { level: 0 } }),
						children: stretches(block.runs?.[index] ?? [{ text: item, isStrong: false }], spoken(block.language))
					})
			)
		case 'table':
			return [
				...(block.caption === ''
					? []
					: [
							new Paragraph({
								keepNext: true,
								spacing: { before: 160, after: 80 },
								children: runs(block.caption, { italics: true })
							})
						]),
				tableOf(block, textWidth),
				new Paragraph({ children: [] })
			]
		case 'picture':
			return [new Paragraph({ children: [image(block)] })]
		case 'drawing':
			return [new Paragraph({ spacing: SINGLE }).addRunToFront(shapesOf(block, WIDEST))]
		case 'pageBreak':
			return [new Paragraph({ pageBreakBefore: true, children: [] })]
		default:
			return block satisfies never
	}
}

function tableOf({ columns, rows, isSmall, broken = [] }: Extract<Block, { type: 'table' }>, textWidth: number): Table {
	const shares = columns.reduce((sum, { share = 1 }) => sum + share, 0)
	const widths = columns.map(({ share = 1 }) => Math.floor((textWidth * share) / Math.max(1, shares)))
	const cell = (text: string, index: number, isHead: boolean) =>
		new TableCell({
			width: { size: widths[index] ?? 0, type: WidthType.DXA },
			margins: { top: 60, bottom: 60, left: 90, right: 90 },
			...(isHead ? { shading: { fill: 'EEEEEE' } } : {}),
			children: [
				new Paragraph({
					alignment: columns[index]?.numeric ? AlignmentType.RIGHT : AlignmentType.LEFT,
					// The head of a table never stands alone at the foot of a page.
					keepNext: isHead,
					children: runs(text, { ...(isHead ? { bold: true } : {}), ...(isSmall ? { size: 17 } : {}) })
				})
			]
		})
	return new Table({
		style: TABLE,
		// The first row says what stands in the columns, the first cell of each further row what that row is about.
		tableLook: { firstRow: true, firstColumn: columns.length > 1, noHBand: true, noVBand: true },
		width: { size: textWidth, type: WidthType.DXA },
		columnWidths: widths,
		rows: [
			new TableRow({
				tableHeader: true,
				cantSplit: true,
				children: columns.map(({ title }, index) => cell(title, index, true))
			}),
			...rows.map(
				(row, place) =>
					new TableRow({
						cantSplit: !broken.includes(place),
						children: row.map((text, index) => cell(text, index, false))
					})
			)
		]
	})
}

function headOf({ letterhead, notice }: DocumentModel): Paragraph[] {
	const lines = letterhead.lines.map((line) => new Paragraph({ children: runs(line, { bold: true }) }))
	const rule = { bottom: { style: 'single', size: 6, space: 6 } } as const
	return [
		...(letterhead.logo ? [new Paragraph({ children: [image(letterhead.logo, LOGO_HEIGHT)] })] : []),
		...lines,
		...(lines.length > 0 || letterhead.logo ? [new Paragraph({ border: rule, children: [] })] : []),
		...(notice === undefined
			? []
			: [
					new Paragraph({
						border: { top: rule.bottom, bottom: rule.bottom, left: rule.bottom, right: rule.bottom },
						children: runs(notice, { bold: true })
					})
				])
	]
}

/** The document for Word and its like: headings in the outline, the language, table headings that repeat, pages numbered. */
export async function writeDocx(model: DocumentModel): Promise<Uint8Array> {
	const whole = settled(model)
	const textWidth = whole.isLying ? LYING_WIDTH : TEXT_WIDTH
	const document = new Document({
		title: whole.title,
		creator: whole.letterhead.lines[0] ?? 'Pitso',
		lastModifiedBy: 'Pitso',
		externalStyles: TABLE_STYLES,
		styles: {
			default: {
				document: {
					run: { font: 'Liberation Serif', size: 22, language: { value: whole.language } },
					paragraph: { spacing: { line: 276, lineRule: LineRuleType.AUTO } }
				}
			},
			paragraphStyles: [
				...([34, 27, 24, 22] as const).map((size, index) => ({
					id: `Heading${String(index + 1)}`,
					name: `heading ${String(index + 1)}`,
					basedOn: 'Normal',
					next: 'Normal',
					quickFormat: true,
					run: { size, bold: true, color: '000000' },
					paragraph: { spacing: { before: 280, after: 120 }, outlineLevel: index }
				}))
			]
		},
		numbering: {
			config: [
				{
					reference: ORDERED,
					levels: [
						{
							level: 0,
							format: LevelFormat.DECIMAL,
							text: '%1.',
							alignment: AlignmentType.START,
							style: { paragraph: { indent: { left: 500, hanging: 360 } } }
						}
					]
				}
			]
		},
		sections: [
			{
				properties: {
					page: {
						size: {
							width: 11_906,
							height: 16_838,
							...(whole.isLying ? { orientation: PageOrientation.LANDSCAPE } : {})
						},
						margin: { top: 1_250, bottom: 1_250, left: 1_418, right: 1_418 }
					}
				},
				headers: { default: new Header({ children: [new Paragraph({ children: [] })] }) },
				footers: {
					default: new Footer({
						children: [
							new Paragraph({
								tabStops: [{ type: TabStopType.RIGHT, position: textWidth }],
								children: [
									...runs(whole.footer ?? '', { size: 18 }),
									new TextRun({ size: 18, children: ['\t', PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] })
								]
							})
						]
					})
				},
				children: [
					...headOf(whole),
					new Paragraph({ heading: HeadingLevel.HEADING_1, outlineLevel: 0, children: runs(whole.title) }),
					...(whole.subtitle === undefined ? [] : [new Paragraph({ children: runs(whole.subtitle) })]),
					...whole.blocks.flatMap((block, index) => blocksOf(block, index, textWidth))
				]
			}
		]
	})
	return Packer.toBuffer(document)
}
