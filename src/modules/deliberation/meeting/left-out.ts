/** The fields by which a form for a series says when there is no meeting: times of the series that are ticked, and other days. */
export const LEAVE_OUT = 'leave-out:time'
export const OTHER_DAYS = ['leave-out:1', 'leave-out:2', 'leave-out:3'] as const
const isOther = (name: string) => OTHER_DAYS.some((one) => one === name)

/** What such a form leaves out: local times as they were ticked, and days as they were typed. */
export const leftOutFrom = (fields: Iterable<readonly [string, unknown]>): string[] => {
	const told = [...fields].flatMap(([name, value]) =>
		typeof value === 'string' && value !== '' && (name === LEAVE_OUT || isOther(name)) ? [value] : []
	)
	return [...new Set(told)].toSorted()
}

/**
 * The local times of a series that are left out: a day stands for the hour at which the series begins, and what was left out at
 * the hour at which it began before is left out still.
 */
export const leftOutTimes = (
	given: readonly string[],
	{ start, before }: { start: string; before: string }
): string[] => {
	const isBegin = (hour: string) => hour === '' || hour === before.slice(10)
	return [...new Set(given.map((one) => (isBegin(one.slice(10)) ? `${one.slice(0, 10)}${start.slice(10)}` : one)))]
}
