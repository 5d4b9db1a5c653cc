import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { columnValueOf } from '../entry/columns.ts'
import type { Value, Values } from '../entry/values.ts'
import type { Figure } from '../figures/figure-rules.ts'
import type { PivotAsked } from '../figures/pivot-rules.ts'
import { keyOfFigure } from './check-report.ts'
import type { ReportBlock, ReportDefinition, ReportFigure } from './definition.ts'

type Called = { key: string; names: Readonly<Record<string, string>>; figure: Figure }

function figureOf({ declaration }: CompiledRegister, asked: ReportFigure): Called | null {
	const key = keyOfFigure(asked)
	const of = 'headline' in asked ? declaration.headlines.find((one) => one.key === asked.headline) : asked
	return of
		? { key, names: of.names, figure: { key, where: of.where, sum: of.sum ?? null, by: null, span: null } }
		: null
}

/** The figures of a report in their order, those of its register among them. */
export const figuresIn = (compiled: CompiledRegister, { blocks }: ReportDefinition): Called[] =>
	blocks.flatMap((block) =>
		block.block === 'figures' ? block.figures.flatMap((figure) => figureOf(compiled, figure) ?? []) : []
	)

/** What a chart of one field counts, and what it is called. */
export function chartOf(
	{ declaration }: CompiledRegister,
	block: Extract<ReportBlock, { block: 'chart' }>
): { figure: Figure; names: Record<string, string> } {
	const declared = declaration.charts.find(({ key }) => key === block.chart)
	const of = declared ?? block
	return {
		figure: {
			key: block.key,
			where: of.where,
			sum: of.sum ?? null,
			by: of.by ?? 'state',
			span: of.span ?? null
		},
		names: { ...(block.names ?? declared?.names) }
	}
}

/** What a cross table, or a chart of two fields, tells apart. */
export function crossOf(block: Extract<ReportBlock, { block: 'chart' | 'cross' }>): {
	asked: PivotAsked
	where: Figure['where']
} {
	const { where } = block
	const sum = block.sum ?? null
	if (block.block === 'cross')
		return {
			where,
			asked: {
				rows: block.rows,
				rowSpan: block.row_span ?? null,
				columns: block.columns,
				columnSpan: block.column_span ?? null,
				sum
			}
		}
	const span = block.span ?? null
	return {
		where,
		asked: { rows: block.by ?? 'state', rowSpan: span, columns: block.across ?? 'state', columnSpan: span, sum }
	}
}

const inOrder = (one: bigint | string | null, other: bigint | string | null) => {
	// What is empty comes last, whichever way the rest is sorted.
	if (one === null || other === null) return 0
	return one < other ? -1 : one > other ? 1 : 0
}

/** The entries of a list in its order: by the field it is sorted by, else by number. */
export function listValues<Entry extends { reference: string; values: Values }>(
	{ fields }: CompiledRegister,
	{ sort }: { sort?: string | undefined },
	entries: readonly Entry[]
): Entry[] {
	const byNumber = (one: Entry, other: Entry) =>
		one.reference < other.reference ? -1 : one.reference > other.reference ? 1 : 0
	const key = sort?.replace(/^-/, '')
	const field = key === undefined ? undefined : fields.get(key)
	if (key === undefined || !field) return [...entries].sort(byNumber)
	const way = sort?.startsWith('-') === true ? -1 : 1
	const held = (value: Value | undefined): bigint | string | null => {
		if (value === undefined) return null
		const column = columnValueOf(field, value)
		return typeof column === 'number' ? String(column) : column
	}
	return [...entries].sort((one, other) => {
		const [first, second] = [held(one.values[key]), held(other.values[key])]
		if ((first === null) !== (second === null)) return first === null ? 1 : -1
		return way * inOrder(first, second) || byNumber(one, other)
	})
}
