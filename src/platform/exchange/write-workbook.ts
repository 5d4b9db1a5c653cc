import type { Book } from './book.ts'
import { columnLetters } from './cell.ts'
import { explainColumn } from './explain.ts'
import { LISTS_SHEET, READ_ME } from './labels.ts'
import { standardLimits } from './limits.ts'
import { readMeRows } from './read-me.ts'
import type { SheetRows, StoredRow } from './sheet-rows.ts'
import type { Header } from './texts.ts'
import {
	escapeXml,
	MAIN,
	numberCell,
	rowXml,
	serialOfDay,
	STYLE,
	stylesheet,
	textCell,
	validation,
	worksheet,
	XML_HEAD
} from './workbook-xml.ts'
import { writeZip, type PartContent } from './zip-writer.ts'

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const LAST_ROW = standardLimits.rows + 1

type List = { readonly name: string; readonly values: readonly string[] }
/** A range of cells that formulas and drop-downs call by a name. */
export type Named = { readonly name: string; readonly range: string }

/**
 * Writes a workbook: a sheet that explains it, a sheet for each kind of row with its explanations and drop-downs, and a hidden
 * one that the drop-downs are read from. Equal rows in one language are equal bytes.
 */
export function writeWorkbook(book: Book): Promise<Uint8Array> {
	const lists = listsOf(book)
	const names = [...namedLists(lists), ...keyRanges(book)]
	const known = new Set(names.map(({ name }) => name))
	const pages: WorkbookPage[] = [
		{ name: book.words.t(READ_ME), isHidden: false, content: readMe(book) },
		...book.sheets.map((rows) => ({ name: rows.sheet.name, isHidden: false, content: sheetXml(rows, book, known) })),
		{ name: LISTS_SHEET, isHidden: true, content: listsXml(lists, book.language) }
	]
	return packWorkbook(pages, names)
}

/** A sheet of a workbook, ready to be packed. */
export type WorkbookPage = { readonly name: string; readonly isHidden: boolean; readonly content: PartContent }

/** What a workbook is called, and in which language it is written. */
export type WorkbookTitle = { readonly title: string; readonly language: string }

/** Packs the sheets of a workbook and the names of its ranges, with its title where it has one. Equal sheets are equal bytes. */
export function packWorkbook(
	pages: readonly WorkbookPage[],
	names: readonly Named[],
	titled?: WorkbookTitle
): Promise<Uint8Array> {
	const main = { id: 'rId1', type: `${RELATIONS}/officeDocument`, target: 'xl/workbook.xml' }
	const core = { id: 'rId2', type: `${PACKAGE}/relationships/metadata/core-properties`, target: 'docProps/core.xml' }
	return writeZip([
		['[Content_Types].xml', contentTypes(pages.length, titled !== undefined)],
		['_rels/.rels', relationsOf(titled ? [main, core] : [main])],
		...(titled ? [['docProps/core.xml', coreXml(titled)] as const] : []),
		['xl/workbook.xml', workbookXml(pages, names)],
		[
			'xl/_rels/workbook.xml.rels',
			relations([
				...pages.map((_, at) => ({
					id: `rId${String(at + 1)}`,
					type: 'worksheet',
					target: `worksheets/sheet${String(at + 1)}.xml`
				})),
				{ id: `rId${String(pages.length + 1)}`, type: 'styles', target: 'styles.xml' }
			])
		],
		['xl/styles.xml', stylesheet],
		...pages.map(({ content }, at) => [`xl/worksheets/sheet${String(at + 1)}.xml`, content] as const)
	])
}

const contentTypes = (sheets: number, isTitled: boolean) =>
	`${XML_HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${Array.from({ length: sheets }, (_, at) => `<Override PartName="/xl/worksheets/sheet${String(at + 1)}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('')}${isTitled ? '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>' : ''}</Types>`

const coreXml = ({ title, language }: WorkbookTitle) =>
	`${XML_HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeXml(title)}</dc:title><dc:language>${escapeXml(language)}</dc:language></cp:coreProperties>`

type Relation = { id: string; type: string; target: string }
const relations = (list: readonly Relation[]) =>
	relationsOf(list.map(({ type, ...one }) => ({ ...one, type: `${RELATIONS}/${type}` })))
const relationsOf = (list: readonly Relation[]) =>
	`${XML_HEAD}<Relationships xmlns="${PACKAGE}/relationships">${list.map(({ id, type, target }) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`).join('')}</Relationships>`

const workbookXml = (pages: readonly { name: string; isHidden: boolean }[], names: readonly Named[]) =>
	`${XML_HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${pages
		.map(
			({ name, isHidden }, at) =>
				`<sheet name="${escapeXml(name)}" sheetId="${String(at + 1)}"${isHidden ? ' state="hidden"' : ''} r:id="rId${String(at + 1)}"/>`
		)
		.join('')}</sheets><definedNames>${names
		.map(({ name, range }) => `<definedName name="${name}">${range}</definedName>`)
		.join('')}</definedNames></workbook>`

/** The closed lists of a workbook's columns, and the keys it is given. */
function listsOf({ sheets, kinds, keys }: Book): List[] {
	const codes = sheets.flatMap(({ sheet, headers }) =>
		headers.flatMap(({ column, form }): List[] =>
			form.kind === 'oneOf' ? [{ name: codeList(sheet.name, column), values: form.values }] : []
		)
	)
	const given = [...(keys ?? [])].filter(([, values]) => values.length > 0)
	return [
		{ name: 'yes_no', values: ['yes', 'no'] },
		{ name: 'record_kinds', values: kinds },
		...codes,
		...given.map(([sheet, values]) => ({ name: keyList(sheet), values }))
	]
}

const codeList = (sheet: string, column: string) => `list_${sheet}_${column}`
const keyList = (sheet: string) => `keys_${sheet}`

// The first column of the sheet of lists says the workbook's language.
const namedLists = (lists: readonly List[]): Named[] =>
	lists.map(({ name, values }, at) => {
		const letters = columnLetters(at + 1)
		return { name, range: `${LISTS_SHEET}!$${letters}$2:$${letters}$${String(values.length + 1)}` }
	})

/** Whether a column names the records of a sheet, so that other sheets may name them. */
export const isNaming = (column: string | undefined) => column === 'key' || column === 'number'

/** Where no keys are given, those that stand in the workbook's own sheets are offered, also while it is filled in. */
const keyRanges = ({ sheets, keys }: Book): Named[] =>
	sheets
		.filter(({ sheet }) => sheet.key.length === 1 && isNaming(sheet.key[0]) && !keys?.get(sheet.name)?.length)
		.map(({ sheet }) => {
			const at = columnLetters(Object.keys(sheet.columns).indexOf(sheet.key[0] ?? ''))
			return { name: keyList(sheet.name), range: `${sheet.name}!$${at}$2:$${at}$${String(LAST_ROW)}` }
		})

function* listsXml(lists: readonly List[], language: string): Generator<string> {
	const all = [{ name: 'language', values: [language] }, ...lists]
	const longest = Math.max(...all.map(({ values }) => values.length))
	yield* worksheet({
		columns: all.map(() => ({ width: 24, style: STYLE.text })),
		rows: (function* () {
			yield rowXml(
				1,
				all.map(({ name }, at) => textCell(at, 1, name, STYLE.header))
			)
			for (let row = 2; row <= longest + 1; row++)
				yield rowXml(
					row,
					all.flatMap(({ values }, at) => {
						const value = values[row - 2]
						return value === undefined ? [] : [textCell(at, row, value, STYLE.text)]
					})
				)
		})()
	})
}

function* readMe(book: Book): Generator<string> {
	yield* worksheet({
		columns: [22, 22, 28, 70, 46, 12].map((width) => ({ width, style: STYLE.plain })),
		rows: (function* () {
			let row = 0
			for (const { cells, style } of readMeRows(book)) {
				row++
				yield rowXml(
					row,
					cells.flatMap((text, at) => (text === '' ? [] : [textCell(at, row, text, STYLE[style])]))
				)
			}
		})()
	})
}

const WIDTHS: Readonly<Record<string, number>> = { name: 44, day: 12, year: 10, integer: 10, yes: 12, list: 32 }
const widthOf = ({ form }: Header) =>
	form.kind === 'text' ? Math.min(60, Math.max(14, Math.round(form.max / 12))) : (WIDTHS[form.kind] ?? 26)

const styleOf = ({ form }: Header) => {
	if (form.kind === 'day') return STYLE.day
	return form.kind === 'year' || form.kind === 'integer' ? STYLE.plain : STYLE.text
}

function* sheetXml(
	{ sheet, headers, rows }: SheetRows,
	{ words }: Book,
	known: ReadonlySet<string>
): Generator<string> {
	const styles = headers.map(styleOf)
	yield* worksheet({
		columns: headers.map((header, at) => ({
			width: Math.max(widthOf(header), header.header.length + 2),
			style: styles[at] ?? STYLE.plain
		})),
		frozen: { rows: 1, columns: 1 },
		rows: (function* () {
			yield rowXml(
				1,
				headers.map(({ header }, at) => textCell(at, 1, header, STYLE.header))
			)
			for (const [index, row] of rows.entries()) yield sheetRow(index + 2, row, headers, styles)
		})(),
		validations: headers.flatMap((header, at) => {
			const letters = columnLetters(at)
			const { label, what, form } = explainColumn(words, sheet.name, header)
			const explained = { title: label, prompt: `${what} ${form}` }
			const list = listOf(sheet.name, header, known)
			return [
				validation({ range: `${letters}1`, ...explained }),
				validation({ range: `${letters}2:${letters}${String(LAST_ROW)}`, ...explained, ...(list ? { list } : {}) })
			]
		})
	})
}

/** What is offered in the cells of a column. Of keys others may be typed: a file names also what the workspace has already. */
function listOf(sheet: string, { column, form }: Header, known: ReadonlySet<string>) {
	const offered =
		form.kind === 'oneOf'
			? codeList(sheet, column)
			: form.kind === 'yes'
				? 'yes_no'
				: form.kind === 'kind'
					? 'record_kinds'
					: form.kind === 'reference'
						? keyList(form.to)
						: ''
	return known.has(offered) ? { name: offered, isStrict: form.kind !== 'reference' } : undefined
}

function sheetRow(row: number, { texts }: StoredRow, headers: readonly Header[], styles: readonly number[]): string {
	const cells: string[] = []
	for (const [at, { header, form }] of headers.entries()) {
		const text = texts[header]
		if (text === undefined) continue
		const style = styles[at]
		const serial = form.kind === 'day' ? serialOfDay(text) : undefined
		if (serial !== undefined) cells.push(numberCell(at, row, serial, style))
		else if (form.kind === 'integer' || form.kind === 'year') cells.push(numberCell(at, row, Number(text), style))
		else cells.push(textCell(at, row, text, form.kind === 'day' ? STYLE.text : style))
	}
	return rowXml(row, cells)
}
