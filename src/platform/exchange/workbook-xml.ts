import { columnLetters } from './cell.ts'

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

/** The styles of cells, by their places in the stylesheet below. */
export const STYLE = {
	plain: 0,
	header: 1,
	text: 2,
	day: 3,
	title: 4,
	wrapped: 5,
	heading: 6,
	count: 7,
	amount: 8
} as const

// XML holds no control characters; the format writes them, and what looks like one, as _x000D_ (ECMA-376 part 1, 22.9.2.19).
// eslint-disable-next-line no-control-regex -- these are the characters that XML cannot hold
const UNSPOKEN = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/g
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as it stands inside an element or an attribute. */
export const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark)

const coded = (character: string) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`

/** A cell with text in it. */
export function textCell(column: number, row: number, text: string, style: number = STYLE.plain): string {
	const written = escapeXml(text.replace(UNSPOKEN, coded))
	const space = /^\s|\s$|\s\s|\n|\t/.test(written) ? ' xml:space="preserve"' : ''
	return `<c r="${placeOf(column, row)}"${styled(style)} t="inlineStr"><is><t${space}>${written}</t></is></c>`
}

/** A cell with a number in it. */
export const numberCell = (column: number, row: number, number: number, style: number = STYLE.plain) =>
	`<c r="${placeOf(column, row)}"${styled(style)}><v>${String(number)}</v></c>`

const styled = (style: number) => (style === STYLE.plain ? '' : ` s="${String(style)}"`)
const placeOf = (column: number, row: number) => `${columnLetters(column)}${String(row)}`

const DAY_MS = 86_400_000

/** The serial number of a day; undefined before March 1900, of which workbooks have a day that never was. */
export function serialOfDay(day: string): number | undefined {
	return day < '1900-03-01' ? undefined : (Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / DAY_MS
}

// Formats 3 and 4 are those of every program: thousands apart, whole or with two digits (ECMA-376 part 1, 18.8.30).
/** The stylesheet: the places of `STYLE`, days as year-month-day, whatever the machine is set to. */
export const stylesheet = `${XML_HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font><font><b/><sz val="14"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF1F4E5F"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="9">${[
	'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
	'<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>',
	'<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
	'<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
	'<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>',
	'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>',
	'<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>',
	'<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
	'<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
].join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

type Column = { readonly width: number; readonly style: number }
type SheetXml = {
	readonly columns: readonly Column[]
	/** Rows that stay in sight, and columns. */
	readonly frozen?: { readonly rows: number; readonly columns: number }
	readonly rows: Iterable<string>
	/** Drop-downs and explanations of cells. */
	readonly validations?: readonly string[]
}

/** A worksheet, piece by piece. */
export function* worksheet({ columns, frozen, rows, validations = [] }: SheetXml): Generator<string> {
	yield `${XML_HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${frozen ? pane(frozen) : ''}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>`
	yield `<cols>${columns.map(({ width, style }, at) => `<col min="${String(at + 1)}" max="${String(at + 1)}" width="${String(width)}"${style === STYLE.plain ? '' : ` style="${String(style)}"`} customWidth="1"/>`).join('')}</cols><sheetData>`
	yield* rows
	yield '</sheetData>'
	if (validations.length > 0)
		yield `<dataValidations count="${String(validations.length)}">${validations.join('')}</dataValidations>`
	yield '</worksheet>'
}

const pane = ({ rows, columns }: { rows: number; columns: number }) =>
	`<pane${columns > 0 ? ` xSplit="${String(columns)}"` : ''} ySplit="${String(rows)}" topLeftCell="${placeOf(columns, rows + 1)}" activePane="${columns > 0 ? 'bottomRight' : 'bottomLeft'}" state="frozen"/>`

/** One row of cells; empty ones are left out. */
export const rowXml = (row: number, cells: readonly string[]) => `<row r="${String(row)}">${cells.join('')}</row>`

type Validation = {
	readonly range: string
	readonly title: string
	readonly prompt: string
	/** A named range whose values are offered; with `isStrict` no others are taken. */
	readonly list?: { readonly name: string; readonly isStrict: boolean }
}

// What programs take at most in the title and in the text of an explanation.
const TITLE_MOST = 32
const PROMPT_MOST = 255

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text)

/** What is offered for the cells of a range, and the explanation that shows when one of them is chosen. */
export function validation({ range, title, prompt, list }: Validation): string {
	const told = `showInputMessage="1" promptTitle="${escapeXml(cut(title, TITLE_MOST))}" prompt="${escapeXml(cut(prompt, PROMPT_MOST))}" sqref="${range}"`
	if (!list) return `<dataValidation allowBlank="1" ${told}/>`
	const strict = list.isStrict ? 'showErrorMessage="1" ' : ''
	return `<dataValidation type="list" allowBlank="1" ${strict}${told}><formula1>${list.name}</formula1></dataValidation>`
}
