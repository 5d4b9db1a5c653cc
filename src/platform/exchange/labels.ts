import type { Catalogue } from '#platform/languages/words.ts'
import type { Sheet } from './sheet.ts'

/** What sheets and columns are called in the languages of the product, beside their own names. */
export type Labels = {
	/** The sheet that a name stands for: its own, or what it is called in any language. */
	sheet(name: string): string | undefined
	/** True for the sheets of a workbook that explain it and are not read. */
	isAside(name: string): boolean
	/** The column of a sheet that a header stands for, and the language it names behind it. */
	column(sheet: string, header: string): { name: string; language: string | undefined } | undefined
}

/** The hidden sheet that the drop-downs of a workbook are read from. */
export const LISTS_SHEET = 'lists'
/** The key of what the sheet that explains a workbook is called. */
export const READ_ME = 'workbook.read-me'

const tidy = (text: string) => text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()

/** The keys under which a column is named, the one for this sheet first. */
export const columnWords = (sheet: string, column: string): readonly string[] => [
	`workbook.column.${sheet}.${column}`,
	`workbook.column.${column}`
]

/** Knows sheets and columns by their own names alone. */
export const ownNamesOnly: Labels = { sheet: () => undefined, isAside: () => false, column: () => undefined }

/** Knows sheets and columns by what they are called in every language of a catalogue; what two are called alike is no name. */
export function labelsOf(sheets: readonly Sheet[], catalogue: Catalogue): Labels {
	const all = Object.values(catalogue)
	const bySheet = new Map<string, string>()
	const byColumn = new Map<string, Map<string, string | undefined>>()
	for (const { name, columns } of sheets) {
		for (const words of all) {
			const label = words[`workbook.sheet.${name}`]
			if (label !== undefined) bySheet.set(tidy(label), name)
		}
		const known = new Map<string, string | undefined>()
		for (const column of Object.keys(columns))
			for (const words of all) {
				const key = columnWords(name, column).find((one) => words[one] !== undefined)
				const label = key === undefined ? undefined : tidy(words[key] ?? '')
				if (label === undefined) continue
				const other = known.get(label)
				known.set(label, known.has(label) && other !== column ? undefined : column)
			}
		byColumn.set(name, known)
	}
	const aside = new Set([LISTS_SHEET, ...all.flatMap((words) => tidy(words[READ_ME] ?? ''))])
	return {
		sheet: (name) => bySheet.get(tidy(name)),
		isAside: (name) => aside.has(tidy(name)),
		column(sheet, header) {
			const known = byColumn.get(sheet)
			const whole = known?.get(tidy(header))
			if (whole !== undefined) return { name: whole, language: undefined }
			const [, label = '', language] = /^(.*\S)\s*\(([A-Za-z-]+)\)$/.exec(header.trim()) ?? []
			const named = language === undefined ? undefined : known?.get(tidy(label))
			return named === undefined ? undefined : { name: named, language }
		}
	}
}
