import { canonicalText } from '#platform/events/chain.ts'
import type { CompiledField, CompiledRegister, CompiledTable } from './compile-declaration.ts'
import type { AnyField, Declaration } from './declaration.ts'
import type { DeclarationFault } from './fault.ts'

// What may be said otherwise of a field without a value of an entry changing its form, its place or its readers.
const SAID = new Set([
	'names',
	'hint',
	'unit',
	'required',
	'changed',
	'changed_in',
	'personal',
	'tells',
	'filtered',
	'public',
	'seen'
])

const settled = (field: AnyField) =>
	canonicalText(Object.fromEntries(Object.entries(field).filter(([name]) => !SAID.has(name))))

type Fields = ReadonlyMap<string, CompiledField<AnyField>>
type Fault = Omit<DeclarationFault, 'path'> & { key: string }

function faultsOfFields(before: Fields, after: Fields): Fault[] {
	const faults: Fault[] = []
	for (const [key, was] of before) {
		const now = after.get(key)
		if (!now) faults.push({ code: 'field-removed', key, found: key })
		else if (settled(was.field) !== settled(now.field)) faults.push({ code: 'field-altered', key, found: key })
		else if (was.part !== now.part) faults.push({ code: 'readers-altered', key, found: key })
		// Fields take columns in the order in which they stand: a new one before others moves them.
		else if (canonicalText(was.column) !== canonicalText(now.column))
			faults.push({ code: 'column-moved', key, found: key })
		else if (was.field.filtered !== now.field.filtered) faults.push({ code: 'column-moved', key, found: key })
	}
	// Nobody works a new formula out for the entries that are there.
	for (const [key, now] of after)
		if (!before.has(key) && now.formula) faults.push({ code: 'formula-added', key, found: key })
	return faults
}

function faultsOfTable(before: CompiledTable, after: CompiledTable | undefined): Fault[] {
	const { key } = before.table
	if (!after) return [{ code: 'table-removed', key, found: key }]
	if (before.part !== after.part) return [{ code: 'readers-altered', key, found: key }]
	const fewer = after.table.most < before.table.most ? [{ code: 'field-altered', key, found: key }] : []
	return [...fewer, ...faultsOfFields(before.fields, after.fields)]
}

const withoutNames = (thing: object) =>
	canonicalText(Object.fromEntries(Object.entries(thing).filter(([name]) => name !== 'names')))

// Who stands in a group decides who sees what is kept already.
function faultsOfGroups(before: Declaration, after: Declaration): Fault[] {
	return before.groups.flatMap((was) => {
		const now = after.groups.find(({ key }) => key === was.key)
		return now && withoutNames(was) === withoutNames(now)
			? []
			: [{ code: 'group-altered', key: was.key, found: was.key }]
	})
}

function faultsOfStates(before: Declaration, after: Declaration): Fault[] {
	return before.states.flatMap((was) => {
		const now = after.states.find(({ key }) => key === was.key)
		if (!now) return [{ code: 'state-removed', key: was.key, found: was.key }]
		const isAltered = now.public !== was.public || now.end !== was.end
		return isAltered ? [{ code: 'state-altered', key: was.key, found: was.key }] : []
	})
}

function faultsOfLists(before: Declaration, after: Declaration): Fault[] {
	return before.lists.flatMap((was) => {
		const now = after.lists.find(({ key }) => key === was.key)
		if (!now) return [{ code: 'list-removed', key: was.key, found: was.key }]
		const codes = new Set(now.codes.map(({ key }) => key))
		return was.codes.flatMap(({ key }) => (codes.has(key) ? [] : [{ code: 'code-removed', key: was.key, found: key }]))
	})
}

/**
 * Why a declaration cannot take the place of the one that entries were kept under. What loses nothing is taken: names, hints,
 * views, figures, checks, moves, new codes, and new fields behind those that are there. All else moves values or readers.
 */
export function whyNotRedeclare(before: CompiledRegister, after: CompiledRegister): DeclarationFault[] {
	const [was, now] = [before.declaration, after.declaration]
	const whole: Fault[] = [
		...(was.code === now.code ? [] : [{ code: 'number-code-altered', key: 'code', found: now.code }]),
		...(was.title === now.title ? [] : [{ code: 'title-altered', key: 'title', found: now.title }]),
		...(canonicalText(was.seen) === canonicalText(now.seen)
			? []
			: [{ code: 'readers-altered', key: 'seen', found: 'seen' }])
	]
	const faults = [
		...whole.map((fault) => ({ ...fault, at: [fault.key] })),
		...faultsOfFields(before.fields, after.fields).map((fault) => ({ ...fault, at: ['fields', fault.key] })),
		...[...before.tables].flatMap(([key, table]) =>
			faultsOfTable(table, after.tables.get(key)).map((fault) => ({ ...fault, at: ['tables', key, fault.key] }))
		),
		...faultsOfGroups(was, now).map((fault) => ({ ...fault, at: ['groups', fault.key] })),
		...faultsOfStates(was, now).map((fault) => ({ ...fault, at: ['states', fault.key] })),
		...faultsOfLists(was, now).map((fault) => ({ ...fault, at: ['lists', fault.key] }))
	]
	return faults.map(({ code, found, at }) => ({ code: `kept-${code}`, path: at, found }))
}
