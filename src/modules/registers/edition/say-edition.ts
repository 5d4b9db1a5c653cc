import Big from 'big.js'
import type { Words } from '#platform/languages/words.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { sayState, sayValue, type SayingNames } from '../entry/said/say-value.ts'
import { sayApart, saySums } from '../figures/say-figures.ts'
import type { Value, Values } from '../entry/values.ts'
import { isCodes } from '../entry/values.ts'
import type { Counted, KeptCell, KeptFigure, KeptTable, SaidBlock, SaidEdition } from './content.ts'
import type { CountedBlock, CountedEdition } from './count-edition.server.ts'
import type { ReportDefinition } from './definition.ts'
import { FEW, withheld } from './few.ts'
import { filledIn } from './placeholders.ts'
import { sayPeriod } from './periods.ts'
import { countCell, fewCell, plainCell, sumCell, type EditionTelling } from './say-cells.ts'
import { sayChart, sayCross } from './say-charts.ts'

/** One number of a figure as its table says it. */
function numberCell(telling: EditionTelling, { sum }: Pick<KeptFigure, 'sum'>, counted: Counted): KeptCell {
	if (counted.isFew) return fewCell(telling.words)
	return sum === null ? countCell(telling.words, counted.records) : sumCell(telling, sum, counted.sums)
}

/** What became of a figure since: by how much it is more or less; of several currencies nothing is said. */
function changeCell(telling: EditionTelling, { sum }: Pick<KeptFigure, 'sum'>, now: Counted, then: Counted): KeptCell {
	if (now.isFew || then.isFew || now.sums.length > 1 || then.sums.length > 1) return plainCell('–')
	const [one, other] = [now.sums[0], then.sums[0]]
	if (sum !== null && one && other && one.currency !== other.currency) return plainCell('–')
	const currency = sum === null ? null : (one?.currency ?? other?.currency ?? null)
	const amountOf = (counted: Counted) => Big(sum === null ? counted.records : (counted.sums[0]?.amount ?? '0'))
	const change = amountOf(now).minus(amountOf(then))
	const size = change.abs().toFixed()
	const said =
		sum === null
			? telling.words.number(Number(size))
			: telling.words.list(saySums(telling, sum, [{ currency, amount: size }]))
	const sign = change.gt(0) ? '+' : change.lt(0) ? '−' : ''
	return { text: `${sign}${said}`, amount: change.toFixed(), currency }
}

function figureTable(
	telling: EditionTelling,
	figures: readonly KeptFigure[],
	counted: CountedEdition,
	kind: ReportDefinition['period']
): KeptTable {
	const { words } = telling
	const { before, yearBefore } = counted.compared
	const column = (label: string) => ({ label, isNumeric: true })
	return {
		columns: [
			{ label: words.t('registers.edition.figure'), isNumeric: false },
			column(sayPeriod(words, kind, counted.days)),
			...(before ? [column(sayPeriod(words, kind, before)), column(words.t('registers.edition.change'))] : []),
			...(yearBefore ? [column(sayPeriod(words, kind, yearBefore)), column(words.t('registers.edition.change'))] : [])
		],
		rows: figures.map((figure) => [
			plainCell(words.name(figure.names)),
			numberCell(telling, figure, figure.now),
			...[before ? figure.before : null, yearBefore ? figure.yearBefore : null].flatMap((then) =>
				then ? [numberCell(telling, figure, then), changeCell(telling, figure, figure.now, then)] : []
			)
		])
	}
}

/** What the names in a sentence stand for. */
function valuesOf(
	telling: EditionTelling,
	counted: CountedEdition,
	kind: ReportDefinition['period']
): Map<string, string> {
	const { words } = telling
	const { days, compared, entries, figures } = counted
	const values = new Map([
		['period', sayPeriod(words, kind, days)],
		['from', words.day(days.first)],
		['until', words.day(days.last)],
		['entries', words.number(entries)],
		...(compared.before ? [['before', sayPeriod(words, kind, compared.before)] as const] : []),
		...(compared.yearBefore ? [['year_before', sayPeriod(words, kind, compared.yearBefore)] as const] : [])
	])
	for (const figure of figures) {
		values.set(`figure.${figure.key}`, numberCell(telling, figure, figure.now).text)
		for (const [then, way, change] of [
			[figure.before, 'before', 'change'],
			[figure.yearBefore, 'year_before', 'year_change']
		] as const)
			if (then) {
				values.set(`${way}.${figure.key}`, numberCell(telling, figure, then).text)
				values.set(`${change}.${figure.key}`, changeCell(telling, figure, figure.now, then).text)
			}
	}
	return values
}

function listTable(
	telling: EditionTelling,
	block: Extract<CountedBlock, { entries: unknown }>,
	counted: CountedEdition
): KeptTable {
	const { words, compiled, named } = telling
	const saying: SayingNames = {
		records: new Map(named.names.map((one) => [one.id, one])),
		seats: new Map(named.seats.map((seat) => [seat.id, seat])),
		areas: named.areas
	}
	const { declaration } = compiled
	const isTitled = !titleIsPersonal(compiled)
	const { columns } = block.block
	// Of the numbers of persons in one row, as of those in the figures: none is left from which a small one would follow.
	const hiddenIn = (values: Values) =>
		withheld(
			columns.map((key) => {
				const value = values[key]
				return counted.persons.has(key) && typeof value === 'string' ? value : null
			})
		)
	const cellOf = (key: string, value: Value | undefined, isHidden: boolean): KeptCell => {
		const field = compiled.fields.get(key)?.field
		if (!field || value === undefined) return plainCell('')
		if (isHidden) return fewCell(words)
		const { text } = sayValue(words, field, compiled, value, saying)
		const money = typeof value === 'object' && !isCodes(value) && 'amount' in value ? value : null
		const isNumber = typeof value === 'string' && numeric(compiled, key)
		const isDay = typeof value === 'string' && text !== value && /^\d{4}-\d{2}-\d{2}$/.test(value)
		if (isDay) return { ...plainCell(text), day: value }
		return { text, amount: money?.amount ?? (isNumber ? value : null), currency: money?.currency ?? null }
	}
	return {
		columns: [
			{ label: words.t('registers.list.number'), isNumeric: false },
			...(isTitled ? [{ label: words.t('page.column.name'), isNumeric: false }] : []),
			{ label: words.t('registers.list.state'), isNumeric: false },
			...columns.map((key) => ({ label: sayApart(telling, key), isNumeric: numeric(compiled, key) }))
		],
		rows: block.entries.map(({ reference, title, state, values, isInvented }) => {
			const hidden = hiddenIn(values)
			const name = isInvented ? `${words.name(title)} (${words.t('ui.origin.invented')})` : words.name(title)
			return [
				plainCell(reference),
				...(isTitled ? [plainCell(name)] : []),
				plainCell(sayState(words, declaration, state)),
				...columns.map((key, place) => cellOf(key, values[key], hidden.has(place)))
			]
		})
	}
}

function numeric(compiled: CompiledRegister, key: string): boolean {
	const kind = compiled.fields.get(key)?.type?.kind
	return kind === 'number' || kind === 'money'
}

// What entries are called by may be somebody's name.
const titleIsPersonal = ({ declaration, personal }: CompiledRegister) =>
	[...declaration.title.replaceAll(/"(?:[^"]|"")*"/g, '').matchAll(/[a-z][a-z0-9_]*/g)].some(([word]) =>
		personal.has(word)
	)

function sayBlock(
	telling: EditionTelling,
	one: CountedBlock,
	counted: CountedEdition,
	definition: ReportDefinition
): SaidBlock {
	const { words } = telling
	const { key } = one.block
	const heading = one.block.names === undefined ? null : words.name(one.block.names)
	if ('keys' in one) {
		const figures = one.keys.flatMap((wanted) => counted.figures.find((figure) => figure.key === wanted) ?? [])
		return { block: 'figures', key, heading, table: figureTable(telling, figures, counted, definition.period) }
	}
	if ('entries' in one)
		return {
			block: 'list',
			key,
			heading,
			table: listTable(telling, one, counted),
			left:
				one.total > one.entries.length
					? words.t('registers.edition.left', {
							listed: words.number(one.entries.length),
							total: words.number(one.total)
						})
					: null
		}
	if ('chart' in one) return { block: 'chart', key, ...sayChart(telling, one) }
	if ('asked' in one) {
		const said = sayCross(telling, one, heading)
		return one.block.block === 'cross'
			? { block: 'cross', key, heading: heading ?? said.title, table: said.table }
			: { block: 'chart', key, heading: heading ?? said.title, pictures: said.pictures, table: said.table }
	}
	const text = filledIn(words.name(one.block.text), valuesOf(telling, counted, definition.period))
	return {
		block: 'text',
		key,
		heading,
		text,
		complete: one.block.complete,
		isDone: one.block.complete !== 'must',
		isWritten: false
	}
}

const noticeOf = ({ t, number }: Words, { invented, entries }: CountedEdition): string | null => {
	if (invented === 0) return null
	if (invented >= entries) return t('registers.report.all-invented')
	return t('registers.report.some-invented', { count: invented, many: number(invented) })
}

/** An edition in one language: every sentence, number and picture as it will be read from then on. */
export function sayEdition(
	telling: EditionTelling,
	counted: CountedEdition,
	definition: ReportDefinition
): SaidEdition {
	const { words } = telling
	const period = sayPeriod(words, definition.period, counted.days)
	const name = words.name(definition.names)
	const hasPersons = [...counted.persons].length > 0
	return {
		title: words.t('registers.edition.title', { report: name, period }),
		about: words.name(definition.about ?? telling.compiled.declaration.about),
		period,
		notice: noticeOf(words, counted),
		notes: [
			...(definition.day === undefined ? [words.t('registers.edition.standing')] : []),
			words.t(`registers.edition.counted-for.${definition.audience}`),
			...(hasPersons ? [words.t('registers.edition.few.note', { count: FEW })] : [])
		],
		blocks: counted.blocks.map((one) => sayBlock(telling, one, counted, definition))
	}
}
