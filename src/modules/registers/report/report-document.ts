import type { Block, DocumentModel } from '#platform/documents/document.ts'
import type { Words } from '#platform/languages/words.ts'
import type { ReportColumn, ReportRow, SaidReport } from './say-report.ts'

// Beside its number, name and state an entry has room for so many columns on a page that stands, and for so many on one that lies. More of them
// have none: what stands in the others is told in the last one, by name.
const COLUMNS_UPRIGHT = 3
const COLUMNS_WIDE = 7
const NUMBER_SHARE = 1.3

/** A report as a document: what its page says, with the charts as pictures. */
export function reportDocument(
	words: Words,
	said: SaidReport,
	{ letterhead, footer }: Pick<DocumentModel, 'letterhead'> & { footer: string }
): DocumentModel {
	const { t } = words
	return {
		title: said.title,
		subtitle: said.about,
		language: words.language,
		letterhead,
		...(said.notice === null ? {} : { notice: said.notice }),
		footer,
		isWide: said.columns.length > COLUMNS_UPRIGHT,
		blocks: [
			...said.lines.map(({ label, text }): Block => ({
				type: 'paragraph',
				label: t('registers.report.label', { label }),
				text
			})),
			{ type: 'paragraph', text: t('registers.report.as-seen'), tone: 'quiet' },
			...figureBlocks(words, said),
			...entryBlocks(words, said),
			...sumBlocks(words, said)
		]
	}
}

function figureBlocks({ t, number }: Words, { headlines, charts, withoutFigures }: SaidReport): Block[] {
	if (withoutFigures !== null)
		return [
			{ type: 'heading', level: 1, text: t('registers.report.figures') },
			{ type: 'paragraph', text: withoutFigures }
		]
	if (headlines.length + charts.length === 0) return []
	return [
		{ type: 'heading', level: 1, text: t('registers.report.figures') },
		...(headlines.length === 0
			? []
			: [
					{
						type: 'table',
						caption: t('figures.headlines'),
						columns: [
							{ title: t('registers.report.figure'), share: 2.4 },
							{ title: t('registers.report.value'), numeric: true, share: 1.6 }
						],
						rows: headlines.map(({ label, value, note }) => [label, note === null ? value : `${value}\n${note}`])
					} as const
				]),
		...charts.flatMap(({ title, what, sum, pictures, rows, rest }): Block[] => [
			{ type: 'heading', level: 2, text: title },
			...pictures.map(({ label, drawing }): Block => ({ type: 'drawing', drawing, alt: label })),
			{
				type: 'table',
				caption: title,
				columns: [
					{ title: what, share: 2.4 },
					{ title: t('figures.entries'), numeric: true },
					...(sum === null ? [] : [{ title: sum, numeric: true, share: 1.6 }])
				],
				rows: rows.map(({ label, records, sums }) => [label, number(records), ...(sum === null ? [] : [sums])])
			},
			...(rest > 0
				? [
						{
							type: 'paragraph',
							text: t('figures.chart.rest', { count: rest, many: number(rest) }),
							tone: 'quiet'
						} as const
					]
				: [])
		])
	]
}

function entryBlocks(words: Words, { columns, sections, groups, left, title }: SaidReport): Block[] {
	const { t } = words
	return [
		{ type: 'heading', level: 1, text: t('registers.report.list') },
		...(left === null ? [] : [{ type: 'paragraph', text: left } as const]),
		...(groups === null
			? []
			: [
					{
						type: 'table',
						caption: t('registers.report.groups', { field: groups.label }),
						columns: [
							{ title: groups.label, share: 3 },
							{ title: t('figures.entries'), numeric: true }
						],
						rows: groups.rows.map(({ label, many }) => [label, many])
					} as const
				]),
		...(sections.length === 0 ? [{ type: 'paragraph', text: t('registers.report.none') } as const] : []),
		...sections.flatMap(({ label, rows }): Block[] => [
			...(label === null ? [] : [{ type: 'heading', level: 2, text: label } as const]),
			listTable(words, { columns, rows, caption: label ?? title })
		])
	]
}

type Listed = { columns: readonly ReportColumn[]; rows: readonly ReportRow[]; caption: string }

function listTable({ t }: Words, { columns, rows, caption }: Listed): Block {
	const isWhole = columns.length <= COLUMNS_WIDE + 1
	const own = isWhole ? columns : columns.slice(0, COLUMNS_WIDE)
	const others = isWhole ? [] : columns.slice(COLUMNS_WIDE)
	const othersOf = (row: ReportRow) =>
		others
			.flatMap(({ label }, index) => {
				const text = row.cells[own.length + index]?.text ?? ''
				return text === '' ? [] : [t('registers.report.fact', { field: label, value: text })]
			})
			.join('\n')
	return {
		type: 'table',
		caption,
		columns: [
			{ title: t('registers.list.number'), share: NUMBER_SHARE },
			{ title: t('page.column.name'), share: 1.8 },
			{ title: t('registers.list.state') },
			...own.map(({ label, isNumeric }) => ({ title: label, numeric: isNumeric })),
			...(others.length === 0 ? [] : [{ title: t('registers.report.more'), share: 1.8 }])
		],
		rows: rows.map((row) => [
			row.reference,
			row.isInvented ? `${row.name} (${t('ui.origin.invented')})` : row.name,
			row.standing,
			...own.map((_column, index) => row.cells[index]?.text ?? ''),
			...(others.length === 0 ? [] : [othersOf(row)])
		])
	}
}

function sumBlocks({ t }: Words, { sums, tables, withoutSums }: SaidReport): Block[] {
	if (sums.length + tables.length === 0 && withoutSums === null) return []
	// A column in which nothing stands asks what is missing.
	const hasSums = tables.some((table) => table.sums.length > 0)
	return [
		{ type: 'heading', level: 1, text: t('registers.report.sums') },
		...(withoutSums === null ? [] : [{ type: 'paragraph', text: withoutSums } as const]),
		...(sums.length === 0
			? []
			: [
					{
						type: 'table',
						caption: t('registers.report.sums-columns'),
						columns: [
							{ title: t('registers.report.field'), share: 2 },
							{ title: t('registers.report.sum'), numeric: true, share: 2 }
						],
						rows: sums.map(({ label, text }) => [label, text])
					} as const
				]),
		...(tables.length === 0
			? []
			: [
					{
						type: 'table',
						caption: t('registers.report.sums-tables'),
						columns: [
							{ title: t('registers.report.table'), share: 2 },
							{ title: t('registers.report.rows-column'), numeric: true },
							...(hasSums ? [{ title: t('registers.report.sum'), share: 2 }] : [])
						],
						rows: tables.map(({ label, many, sums: own }) => [
							label,
							many,
							...(hasSums
								? [own.map((one) => t('registers.report.fact', { field: one.label, value: one.text })).join('\n')]
								: [])
						])
					} as const
				])
	]
}
