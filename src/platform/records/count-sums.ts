import Big from 'big.js'
import type { Count } from './kept-results.server.ts'

// No text that the database keeps holds what parts them.
const keyOf = ({ measure, owner, other, value, audience }: Count) =>
	[measure, owner, other, value, ...audience].join('\u0000')

/** Adds to the sum of what is counted alike. */
export function addCount(sums: Map<string, Count>, count: Count, sign: 1 | -1) {
	const key = keyOf(count)
	const known = sums.get(key)
	const records = (known?.records ?? 0) + sign * count.records
	if (known && known.amount === count.amount && (count.amount ?? '0') === '0') known.records = records
	else if (count.amount === undefined && known?.amount === undefined) sums.set(key, { ...count, records })
	else {
		// Most results count and add up nothing.
		const amount =
			(count.amount ?? '0') === '0'
				? (known?.amount ?? '0')
				: Big(known?.amount ?? 0)
						.plus(Big(count.amount ?? 0).times(sign))
						.toFixed()
		sums.set(key, { ...count, records, amount })
	}
}

/** True for a sum that counts nothing any more. */
export const isNothing = ({ records, amount }: Count) => records === 0 && (amount === undefined || Big(amount).eq(0))
