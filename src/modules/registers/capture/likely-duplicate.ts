import { canonicalText } from '#platform/events/chain.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { Value, Values } from '../entry/values.ts'

// By letters and digits, without accents, signs or capitals.
const folded = (text: string) =>
	text
		.normalize('NFKD')
		.replaceAll(/\p{M}/gu, '')
		.replaceAll(/[\p{P}\s]+/gu, ' ')
		.trim()
		.toLowerCase()

const saysSame = (one: Value, other: Value) =>
	typeof one === 'string' && typeof other === 'string'
		? folded(one) === folded(other)
		: canonicalText(one) === canonicalText(other)

// Free text is worded anew by whoever tells of the same thing again; a file is another one by its nature.
const TOLD_ANEW = new Set(['long-text', 'file', 'formula', 'linked-count', 'linked-sum'])

/**
 * True where an entry of the same title, as the seat sees it, is likely the same: of all that both say, nothing differs but running text.
 * What only one of them says tells nothing.
 */
export function isLikelyDuplicate({ fields }: CompiledRegister, given: Values, kept: Values): boolean {
	return [...fields].every(([key, { field }]) => {
		const [one, other] = [given[key], kept[key]]
		return TOLD_ANEW.has(field.type) || one === undefined || other === undefined || saysSame(one, other)
	})
}
