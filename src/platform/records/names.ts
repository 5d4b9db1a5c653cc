import type { Translations } from '#platform/database/tables.ts'

/** A name given as text is the one in the workspace's first language; null when the first language is missing. */
export function translationsOf(name: string | Record<string, string>, language: string): Translations | null {
	if (typeof name === 'string') return { [language]: name }
	return name[language] === undefined ? null : name
}

/** A key made from a name: lower-case words joined by hyphens, without accents, at most 100 characters. */
export function keyFromName(name: string): string {
	const plain = name
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 100)
		.replace(/-+$/, '')
	return plain === '' ? 'unnamed' : plain
}
