/** Where each part of a whole begins and how long it is, in percent; parts of nothing are left out. */
export function spans<Part extends { value: number }>(parts: readonly Part[]) {
	const total = parts.reduce((sum, { value }) => sum + value, 0)
	let begun = 0
	return parts.flatMap((part) => {
		if (part.value <= 0) return []
		const x = percent(begun, total)
		begun += part.value
		return [{ part, x, width: percent(begun, total) - x }]
	})
}

const percent = (value: number, total: number) => Math.round((10_000 * value) / total) / 100
