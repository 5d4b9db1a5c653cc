import type { OriginOf } from '#platform/records/find-record.server.ts'

type Stated = Pick<OriginOf, 'origin' | 'source' | 'year'>

const nameOf = ({ origin, source, year }: Stated) => `${origin}\n${source ?? ''}\n${String(year ?? '')}`

/** True when two facts come from the same place. */
export const isSameOrigin = (one: Stated, other: Stated | null): boolean =>
	other !== null && nameOf(one) === nameOf(other)

/** The origin most of the facts have, so that it is told once for all of them; null where no two have the same. */
export function commonOrigin<T extends Stated>(facts: readonly T[]): T | null {
	const groups = [...Map.groupBy(facts, nameOf).values()].sort((one, other) => other.length - one.length)
	const [most] = groups
	return most && most.length > 1 ? (most[0] ?? null) : null
}
