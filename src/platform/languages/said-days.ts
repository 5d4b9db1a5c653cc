import type { WordParams, Words } from './words.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/

// A text that only looks like a day (30 February) was typed by somebody, and is said as it was typed.
const isDay = (text: string) =>
	DAY.test(text) && new Date(Date.parse(`${text}T00:00:00Z`) || 0).toISOString().startsWith(text)

/**
 * What a sentence names, with each day and moment written as the reader's language writes them. Rules give days as `YYYY-MM-DD`,
 * knowing no language; whoever words a refusal or a mail passes what it names through this.
 */
export const withDays = (words: Pick<Words, 'day' | 'instant'>, params: WordParams): WordParams =>
	Object.fromEntries(Object.entries(params).map(([name, value]) => [name, said(words, value)]))

function said({ day, instant }: Pick<Words, 'day' | 'instant'>, value: string | number) {
	if (typeof value !== 'string') return value
	if (isDay(value)) return day(value)
	return INSTANT.test(value) ? instant(value) : value
}
