import type { Declaration } from './declaration.ts'
import type { DeclarationPath } from './fault.ts'

/** A language that names are written in and nobody reads: where it stands first, and how often. */
export type UnknownLanguage = { language: string; path: DeclarationPath; times: number }

const isThing = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value)

/** True for texts by language, be they of one thing and of several; all of them have English. */
const isTexts = (thing: Readonly<Record<string, unknown>>) =>
	'en' in thing &&
	Object.entries(thing).every(
		([language, text]) =>
			/^[a-z]{2,3}$/.test(language) && (typeof text === 'string' || (isThing(text) && typeof text['one'] === 'string'))
	)

/** The languages of the names and texts of a declaration that are none of those known, in the order in which they come. */
export function unknownLanguages(declaration: Declaration, known: ReadonlySet<string>): UnknownLanguage[] {
	const found = new Map<string, UnknownLanguage>()
	const look = (value: unknown, path: DeclarationPath): void => {
		if (Array.isArray(value)) for (const [index, one] of value.entries()) look(one, [...path, index])
		if (!isThing(value)) return
		const ofTexts = isTexts(value)
		for (const [key, inner] of Object.entries(value)) {
			if (!ofTexts) look(inner, [...path, key])
			else if (!known.has(key)) {
				const told = found.get(key) ?? { language: key, path: [...path, key], times: 0 }
				found.set(key, { ...told, times: told.times + 1 })
			}
		}
	}
	look(declaration, [])
	return [...found.values()]
}
