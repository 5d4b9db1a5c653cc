import { numberCell, rowXml, serialOfDay, STYLE, textCell, worksheet } from '#platform/exchange/workbook-xml.ts'
import { packWorkbook } from '#platform/exchange/write-workbook.ts'
import type { Words } from '#platform/languages/words.ts'
import { digitsOfCurrency } from '../entry/values.ts'
import type { KeptCell, KeptTable, SaidBlock, SaidEdition } from './content.ts'
import type { Imprint } from './edition-document.ts'

type Row = { cells: readonly KeptCell[]; style: number }

const text = (said: string): KeptCell => ({ text: said, amount: null, currency: null })
const line = (...cells: string[]): Row => ({ cells: cells.map(text), style: STYLE.plain })
const header = (...cells: string[]): Row => ({ cells: cells.map(text), style: STYLE.header })
const title = (said: string): Row => ({ cells: [text(said)], style: STYLE.title })

// A number of the machine holds fifteen digits: a longer one stays a text, exact.
const EXACT = /^-?\d{1,15}$|^-?(?=[\d.]{2,16}$)\d+\.\d+$/

function cellXml({ text: said, amount, currency, day }: KeptCell, at: number, row: number, style: number): string[] {
	const serial = day === undefined ? undefined : serialOfDay(day)
	if (serial !== undefined) return [numberCell(at, row, serial, STYLE.day)]
	if (amount === null || !EXACT.test(amount)) return said === '' ? [] : [textCell(at, row, said, style)]
	const isWhole = /^-?\d+$/.test(amount)
	// A year is said without its thousands apart.
	if (isWhole && currency === null && said === amount) return [numberCell(at, row, Number(amount), STYLE.plain)]
	const digits = currency === null ? 0 : digitsOfCurrency(currency)
	const own =
		currency === null && !isWhole ? STYLE.plain : digits === 2 ? STYLE.amount : digits > 2 ? STYLE.plain : STYLE.count
	return [numberCell(at, row, Number(amount), own)]
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

/** A table with the currency of each amount beside it, so that it can be reckoned with. */
function tableRows({ t }: Words, { columns, rows }: KeptTable): Row[] {
	const withMoney = columns.map((_column, index) => rows.some((row) => (row[index]?.currency ?? null) !== null))
	const wide = <T>(cells: readonly T[], beside: (cell: T, index: number) => T): T[] =>
		cells.flatMap((cell, index) => (withMoney[index] ? [cell, beside(cell, index)] : [cell]))
	return [
		header(
			...wide(
				columns.map(({ label }) => label),
				() => t('registers.report.currency')
			)
		),
		...rows.map((row): Row => ({ cells: wide(row, (cell) => text(cell.currency ?? '')), style: STYLE.plain }))
	]
}

function blockRows(words: Words, block: SaidBlock): Row[] {
	const { t } = words
	const heading = block.heading ?? (block.block === 'figures' ? t('registers.report.figures') : null)
	const head = heading === null ? [line()] : [line(), title(heading)]
	switch (block.block) {
		case 'text':
			return [...head, ...block.text.split('\n').map((one) => line(one))]
		case 'list':
			return [...head, ...(block.left === null ? [] : [line(block.left)]), ...tableRows(words, block.table)]
		case 'figures':
		case 'chart':
		case 'cross':
			return [...head, ...tableRows(words, block.table)]
		default:
			return block satisfies never
	}
}

// A sheet's name has at most 31 characters and none of these.
const sheetName = (name: string, place: number) =>
	`${String(place)} ${name.replaceAll(/[[\]:*?/\\']/g, ' ')}`.trim().slice(0, 31)

/** An edition as a workbook: what it says on one sheet, and each of its lists on one of its own. */
export function editionWorkbook(words: Words, said: SaidEdition, imprint: Imprint): Promise<Uint8Array> {
	const { t } = words
	const lists = said.blocks.filter((block) => block.block === 'list')
	const about = [
		title(said.title),
		line(said.about),
		...[imprint.standing, said.notice].flatMap((one) => (one === null ? [] : [line(one)])),
		line(),
		...imprint.lines.map(({ label, text: what }) => line(label, what)),
		...said.notes.map((note) => line(note)),
		...said.blocks.filter((block) => block.block !== 'list').flatMap((block) => blockRows(words, block)),
		line(),
		line(t('registers.edition.cite'), imprint.citation)
	]
	return packWorkbook(
		[
			{ name: t('registers.list.way.report'), isHidden: false, content: sheet(about, [44, 24, 24, 24, 24], 0) },
			...lists.map((block, index) => ({
				name: sheetName(block.heading ?? t('registers.report.list'), index + 1),
				isHidden: false,
				content: sheet(
					tableRows(words, block.table),
					block.table.columns.map((_column, at) => (at === 1 ? 40 : 20)),
					1
				)
			}))
		],
		[],
		{ title: said.title, language: words.language }
	)
}
