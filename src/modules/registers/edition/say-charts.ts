import { drawBars } from '#platform/charts/bars.ts'
import type { Drawing } from '#platform/charts/drawing.ts'
import { drawHeatMap, heatOf } from '#platform/charts/heat-map.ts'
import { drawSankey } from '#platform/charts/sankey.ts'
import { chartLabel } from '../figures/chart-label.ts'
import { withEmptySpans } from '../figures/empty-spans.ts'
import type { GroupOf, PivotTable, Sums } from '../figures/figure-outputs.ts'
import { readingOrder, sayApart, saySums, sayTold } from '../figures/say-figures.ts'
import type { KeptCell, KeptTable, SaidBlock } from './content.ts'
import type { CountedBlock } from './count-edition.server.ts'
import { withheld } from './few.ts'
import { countCell, fewCell, plainCell, sumCell, type EditionTelling } from './say-cells.ts'

type Pictures = Extract<SaidBlock, { block: 'chart' }>['pictures']
type Kept = Pictures[number]['drawing']

// A picture of more bars is read by nobody; the table behind it has all of them.
const BARS_MOST = 20

/** A drawing as it is kept: shapes and nothing that leads anywhere, since lists go on changing. */
const kept = ({ width, height, shapes }: Drawing): Kept => ({
	width,
	height,
	shapes: shapes.map((shape) => {
		if (shape.type !== 'text') return { ...shape }
		const { href: _href, ...text } = shape
		return text
	})
})

const currenciesOf = (sums: readonly Sums[]) =>
	[...new Set(sums.flatMap((some) => some.map(({ currency }) => currency)))].sort()

/** A chart of one field: bars, and the table behind them. */
export function sayChart(
	telling: EditionTelling,
	{ chart, few, block }: Extract<CountedBlock, { chart: unknown }>
): { heading: string; pictures: Pictures; table: KeptTable } {
	const { words } = telling
	const { sum, by, span } = chart
	const heading = words.name(block.names ?? chart.names) || sayApart(telling, by)
	const inOrder = readingOrder(telling, chart, chart.groups).flatMap((place) => chart.groups[place] ?? [])
	const groups = (span === null ? inOrder : withEmptySpans(inOrder)).map((group) => ({
		...group,
		label: sayTold(telling, chart, group),
		isFew: few.has(`${String(group.isHidden)} ${group.value}`)
	}))
	const drawn = span === null ? groups.slice(0, BARS_MOST) : groups.slice(-BARS_MOST)
	const bars = (currency: string | null): { label: string; value: number; said: string }[] =>
		drawn.map(({ label, records, sums, isFew }) => {
			if (sum === null) return { label, value: records, said: words.number(records) }
			const own = sums.find((one) => one.currency === currency)
			if (isFew) return { label, value: 0, said: fewCell(words).text }
			return {
				label,
				value: Number(own?.amount ?? 0),
				said: own ? saySums(telling, sum, [own]).join('') : words.number(0)
			}
		})
	const currencies = sum === null ? [null] : currenciesOf(groups.map(({ sums }) => sums))
	return {
		heading,
		pictures:
			groups.length === 0
				? []
				: currencies.map((currency) => ({
						title: currency === null ? heading : words.t('registers.edition.in-currency', { title: heading, currency }),
						label: chartLabel(words, heading, bars(currency)),
						drawing: kept(drawBars(bars(currency), words.number))
					})),
		table: {
			columns: [
				{ label: sayApart(telling, by), isNumeric: false },
				{ label: words.t('figures.entries'), isNumeric: true },
				...(sum === null ? [] : [{ label: sayApart(telling, sum), isNumeric: true }])
			],
			rows: groups.map((group) => [
				plainCell(group.label),
				countCell(words, group.records),
				...(sum === null ? [] : [groupCell(telling, sum, group)])
			])
		}
	}
}

const groupCell = (telling: EditionTelling, sum: string, group: GroupOf & { isFew: boolean }): KeptCell =>
	group.isFew ? fewCell(telling.words) : sumCell(telling, sum, group.sums)

type Line = { records: number; sums: Sums }
const NOTHING: Line = { records: 0, sums: [] }

/** Two fields against each other: a table with totals, and as a heat map or as flows where it is asked for as a picture. */
export function sayCross(
	telling: EditionTelling,
	{ block, asked, table, isOfPersons }: Extract<CountedBlock, { asked: unknown }>,
	heading: string | null
): { title: string; pictures: Pictures; table: KeptTable } {
	const { words } = telling
	const rowBy = { by: asked.rows, span: asked.rowSpan }
	const columnBy = { by: asked.columns, span: asked.columnSpan }
	const title =
		heading ??
		words.t('registers.edition.across', {
			rows: sayApart(telling, asked.rows),
			columns: sayApart(telling, asked.columns)
		})
	const rowLabels = table.rows.map((group) => sayTold(telling, rowBy, group))
	const columnLabels = table.columns.map((group) => sayTold(telling, columnBy, group))
	const cells = new Map(table.cells.map((cell) => [`${String(cell.row)} ${String(cell.column)}`, cell]))
	const at = (row: number, column: number): Line => cells.get(`${String(row)} ${String(column)}`) ?? NOTHING
	const hidden = hiddenCells(table, isOfPersons, at)
	const cellOf = (line: Line, isHidden: boolean): KeptCell => {
		if (isHidden) return fewCell(words)
		return asked.sum === null ? countCell(words, line.records) : sumCell(telling, asked.sum, line.sums)
	}
	const numeric = (label: string) => ({ label, isNumeric: true })
	const rows = rowLabels.map((label, row) => [
		plainCell(label),
		...columnLabels.map((_label, column) =>
			cellOf(at(row, column), hidden.cells.has(`${String(row)} ${String(column)}`))
		),
		cellOf(table.rows[row] ?? NOTHING, hidden.rows.has(row))
	])
	const totals = [
		plainCell(words.t('figures.total')),
		...columnLabels.map((_label, column) => cellOf(table.columns[column] ?? NOTHING, hidden.columns.has(column))),
		cellOf(table, hidden.isWhole)
	]
	const picture = block.block === 'chart' ? block.picture : null
	const number = (line: Line) => (asked.sum === null ? line.records : Number(line.sums[0]?.amount ?? 0))
	const valueAt = (row: number, column: number) =>
		hidden.cells.has(`${String(row)} ${String(column)}`) ? 0 : number(at(row, column))
	const drawing =
		picture === null || table.rows.length === 0
			? null
			: picture === 'flows'
				? flows(words.number, rowLabels, columnLabels, valueAt)
				: heat(columnLabels, rowLabels, (row, column) => ({
						text: rows[row]?.[column + 1]?.text ?? '',
						value: valueAt(row, column)
					}))
	return {
		title,
		pictures: drawing
			? [
					{
						title,
						label: words.t('registers.edition.across.label', {
							title,
							rows: rowLabels.length,
							columns: columnLabels.length
						}),
						drawing: kept(drawing)
					}
				]
			: [],
		table: {
			columns: [
				{ label: sayApart(telling, asked.rows), isNumeric: false },
				...columnLabels.map(numeric),
				numeric(words.t('figures.total'))
			],
			rows: rows.length === 0 ? [] : [...rows, totals]
		}
	}
}

/** Cells of few persons, and the totals that would tell of one that stands alone in its line. */
function hiddenCells(table: PivotTable, isOfPersons: boolean, at: (row: number, column: number) => Line) {
	const places = table.rows.flatMap((_row, row) => table.columns.map((_column, column) => ({ row, column })))
	const few = isOfPersons
		? withheld(places.map(({ row, column }) => at(row, column).sums[0]?.amount ?? '0'))
		: new Set<number>()
	const hidden = places.filter((_place, index) => few.has(index))
	const alone = (of: 'row' | 'column') =>
		new Set([...Map.groupBy(hidden, (place) => place[of])].flatMap(([line, some]) => (some.length === 1 ? [line] : [])))
	const [rows, columns] = [alone('row'), alone('column')]
	return {
		cells: new Set(hidden.map(({ row, column }) => `${String(row)} ${String(column)}`)),
		rows,
		columns,
		isWhole: rows.size === 1 || columns.size === 1
	}
}

function heat(
	columns: readonly string[],
	rows: readonly string[],
	at: (row: number, column: number) => { text: string; value: number }
): Drawing {
	const most = Math.max(0, ...rows.flatMap((_row, row) => columns.map((_column, column) => at(row, column).value)))
	return drawHeatMap(
		columns,
		rows.map((label, row) => ({
			label,
			cells: columns.map((_column, column) => {
				const { text, value } = at(row, column)
				return { text, heat: heatOf(value, most) }
			})
		}))
	)
}

const flows = (
	number: (value: number) => string,
	from: readonly string[],
	to: readonly string[],
	at: (row: number, column: number) => number
): Drawing =>
	drawSankey(
		[
			...from.map((label, row) => ({ id: `from ${String(row)}`, label })),
			...to.map((label, column) => ({ id: `to ${String(column)}`, label }))
		],
		from.flatMap((_label, row) =>
			to.flatMap((_other, column) => {
				const value = at(row, column)
				return value > 0
					? [{ from: `from ${String(row)}`, to: `to ${String(column)}`, value, tone: 'plain' as const }]
					: []
			})
		),
		number
	)
