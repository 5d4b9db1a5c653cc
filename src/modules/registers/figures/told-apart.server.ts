import type { Here } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import type { CompiledField, CompiledRegister } from '../declaration/compile-declaration.ts'
import { isClosedSet } from '../declaration/field-types.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { isGroupable } from '../listing/offer.ts'
import { mightSeeField } from '../listing/might-see.ts'
import { filteredField } from '../listing/scope-entries.server.ts'
import { STATE } from './figure-rules.ts'
import { isSummable } from './summable.ts'

const refuse = (path: string, code: string, field: string) => invalid([{ path: [path], code, params: { field } }])

/** What a pivot tells entries apart by: `state`, or a field that lists are filtered by and the seat sees. */
export function pivotField(here: Here, compiled: CompiledRegister, key: string, path: string): void {
	if (key === STATE) return
	if (!isGroupable(filteredField(here, compiled, key, [path]))) throw refuse(path, 'registers.not-grouped', key)
}

/** What a board has a column for each value of: `state`, or a field of few values. */
export function boardField(here: Here, compiled: CompiledRegister, key: string): void {
	if (key === STATE) return
	if (!isClosedSet(filteredField(here, compiled, key, ['by']).field))
		throw refuse('by', 'registers.not-on-a-board', key)
}

/** What a map shows: a field of a country or a place. */
export function mapField(here: Here, compiled: CompiledRegister, key: string): CompiledField {
	const one = filteredField(here, compiled, key, ['place'])
	if (!isPlaced(one)) throw refuse('place', 'registers.not-on-a-map', key)
	return one
}

/** What a calendar shows: a field of days or periods. */
export function calendarField(here: Here, compiled: CompiledRegister, key: string): CompiledField {
	const one = filteredField(here, compiled, key, ['day'])
	if (!isDated(one)) throw refuse('day', 'registers.not-in-a-calendar', key)
	return one
}

export const isPlaced = ({ field }: CompiledField) => field.type === 'country' || field.type === 'place'
export const isDated = ({ column }: CompiledField) => column?.kind === 'day'

/** Numbers and amounts that are added up: any that the seat sees, but what is counted for each reader apart. */
export function summedField(here: Here, compiled: CompiledRegister, key: string): void {
	const one = compiled.fields.get(key)
	if (!one || !mightSeeField(compiled, key, askingOf(here))) throw refuse('sum', 'registers.not-filtered', key)
	if (!isSummable(one)) throw refuse('sum', 'registers.not-summed', key)
}
