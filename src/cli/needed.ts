import { conflict } from '#platform/operation/refusal.ts'

/**
 * What a command of the console cannot do without, as it was given.
 *
 * @throws Refusal `console.missing`, which names it as the help does
 */
export function needed(value: string | undefined, name: string): string {
	if (value === undefined || value === '') throw conflict('console.missing', { name })
	return value
}
