import { canonicalText } from '#platform/events/chain.ts'
import { isCodes, type Value, type Values } from '../entry/values.ts'
import type { Replaced, ReplacedRow } from './schema.ts'
import { type Look, type Why } from './look.ts'
import { convertValue } from './convert-value.ts'
import { joinValues, splitValue } from './split-join.ts'
import { sourcesOf, targetsOf, type Recoded, type ScopePlan, type StepPlan, type Work } from './step-plan.ts'

export type Looks = { was: Look; now: Look }

/** A row of a table of an entry, as it is kept. */
export type SteppedRow = { id: string; table: string; position: number; document: Values }

/** What one step did to one value of an entry, or to several that belong together. */
export type Changed = {
	step: number
	table: string | null
	row: string | null
	/** By key, what stood there under the version before, and what stands there now. */
	was: Values
	gave: Values
	why: Why | null
	/** True where nothing was lost but how it was spelled. */
	isSpelled: boolean
	/** The states before and afterwards, where it is the state that changed. */
	state?: { was: string; gave: string }
	/** True where nothing need be kept to bring it back: only what it is called changed. */
	isName: boolean
}

export type Stepped = { state: string; fields: Values; rows: readonly SteppedRow[]; changes: readonly Changed[] }

type Standing = { state: string; fields: Values; rows: readonly SteppedRow[] }

const same = (one: unknown, other: unknown) => canonicalText(one ?? null) === canonicalText(other ?? null)

const only = (values: Values, keys: readonly string[]): Values =>
	Object.fromEntries(
		keys.flatMap((key) => {
			const value = values[key]
			return value === undefined ? [] : [[key, value]]
		})
	)

type Past = { was: Values; gave: Values }
const nothingPast: Past = { was: {}, gave: {} }

/** What codes or a state become; undefined where it is not known which of several it was. */
const recode = (recoded: Recoded | undefined, code: string): string | undefined => {
	if (!recoded) return code
	if (recoded.kind !== 'part') return recoded.to
	return recoded.rest ?? (recoded.into.includes(code) ? code : undefined)
}

/** What is carried on under its own name or another one: codes by what they are called now. */
function carry(
	plan: StepPlan,
	{ scope, key, value, past }: { scope: ScopePlan; key: string; value: Value; past: Past }
): { to: string; value: Value | null; change: Omit<Changed, 'table' | 'row'> | null } {
	const renamed = scope.names.get(key)
	const to = renamed?.to ?? key
	const list = scope.lists.get(key)
	const codes = list === undefined ? undefined : plan.codes.get(list)?.codes
	const stood = past.gave[key]
	const before = past.was[to]
	const done = (now: Value | null, step: number, more: Pick<Changed, 'why' | 'isName'>) => ({
		to,
		value: now,
		change: { step, was: { [key]: value }, gave: now === null ? {} : { [to]: now }, isSpelled: false, ...more }
	})
	const held = typeof value === 'string' ? [value] : isCodes(value) ? value : []
	const touched = held.flatMap((code) => codes?.get(code) ?? [])
	const [first] = touched
	if (first && stood !== undefined && before !== undefined && same(stood, value))
		return done(before, first.step, { why: null, isName: false })
	if (!first) return renamed ? done(value, renamed.step, { why: null, isName: true }) : { to, value, change: null }
	const now = [...new Set(held.flatMap((code) => recode(codes?.get(code), code) ?? []))]
	const isLost = held.some((code) => recode(codes?.get(code), code) === undefined)
	const isMerged = held.some((code) => {
		const recoded = codes?.get(code)
		return (
			(recoded?.kind === 'merge' && recoded.to !== code) ||
			(recoded?.kind === 'part' && recoded.rest !== code && !recoded.into.includes(code))
		)
	})
	const given = typeof value === 'string' ? (now[0] ?? null) : now.length === 0 ? null : now
	if (!isLost && !isMerged && same(given, value) && !renamed) return { to, value, change: null }
	const step = touched.find(({ kind }) => kind !== 'rename')?.step ?? first.step
	const isName = touched.every(({ kind }) => kind === 'rename')
	return done(given, step, { why: isLost ? 'not-told-apart' : isMerged ? 'merged' : null, isName })
}

/** What one step makes of the values it takes; nothing where it takes none. */
function work(one: Work, held: Values, { past, looks, undoes }: { past: Past; looks: Looks; undoes: boolean }) {
	const [sources, given] = [sourcesOf(one), targetsOf(one)]
	const was = only(held, sources)
	const before = only(past.was, given)
	const isPast = Object.keys(before).length > 0 && same(only(past.gave, sources), was)
	const done = (gave: Values, why: Why | null, isSpelled = false) => ({ was, gave, why, isSpelled })
	if (isPast) return done(before, null)
	if (Object.keys(was).length === 0) return null
	// What was given since, or changed, is converted back as far as that goes.
	const since = (why: Why | null): Why | null => (why === null || !undoes ? why : 'changed-since')
	switch (one.kind) {
		case 'remove':
			return done({}, since('removed'))
		case 'restore':
			return null
		case 'convert': {
			const value = was[one.from]
			if (value === undefined) return null
			const { value: now, why, isSpelled } = convertValue({ from: one.was, to: one.now, rule: one.rule }, value, looks)
			return done(now === null ? {} : { [one.to]: now }, since(why), isSpelled)
		}
		case 'split': {
			const value = was[one.from]
			if (value === undefined) return null
			const { values, why } = splitValue(one, value, looks)
			return done(values, since(why))
		}
		case 'join': {
			const { value, why } = joinValues(one, was, looks)
			return done(value === null ? {} : { [one.into]: value }, since(why))
		}
		default:
			return one satisfies never
	}
}

type ScopeAt = { scope: ScopePlan; table: string | null; row: string | null; past: Past }

function stepScope(plan: StepPlan, held: Values, { scope, table, row, past }: ScopeAt, looks: Looks) {
	const changes: Changed[] = []
	const values: Record<string, Value> = {}
	const taken = new Set(scope.works.flatMap(sourcesOf))
	for (const [key, value] of Object.entries(held)) {
		if (taken.has(key)) continue
		const carried = carry(plan, { scope, key, value, past })
		if (carried.value !== null) values[carried.to] = carried.value
		if (carried.change) changes.push({ ...carried.change, table, row })
		const marked = scope.marked.get(key)
		if (marked !== undefined)
			changes.push({
				step: marked,
				table,
				row,
				was: { [key]: value },
				gave: { [key]: value },
				why: null,
				isSpelled: false,
				isName: true
			})
	}
	for (const one of scope.works) {
		const done = work(one, held, { past, looks, undoes: plan.undoes !== null })
		if (!done) continue
		Object.assign(values, done.gave)
		changes.push({ ...done, step: one.step, table, row, isName: false })
	}
	return { values, changes }
}

function stepRows(plan: StepPlan, { rows }: Standing, past: Replaced | null, looks: Looks) {
	const changes: Changed[] = []
	const stepped: SteppedRow[] = []
	const pastRows = new Map(past?.rows.map((one) => [one.id, one]))
	for (const row of rows) {
		const table = plan.tables.get(row.table)
		if (table?.to === null) {
			const step = table.step ?? 0
			const why = plan.undoes === null ? 'removed' : 'changed-since'
			changes.push({
				step,
				table: row.table,
				row: row.id,
				was: row.document,
				gave: {},
				why,
				isSpelled: false,
				isName: false
			})
			continue
		}
		if (!table) {
			stepped.push(row)
			continue
		}
		const at = { scope: table.scope, table: row.table, row: row.id, past: pastRows.get(row.id) ?? nothingPast }
		const { values, changes: own } = stepScope(plan, row.document, at, looks)
		const { to } = table
		if (to !== row.table && table.step !== null && own.length === 0)
			changes.push({
				step: table.step,
				table: row.table,
				row: row.id,
				was: row.document,
				gave: values,
				why: null,
				isSpelled: false,
				isName: true
			})
		changes.push(...own)
		stepped.push({ ...row, table: to, document: values })
	}
	const back = past?.rows.filter(({ table }) => plan.restoredTables.has(table)) ?? []
	for (const { id, table, position, was } of back) {
		stepped.push({ id, table, position, document: was })
		const step = plan.restoredTables.get(table) ?? 0
		changes.push({ step, table, row: id, was: {}, gave: was, why: null, isSpelled: false, isName: false })
	}
	return { rows: stepped, changes }
}

function stepState(plan: StepPlan, state: string, past: Replaced | null): { state: string; changes: Changed[] } {
	const recoded = plan.states.get(state)
	if (!recoded) return { state, changes: [] }
	const before = past?.state?.gave === state ? past.state.was : undefined
	const isPast = before !== undefined
	const gave = before ?? recode(recoded, state) ?? state
	const isMerged = !isPast && recoded.kind === 'merge' && gave !== state
	const isParted = !isPast && recoded.kind === 'part' && !recoded.into.includes(state)
	const why: Why | null = isMerged ? 'merged' : isParted ? 'changed-since' : null
	if (gave === state && why === null) return { state, changes: [] }
	const change: Changed = {
		step: recoded.step,
		table: null,
		row: null,
		was: {},
		gave: {},
		state: { was: state, gave },
		why,
		isSpelled: false,
		isName: recoded.kind === 'rename'
	}
	return { state: gave, changes: [change] }
}

/**
 * An entry as the steps of the next version leave it. Where they undo those of the version before, what still stands as those left it
 * is as it was before them (`past`); all else is converted back.
 */
export function stepEntry(
	plan: StepPlan,
	standing: Standing,
	{ past, looks }: { past: Replaced | null; looks: Looks }
): Stepped {
	const fields = stepScope(
		plan,
		standing.fields,
		{ scope: plan.fields, table: null, row: null, past: past ?? nothingPast },
		looks
	)
	const rows = stepRows(plan, standing, past, looks)
	const state = stepState(plan, standing.state, past)
	return {
		state: state.state,
		fields: fields.values,
		rows: rows.rows,
		changes: [...state.changes, ...fields.changes, ...rows.changes]
	}
}

const nothingReplaced: Replaced = { was: {}, gave: {}, rows: [] }

/** What is to be kept of an entry so that its values can be brought back: of each part what stood in it, and what stands in it now. */
export function replacedBy(
	changes: readonly Changed[],
	{
		positions,
		partWas,
		partNow,
		open
	}: {
		positions: ReadonlyMap<string, number>
		/** Which part a field or a table stood in, and stands in now. */
		partWas(key: string): string | undefined
		partNow(key: string): string | undefined
		/** The part in which the state is told. */
		open: string
	}
): ReadonlyMap<string, Replaced> {
	const parts = new Map<string, Replaced>()
	const put = (part: string | undefined, more: (known: Replaced) => Partial<Replaced>) => {
		if (part === undefined) return
		const known = parts.get(part) ?? nothingReplaced
		parts.set(part, { ...known, ...more(known) })
	}
	for (const { table, row, was, gave, state, isName } of changes) {
		if (isName) continue
		if (state) put(open, () => ({ state }))
		if (table !== null && row !== null) {
			const part = partWas(table)
			put(part, (known) => {
				const other = known.rows.find(({ id }) => id === row)
				const kept: ReplacedRow = {
					id: row,
					table,
					position: positions.get(row) ?? 0,
					was: { ...other?.was, ...was },
					gave: { ...other?.gave, ...gave }
				}
				return { rows: [...known.rows.filter(({ id }) => id !== row), kept] }
			})
			continue
		}
		for (const [key, value] of Object.entries(was))
			put(partWas(key), (known) => ({ was: { ...known.was, [key]: value } }))
		for (const [key, value] of Object.entries(gave))
			put(partNow(key), (known) => ({ gave: { ...known.gave, [key]: value } }))
	}
	return parts
}

/** What several parts of an entry hold of what was replaced, together. */
export const replacedWhole = (parts: readonly Replaced[]): Replaced | null =>
	parts.length === 0
		? null
		: parts.reduce((whole, part) => ({
				was: { ...whole.was, ...part.was },
				gave: { ...whole.gave, ...part.gave },
				rows: [...whole.rows, ...part.rows],
				...((part.state ?? whole.state) === undefined ? {} : { state: part.state ?? whole.state })
			}))
