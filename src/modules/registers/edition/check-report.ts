import type { CompiledField, CompiledRegister } from '../declaration/compile-declaration.ts'
import type { DeclarationPath, TellFault } from '../declaration/fault.ts'
import { isClosedSet } from '../declaration/field-types.ts'
import { isDay, STATE } from '../figures/figure-rules.ts'
import { isSummable } from '../figures/summable.ts'
import { mightSeePart } from '../listing/might-see.ts'
import { readersOf } from './audience.ts'
import type { ReportBlock, ReportDefinition, ReportFigure } from './definition.ts'
import { personCounts } from './few.ts'
import { unknownNames } from './placeholders.ts'

/** The figures of a report by key: those it takes from its register are called as they are there. */
export const figureKeys = ({ blocks }: Pick<ReportDefinition, 'blocks'>): string[] =>
	blocks.flatMap((block) => (block.block === 'figures' ? block.figures.map(keyOfFigure) : []))

export const keyOfFigure = (figure: ReportFigure) => ('headline' in figure ? figure.headline : figure.key)

type Checking = {
	tell: TellFault
	compiled: CompiledRegister
	/** Whether every reader may see what stands in a field, in some entry. */
	isSeen(one: CompiledField): boolean
	counts: ReadonlySet<string>
}

function field(checking: Checking, key: string, path: DeclarationPath): CompiledField | undefined {
	const { tell, compiled, isSeen } = checking
	const one = compiled.fields.get(key)
	if (!one) tell('unknown-field', path, key)
	else if (compiled.personal.has(key)) tell('report-personal', path, key)
	else if (!isSeen(one)) tell('report-hidden', path, key)
	return one
}

// How many persons an entry has is told as a sum of many, never as what entries are told apart by.
function apart(checking: Checking, key: string, path: DeclarationPath) {
	if (key === STATE) return
	const one = field(checking, key, path)
	if (!one) return
	if (checking.counts.has(key)) checking.tell('report-personal', path, key)
	else if (
		!isClosedSet(one.field) &&
		!isDay(one) &&
		!['many-of', 'actor', 'structure', 'country', 'place', 'yes-no', 'entry'].includes(one.field.type)
	)
		checking.tell('not-a-closed-set', path, key)
}

function spanned({ tell, compiled }: Checking, key: string, span: string | undefined, path: DeclarationPath) {
	const one = compiled.fields.get(key)
	if (one && isDay(one) && span === undefined) tell('span-missing', path, key)
}

function summed(checking: Checking, key: string | undefined, path: DeclarationPath) {
	if (key === undefined) return
	const one = field(checking, key, path)
	if (one && !isSummable(one)) checking.tell('not-a-number', path, key)
}

function where(checking: Checking, filter: Readonly<Record<string, readonly string[]>>, path: DeclarationPath) {
	const { tell, compiled, counts } = checking
	const { lists, states } = compiled.declaration
	for (const [key, values] of Object.entries(filter)) {
		const at = [...path, key]
		const one = key === STATE ? undefined : field(checking, key, at)?.field
		if (one && !one.filtered) tell('not-filtered', at, key)
		if (counts.has(key)) tell('report-personal', at, key)
		if (compiled.fields.get(key)?.column?.kind === 'reference') tell('not-a-closed-set', at, key)
		const codes =
			key === STATE
				? states.map((state) => state.key)
				: one && 'codes' in one && 'list' in one.codes
					? codesOf(lists, one.codes.list)
					: null
		for (const value of values) if (codes && !codes.includes(value)) tell('unknown-code', at, value)
	}
}

const codesOf = (lists: CompiledRegister['declaration']['lists'], key: string) =>
	lists.find((list) => list.key === key)?.codes.map((code) => code.key) ?? []

function checkFigure(checking: Checking, figure: ReportFigure, path: DeclarationPath) {
	if (!('headline' in figure)) {
		where(checking, figure.where, [...path, 'where'])
		summed(checking, figure.sum, [...path, 'sum'])
		return
	}
	const headline = checking.compiled.declaration.headlines.find(({ key }) => key === figure.headline)
	if (!headline) {
		checking.tell('report-unknown-figure', [...path, 'headline'], figure.headline)
		return
	}
	where(checking, headline.where, [...path, 'headline'])
	summed(checking, headline.sum, [...path, 'headline'])
}

function checkChart(checking: Checking, block: Extract<ReportBlock, { block: 'chart' }>, path: DeclarationPath) {
	const { tell, compiled } = checking
	if (block.chart !== undefined) {
		const chart = compiled.declaration.charts.find(({ key }) => key === block.chart)
		if (!chart) {
			tell('report-unknown-chart', [...path, 'chart'], block.chart)
			return
		}
		where(checking, chart.where, [...path, 'chart'])
		summed(checking, chart.sum, [...path, 'chart'])
		apart(checking, chart.by, [...path, 'chart'])
		if (block.picture !== 'bars') tell('report-picture', [...path, 'picture'], block.picture)
		return
	}
	if (block.by === undefined) {
		tell('report-chart-of-nothing', path, block.key)
		return
	}
	apart(checking, block.by, [...path, 'by'])
	spanned(checking, block.by, block.span, [...path, 'span'])
	summed(checking, block.sum, [...path, 'sum'])
	where(checking, block.where, [...path, 'where'])
	// Flows and heat maps are of two fields, bars of one.
	if ((block.across === undefined) !== (block.picture === 'bars'))
		tell('report-picture', [...path, 'picture'], block.picture)
	if (block.across !== undefined) {
		apart(checking, block.across, [...path, 'across'])
		spanned(checking, block.across, block.span, [...path, 'span'])
	}
}

const tellUnsorted = ({ tell }: Checking, key: string, path: DeclarationPath) =>
	tell('not-filtered', [...path, 'sort'], key)

// What is linked is counted for each reader apart, and a file is opened by who sees its entry.
const NOT_LISTED: ReadonlySet<string> = new Set(['linked-count', 'linked-sum', 'file'])

function checkBlock(checking: Checking, block: ReportBlock, path: DeclarationPath, figures: ReadonlySet<string>) {
	switch (block.block) {
		case 'text':
			for (const [language, text] of Object.entries(block.text))
				for (const name of unknownNames(text, figures))
					checking.tell('report-unknown-name', [...path, 'text', language], name)
			return
		case 'figures':
			for (const [index, figure] of block.figures.entries()) checkFigure(checking, figure, [...path, 'figures', index])
			return
		case 'list':
			for (const [index, key] of block.columns.entries()) {
				const one = field(checking, key, [...path, 'columns', index])
				if (one && NOT_LISTED.has(one.field.type)) checking.tell('report-not-listed', [...path, 'columns', index], key)
			}
			where(checking, block.where, [...path, 'where'])
			if (block.sort !== undefined) {
				const key = block.sort.replace(/^-/, '')
				const one = field(checking, key, [...path, 'sort'])
				if (one && !one.column) tellUnsorted(checking, key, path)
				// Where a number is withheld, the order of the rows would tell of it.
				if (checking.counts.has(key)) checking.tell('report-personal', [...path, 'sort'], key)
			}
			return
		case 'chart':
			checkChart(checking, block, path)
			return
		case 'cross':
			apart(checking, block.rows, [...path, 'rows'])
			apart(checking, block.columns, [...path, 'columns'])
			spanned(checking, block.rows, block.row_span, [...path, 'row_span'])
			spanned(checking, block.columns, block.column_span, [...path, 'column_span'])
			summed(checking, block.sum, [...path, 'sum'])
			where(checking, block.where, [...path, 'where'])
			return
		default:
			return block satisfies never
	}
}

/**
 * What is wrong with a report of a register: it names what is not there, what some of its readers see in no entry, what is personal,
 * or what it cannot do at its time.
 */
export function checkReport(
	tell: TellFault,
	compiled: CompiledRegister,
	definition: ReportDefinition,
	path: DeclarationPath = []
): void {
	const readers = readersOf(definition.audience)
	const checking: Checking = {
		tell,
		compiled,
		counts: personCounts(compiled),
		isSeen: ({ part }) => readers.every((reader) => mightSeePart(compiled, part, reader))
	}
	if (definition.day !== undefined) {
		const day = field(checking, definition.day, [...path, 'day'])
		if (day && day.column?.kind !== 'day') tell('not-a-day', [...path, 'day'], definition.day)
	}
	const keys = figureKeys(definition)
	const figures = new Set(keys)
	const twice = [...keys, ...definition.blocks.map((block) => `block ${block.key}`)]
	for (const [place, key] of twice.entries())
		if (twice.indexOf(key) !== place) tell('key-twice', [...path, 'blocks'], key.replace(/^block /, ''))
	for (const [index, block] of definition.blocks.entries())
		checkBlock(checking, block, [...path, 'blocks', index], figures)
	for (const [index, key] of definition.to.groups.entries())
		if (!compiled.declaration.groups.some((group) => group.key === key))
			tell('unknown-group', [...path, 'to', 'groups', index], key)
	if (definition.made !== 'by-hand' && definition.period === 'free')
		tell('report-free-by-clock', [...path, 'made'], definition.made)
	const isAsked = definition.blocks.some((block) => block.block === 'text' && block.complete === 'must')
	if (definition.made === 'at-once' && isAsked) tell('report-at-once-incomplete', [...path, 'made'], definition.made)
	if (definition.audience === 'members' && definition.to.structures.length === 0)
		tell('report-members-of-none', [...path, 'to', 'structures'], definition.key)
	if (definition.attached && definition.audience !== 'public')
		tell('report-attached', [...path, 'attached'], definition.audience)
}
