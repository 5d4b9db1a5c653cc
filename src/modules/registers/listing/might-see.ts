import type { CompiledRegister, Part } from '../declaration/compile-declaration.ts'
import { mightBeIn, type AskingSeat } from '../entry/entry-access.ts'

const isKeeper = ({ audience }: AskingSeat) =>
	audience.includes('role:administrator') || audience.includes('role:secretariat')

/**
 * True where the seat may see the part in some entry of the register: what lists offer to be narrowed, sorted and grouped by.
 * Whose part a field stands in is decided entry by entry; a seat that sees it in none is told of the field as of one that is
 * not there.
 */
export function mightSeePart({ declaration }: CompiledRegister, part: Part, seat: AskingSeat): boolean {
	if (part === 'open') return true
	if (seat.role === 'public') return false
	if (part === 'inside') {
		const { seen } = declaration
		if (seen === 'everyone' || isKeeper(seat)) return true
		return declaration.groups.some((group) => seen.includes(group.key) && mightBeIn(group, seat))
	}
	return declaration.groups.some((group) => part === `group:${group.key}` && mightBeIn(group, seat))
}

/** True where the register has the field and the seat may see it in some entry. */
export function mightSeeField(compiled: CompiledRegister, key: string, seat: AskingSeat): boolean {
	const one = compiled.fields.get(key)
	return one !== undefined && mightSeePart(compiled, one.part, seat)
}

/** True where the register has the field or table and the seat may see it in some entry: files have columns for no other. */
export function mightSeeColumn(compiled: CompiledRegister, key: string, seat: AskingSeat): boolean {
	const part = compiled.fields.get(key)?.part ?? compiled.tables.get(key)?.part
	return part !== undefined && mightSeePart(compiled, part, seat)
}
