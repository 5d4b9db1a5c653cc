import type { Words } from '#platform/languages/words.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { isYear, sayState, sayValue, type AreaName } from '../entry/said/say-value.ts'
import type { Sums } from '../figures/figure-outputs.ts'
import { figuresShown, type ChartShown } from '../figures/figures-view.ts'
import { sayApart, saySums, type Telling } from '../figures/say-figures.ts'
import { filterFields, type Choices } from '../listing/filter-fields.ts'
import { writeAddress, type ListAsked } from '../listing/list-address.ts'
import type { Offer } from '../listing/offer.ts'
import { groupOf, sayGroup, sortOfGroup } from '../listing/say-groups.ts'
import type { Value } from '../entry/values.ts'
import type { RegisterReport } from './report-outputs.ts'

/** What a report is told from: the register as the seat sees it, what its list was asked for, and what stands in its entries by name. */
export type ReportTelling = {
	words: Words
	compiled: CompiledRegister
	offer: Offer
	areas: readonly AreaName[]
	choices: Choices
	asked: ListAsked
}

/** A line about the report: what it says, and under which label; and as a number or a day, where it is one. */
type Line = { label: string; text: string; number?: number; day?: string }
/** What a column adds up to: in words, and as numbers. */
type Sum = { label: string; text: string; amounts: Sums }
export type ReportColumn = { key: string; label: string; isNumeric: boolean; isYear: boolean }
export type ReportRow = {
	reference: string
	name: string
	standing: string
	/** The day since which it stands in its state. */
	since: string
	isInvented: boolean
	/** Where it comes from. */
	origin: string
	group: string | null
	/** By column, as people read them, and as they are kept. */
	cells: readonly { text: string; value: Value | undefined }[]
}
export type ReportSection = { key: string; label: string | null; rows: readonly ReportRow[] }
type Headline = { label: string; value: string; note: string | null; records: number; amounts: Sums | null }

export type SaidReport = {
	title: string
	about: string
	notice: string | null
	lines: readonly Line[]
	headlines: readonly Headline[]
	charts: readonly ChartShown[]
	/** Why there are no figures, where there are none. */
	withoutFigures: string | null
	groups: { label: string; rows: readonly { label: string; many: string; records: number | null }[] } | null
	columns: readonly ReportColumn[]
	sections: readonly ReportSection[]
	/** That not all entries are listed. */
	left: string | null
	sums: readonly Sum[]
	tables: readonly { label: string; many: string; rows: number; sums: readonly Sum[] }[]
	/** Why nothing is added up, where nothing is. */
	withoutSums: string | null
}

const isNumeric = (compiled: CompiledRegister, key: string) => {
	const one = compiled.fields.get(key)
	const kind = one?.type?.kind
	return kind === 'number' || kind === 'money' || one?.field.type === 'linked-sum' || one?.field.type === 'linked-count'
}

function isYearField(compiled: CompiledRegister, key: string) {
	const field = compiled.fields.get(key)?.field
	return field?.type === 'whole-number' && isYear(field)
}

/** A report as people read it, the same on its page, in papers and in a workbook. */
export function sayReport(telling: ReportTelling, report: RegisterReport): SaidReport {
	const { words, compiled, offer, areas } = telling
	const { t, number } = words
	const { declaration } = compiled
	const named = { names: report.names, seats: report.seats, areas }
	const shown: Telling = { words, compiled, offer, home: '', named }
	const figures = report.figures ? figuresShown(shown, report.figures) : { headlines: [], charts: [] }
	const labelOf = (key: string) => sayApart(shown, key)
	const sumsOf = (sums: NonNullable<RegisterReport['sums']>) =>
		sums.map(({ field, sums: amounts }) => ({
			label: labelOf(field),
			text: words.list(saySums(shown, field, amounts)),
			amounts
		}))
	const by = report.group
	return {
		title: t('registers.report.title', { register: words.name(report.register.title) }),
		about: words.name(report.about),
		notice: noticeOf(words, report),
		lines: linesOf(telling, report),
		headlines: figures.headlines.map(({ label, value, note }, place) => {
			const { records = 0, sum = null, sums = [] } = report.figures?.headlines[place] ?? {}
			return { label, value, note, records, amounts: sum === null ? null : sums }
		}),
		charts: figures.charts.filter(({ rows }) => rows.length > 0),
		withoutFigures: report.figures === null ? t('registers.report.too-many-to-count') : null,
		groups:
			by === null || report.groups.length === 0
				? null
				: {
						label: labelOf(by),
						rows: report.groups.map(({ value, records, isMore }) => ({
							label: sayGroup(words, { compiled, by, value }, named),
							many: isMore ? t('registers.list.more-than', { count: number(records) }) : number(records),
							records: isMore ? null : records
						}))
					},
		columns: report.columns.map((key) => ({
			key,
			label: labelOf(key),
			isNumeric: isNumeric(compiled, key),
			isYear: isYearField(compiled, key)
		})),
		sections: sectionsOf(telling, report),
		left:
			report.items.length < report.total
				? t('registers.report.left', { listed: number(report.items.length), total: number(report.total) })
				: null,
		sums: sumsOf(report.sums ?? []),
		tables: (report.tables ?? [])
			.filter(({ rows }) => rows > 0)
			.map(({ table: key, rows, sums }) => {
				const table = declaration.tables.find((one) => one.key === key)
				return {
					label: table ? words.name(table.names) : key,
					many: t('registers.report.rows', { count: rows, many: number(rows) }),
					rows,
					sums: sums.map(({ field, sums: amounts }) => ({
						label: words.name(table?.fields.find((one) => one.key === field)?.names ?? {}),
						text: words.list(saySums(shown, '', amounts)),
						amounts
					}))
				}
			}),
		withoutSums: report.sums === null ? t('registers.report.too-many-to-add') : null
	}
}

/** That something, or all, of what follows was made up: said above everything else. */
function noticeOf({ t, number }: Words, { invented, total }: RegisterReport): string | null {
	if (invented === null) return t('registers.report.among-invented')
	if (invented === 0) return null
	if (invented >= total) return t('registers.report.all-invented')
	return t('registers.report.some-invented', { count: invented, many: number(invented) })
}

function linesOf(telling: ReportTelling, report: RegisterReport): Line[] {
	const { words, asked } = telling
	const { t, number, day } = words
	const line = (label: string, text: string): Line => ({ label: t(`registers.report.${label}`), text })
	const many = number(report.total)
	const sorted = asked.sort?.replace(/^-/, '')
	return [
		{ ...line('made-on', day(report.day)), day: report.day },
		line('made-for', report.office === null ? t('registers.report.public') : report.office),
		line('which', whichOf(telling)),
		{
			...line('entries', report.totalIsMore ? t('registers.list.more-than', { count: many }) : many),
			...(report.totalIsMore ? {} : { number: report.total })
		},
		...(report.group === null ? [] : [line('grouped', sayApart(telling, report.group))]),
		...(sorted === undefined ? [] : [line('sorted', sortSaid(telling, sorted, asked.sort?.startsWith('-') === true))])
	]
}

const OWN_SORTS: Readonly<Record<string, string>> = {
	number: 'registers.list.number',
	title: 'page.column.name',
	standing: 'registers.list.state',
	since: 'registers.report.since',
	changed: 'registers.report.changed'
}

function sortSaid({ words, compiled }: ReportTelling, key: string, isDown: boolean): string {
	const own = OWN_SORTS[key]
	const label = own === undefined ? sayApart({ words, compiled }, key) : words.t(own)
	return isDown ? words.t('registers.report.sorted-down', { field: label }) : label
}

/** What the report was narrowed to, in words. */
function whichOf({ words, compiled, offer, areas, choices, asked }: ReportTelling): string {
	const { t } = words
	const params = writeAddress(asked)
	const fields = filterFields(words, { register: { compiled, areas, choices }, offer, asked })
	const told = fields.flatMap((field): [string, string[]][] => {
		const values = params.getAll(field.name)
		const labels =
			'options' in field ? field.options.flatMap(({ value, label }) => (values.includes(value) ? [label] : [])) : values
		return labels.length === 0 ? [] : [[field.label, labels]]
	})
	const said = [
		...(asked.words === undefined ? [] : [t('registers.report.with-words', { words: asked.words })]),
		...told.map(([field, labels]) => t('registers.report.narrowed', { field, values: words.list(labels) })),
		...asked.origin.map((origin) => t(`ui.origin.${origin}`)),
		...asked.state.map((state) => t(`page.state.${state}`))
	]
	return said.length === 0 ? t('registers.report.all') : said.join('; ')
}

type Origin = Pick<RegisterReport['items'][number], 'origin' | 'source' | 'year'>

function originSaid({ t }: Words, { origin, source, year }: Origin): string {
	if (origin !== 'reference' || source === null) return t(`ui.origin.${origin}`)
	return year === null ? t('ui.origin.cited', { source }) : t('ui.origin.cited-year', { source, year: String(year) })
}

function sectionsOf({ words, compiled, areas }: ReportTelling, report: RegisterReport): ReportSection[] {
	const { declaration } = compiled
	const by = report.group
	// An entry that holds several values stands in several groups: it is listed once, under no heading.
	const isSectioned = by !== null && sortOfGroup(compiled, by) !== null
	const named = { names: report.names, seats: report.seats, areas }
	const saying = {
		records: new Map(report.names.map((one) => [one.id, one])),
		seats: new Map(report.seats.map((seat) => [seat.id, seat])),
		areas
	}
	const rows = report.items.map((item): ReportRow => ({
		reference: item.reference,
		name: words.name(item.title),
		standing: sayState(words, declaration, item.standing),
		since: item.since,
		isInvented: item.origin === 'invented',
		origin: originSaid(words, item),
		group: isSectioned ? groupOf(compiled.fields.get(by), by, item) : null,
		cells: report.columns.map((key) => {
			const field = compiled.fields.get(key)?.field
			const value = item.values[key]
			const text = field && value !== undefined ? sayValue(words, field, compiled, value, saying).text : ''
			return { text, value }
		})
	}))
	if (!isSectioned) return rows.length === 0 ? [] : [{ key: '', label: null, rows }]
	// As the counts of the groups stand above; what stands in none comes last.
	const order = new Map(report.groups.map(({ value }, place) => [value, place]))
	const placeOf = (key: string) => order.get(key) ?? (key === '' ? Infinity : order.size)
	const sections = [...Map.groupBy(rows, ({ group }) => group ?? '')].sort(([one], [other]) => {
		const [before, after] = [placeOf(one), placeOf(other)]
		return before === after ? 0 : before < after ? -1 : 1
	})
	return sections.map(([key, some]) => ({
		key,
		label: key === '' ? words.t('registers.list.without') : sayGroup(words, { compiled, by, value: key }, named),
		rows: some
	}))
}
