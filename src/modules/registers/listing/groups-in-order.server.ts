import type { Here } from '#platform/operation/operation.server.ts'
import { speak } from '#platform/languages/words.ts'
import { anyOf, referencesOf } from '#platform/records/find-record.server.ts'
import type { CompiledField, CompiledRegister } from '../declaration/compile-declaration.ts'
import { codesIn, RECORD_TYPES } from '../entry/resolve.server.ts'
import { sayPlaceValue } from './filter-fields.ts'
import { valuesHeld, WHOLE, yearsIn } from './held-values.server.ts'
import { BY_STATE, isYesNo } from './offer.ts'
import type { InGroup, Narrowing } from './scope-entries.server.ts'

/** More groups than these nobody reads; a list says that there are others. */
export const GROUPS_MOST = 60

type Grouping = { by: string; asked: Narrowing }

/** The codes of a field in their order: as they are declared, or the areas of a framework by name. */
export async function codesOf(here: Here, { declaration }: CompiledRegister, { field }: CompiledField) {
	return [...((await codesIn(here, declaration))(field)?.keys() ?? [])]
}

/**
 * The groups of a field by their values, in the order in which they are read: codes as they are declared, years from the last, whatever bears a
 * name in the order of names as the workspace calls them. Where there are more than are read, one more of them than that, in any order.
 */
export async function groupsHeld(here: Here, compiled: CompiledRegister, { by, asked }: Grouping): Promise<string[]> {
	if (by === BY_STATE) return compiled.declaration.states.map(({ key }) => key)
	const one = compiled.fields.get(by)
	if (!one) return []
	if (one.column?.kind === 'day') return yearsIn(here, asked, by)
	if (isYesNo(one)) return ['1', '0']
	if (one.field.type === 'one-of') return codesOf(here, compiled, one)
	const held = (await valuesHeld(here, { ...asked, ...WHOLE }, [by], GROUPS_MOST + 1)).get(by) ?? []
	return held.length > GROUPS_MOST ? held : inOrderOfNames(here, one, held)
}

/** Values in the order of what they are called; of records those alone that the seat sees come first, by name. */
async function inOrderOfNames(here: Here, { field }: CompiledField, held: readonly string[]): Promise<string[]> {
	const { language } = here.workspace
	const { order, country } = speak(here.registry.catalogue, language)
	const names = new Map<string, string>()
	if (RECORD_TYPES.some((type) => type === field.type))
		for (const [id, { title }] of await referencesOf(here, [...held]))
			names.set(id, title[language] ?? title['en'] ?? Object.values(title)[0] ?? id)
	else if (field.type === 'seat' && held.length > 0) {
		const seats = await here.tx
			.selectFrom('seat')
			.select(['id', 'office'])
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', anyOf([...held]))
			.execute()
		for (const { id, office } of seats) names.set(id, office)
	} else
		for (const value of held)
			names.set(value, field.type === 'country' || field.type === 'place' ? sayPlaceValue({ country }, value) : value)
	const called = (value: string) => names.get(value)
	return held.toSorted((one, other) => {
		const [first, second] = [called(one), called(other)]
		if (first === undefined || second === undefined)
			return first === second ? order(one, other) : first === undefined ? 1 : -1
		return order(first, second) || order(one, other)
	})
}

/** The values of a group's field that some entry holds, in the order in which they are read. */
async function valuesInOrder(here: Here, compiled: CompiledRegister, { by, asked }: Grouping): Promise<string[]> {
	const known = await groupsHeld(here, compiled, { by, asked })
	const type = compiled.fields.get(by)?.field.type
	if (type !== 'one-of') return known
	const held = new Set((await valuesHeld(here, { ...asked, ...WHOLE }, [by], known.length + 1)).get(by))
	return known.filter((value) => held.has(value))
}

/** The groups of a list that is grouped, as its pages go through them. */
export type GroupsInTurn = {
	/** Their values in order; where there are more than are read, null. */
	values: readonly string[] | null
	/** One after the other: those with a value, then whatever stands in none of these, then those that hold nothing; null where there are too many. */
	inTurn: readonly InGroup[] | null
}

// Each costs a statement or two where it holds little.
const IN_TURN_MOST = 24

/** The groups that the entries of a list stand in; `isDescending` goes through them from the last. */
export async function groupsInTurn(
	here: Here,
	compiled: CompiledRegister,
	{ by, asked, isDescending }: Grouping & { isDescending: boolean }
): Promise<GroupsInTurn> {
	const found = await valuesInOrder(here, compiled, { by, asked })
	if (found.length > GROUPS_MOST) return { values: null, inTurn: null }
	const values = isDescending ? found.toReversed() : found
	if (values.length > IN_TURN_MOST) return { values, inTurn: null }
	const groups = values.map((value): InGroup => ({ by, value }))
	// Every entry stands in a state.
	if (by === BY_STATE) return { values, inTurn: groups }
	const one = compiled.fields.get(by)
	// Of what bears a name the seat may not see all, and of years those long before the last are not told.
	const isAllFound = one?.column?.kind !== 'day' && one?.column?.kind !== 'reference'
	return {
		values,
		inTurn: [...groups, ...(isAllFound ? [] : [{ by, besides: found }]), { by, value: null }]
	}
}
