const FIELD = 'place:'

/** The field that holds the place of an item in the form for the order of an agenda. */
export const placeField = (reference: string): string => `${FIELD}${reference}`

/** The items in the order their places say, equal places as they stood; and the fields of the form that say something else. */
export function orderFrom(fields: readonly (readonly [string, string])[]) {
	const placed = fields.filter(([name]) => name.startsWith(FIELD))
	const items = placed
		.map(([name, value], index) => ({
			reference: name.slice(FIELD.length),
			place: Number.isFinite(Number.parseFloat(value)) ? Number.parseFloat(value) : Number.MAX_SAFE_INTEGER,
			index
		}))
		.toSorted((one, other) => one.place - other.place || one.index - other.index)
		.map(({ reference }) => reference)
	const rest = fields
		.filter(([name]) => !name.startsWith(FIELD))
		.map(([name, value]): [string, string] => [name, value])
	return { items, rest }
}
