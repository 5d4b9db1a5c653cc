// The framework writes out what a page was loaded with a second time, for a script in the browser to go on with. Our pages have no
// such script, and of a large table that writing takes longer than the table.
const here = new WeakSet<object>()

/** Marks what a page was loaded with as used on the server alone: nothing of it is written out for a script. */
export function onlyHere<T>(value: T): T {
	if (typeof value === 'object' && value !== null) here.add(value)
	return value
}

/** Whether a value was marked so. */
export const isOnlyHere = (value: unknown): boolean => typeof value === 'object' && value !== null && here.has(value)
