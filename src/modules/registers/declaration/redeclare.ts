import { canonicalText } from '#platform/events/chain.ts'
import type { CompiledField, CompiledRegister } from './compile-declaration.ts'
import type { AnyField, Declaration } from './declaration.ts'
import type { DeclarationFault, DeclarationPath } from './fault.ts'
import { isLinked } from './field-types.ts'

type Register = CompiledRegister
type Fields = ReadonlyMap<string, CompiledField<AnyField>>

/** The form in which a field keeps its values: under another one, none of them could be read. */
function formOf(field: AnyField): string {
	// What is counted over other entries is kept nowhere.
	if (isLinked(field)) return 'linked'
	return canonicalText({
		type: field.type,
		currency: 'currency' in field ? (field.currency ?? null) : null,
		codes: 'codes' in field ? field.codes : null,
		register: 'register' in field ? field.register : null
	})
}

/** True where what is kept of a field could not stand under the other declaration of it. */
export const isOfOtherForm = (was: AnyField, now: AnyField) => formOf(was) !== formOf(now)

/** Where a thing stands in the text of a declaration, by its key; what is gone stands where its kind does. */
export function pathTo(things: readonly { key: string }[], key: string, at: DeclarationPath): DeclarationPath {
	const index = things.findIndex((one) => one.key === key)
	return index < 0 ? at : [...at, index]
}

const partOf = ({ fields, tables }: Register, key: string) => fields.get(key)?.part ?? tables.get(key)?.part

/** The fields and tables that stand in another part than before: others see them, or fewer. */
export const movedBetween = (before: Register, after: Register): ReadonlySet<string> =>
	new Set(
		[...before.fields.keys(), ...before.tables.keys()].filter((key) => {
			const now = partOf(after, key)
			return now !== undefined && now !== partOf(before, key)
		})
	)

/** Formulas that were worked out from what is to be hidden, and would go on showing what came of it to those it is hidden from. */
function faultsOfReading(before: Register, after: Register): DeclarationFault[] {
	const hidden = [...movedBetween(before, after)].filter((key) => partOf(after, key) !== 'open')
	return [...before.fields].flatMap(([key, was]) => {
		const now = after.fields.get(key)
		if (!was.formula || !now) return []
		const told = now.field.type === 'formula' ? now.field.tells : []
		const read = hidden.find(
			(one) => was.formula?.reads.includes(one) && partOf(after, one) !== now.part && !told.includes(one)
		)
		const path = pathTo(after.declaration.fields, key, ['fields'])
		return read === undefined ? [] : [{ code: 'kept-read-before', path, found: `${key}, ${read}` }]
	})
}

/**
 * Why a declaration cannot take the place of the one that entries were kept under, whatever they hold. What is lost to some of
 * them alone is weighed entry by entry (`weighing`); all else is taken, and what is kept is brought in line with it.
 */
export function whyNotRedeclare(before: Register, after: Register): DeclarationFault[] {
	const [was, now] = [before.declaration, after.declaration]
	return [
		...(was.code === now.code ? [] : [{ code: 'kept-number-code-altered', path: ['code'], found: now.code }]),
		...(was.title === now.title ? [] : [{ code: 'kept-title-altered', path: ['title'], found: now.title }]),
		...faultsOfReading(before, after)
	]
}

const withoutNames = (thing: object) =>
	Object.fromEntries(Object.entries(thing).filter(([name]) => name !== 'names' && name !== 'hint'))

const keptBy = (fields: Fields) =>
	[...fields].map(([key, { field, part, column, formula }]) => ({
		key,
		part,
		column,
		form: formOf(field),
		isFiltered: field.filtered,
		formula: formula?.text ?? null,
		digits: 'digits' in field ? field.digits : null
	}))

const isIn = (all: readonly { key: string }[]) => (one: { key: string }) => all.some(({ key }) => key === one.key)

/** All that decides where and how entries are kept, and for whom; of what is new, results alone: nothing else of it is held. */
function keepingOf({ declaration, fields, tables }: Register, before: Register): string {
	const { seen, groups, states } = declaration
	return canonicalText({
		seen,
		groups: groups.filter(isIn(before.declaration.groups)).map(withoutNames),
		states: states
			.filter(isIn(before.declaration.states))
			.map(({ key, end, public: isPublic }) => ({ key, end, isPublic })),
		hasPublic: states.some((state) => state.public),
		fields: keptBy(fields).filter(({ key, formula }) => formula !== null || before.fields.has(key)),
		tables: [...tables].flatMap(([key, { part, fields: inner }]) =>
			!before.tables.has(key)
				? []
				: {
						key,
						part,
						fields: keptBy(inner)
							.map(({ column: _none, ...one }) => one)
							.filter((one) => one.formula !== null || before.tables.get(key)?.fields.has(one.key))
					}
		)
	})
}

/** True where lists find what entries hold of some field elsewhere than before: in another part or column, or not at all. */
export const areFilteredOtherwise = (before: Register, after: Register) =>
	[...before.fields].some(([key, was]) => {
		const now = after.fields.get(key)
		return (
			was.part !== now?.part ||
			canonicalText(was.column) !== canonicalText(now.column) ||
			was.field.filtered !== now.field.filtered
		)
	})

/** True where what is kept of entries must be brought in line with the new declaration. */
export const isKeptOtherwise = (before: Register, after: Register) =>
	keepingOf(before, before) !== keepingOf(after, before)

const readersOf = ({ seen, groups, states }: Declaration, part: string) =>
	canonicalText({
		seen,
		hasPublic: states.some((state) => state.public),
		group: groups.filter(({ key }) => part === `group:${key}`).map(withoutNames)
	})

/** The fields and tables that others see than before: by a part of their own, by who stands in its group, or by who sees entries at all. */
export function readByOthers(before: Register, after: Register): readonly string[] {
	const moved = movedBetween(before, after)
	return [...before.fields.keys(), ...before.tables.keys()].filter((key) => {
		const part = partOf(after, key)
		if (part === undefined) return false
		return moved.has(key) || readersOf(before.declaration, part) !== readersOf(after.declaration, part)
	})
}
