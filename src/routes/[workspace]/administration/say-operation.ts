import { withDays } from '#platform/languages/said-days.ts'
import type { Words } from '#platform/languages/words.ts'

type Says = Pick<Words, 't' | 'has' | 'day' | 'instant'>

/** What an operation is called: a change by its name in the history, a reading by what it gives. */
export function sayOperation({ t, has }: Says, name: string): string {
	const key = [`operation.${name}`, `api.summary.${name}`].find((one) => has(one))
	return key === undefined ? name : t(key)
}

/** What a job does: its timed work, its work, or the operation it runs. */
export function sayJob(words: Says, name: string): string {
	const key = [`jobs.timed.${name}`, `jobs.work.${name}`].find((one) => words.has(one))
	return key === undefined ? sayOperation(words, name) : words.t(key)
}

/** Minutes as people say them. */
export const sayWait = ({ t }: Pick<Words, 't'>, minutes: number): string =>
	minutes % 60 === 0 && minutes > 0
		? t('operating.wait.hours', { hours: minutes / 60 })
		: t('operating.wait.minutes', { minutes })

/** Why a job or a mail came to no good end. */
export const sayReason = (
	words: Says,
	{ code, params = {} }: { code: string; params?: Readonly<Record<string, string | number>> }
): string => (words.has(`refusal.${code}`) ? words.t(`refusal.${code}`, withDays(words, params)) : code)
