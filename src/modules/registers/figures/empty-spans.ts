import type { GroupOf } from './figure-outputs.ts'

// A mistyped year lies a thousand years off: what lies between is then left out, as it is where nobody would read it.
const BETWEEN_MOST = 60

const isSpan = (value: string) => /^\d{4}(?:-\d{2})?$/.test(value)

const afterSpan = (value: string): string => {
	const year = Number(value.slice(0, 4))
	if (value.length === 4) return String(year + 1).padStart(4, '0')
	const month = Number(value.slice(5))
	return month === 12
		? `${String(year + 1).padStart(4, '0')}-01`
		: `${value.slice(0, 4)}-${String(month + 1).padStart(2, '0')}`
}

/** Years, or months, in their order with those between them in which there is nothing: a gap is seen as one. */
export function withEmptySpans(groups: readonly GroupOf[]): GroupOf[] {
	const told = groups.filter(({ value, isHidden }) => !isHidden && isSpan(value))
	const others = groups.filter((group) => !told.includes(group))
	const filled = told.flatMap((group, index): GroupOf[] => {
		const next = told[index + 1]
		if (!next || next.value.length !== group.value.length) return [group]
		const between: GroupOf[] = []
		for (let value = afterSpan(group.value); value < next.value; value = afterSpan(value)) {
			if (between.length === BETWEEN_MOST) return [group]
			between.push({ value, isHidden: false, records: 0, sums: [] })
		}
		return [group, ...between]
	})
	return [...filled, ...others]
}
