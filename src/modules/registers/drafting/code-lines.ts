import type { LooseThing } from './loose-declaration.ts'
import { codeKeyFrom } from './propose.ts'

type Code = LooseThing & { retired: boolean }

// A key that stands before the names of a code, as lists are written here.
const LINE = /^(?:([a-z0-9]+(?:-[a-z0-9]+)*)\s*=\s*)?(.*)$/

/** Codes one a line: `key = English | French | Portuguese`, in the order of the languages. */
export const codeLines = (codes: readonly LooseThing[], languages: readonly string[]): string =>
	codes
		.map(({ key, names }) => {
			const said = languages.map((language) => names[language] ?? '')
			while (said.length > 1 && said.at(-1) === '') said.pop()
			return `${key} = ${said.join(' | ')}`
		})
		.join('\n')

/**
 * Codes as they are typed, one a line. A line without a key keeps that of the code that is called so, or is given one made from
 * its name; names in languages that are not typed stay. A line with another key that is called as one that is gone is that code
 * called otherwise: `renamed` tells which.
 */
export function readCodeLines(
	text: string,
	{ languages, before }: { languages: readonly string[]; before: readonly Code[] }
): { codes: Code[]; renamed: { from: string; to: string }[] } {
	const [first = 'en'] = languages
	const taken = new Set<string>()
	const codes = text
		.split(/\r\n?|\n/)
		.map((line) => line.trim())
		.filter((line) => line !== '')
		.map((line): Code => {
			const [, typedKey, rest = ''] = LINE.exec(line) ?? []
			const said = rest.split('|').map((name) => name.trim())
			const typed = Object.fromEntries(languages.map((language, index) => [language, said[index] ?? '']))
			const called = typed[first] ?? ''
			const known = before.find((code) =>
				typedKey === undefined ? code.names[first] === called && !taken.has(code.key) : code.key === typedKey
			)
			const key = typedKey ?? known?.key ?? codeKeyFrom(called, new Set([...taken, ...before.map((code) => code.key)]))
			taken.add(key)
			const kept = Object.fromEntries(
				Object.entries(known?.names ?? {}).filter(([language]) => !languages.includes(language))
			)
			const names = { ...kept, ...Object.fromEntries(Object.entries(typed).filter(([, name]) => name !== '')) }
			return { key, names: Object.keys(names).length > 0 ? names : { [first]: key }, retired: known?.retired ?? false }
		})
	const gone = before.filter((code) => !codes.some(({ key }) => key === code.key))
	const renamed = codes.flatMap(({ key, names }) => {
		if (before.some((code) => code.key === key)) return []
		const was = gone.find((code) => code.names[first] !== undefined && code.names[first] === names[first])
		return was ? [{ from: was.key, to: key }] : []
	})
	return { codes, renamed }
}
