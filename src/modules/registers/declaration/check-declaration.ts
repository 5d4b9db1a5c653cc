import { checkReport } from '../edition/check-report.ts'
import { isWordOfFormulas } from '../formula/syntax.ts'
import { compileDeclaration, type CompiledRegister } from './compile-declaration.ts'
import type { AnyField, Declaration } from './declaration.ts'
import type { DeclarationFault, DeclarationPath, TellFault } from './fault.ts'
import { isClosedSet, isWorkedOut } from './field-types.ts'
import { checkLeaks } from './check-leaks.ts'
import { checkLife } from './check-life.ts'
import { checkPublicForm } from './check-public-form.ts'
import { checkResults } from './check-results.ts'
import { checkRights } from './check-rights.ts'
import { checkShown } from './check-shown.ts'
import { checkUnaskedSets } from './check-unasked-sets.ts'

/** What every record has by itself: a field of the same name would be mistaken for it in filters, files and answers. */
export const SYSTEM_FIELDS = [
	'id',
	'key',
	'number',
	'record',
	'register',
	'title',
	'state',
	'standing',
	'since',
	'total',
	'count',
	'version',
	'audience',
	'origin',
	'created',
	'changed',
	'entered_by',
	'entering_actor',
	'history',
	'links',
	'documents',
	'discussion',
	'themes',
	'search',
	'sort',
	'after',
	'limit'
] as const

const reserved = new Set<string>(SYSTEM_FIELDS)

type Keyed = { key: string }

function eachOnce(tell: TellFault, list: readonly Keyed[], path: DeclarationPath) {
	const seen = new Set<string>()
	for (const [index, { key }] of list.entries()) {
		if (seen.has(key)) tell('key-twice', [...path, index, 'key'], key)
		seen.add(key)
	}
}

// The addresses of all registers together, and of those in the making: one of such a key could not be reached.
const RESERVED_REGISTERS = new Set(['all', 'draft'])

function checkKeys(tell: TellFault, declaration: Declaration) {
	if (RESERVED_REGISTERS.has(declaration.register)) tell('reserved-register', ['register'], declaration.register)
	const { fields, tables, lists, groups, states, moves, checks, views, headlines, charts, dues, waiting, reports } =
		declaration
	// Fields and tables share the names that formulas call them by.
	eachOnce(tell, [...fields, ...tables], ['fields'])
	for (const [index, table] of tables.entries()) eachOnce(tell, table.fields, ['tables', index, 'fields'])
	for (const [index, list] of lists.entries()) eachOnce(tell, list.codes, ['lists', index, 'codes'])
	const named = { lists, groups, states, moves, checks, views, headlines, charts, dues, waiting, reports }
	for (const [name, list] of Object.entries(named)) eachOnce(tell, list, [name])
	const names = [
		...fields.map(({ key }, index) => ({ key, path: ['fields', index, 'key'] })),
		...tables.map(({ key }, index) => ({ key, path: ['tables', index, 'key'] })),
		...tables.flatMap((table, index) =>
			table.fields.map(({ key }, position) => ({ key, path: ['tables', index, 'fields', position, 'key'] }))
		)
	]
	for (const { key, path } of names) {
		if (reserved.has(key)) tell('system-field', path, key)
		else if (isWordOfFormulas(key)) tell('word-of-formulas', path, key)
	}
}

function checkNamed(tell: TellFault, declaration: Declaration) {
	const groups = new Set(declaration.groups.map(({ key }) => key))
	const lists = new Set(declaration.lists.map(({ key }) => key))
	const known = (key: string | undefined, path: DeclarationPath) => {
		if (key !== undefined && !groups.has(key)) tell('unknown-group', path, key)
	}
	const field = (one: AnyField, path: DeclarationPath) => {
		known(one.seen, [...path, 'seen'])
		known(one.changed, [...path, 'changed'])
		if ('codes' in one && 'list' in one.codes && !lists.has(one.codes.list)) {
			tell('unknown-list', [...path, 'codes'], one.codes.list)
		}
	}
	for (const [index, one] of declaration.fields.entries()) field(one, ['fields', index])
	for (const [index, table] of declaration.tables.entries()) {
		known(table.seen, ['tables', index, 'seen'])
		known(table.changed, ['tables', index, 'changed'])
		for (const [position, one] of table.fields.entries()) {
			field(one, ['tables', index, 'fields', position])
			// A table is shown, hidden and filled in whole: its fields have no readers and no changers of their own.
			for (const name of ['seen', 'changed', 'changed_in'] as const)
				if (one[name] !== undefined) tell('seen-in-table', ['tables', index, 'fields', position, name], one.key)
			// A row that was left empty is none: with what it begins with, none would be empty.
			if (one.retired) tell('retired-in-table', ['tables', index, 'fields', position, 'retired'], one.key)
			if (one.default !== undefined) tell('default-in-table', ['tables', index, 'fields', position, 'default'], one.key)
		}
	}
	for (const name of ['added', 'changed'] as const) {
		for (const [index, key] of declaration[name].entries()) known(key, [name, index])
	}
	if (declaration.seen !== 'everyone') {
		for (const [index, key] of declaration.seen.entries()) known(key, ['seen', index])
	}
	const byKey = new Map(declaration.fields.map((one) => [one.key, one]))
	for (const [index, { actor_in: actors, members_in: structures }] of declaration.groups.entries()) {
		for (const [name, keys, type] of [
			['actor_in', actors, 'actor'],
			['members_in', structures, 'structure']
		] as const) {
			for (const [position, key] of keys.entries()) {
				if (byKey.get(key)?.type !== type) tell(`not-a-${type}`, ['groups', index, name, position], key)
			}
		}
	}
}

function checkFields(tell: TellFault, declaration: Declaration) {
	for (const [index, one] of declaration.fields.entries()) {
		if (isWorkedOut(one) && (one.required !== false || one.changed !== undefined || one.changed_in !== undefined)) {
			tell('worked-out', ['fields', index], one.key)
		}
		if ('least' in one && one.least !== undefined && one.most !== undefined && one.least > one.most) {
			tell('least-above-most', ['fields', index, 'least'], one.key)
		}
	}
	const { retention } = declaration
	if (retention && retention.from !== 'end') {
		const from = declaration.fields.find(({ key }) => key === retention.from)
		if (from?.type !== 'date') tell('not-a-day', ['retention', 'from'], retention.from)
		else if (!from.filtered) tell('not-filtered', ['retention', 'from'], retention.from)
	}
	const all: readonly AnyField[] = [...declaration.fields, ...declaration.tables.flatMap(({ fields }) => fields)]
	if (retention?.does === 'erase-personal' && !all.some(({ personal }) => personal)) {
		tell('nothing-personal', ['retention', 'does'], 'erase-personal')
	}
}

/**
 * Everything that keeps a declaration from being taken, all at once, with the register made ready where there is nothing.
 * What two registers say of each other is looked at by `checkTogether`.
 */
export function checkDeclaration(declaration: Declaration): {
	register: CompiledRegister | null
	faults: DeclarationFault[]
} {
	const faults: DeclarationFault[] = []
	const tell: TellFault = (code, path, found) => faults.push({ code, path, found })
	checkKeys(tell, declaration)
	checkNamed(tell, declaration)
	checkFields(tell, declaration)
	checkRights(tell, declaration)
	checkLife(tell, declaration)
	const { register, faults: inFormulas } = compileDeclaration(declaration)
	faults.push(...inFormulas)
	if (register) {
		checkLeaks(tell, register)
		checkResults(tell, register)
		checkUnaskedSets(tell, register)
		checkShown(tell, register, isClosedSet)
		checkPublicForm(tell, register)
		for (const [index, report] of declaration.reports.entries()) checkReport(tell, register, report, ['reports', index])
	}
	return { register: faults.length === 0 ? register : null, faults }
}
