import type { Words } from '#platform/languages/words.ts'

const COUNTS = ['told', 'kept', 'unreached'] as const

const countOf = (told: unknown, name: string) => {
	const value: unknown = typeof told === 'object' && told !== null ? Reflect.get(told, name) : undefined
	return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0
}

/** What the next page is to know of a command that was done: its name, and where it wrote to people, how many it reached. */
export function doneOf(command: string, result: unknown): string {
	const told: unknown = typeof result === 'object' && result !== null ? Reflect.get(result, 'told') : undefined
	if (typeof told !== 'object' || told === null) return command
	return `${command}?${COUNTS.map((name) => String(countOf(told, name))).join('.')}`
}

const DONE = /^([\w.]{1,80})(?:\?(\d{1,6})\.(\d{1,6})\.(\d{1,6}))?$/

/** The sentence for what was done; none for what no command leaves, since the note of it lies in the browser. */
export function sayDone({ t, has }: Pick<Words, 't' | 'has'>, note: string): string | null {
	const [, command = '', told, kept, unreached] = DONE.exec(note) ?? []
	if (command === '' || !has(`done.${command}`)) return null
	const done = t(`done.${command}`)
	if (told === undefined) return done
	return `${done} ${t('telling.told', { told: Number(told), kept: Number(kept), unreached: Number(unreached) })}`
}
