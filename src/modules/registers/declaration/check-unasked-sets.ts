import type { Formula } from '../formula/compile-formula.ts'
import { readFormula, type Expression } from '../formula/syntax.ts'
import { giveFor, type Row } from '../formula/values.ts'
import { keptOf, rowOf } from '../entry/work-out.ts'
import type { Value } from '../entry/values.ts'
import type { CompiledRegister } from './compile-declaration.ts'
import type { Move } from './declaration.ts'
import type { TellFault } from './fault.ts'

/** A formula as it says the same, wherever its words stand. */
const sameFor = (expression: Expression): string =>
	JSON.stringify(expression, (name, value: unknown) => (name === 'at' ? undefined : value))

/** What holds together where a condition does. */
const conjuncts = (expression: Expression): Expression[] =>
	expression.is === 'two' && expression.sign === 'and'
		? [...conjuncts(expression.left), ...conjuncts(expression.right)]
		: [expression]

/** The field of `field != empty`. */
function filledField(one: Expression): string | null {
	if (one.is !== 'two' || one.sign !== '!=') return null
	const [name, other] = one.left.is === 'name' ? [one.left, one.right] : [one.right, one.left]
	return name.is === 'name' && name.table === null && other.is === 'empty' ? name.field : null
}

// What is set by a formula that reads nothing is the same whatever stands in the entry; today is any day.
const ANY_DAY = '2000-01-01'

/** What a move puts into fields whatever stands in the entry. */
function alwaysSet(sets: readonly { field: string; to: Formula }[]): Record<string, Value> {
	const nothing: Row = rowOf({}, {}, ANY_DAY)
	return Object.fromEntries(
		sets.flatMap(({ field, to }) => {
			if (to.reads.length > 0) return []
			const given = giveFor(to.gives, nothing)
			const value = 'value' in given ? keptOf(given.value, 0) : null
			return value === null ? [] : [[field, value] as const]
		})
	)
}

/** True where a field is asked for after a move whichever entry makes it: its condition is one of the move's, or what the move sets makes it hold. */
function isAlwaysAsked(
	asked: Formula,
	{ when, sets, needs }: { when: Formula | null; sets: readonly { field: string; to: Formula }[] } & Pick<Move, 'needs'>
): boolean {
	const set = new Set(sets.map(({ field }) => field))
	const values = alwaysSet(sets)
	const row = rowOf(values, {}, ANY_DAY)
	if (asked.reads.length > 0 && asked.reads.every((read) => read in values)) {
		const given = giveFor(asked.gives, row)
		return 'value' in given && given.value === true
	}
	// What the move demands of the entry as it stood holds after it where it sets nothing of that.
	if (asked.reads.some((read) => set.has(read))) return false
	const known = new Set(when === null ? [] : conjuncts(readFormula(when.text)).map(sameFor))
	return conjuncts(readFormula(asked.text)).every((one) => {
		const filled = filledField(one)
		return known.has(sameFor(one)) || (filled !== null && needs.includes(filled))
	})
}

/**
 * What a move puts into a field that is not asked for is kept nowhere, as nothing is that is typed there: it would be told on the page of the move
 * and never happen. So a move sets only what is asked for after it, in every entry that can make it.
 */
export function checkUnaskedSets(tell: TellFault, { declaration, fields, moves }: CompiledRegister) {
	for (const [index, { key, needs, does }] of declaration.moves.entries()) {
		const { when = null, sets = [] } = moves.get(key) ?? {}
		for (const [position, effect] of does.entries()) {
			const asked = 'set' in effect ? fields.get(effect.set)?.asked : null
			if (!('set' in effect) || !asked || effect.to.trim() === 'empty') continue
			if (!isAlwaysAsked(asked, { when, sets, needs }))
				tell('set-unasked', ['moves', index, 'does', position, 'set'], effect.set)
		}
	}
}
