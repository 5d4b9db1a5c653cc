import type { Declaration } from '../declaration/declaration.ts'
import { tidy } from './read-cells.ts'

/** The state a cell stands for, by its key or its name in any language; the one that is there where the cell is empty. */
export function stateMeant({ states }: Pick<Declaration, 'states'>, text: string, there: string): string | undefined {
	if (text === '') return there
	const exact = states.find(({ key }) => key === text)
	if (exact) return exact.key
	const called = states.filter(({ names }) => Object.values(names).some((name) => tidy(name) === tidy(text)))
	return called.length === 1 ? called[0]?.key : undefined
}
