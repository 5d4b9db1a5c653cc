import { compileFormula, type Formula, type Names } from '../formula/compile-formula.ts'
import { FormulaError } from '../formula/syntax.ts'
import type { Compiled, ValueType } from '../formula/values.ts'
import type { AnyField, Declaration, Field, Table, TableField } from './declaration.ts'
import { readPreset, type Preset } from './default-values.ts'
import type { DeclarationFault, DeclarationPath } from './fault.ts'
import { COLUMNS, columnKindOf, valueTypeOf, type ColumnKind } from './field-types.ts'
import { orderByReading } from './order-formulas.ts'
import { changersOf } from './who-changes.ts'
import { personalInEntry, personalInRow } from './personal-fields.ts'

/** The part of an entry a field is kept in: one for each circle of readers, with an audience of its own. */
export type Part = 'open' | 'inside' | `group:${string}`

export type Column = { kind: ColumnKind; position: number }

export type CompiledField<F extends AnyField = Field> = {
	field: F
	part: Part
	/** What formulas read of it; undefined for what they cannot. */
	type: ValueType | undefined
	column: Column | null
	required: true | Formula | null
	asked: Formula | null
	formula: Formula | null
	/** What an entry begins with where nothing is said of it. */
	preset: Preset | null
}

export type CompiledTable = {
	table: Table
	part: Part
	fields: ReadonlyMap<string, CompiledField<TableField>>
	/** Formulas in an order in which each comes after what it reads. */
	order: readonly string[]
	/** The fields that hold something of a person: declared so, or worked out from one that is. */
	personal: ReadonlySet<string>
}

/** A register made ready once, for all its entries. */
export type CompiledRegister = {
	declaration: Declaration
	fields: ReadonlyMap<string, CompiledField>
	tables: ReadonlyMap<string, CompiledTable>
	order: readonly string[]
	title: Formula
	/** Those with states hold while an entry stands in one of them. */
	checks: readonly { key: string; must: Formula; states: readonly string[] | null }[]
	/** By state, the fields and tables that every move into it asks to be filled: they stay so while an entry stands in it. */
	stayFilled: ReadonlyMap<string, readonly string[]>
	moves: ReadonlyMap<string, { when: Formula | null; sets: readonly { field: string; to: Formula }[] }>
	parts: readonly Part[]
	/** Who alone fills in a field or table, by its key; whoever changes the entry where it is left out. */
	changers: ReadonlyMap<string, readonly string[]>
	/** The sums over linked entries stand outside: what they read lies in other registers. */
	linked: readonly string[]
	/** The fields that hold something of a person: declared so, worked out from one that is, or set from one. */
	personal: ReadonlySet<string>
}

type Compiling = {
	faults: DeclarationFault[]
	lists: Declaration['lists']
	hasPublicStates: boolean
}

/** The part of an entry that a field or table is kept in. */
export function partOf(
	{ seen, public: isPublic }: { seen?: string | undefined; public: boolean },
	hasPublicStates: boolean
): Part {
	if (seen !== undefined) return `group:${seen}`
	// Where no state is public, whoever sees an entry sees all of it that no group keeps.
	return isPublic || !hasPublicStates ? 'open' : 'inside'
}

function kindAsType(gives: Compiled): ValueType {
	if (gives.kind === 'money') return { kind: 'money', currency: gives.currency }
	if (gives.kind === 'text') return { kind: 'text', ...(gives.isReference ? { isReference: true } : {}) }
	return { kind: gives.kind }
}

const columnOfFormula: Partial<Record<Compiled['kind'], ColumnKind>> = {
	number: 'number',
	money: 'number',
	'yes-no': 'number',
	day: 'day',
	text: 'text'
}

/** Compiles a formula that must give one of the kinds; a fault where it cannot. */
function formulaAt(
	{ faults }: Compiling,
	text: string,
	{ names, path, kinds }: { names: Names; path: DeclarationPath; kinds: readonly Compiled['kind'][] | null }
): Formula | null {
	try {
		const formula = compileFormula(text, names)
		if (kinds && !kinds.includes(formula.gives.kind)) {
			faults.push({ code: 'formula-gives-other', path, found: formula.gives.kind })
			return null
		}
		return formula
	} catch (error) {
		if (!(error instanceof FormulaError)) throw error
		faults.push({ code: `formula-${error.fault.code}`, path, found: error.fault.found })
		return null
	}
}

const CONDITION = { kinds: ['yes-no'] as const }

/** The fields that the formulas of one row read, found by their words alone, before their kinds are known. */
function wordsIn(text: string): string[] {
	return [...text.replaceAll(/"(?:[^"]|"")*"/g, '').matchAll(/[a-z][a-z0-9_]*/g)].map(([word]) => word)
}

type RowOfFields<F extends AnyField> = {
	fields: readonly F[]
	path: DeclarationPath
	part(field: F): Part
	names(types: ReadonlyMap<string, ValueType>): Names
}

/** Compiles the fields of an entry or of a table's row: formulas first, each after what it reads. */
function compileFields<F extends AnyField>(
	compiling: Compiling,
	{ fields, path, part, names }: RowOfFields<F>
): { compiled: Map<string, CompiledField<F>>; order: string[]; types: Map<string, ValueType> } {
	const types = new Map<string, ValueType>()
	for (const field of fields) {
		const type = valueTypeOf(field)
		if (type) types.set(field.key, type)
	}
	const formulas = new Map(fields.flatMap((field) => (field.type === 'formula' ? [[field.key, field.formula]] : [])))
	const reads = new Map([...formulas].map(([key, text]) => [key, wordsIn(text).filter((word) => formulas.has(word))]))
	const ordered = orderByReading(reads)
	if ('circle' in ordered) {
		const index = fields.findIndex(({ key }) => key === ordered.circle[0])
		compiling.faults.push({
			code: 'formula-circle',
			path: [...path, index, 'formula'],
			found: ordered.circle.join(' → ')
		})
	}
	const order = 'order' in ordered ? ordered.order : []
	const worked = new Map<string, Formula>()
	for (const key of order) {
		const index = fields.findIndex((field) => field.key === key)
		const at = [...path, index, 'formula']
		const formula = formulaAt(compiling, formulas.get(key) ?? '', { names: names(types), path: at, kinds: null })
		if (!formula) continue
		if (formula.asksToday) compiling.faults.push({ code: 'formula-asks-today', path: at, found: key })
		worked.set(key, formula)
		types.set(key, kindAsType(formula.gives))
	}
	const compiled = new Map<string, CompiledField<F>>()
	for (const [index, field] of fields.entries()) {
		const condition = (name: 'required' | 'asked') => {
			const text = field[name]
			if (typeof text !== 'string') return null
			return formulaAt(compiling, text, { names: names(types), path: [...path, index, name], ...CONDITION })
		}
		compiled.set(field.key, {
			field,
			part: part(field),
			type: types.get(field.key),
			column: null,
			required: field.required === true ? true : condition('required'),
			asked: condition('asked'),
			formula: worked.get(field.key) ?? null,
			preset: presetOf(compiling, field, [...path, index, 'default'])
		})
	}
	return { compiled, order, types }
}

function presetOf({ faults, lists }: Compiling, field: AnyField, path: DeclarationPath): Preset | null {
	const preset = readPreset(field, lists)
	if (preset === null || preset === 'today' || preset === 'own' || 'value' in preset) return preset
	faults.push({ ...preset, path })
	return null
}

/** Gives each filtered field the next free column of its kind in its part; those that find none are faults. */
function assignColumns(compiling: Compiling, fields: ReadonlyMap<string, CompiledField>): Map<string, CompiledField> {
	const taken = new Map<string, number>()
	const assigned = new Map<string, CompiledField>()
	const positions = [...fields.keys()]
	for (const [key, compiled] of fields) {
		const { field, part, formula } = compiled
		assigned.set(key, compiled)
		if (!field.filtered || field.type === 'many-of') continue
		const path = ['fields', positions.indexOf(key), 'filtered']
		const kind = formula ? (columnOfFormula[formula.gives.kind] ?? null) : columnKindOf(field)
		if (kind === null) {
			if (field.type !== 'formula') compiling.faults.push({ code: 'never-filtered', path, found: field.type })
			continue
		}
		const place = `${part} ${kind}`
		const position = taken.get(place) ?? 0
		if (position >= COLUMNS[kind]) {
			compiling.faults.push({ code: 'too-many-filtered', path, found: String(COLUMNS[kind]) })
			continue
		}
		taken.set(place, position + 1)
		assigned.set(key, { ...compiled, column: { kind, position } })
	}
	return assigned
}

function compileTable(compiling: Compiling, table: Table, index: number): CompiledTable {
	const { compiled, order } = compileFields(compiling, {
		fields: table.fields,
		path: ['tables', index, 'fields'],
		part: () => partOf(table, compiling.hasPublicStates),
		names: (types) => ({ field: (name) => types.get(name), tableField: () => undefined, hasTable: () => false })
	})
	const personal = personalInRow(compiled)
	return { table, part: partOf(table, compiling.hasPublicStates), fields: compiled, order, personal }
}

function compileMoves(
	compiling: Compiling,
	declaration: Declaration,
	names: Names,
	fields: ReadonlyMap<string, CompiledField>
) {
	return new Map(
		declaration.moves.map((move, index) => {
			const path = ['moves', index]
			const when =
				move.when === undefined
					? null
					: formulaAt(compiling, move.when, { names, path: [...path, 'when'], ...CONDITION })
			const sets = move.does.flatMap((effect, position) => {
				if (!('set' in effect)) return []
				const target = fields.get(effect.set)
				const at = [...path, 'does', position]
				if (!target?.type || target.formula) {
					compiling.faults.push({ code: 'unknown-field', path: [...at, 'set'], found: effect.set })
					return []
				}
				const kinds = [target.type.kind, 'empty'] as const
				const to = formulaAt(compiling, effect.to, { names, path: [...at, 'to'], kinds })
				return to ? [{ field: effect.set, to }] : []
			})
			return [move.key, { when, sets }] as const
		})
	)
}

/** What entries come to a state with by whichever move leads there. To the first they come without any. */
function stayingFilled({ states, moves }: Declaration): ReadonlyMap<string, readonly string[]> {
	return new Map(
		states.slice(1).map(({ key }) => {
			const [first, ...others] = moves.filter(({ to }) => to === key).map(({ needs }) => needs)
			return [key, (first ?? []).filter((need) => others.every((needs) => needs.includes(need)))]
		})
	)
}

/**
 * Makes a declaration ready: formulas read, checked for their kinds and put in order, fields assigned to parts and columns.
 * What cannot be made ready is told by faults, all at once; the register is there only where there are none.
 */
export function compileDeclaration(declaration: Declaration): {
	register: CompiledRegister | null
	faults: DeclarationFault[]
} {
	const hasPublicStates = declaration.states.some((state) => state.public)
	const compiling: Compiling = { faults: [], lists: declaration.lists, hasPublicStates }
	const tables = new Map(
		declaration.tables.map((table, index) => [table.key, compileTable(compiling, table, index)] as const)
	)
	const namesOver = (types: ReadonlyMap<string, ValueType>): Names => ({
		field: (name) => types.get(name),
		hasTable: (name) => tables.has(name),
		tableField: (table, name) => tables.get(table)?.fields.get(name)?.type
	})
	const { compiled, order, types } = compileFields(compiling, {
		fields: declaration.fields,
		path: ['fields'],
		part: (field) => partOf(field, hasPublicStates),
		names: namesOver
	})
	const names = namesOver(types)
	const fields = assignColumns(compiling, compiled)
	const title = formulaAt(compiling, declaration.title, { names, path: ['title'], kinds: ['text'] })
	const checks = declaration.checks.flatMap(({ key, must, in: states = null }, index) => {
		const formula = formulaAt(compiling, must, { names, path: ['checks', index, 'must'], ...CONDITION })
		return formula ? [{ key, must: formula, states }] : []
	})
	const moves = compileMoves(compiling, declaration, names, fields)
	const parts = [...new Set<Part>(['open', ...[...fields.values(), ...tables.values()].map(({ part }) => part)])]
	const { faults } = compiling
	if (faults.length > 0 || !title) return { register: null, faults }
	const linked = [...fields.values()].flatMap(({ field }) =>
		field.type === 'linked-count' || field.type === 'linked-sum' ? [field.key] : []
	)
	const sets = [...moves.values()].flatMap((move) => move.sets)
	const personal = personalInEntry({ fields, tables, sets })
	const changers = changersOf(declaration)
	return {
		register: {
			declaration,
			fields,
			tables,
			order,
			title,
			checks,
			stayFilled: stayingFilled(declaration),
			moves,
			parts,
			changers,
			linked,
			personal
		},
		faults
	}
}
