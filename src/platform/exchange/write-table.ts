import { guardCsvText } from './csv-text.ts'
import {
	MAIN,
	numberCell,
	rowXml,
	STYLE,
	stylesheet,
	textCell,
	worksheet,
	escapeXml,
	XML_HEAD
} from './workbook-xml.ts'
import { writeZip } from './zip-writer.ts'

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

/** A table to read, with a line of headings: numbers stay numbers. */
export type PlainTable = {
	name: string
	header: readonly string[]
	rows: readonly (readonly (string | number | null)[])[]
}

const override = (part: string, type: string) =>
	`<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`

const relation = (id: string, type: string, target: string) =>
	`<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`
const relations = (...list: readonly string[]) =>
	`${XML_HEAD}<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`

const NAME_MOST = 31
/** A name a sheet may have. */
const sheetName = (name: string) => name.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, NAME_MOST) || 'Sheet'

/** A table as a workbook of one sheet; it is read by people and never imported. */
export function writeTable({ name, header, rows }: PlainTable): Promise<Uint8Array> {
	const sheet = worksheet({
		columns: header.map((_, at) => ({ width: at === 0 ? 36 : 16, style: STYLE.plain })),
		frozen: { rows: 1, columns: 1 },
		rows: (function* () {
			yield rowXml(
				1,
				header.map((text, at) => textCell(at, 1, text, STYLE.header))
			)
			for (const [index, row] of rows.entries())
				yield rowXml(
					index + 2,
					row.flatMap((value, at) => {
						if (value === null) return []
						return [typeof value === 'number' ? numberCell(at, index + 2, value) : textCell(at, index + 2, value)]
					})
				)
		})()
	})
	return writeZip([
		[
			'[Content_Types].xml',
			`${XML_HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('/xl/workbook.xml', 'sheet.main')}${override('/xl/styles.xml', 'styles')}${override('/xl/worksheets/sheet1.xml', 'worksheet')}</Types>`
		],
		['_rels/.rels', relations(relation('rId1', 'officeDocument', 'xl/workbook.xml'))],
		[
			'xl/workbook.xml',
			`${XML_HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="${escapeXml(sheetName(name))}" sheetId="1" r:id="rId1"/></sheets></workbook>`
		],
		[
			'xl/_rels/workbook.xml.rels',
			relations(relation('rId1', 'worksheet', 'worksheets/sheet1.xml'), relation('rId2', 'styles', 'styles.xml'))
		],
		['xl/styles.xml', stylesheet],
		['xl/worksheets/sheet1.xml', sheet]
	])
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** A table as CSV: what a spreadsheet would take for a formula is told apart from it. */
export const tableCsv = ({ header, rows }: PlainTable): string =>
	[header, ...rows]
		.map((row) =>
			row
				.map((value) => (value === null ? '' : typeof value === 'number' ? String(value) : quoted(guardCsvText(value))))
				.join(',')
		)
		.join('\r\n') + '\r\n'
