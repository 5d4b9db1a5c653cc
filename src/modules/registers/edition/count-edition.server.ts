import { setImmediate } from 'node:timers/promises'
import Big from 'big.js'
import type { Here } from '#platform/operation/operation.server.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { areaNames } from '../entry/said/area-names.server.ts'
import type { AreaName } from '../entry/said/say-value.ts'
import type { ChartOf, PivotTable } from '../figures/figure-outputs.ts'
import { groupsOf, isAmong, partsRead, STATE, summed, type Figure } from '../figures/figure-rules.ts'
import { toGroups, toSums } from '../figures/name-groups.server.ts'
import { addToPivot, emptyPivot, type PivotAsked } from '../figures/pivot-rules.ts'
import { toTable } from '../figures/pivot-table.server.ts'
import type { Group } from '../figures/read-figures.server.ts'
import type { Register } from '../registers.server.ts'
import { figuresIn, chartOf, crossOf, listValues } from './block-figures.ts'
import type { Counted, KeptFigure } from './content.ts'
import type { ReportBlock, ReportDefinition } from './definition.ts'
import { personCounts, withheld } from './few.ts'
import { forEachReader, gatherEntries, namesFor, type PeriodEntry } from './gather-entries.server.ts'
import { before, yearBefore, type Days } from './periods.ts'

/** What was counted for one block, apart from any language. */
export type CountedBlock =
	| { block: Extract<ReportBlock, { block: 'text' }> }
	| { block: Extract<ReportBlock, { block: 'figures' }>; keys: readonly string[] }
	| { block: Extract<ReportBlock, { block: 'list' }>; entries: readonly PeriodEntry[]; total: number }
	| { block: Extract<ReportBlock, { block: 'chart' }>; chart: ChartOf; few: ReadonlySet<string> }
	| {
			block: Extract<ReportBlock, { block: 'chart' | 'cross' }>
			asked: PivotAsked
			table: PivotTable
			isOfPersons: boolean
	  }

/** An edition counted: what it will say in every language. */
export type CountedEdition = {
	days: Days
	compared: { before: Days | null; yearBefore: Days | null }
	entries: number
	invented: number
	figures: KeptFigure[]
	blocks: CountedBlock[]
	names: RecordReference[]
	seats: { id: string; key: string; office: string }[]
	areas: AreaName[]
	/** The fields whose small numbers are withheld. */
	persons: ReadonlySet<string>
}

// A figure that the other edition did not have yet.
const NOTHING_TOLD: Counted = { records: 0, sums: [], isFew: true }

type Tally = { records: number; sums: Map<string, Big> }

function add(tally: Tally, sum: ReturnType<typeof summed>) {
	tally.records++
	if (sum) tally.sums.set(sum.currency, (tally.sums.get(sum.currency) ?? Big(0)).plus(sum.amount))
}

/** The entries a figure counts: those that hold what it asks for, in parts that every reader sees. */
const among = (compiled: CompiledRegister, figure: Figure, entries: readonly PeriodEntry[]) => {
	const parts = partsRead(compiled, figure)
	return entries.filter(
		(entry) =>
			parts.every((part) => entry.parts.has(part)) &&
			isAmong(compiled, figure.where, { enteringActorId: null, state: entry.state, values: entry.values })
	)
}

function countFigure(compiled: CompiledRegister, figure: Figure, entries: readonly PeriodEntry[]): Counted {
	const tally: Tally = { records: 0, sums: new Map() }
	for (const entry of among(compiled, figure, entries))
		add(tally, figure.sum === null ? null : summed(entry.values[figure.sum]))
	return {
		records: tally.records,
		sums: toSums(new Map([...tally.sums].filter(([, sum]) => !sum.eq(0)))),
		isFew: false
	}
}

/** The same numbers with those of few persons taken out, over all figures of one period at once. */
function withoutFew(figures: readonly Figure[], counted: readonly Counted[], persons: ReadonlySet<string>): Counted[] {
	const amounts = counted.map(({ sums }, place) => {
		const sum = figures[place]?.sum
		return sum !== undefined && sum !== null && persons.has(sum) ? (sums[0]?.amount ?? '0') : null
	})
	const hidden = withheld(amounts)
	return counted.map((one, place) => (hidden.has(place) ? { ...one, sums: [], isFew: true } : one))
}

function countGroups(compiled: CompiledRegister, figure: Figure, entries: readonly PeriodEntry[]): Group[] {
	const groups = new Map<string, Tally>()
	const { by, span } = figure
	const one = by === null ? undefined : compiled.fields.get(by)
	for (const entry of among(compiled, figure, entries)) {
		const held = by === STATE ? [entry.state] : one && by !== null ? groupsOf(one, entry.values[by], span) : ['']
		const sum = figure.sum === null ? null : summed(entry.values[figure.sum])
		for (const group of new Set(held)) {
			const tally = groups.get(group) ?? { records: 0, sums: new Map<string, Big>() }
			groups.set(group, tally)
			add(tally, sum)
		}
	}
	return [...groups].map(([group, { records, sums }]) => ({ group, records, sums }))
}

/** Counts all an edition tells: of its period and of those it is told beside, for its readers and with nobody else's eyes. */
export async function countEdition(
	here: Here,
	register: Register,
	definition: ReportDefinition,
	days: Days,
	/** What an edition of other days told, where entries stand in no period and are never counted as they once stood. */
	toldOf: (days: Days) => Promise<readonly KeptFigure[] | null>
): Promise<CountedEdition> {
	const { compiled } = register
	const { audience, day, compare, period } = definition
	const persons = personCounts(compiled)
	const compared = {
		before: compare.includes('before') ? before(period, days) : null,
		yearBefore: compare.includes('year-before') ? yearBefore(days) : null
	}
	const gather = (of: Days | null) =>
		of === null
			? null
			: gatherEntries(here, register, {
					day,
					days: of,
					audience,
					tell: (done, total) => here.tell?.({ step: 'counting', done, total })
				})
	const entries = (await gather(days)) ?? []
	const isStanding = day === undefined
	const [earlier, lastYear] = isStanding
		? [null, null]
		: [await gather(compared.before), await gather(compared.yearBefore)]
	const asked = figuresIn(compiled, definition)
	const countAll = (some: readonly PeriodEntry[] | null) =>
		some &&
		withoutFew(
			asked.map(({ figure }) => figure),
			asked.map(({ figure }) => countFigure(compiled, figure, some)),
			persons
		)
	const told = (of: Days | null) => (isStanding && of !== null ? toldOf(of) : null)
	const [toldBefore, toldYearBefore] = [await told(compared.before), await told(compared.yearBefore)]
	if (isStanding) {
		compared.before = toldBefore && compared.before
		compared.yearBefore = toldYearBefore && compared.yearBefore
	}
	const [now, then, yearAgo] = [countAll(entries), countAll(earlier), countAll(lastYear)]
	const keptIn = (figures: readonly KeptFigure[] | null, key: string) =>
		figures && (figures.find((figure) => figure.key === key)?.now ?? NOTHING_TOLD)
	const figures = asked.flatMap(({ key, names, figure }, place): KeptFigure[] => {
		const own = now?.[place]
		if (!own) return []
		const other = then?.[place] ?? keptIn(toldBefore, key)
		const another = yearAgo?.[place] ?? keptIn(toldYearBefore, key)
		return [{ key, names, sum: figure.sum, now: own, before: other, yearBefore: another }]
	})
	const named = namesFor(here, audience)
	const blocks: CountedBlock[] = []
	const known: Pick<CountedEdition, 'names' | 'seats'> = { names: [], seats: [] }
	for (const block of definition.blocks) {
		const counted = await countBlock(here, { compiled, block, entries, persons, named })
		blocks.push(counted.counted)
		known.names.push(...counted.names)
		known.seats.push(...counted.seats)
		await setImmediate()
	}
	const [areas = []] = await forEachReader(here, audience === 'public' ? 'public' : 'workspace', (reader) =>
		areaNames(reader, compiled.declaration)
	)
	return {
		days,
		compared,
		entries: entries.length,
		invented: entries.filter(({ isInvented }) => isInvented).length,
		figures,
		blocks,
		names: [...new Map(known.names.map((one) => [one.id, one])).values()],
		seats: [...new Map(known.seats.map((one) => [one.id, one])).values()],
		areas,
		persons
	}
}

type Counting = {
	compiled: CompiledRegister
	block: ReportBlock
	entries: readonly PeriodEntry[]
	persons: ReadonlySet<string>
	named: ReturnType<typeof namesFor>
}
type Named = Pick<CountedEdition, 'names' | 'seats'>
const NOBODY: Named = { names: [], seats: [] }

async function countBlock(here: Here, counting: Counting): Promise<{ counted: CountedBlock } & Named> {
	const { compiled, block, entries, named } = counting
	switch (block.block) {
		case 'text':
			return { counted: { block }, ...NOBODY }
		case 'figures':
			return {
				counted: {
					block,
					keys: block.figures.map((figure) => ('headline' in figure ? figure.headline : figure.key))
				},
				...NOBODY
			}
		case 'list': {
			const figure: Figure = { key: block.key, where: block.where, sum: null, by: null, span: null }
			const found = listValues(compiled, block, among(compiled, figure, entries))
			const shown = found.slice(0, block.most)
			const groups = block.columns.map((by) => ({
				by,
				values: shown.flatMap(({ values }) => {
					const value = values[by]
					return typeof value === 'string' ? [value] : []
				})
			}))
			const { names, seats } = await named(here, compiled, groups)
			return { counted: { block, entries: shown, total: found.length }, names, seats }
		}
		case 'chart':
			return block.across === undefined ? countChart(here, counting, block) : countCross(here, counting, block)
		case 'cross':
			return countCross(here, counting, block)
		default:
			return block satisfies never
	}
}

async function countChart(
	here: Here,
	{ compiled, entries, persons, named }: Counting,
	block: Extract<ReportBlock, { block: 'chart' }>
) {
	const { figure, names: called } = chartOf(compiled, block)
	const by = figure.by ?? ''
	const groups = countGroups(compiled, figure, entries)
	const names = await named(here, compiled, [{ by, values: groups.map(({ group }) => group) }])
	const told = toGroups(compiled, by, groups, names)
	const isOfPersons = figure.sum !== null && persons.has(figure.sum)
	const hidden = isOfPersons ? withheld(told.map(({ sums }) => sums[0]?.amount ?? '0')) : new Set<number>()
	const few = new Set(
		told.flatMap(({ value, isHidden }, place) => (hidden.has(place) ? [`${String(isHidden)} ${value}`] : []))
	)
	const chart: ChartOf = {
		key: block.key,
		names: called,
		where: {},
		by,
		span: figure.span,
		sum: figure.sum,
		groups: told.map((group, place) => (hidden.has(place) ? { ...group, sums: [] } : group))
	}
	return { counted: { block, chart, few }, names: names.names, seats: names.seats }
}

async function countCross(
	here: Here,
	{ compiled, entries, persons, named }: Counting,
	block: Extract<ReportBlock, { block: 'chart' | 'cross' }>
) {
	const { asked, where } = crossOf(block)
	const count = emptyPivot()
	// What is told apart and added up is read as the figures are: of parts that every reader sees.
	const figure = (by: string): Figure => ({ key: block.key, where, sum: asked.sum, by, span: null })
	for (const entry of among(compiled, figure(asked.columns), among(compiled, figure(asked.rows), entries))) {
		const value = (key: string) => (key === STATE ? entry.state : entry.values[key])
		const read = [asked.rows, asked.columns, ...(asked.sum === null ? [] : [asked.sum])]
		addToPivot(
			count,
			compiled,
			asked,
			read.map((key) => value(key) ?? null)
		)
	}
	const table = await toTable(here, compiled, asked, count, named)
	const isOfPersons = asked.sum !== null && persons.has(asked.sum)
	return { counted: { block, asked, table, isOfPersons }, names: table.names, seats: table.seats }
}
