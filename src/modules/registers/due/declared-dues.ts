import type { Declaration } from '../declaration/declaration.ts'

/**
 * What falls due in a register: as it declares it, and the days on which the clock moves its entries, where nothing is declared
 * to fall due on the same day.
 */
export const declaredDues = ({ dues, moves }: Pick<Declaration, 'dues' | 'moves'>): Declaration['dues'] => [
	...dues,
	...moves.flatMap(({ key, names, from, on }) =>
		on === undefined || dues.some(({ day }) => day === on) ? [] : [{ key: `move-${key}`, names, day: on, states: from }]
	)
]
