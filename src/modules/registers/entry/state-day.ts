import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { Move } from '../declaration/declaration.ts'
import { readFormula, type Expression } from '../formula/syntax.ts'
import type { Values } from './values.ts'

/** The field of which a condition says that its day has come: `ends <= today()`, alone or beside other conditions. */
function dayThatCame(expression: Expression): string | undefined {
	if (expression.is !== 'two') return undefined
	const { sign, left, right } = expression
	if (sign === 'and') return dayThatCame(left) ?? dayThatCame(right)
	const [day, bound] = sign === '<=' || sign === '=' ? [left, right] : sign === '>=' ? [right, left] : []
	const isToday = bound?.is === 'call' && bound.name === 'today'
	return isToday && day?.is === 'name' && day.table === null ? day.field : undefined
}

/** The field that says on which day a move leads where it leads: the day it waits for, or the one it sets to today. */
function dayOfMove({ when, does }: Move): string | undefined {
	const isToday = (formula: string) => {
		const expression = readFormula(formula)
		return expression.is === 'call' && expression.name === 'today'
	}
	const set = does.flatMap((effect) => ('set' in effect && isToday(effect.to) ? [effect.set] : []))
	return set[0] ?? (when === undefined ? undefined : dayThatCame(readFormula(when)))
}

/** The fields of which each state takes the day it began on, as far as all moves that lead there name one and the same. */
function dayFields({ declaration, fields }: CompiledRegister): ReadonlyMap<string, string> {
	return new Map(
		declaration.states.flatMap(({ key: state }) => {
			const keys = new Set(declaration.moves.filter(({ to }) => to === state).map(dayOfMove))
			const [key] = keys
			return keys.size === 1 && key !== undefined && fields.get(key)?.field.type === 'date'
				? [[state, key] as const]
				: []
		})
	)
}

/**
 * Tells the day since which an entry that is brought in stands in its state, as its own fields tell it: a training that is
 * brought in as held was held on the day it ended, whenever it is brought in. Undefined where nothing tells it.
 */
export function daysOfStates(compiled: CompiledRegister, today: string) {
	const known = dayFields(compiled)
	return (state: string, values: Values): string | undefined => {
		const day = values[known.get(state) ?? '']
		return typeof day === 'string' && day <= today ? day : undefined
	}
}
