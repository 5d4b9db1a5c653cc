import type { CellChange } from '#platform/exchange/match-rows.ts'

/** What ends makes room for what opens: of one thing only one may be open at a time. */
export function endsFirst<T extends { changes: readonly CellChange[] }>(rows: readonly T[]): T[] {
	const isEnding = (one: T) => one.changes.some((change) => change.header === 'to' && change.after !== '')
	return [...rows.filter(isEnding), ...rows.filter((one) => !isEnding(one))]
}
