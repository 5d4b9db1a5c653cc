import type { Nomination } from './page-types.ts'

/** Who sits for each member, by membership, and whether nobody is its principal. */
export type Nominees = ReadonlyMap<string, { nominations: readonly Nomination[]; isVacant: boolean }>

const heldOn = ({ from, to }: Nomination, day: string) => (from === null || from <= day) && (to === null || to >= day)

/** The nominations that held on a day, by membership. A seat is vacant today or not; what was vacant once is not recorded. */
export function nomineesOn(
	day: string,
	nominations: readonly Nomination[],
	vacancies: readonly string[],
	isToday: boolean
): Nominees {
	const then = Map.groupBy(
		nominations.filter((one) => heldOn(one, day)),
		({ membership }) => membership
	)
	const ids = new Set([...then.keys(), ...(isToday ? vacancies : [])])
	return new Map(
		[...ids].map((id) => [id, { nominations: then.get(id) ?? [], isVacant: isToday && vacancies.includes(id) }])
	)
}
