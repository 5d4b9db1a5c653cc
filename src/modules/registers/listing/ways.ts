import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { Offer } from './offer.ts'

/** The other ways to look at a register, each a page of its own. */
export type Way = 'board' | 'calendar' | 'map' | 'pivot' | 'figures' | 'report'

/** The ways a register can be looked at by what it holds: no calendar without a day, no map without a place. */
export function waysToLook({ declaration }: CompiledRegister, { filters, groups }: Offer): Way[] {
	const has = (isOne: (type: string) => boolean) => [...filters.values()].some(({ one }) => isOne(one.field.type))
	return [
		...(declaration.states.length > 1 ? (['board'] as const) : []),
		...(has((type) => type === 'date' || type === 'period') ? (['calendar'] as const) : []),
		...(has((type) => type === 'country' || type === 'place') ? (['map'] as const) : []),
		...(groups.length > 1 ? (['pivot'] as const) : []),
		...(declaration.headlines.length + declaration.charts.length > 0 ? (['figures'] as const) : []),
		'report'
	]
}
