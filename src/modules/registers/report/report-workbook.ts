import { numberCell, rowXml, STYLE, textCell, worksheet, serialOfDay } from '#platform/exchange/workbook-xml.ts'
import { packWorkbook } from '#platform/exchange/write-workbook.ts'
import type { Words } from '#platform/languages/words.ts'
import { isCodes } from '../entry/values.ts'
import type { ReportColumn, ReportRow, SaidReport } from './say-report.ts'

type Cell = string | { number: number } | { day: number }
type Row = { cells: readonly Cell[]; style: number }

const plain = (...cells: Cell[]): Row => ({ cells, style: STYLE.plain })
const header = (...cells: string[]): Row => ({ cells, style: STYLE.header })
const title = (text: string): Row => ({ cells: [text], style: STYLE.title })

// A number of the machine holds fifteen digits: a longer one stays a text, exact.
const EXACT = /^-?\d{1,15}$|^-?(?=[\d.]{2,16}$)\d+\.\d+$/

/** A value as a cell: what can be reckoned with as a number or a day, the rest as people read it. */
function cellOf({ text, value }: ReportRow['cells'][number], isNumber: boolean): Cell {
	if (isNumber && typeof value === 'string' && EXACT.test(value)) return { number: Number(value) }
	// A text is said as it is kept, a day in the words of the language.
	if (typeof value === 'string' && text !== value && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
		const day = serialOfDay(value)
		return day === undefined ? text : { day }
	}
	return text
}

function dayCell(text: string): Cell {
	const day = serialOfDay(text)
	return day === undefined ? text : { day }
}

const isMoney = (value: ReportRow['cells'][number]['value']) =>
	typeof value === 'object' && !isCodes(value) && 'amount' in value ? value : null

function cellXml(cell: Cell, at: number, row: number, style: number): string[] {
	if (typeof cell === 'string') return cell === '' ? [] : [textCell(at, row, cell, style)]
	return 'number' in cell ? [numberCell(at, row, cell.number)] : [numberCell(at, row, cell.day, STYLE.day)]
}

function* sheet(rows: readonly Row[], widths: readonly number[], frozen: number): Generator<string> {
	yield* worksheet({
		columns: widths.map((width) => ({ width, style: STYLE.plain })),
		...(frozen > 0 ? { frozen: { rows: frozen, columns: 1 } } : {}),
		rows: (function* () {
			for (const [index, { cells, style }] of rows.entries())
				yield rowXml(
					index + 1,
					cells.flatMap((cell, at) => cellXml(cell, at, index + 1, style))
				)
		})()
	})
}

function aboutRows({ t }: Words, said: SaidReport): Row[] {
	return [
		title(said.title),
		plain(said.about),
		...(said.notice === null ? [] : [plain(said.notice)]),
		plain(),
		...said.lines.map(({ label, text }) => plain(label, text)),
		plain(t('registers.report.as-seen')),
		...(said.left === null ? [] : [plain(said.left)]),
		...(said.withoutFigures === null ? [] : [plain(said.withoutFigures)]),
		...(said.headlines.length === 0
			? []
			: [
					plain(),
					header(t('registers.report.figure'), t('registers.report.value')),
					...said.headlines.map(({ label, value, note }) => plain(label, value, note ?? ''))
				]),
		...said.charts.flatMap(({ title: name, what, sum, rows }) => [
			plain(),
			title(name),
			header(what, t('figures.entries'), ...(sum === null ? [] : [sum])),
			...rows.map(({ label, records, sums }) => plain(label, { number: records }, sums))
		]),
		...(said.groups === null
			? []
			: [
					plain(),
					header(said.groups.label, t('figures.entries')),
					...said.groups.rows.map(({ label, many }) => plain(label, many))
				]),
		...(said.withoutSums === null ? [] : [plain(), plain(said.withoutSums)]),
		...(said.sums.length === 0
			? []
			: [
					plain(),
					header(t('registers.report.field'), t('registers.report.sum')),
					...said.sums.map(({ label, text }) => plain(label, text))
				]),
		...said.tables.flatMap(({ label, many, sums }) => [
			plain(),
			header(label, many),
			...sums.map((one) => plain(one.label, one.text))
		])
	]
}

/** The columns of the list: an amount has its currency beside it, so that it can be reckoned with. */
function entryRows({ t }: Words, { columns, sections }: SaidReport): Row[] {
	const rows = sections.flatMap(({ label, rows: some }) => some.map((row) => ({ row, label })))
	const hasGroups = sections.some(({ label }) => label !== null)
	const withMoney = new Set(
		columns.flatMap((_column, index) => (rows.some(({ row }) => isMoney(row.cells[index]?.value)) ? [index] : []))
	)
	const headings = columns.flatMap(({ label }: ReportColumn, index) =>
		withMoney.has(index) ? [label, t('registers.report.currency')] : [label]
	)
	return [
		header(
			t('registers.list.number'),
			t('page.column.name'),
			t('registers.list.state'),
			t('registers.report.since'),
			...(hasGroups ? [t('registers.report.grouped')] : []),
			...headings,
			t('page.column.origin')
		),
		...rows.map(({ row, label }) =>
			plain(
				row.reference,
				row.name,
				row.standing,
				dayCell(row.since),
				...(hasGroups ? [label ?? ''] : []),
				...row.cells.flatMap((cell, index): Cell[] => {
					if (!withMoney.has(index)) return [cellOf(cell, columns[index]?.isNumeric === true)]
					const money = isMoney(cell.value)
					return money ? [cellOf({ text: cell.text, value: money.amount }, true), money.currency] : ['', '']
				}),
				row.origin
			)
		)
	]
}

/** A report as a workbook: what it says on one sheet, and all entries on another. */
export function reportWorkbook(words: Words, said: SaidReport): Promise<Uint8Array> {
	const entries = entryRows(words, said)
	const widths = (entries[0]?.cells ?? []).map((_cell, at) => (at === 1 ? 40 : 20))
	return packWorkbook(
		[
			{ name: 'report', isHidden: false, content: sheet(aboutRows(words, said), [40, 30, 30], 0) },
			{ name: 'entries', isHidden: false, content: sheet(entries, widths, 1) }
		],
		[]
	)
}
