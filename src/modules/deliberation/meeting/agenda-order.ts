const FIELD = 'place:'

/** The field that holds the place of an item in the form for the order of an agenda. */
export const placeField = (reference: string): string => `${FIELD}${reference}`

/** The items in the order their places say, equal places as they stood. */
export const orderFrom = (fields: Iterable<readonly [string, unknown]>): string[] =>
	[...fields]
		.filter(([name]) => name.startsWith(FIELD))
		.map(([name, value], index) => {
			const place = typeof value === 'string' ? Number.parseFloat(value) : Number.NaN
			return {
				reference: name.slice(FIELD.length),
				place: Number.isFinite(place) ? place : Number.MAX_SAFE_INTEGER,
				index
			}
		})
		.toSorted((one, other) => one.place - other.place || one.index - other.index)
		.map(({ reference }) => reference)

/** What the buttons beside an item carry: every item in its present order, and the one that is moved. */
export const PRESENT_ORDER = 'in:order'
export const MOVED_ITEM = 'in:item'

/** The order that a button beside an item asks for. */
export function movedFrom(fields: Iterable<readonly [string, unknown]>, by: -1 | 1): string[] {
	const told = [...fields].flatMap(([name, value]) => (typeof value === 'string' ? [{ name, value }] : []))
	const order = told.flatMap(({ name, value }) => (name === PRESENT_ORDER ? [value] : []))
	return movedBy(order, told.find(({ name }) => name === MOVED_ITEM)?.value ?? '', by)
}

/** An order in which one item has changed places with the one before it or behind it; as it was where there is none. */
export function movedBy(order: readonly string[], item: string, by: -1 | 1): string[] {
	const from = order.indexOf(item)
	const other = order[from + by]
	if (from === -1 || other === undefined) return [...order]
	return order.map((one) => (one === item ? other : one === other ? item : one))
}
