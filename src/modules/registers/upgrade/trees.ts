import { canonicalText } from '#platform/events/chain.ts'

/** Plain values by name. */
export type Tree = Readonly<Record<string, unknown>>

/** True of a value that holds others by name. */
export const isMap = (value: unknown): value is Tree =>
	typeof value === 'object' && value !== null && !Array.isArray(value)

/** True of a list of things that each have a key of their own. */
export const isKeyed = (value: unknown): value is readonly Tree[] =>
	Array.isArray(value) &&
	value.every((one) => isMap(one) && typeof one['key'] === 'string') &&
	new Set(value.map((one: unknown) => (isMap(one) ? one['key'] : one))).size === value.length

/** True of a list of words, each once. */
export const isWords = (value: unknown): value is readonly string[] =>
	Array.isArray(value) && value.every((one) => typeof one === 'string') && new Set(value).size === value.length

/** The key of a thing in a list of such. */
export const keyOf = (one: Tree): string => String(one['key'])

/** True where two plain values say the same; what is absent is like nothing but itself. */
export const same = (one: unknown, other: unknown): boolean =>
	one === undefined || other === undefined ? one === other : canonicalText(one) === canonicalText(other)
