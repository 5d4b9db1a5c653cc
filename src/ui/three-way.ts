/** What stands in a field of a form, as forms send it: nothing, one text, or several. */
export type Values = readonly string[]

/**
 * Whose value a field takes when two people changed one record: theirs where only they changed it, yours where only you
 * did, either where both say the same, a merged one where choices of both can stand together. A clash has to be decided.
 */
export type Taken = 'same' | 'theirs' | 'yours' | 'merged' | 'clash'

export type Merged = { taken: Taken; value: Values }

/** A field in the three versions that a merge compares; `was` is null where nobody knows how it stood. */
export type Three = { was: Values | null; yours: Values; theirs: Values }

// As commands tidy what they are given: what differs by no more than this is the same.
const tidy = (value: string) => value.normalize('NFC').replaceAll('\r\n', '\n').trim()
const tidied = (values: Values) => values.map(tidy).filter((value) => value !== '')

/** Whether a field says the same in both, however its text was typed. */
export const saysSame = (one: Values, other: Values): boolean =>
	tidied(one).join('\u0000') === tidied(other).join('\u0000')

/** Merges a field that holds one thing: a text, a date, a choice of one. */
export function mergeField({ was, yours, theirs }: Three): Merged {
	if (saysSame(yours, theirs)) return { taken: 'same', value: theirs }
	if (was !== null && saysSame(was, yours)) return { taken: 'theirs', value: theirs }
	if (was !== null && saysSame(was, theirs)) return { taken: 'yours', value: yours }
	return { taken: 'clash', value: yours }
}

/**
 * Merges a field of boxes to tick: each box is a choice of its own, so what either side ticked or cleared is kept, and
 * there is nothing to decide unless nobody knows how it stood.
 */
export function mergeChoices(three: Three): Merged {
	const whole = mergeField({
		was: three.was && sorted(three.was),
		yours: sorted(three.yours),
		theirs: sorted(three.theirs)
	})
	if (whole.taken !== 'clash' || three.was === null) return whole
	const [was, yours, theirs] = [new Set(three.was), new Set(three.yours), new Set(three.theirs)]
	const every = sorted([...new Set([...was, ...yours, ...theirs])])
	const value = every.filter((one) => (yours.has(one) === was.has(one) ? theirs.has(one) : yours.has(one)))
	return { taken: 'merged', value }
}

const sorted = (values: Values) => [...values].sort()
