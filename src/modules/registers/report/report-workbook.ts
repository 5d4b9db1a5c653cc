import { numberCell, rowXml, STYLE, textCell, worksheet, serialOfDay } from '#platform/exchange/workbook-xml.ts'
import { packWorkbook } from '#platform/exchange/write-workbook.ts'
import type { Words } from '#platform/languages/words.ts'
import { digitsOfCurrency, isCodes } from '../entry/values.ts'
import type { Sums } from '../figures/figure-outputs.ts'
import type { ReportColumn, ReportRow, SaidReport } from './say-report.ts'

type Cell = string | { number: number; style?: number } | { day: number }
type Row = { cells: readonly Cell[]; style: number }

const plain = (...cells: Cell[]): Row => ({ cells, style: STYLE.plain })
const header = (...cells: string[]): Row => ({ cells, style: STYLE.header })
const title = (text: string): Row => ({ cells: [text], style: STYLE.title })

// A number of the machine holds fifteen digits: a longer one stays a text, exact.
const EXACT = /^-?\d{1,15}$|^-?(?=[\d.]{2,16}$)\d+\.\d+$/

const COUNT = { style: STYLE.count }

/** A count as a cell. */
const countCell = (number: number): Cell => ({ number, ...COUNT })

/** An amount as a cell, with as many digits as its currency has; one the machine cannot hold exactly stays as people read it. */
function amountCell(amount: string, currency: string | null): Cell {
	if (!EXACT.test(amount)) return amount
	const digits = currency === null ? 0 : digitsOfCurrency(currency)
	const isPlain = currency === null && !/^-?\d+$/.test(amount)
	const style = isPlain || digits > 2 ? STYLE.plain : digits === 2 ? STYLE.amount : STYLE.count
	return { number: Number(amount), style }
}

/** What something adds up to, each currency in a row of its own; nought where it is nothing. */
const sumRows = (label: string, amounts: Sums, note = ''): Row[] =>
	amounts.length === 0
		? [plain(label, countCell(0), '', note)]
		: amounts.map(({ amount, currency }) => plain(label, amountCell(amount, currency), currency ?? '', note))

/** A value as a cell: what can be reckoned with as a number or a day, the rest as people read it. */
function cellOf(
	{ text, value }: ReportRow['cells'][number],
	{ isNumeric, isYear }: Pick<ReportColumn, 'isNumeric' | 'isYear'>
): Cell {
	if (isNumeric && typeof value === 'string' && EXACT.test(value)) {
		const isGrouped = !isYear && /^-?\d+$/.test(value)
		return { number: Number(value), ...(isGrouped ? COUNT : {}) }
	}
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
	return 'number' in cell ? [numberCell(at, row, cell.number, cell.style)] : [numberCell(at, row, cell.day, STYLE.day)]
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
		...said.lines.map(({ label, text, number, day }) =>
			plain(label, day !== undefined ? dayCell(day) : number !== undefined ? countCell(number) : text)
		),
		plain(t('registers.report.as-seen')),
		...(said.left === null ? [] : [plain(said.left)]),
		...(said.withoutFigures === null ? [] : [plain(said.withoutFigures)]),
		...(said.headlines.length === 0
			? []
			: [
					plain(),
					header(t('registers.report.figure'), t('registers.report.value'), t('registers.report.currency')),
					...said.headlines.flatMap(({ label, note, records, amounts }) =>
						amounts === null ? [plain(label, countCell(records))] : sumRows(label, amounts, note ?? '')
					)
				]),
		...said.charts.flatMap(({ title: name, what, sum, rows }) => [
			plain(),
			title(name),
			header(what, t('figures.entries'), ...(sum === null ? [] : [sum, t('registers.report.currency')])),
			...rows.flatMap(({ label, records, amounts }) => {
				const [first, ...others] = amounts
				if (!first) return [plain(label, countCell(records))]
				const cells = (one: Sums[number]) => [amountCell(one.amount, one.currency), one.currency ?? '']
				// How many there are is told once, so that the column adds up.
				return [
					plain(label, countCell(records), ...cells(first)),
					...others.map((one) => plain(label, '', ...cells(one)))
				]
			})
		]),
		...(said.groups === null
			? []
			: [
					plain(),
					header(said.groups.label, t('figures.entries')),
					...said.groups.rows.map(({ label, many, records }) =>
						plain(label, records === null ? many : countCell(records))
					)
				]),
		...(said.withoutSums === null ? [] : [plain(), plain(said.withoutSums)]),
		...(said.sums.length === 0
			? []
			: [
					plain(),
					header(t('registers.report.field'), t('registers.report.sum'), t('registers.report.currency')),
					...said.sums.flatMap(({ label, amounts }) => sumRows(label, amounts))
				]),
		...said.tables.flatMap(({ label, rows, sums }) => [
			plain(),
			header(label, t('registers.report.value'), t('registers.report.currency')),
			plain(t('registers.report.rows-column'), countCell(rows)),
			...sums.flatMap((one) => sumRows(one.label, one.amounts))
		])
	]
}

const NO_COLUMN = { isNumeric: false, isYear: false }

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
					if (!withMoney.has(index)) return [cellOf(cell, columns[index] ?? NO_COLUMN)]
					const money = isMoney(cell.value)
					return money ? [amountCell(money.amount, money.currency), money.currency] : ['', '']
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
	const { t, language } = words
	return packWorkbook(
		[
			{
				name: t('registers.list.way.report'),
				isHidden: false,
				content: sheet(aboutRows(words, said), [40, 30, 30, 30], 0)
			},
			{ name: t('registers.report.list'), isHidden: false, content: sheet(entries, widths, 1) }
		],
		[],
		{ title: said.title, language }
	)
}
