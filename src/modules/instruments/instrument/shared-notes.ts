/** A note under the number by which what it is about points to it. */
export type SharedNote = { number: number; note: string }

/**
 * The notes that several things of a list have, to be said once above it and pointed to by number; what one thing alone has stays
 * with it, and has no number.
 */
export function shareNotes(items: readonly { note: string | null }[]) {
	const several = [...Map.groupBy(items, ({ note }) => note)].flatMap(([note, having]) =>
		note !== null && having.length > 1 ? [note] : []
	)
	const shared: SharedNote[] = several.map((note, index) => ({ number: index + 1, note }))
	const numbers = new Map(shared.map(({ number, note }) => [note, number]))
	return { shared, numberOf: (note: string | null) => (note === null ? undefined : numbers.get(note)) }
}
