import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { STATE } from './figure-rules.ts'

/** The values a field may have, in the order in which they are declared; null where they are no closed list of the register. */
export function declaredValues({ declaration, fields }: CompiledRegister, by: string): readonly string[] | null {
	if (by === STATE) return declaration.states.map(({ key }) => key)
	const field = fields.get(by)?.field
	if (field?.type === 'yes-no') return ['yes', 'no']
	if (field?.type !== 'one-of' && field?.type !== 'many-of') return null
	const { codes } = field
	if (!('list' in codes)) return null
	return declaration.lists.find(({ key }) => key === codes.list)?.codes.map(({ key }) => key) ?? null
}

/** How values of a field stand one after the other: as declared, else as text; what is not said comes last. */
export function groupOrder(compiled: CompiledRegister, by: string): (one: string, other: string) => number {
	const places = new Map((declaredValues(compiled, by) ?? []).map((value, place) => [value, place]))
	const place = (value: string) => (value === '' ? Number.MAX_SAFE_INTEGER : (places.get(value) ?? places.size))
	return (one, other) => place(one) - place(other) || (one < other ? -1 : one > other ? 1 : 0)
}
