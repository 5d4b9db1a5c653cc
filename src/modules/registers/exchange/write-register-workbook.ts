import { columnLetters } from '#platform/exchange/cell.ts'
import { standardLimits } from '#platform/exchange/limits.ts'
import {
	escapeXml,
	numberCell,
	rowXml,
	serialOfDay,
	STYLE,
	textCell,
	validation,
	worksheet
} from '#platform/exchange/workbook-xml.ts'
import { packWorkbook, type Named, type WorkbookPage } from '#platform/exchange/write-workbook.ts'
import type { Words } from '#platform/languages/words.ts'
import type { Declaration } from '../declaration/declaration.ts'
import { labelOf } from '../entry/said/say-value.ts'
import type { FileColumn } from './file-columns.ts'
import type { SheetTexts } from './gather-entries.server.ts'
import { instructionRows } from './instructions.ts'
import { formOf, listOf, listsOf, type FileList, type Offered } from './sheet-lists.ts'
import { isDay, isNumeric, safeNumber } from './value-cells.ts'

export type RegisterBook = {
	declaration: Declaration
	sheets: readonly SheetTexts[]
	words: Words
	offered: Offered
}

const LAST_ROW = standardLimits.rows + 2
// Headings and the keys under them.
const HEAD_ROWS = 2

/**
 * Writes a workbook of a register: what it is and how it is filled in, a sheet for its entries and one for each table, and the
 * lists that cells take their values from. Columns are headed by names in the reader's language, with their keys underneath.
 */
export function writeRegisterWorkbook(book: RegisterBook): Promise<Uint8Array> {
	const { declaration, sheets, words, offered } = book
	const lists = listsOf(
		sheets.map(({ sheet }) => sheet),
		declaration,
		words.language,
		offered
	)
	const ranges = new Map(lists.map((list, at) => [list.name, { name: `list_${String(at + 1)}`, at, list }]))
	const names: Named[] = [...ranges.values()]
		.filter(({ list }) => list.values.length > 0)
		.map(({ name, at, list }) => {
			const letters = columnLetters(at * 2)
			return { name, range: `lists!$${letters}$3:$${letters}$${String(list.values.length + 2)}` }
		})
	const rangeOf = (column: FileColumn) => {
		const found = ranges.get(listOf(column) ?? '')
		return found && found.list.values.length > 0 ? found.name : undefined
	}
	const pages: WorkbookPage[] = [
		{ name: 'instructions', isHidden: false, content: instructionsXml(book, lists) },
		...sheets.map((one) => ({ name: one.sheet.name, isHidden: false, content: sheetXml(one, words, rangeOf) })),
		{ name: 'lists', isHidden: false, content: listsXml(lists, words) }
	]
	const title = words.name(
		Object.fromEntries(Object.entries(declaration.names).map(([language, { many }]) => [language, many]))
	)
	return packWorkbook(pages, names, { title, language: words.language })
}

function* instructionsXml({ declaration, sheets, words }: RegisterBook, lists: readonly FileList[]): Generator<string> {
	yield* worksheet({
		columns: [26, 36, 30, 70, 14].map((width) => ({ width, style: STYLE.plain })),
		rows: (function* () {
			let row = 0
			for (const { cells, style } of instructionRows({
				declaration,
				sheets: sheets.map(({ sheet }) => sheet),
				words,
				lists
			})) {
				row++
				yield rowXml(
					row,
					cells.flatMap((text, at) => (text === '' ? [] : [textCell(at, row, text, STYLE[style])]))
				)
			}
		})()
	})
}

function* listsXml(lists: readonly FileList[], words: Words): Generator<string> {
	const longest = Math.max(0, ...lists.map(({ values }) => values.length))
	yield* worksheet({
		columns: lists.flatMap(() => [
			{ width: 24, style: STYLE.text },
			{ width: 40, style: STYLE.text }
		]),
		frozen: { rows: HEAD_ROWS, columns: 0 },
		rows: (function* () {
			yield rowXml(
				1,
				lists.map(({ label }, at) => textCell(at * 2, 1, label, STYLE.header))
			)
			yield rowXml(
				2,
				lists.flatMap((_, at) => [
					textCell(at * 2, 2, words.t('registers.sheet.lists.code'), STYLE.heading),
					textCell(at * 2 + 1, 2, words.t('registers.sheet.lists.meaning'), STYLE.heading)
				])
			)
			for (let row = 0; row < longest; row++)
				yield rowXml(
					row + 3,
					lists.flatMap(({ values }, at) => {
						const value = values[row]
						return value
							? [
									textCell(at * 2, row + 3, value.key, STYLE.text),
									textCell(at * 2 + 1, row + 3, value.label, STYLE.text)
								]
							: []
					})
				)
		})()
	})
}

const styleOf = ({ field, part }: FileColumn) =>
	field && isDay(field, part) ? STYLE.day : field && isNumeric(field, part) ? STYLE.plain : STYLE.text

const widthOf = (column: FileColumn, heading: string) => {
	const { field, part } = column
	const wide =
		field?.type === 'long-text'
			? 60
			: field?.type === 'text' && part === null
				? 36
				: field && (isDay(field, part) || isNumeric(field, part))
					? 14
					: 22
	return Math.max(wide, Math.min(40, heading.length + 2))
}

function* sheetXml(
	{ sheet, rows }: SheetTexts,
	words: Words,
	rangeOf: (column: FileColumn) => string | undefined
): Generator<string> {
	const { columns } = sheet
	const headings = columns.map(({ names }) => labelOf(names, words.language))
	const styles = columns.map(styleOf)
	yield* worksheet({
		columns: columns.map((column, at) => ({
			width: widthOf(column, headings[at] ?? ''),
			style: styles[at] ?? STYLE.plain
		})),
		frozen: { rows: HEAD_ROWS, columns: 1 },
		rows: (function* () {
			yield rowXml(
				1,
				headings.map((heading, at) => textCell(at, 1, heading, STYLE.header))
			)
			yield rowXml(
				2,
				columns.map(({ header }, at) => textCell(at, 2, header, STYLE.heading))
			)
			for (const [index, texts] of rows.entries())
				yield rowXml(
					index + HEAD_ROWS + 1,
					columns.flatMap((column, at) => {
						const text = texts[column.header]
						return text === undefined
							? []
							: [cellXml(column, { at, row: index + HEAD_ROWS + 1, text, style: styles[at] ?? STYLE.plain })]
					})
				)
		})(),
		validations: columns.map((column, at) => {
			const letters = columnLetters(at)
			return validationOf(column, {
				range: `${letters}${String(HEAD_ROWS + 1)}:${letters}${String(LAST_ROW)}`,
				heading: headings[at] ?? '',
				words,
				list: rangeOf(column)
			})
		})
	})
}

function cellXml(
	{ field, part }: FileColumn,
	{ at, row, text, style }: { at: number; row: number; text: string; style: number }
): string {
	const number =
		field && isDay(field, part) ? serialOfDay(text) : field && isNumeric(field, part) ? safeNumber(text) : undefined
	return number === undefined
		? textCell(at, row, text, style === STYLE.day ? STYLE.text : style)
		: numberCell(at, row, number, style)
}

type Explained = { range: string; heading: string; words: Words; list: string | undefined }

/** What a cell takes, as the program that opens the file holds it to: a list, a day, a number within its bounds. */
function validationOf(column: FileColumn, { range, heading, words, list }: Explained): string {
	const { field, part, isToldOnly } = column
	const { key, params } = formOf(column)
	const hint = field?.hint && part === null ? `${labelOf(field.hint, words.language)} ` : ''
	const prompt = `${hint}${words.t(key, params)}`
	const plain = validation({
		range,
		title: heading,
		prompt,
		// Of references, and of several codes in a cell, others may be typed than the one that is chosen.
		...(list === undefined || isToldOnly
			? {}
			: { list: { name: list, isStrict: field?.type === 'one-of' || field?.type === 'yes-no' } })
	})
	if (!field || isToldOnly || list !== undefined) return plain
	const bounded = boundsOf(field, part)
	if (bounded === undefined) return plain
	const { type, least, most } = bounded
	const told = /showInputMessage="1" promptTitle="[^"]*" prompt="[^"]*"/.exec(plain)?.[0] ?? ''
	return `<dataValidation type="${type}" operator="between" allowBlank="1" showErrorMessage="1" ${told} sqref="${escapeXml(range)}"><formula1>${least}</formula1><formula2>${most}</formula2></dataValidation>`
}

// From March 1900, before which workbooks have a day that never was, to the end of four digits.
const DAYS = { least: '61', most: '2958465' }
const LARGEST = '999999999999'

function boundsOf(field: NonNullable<FileColumn['field']>, part: FileColumn['part']) {
	if (isDay(field, part)) return { type: 'date', ...DAYS }
	if (part === 'latitude') return { type: 'decimal', least: '-90', most: '90' }
	if (part === 'longitude') return { type: 'decimal', least: '-180', most: '180' }
	if (field.type === 'whole-number' || field.type === 'decimal') {
		const type = field.type === 'decimal' ? 'decimal' : 'whole'
		return { type, least: String(field.least ?? `-${LARGEST}`), most: String(field.most ?? LARGEST) }
	}
	return field.type === 'money' && part === null ? { type: 'decimal', least: `-${LARGEST}`, most: LARGEST } : undefined
}
