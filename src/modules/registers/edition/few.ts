import Big from 'big.js'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'

/** Of fewer persons than these an edition tells no number: whoever knows one of them would know the others. */
export const FEW = 5

const wordsIn = (formula: string) =>
	new Set([...formula.replaceAll(/"(?:[^"]|"")*"/g, '').matchAll(/[a-z][a-z0-9_]*/g)].map(([word]) => word))

/** The results that tell how many persons there are, or add up something of theirs: worked out from what is personal, and told on purpose. */
export function personCounts({ fields, tables, order, personal }: CompiledRegister): ReadonlySet<string> {
	const people = new Set([
		...personal,
		...[...tables].flatMap(([key, table]) => (table.personal.size > 0 ? [key] : []))
	])
	const counts = new Set<string>()
	for (const key of order) {
		const field = fields.get(key)?.field
		if (field?.type !== 'formula') continue
		const reads = wordsIn(field.formula)
		const isOfPeople = [...reads].some((word) => people.has(word) || counts.has(word))
		if (isOfPeople && !personal.has(key)) counts.add(key)
	}
	return counts
}

const isFew = (amount: string) => {
	const size = Big(amount).abs()
	return size.gt(0) && size.lt(FEW)
}

/**
 * Which of some numbers of persons are withheld: those that are few, and, where that is one alone, the smallest of the others, since
 * what is told beside a sum of them would give it away.
 */
export function withheld(amounts: readonly (string | null)[]): ReadonlySet<number> {
	const few = amounts.flatMap((amount, place) => (amount !== null && isFew(amount) ? [place] : []))
	if (few.length !== 1) return new Set(few)
	const [next] = amounts
		.flatMap((amount, place) =>
			amount === null || few.includes(place) || Big(amount).eq(0) ? [] : [{ place, size: Big(amount).abs() }]
		)
		.sort((one, other) => one.size.cmp(other.size) || one.place - other.place)
	return new Set(next ? [...few, next.place] : few)
}
