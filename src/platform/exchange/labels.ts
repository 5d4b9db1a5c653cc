import type { Catalogue, Sentences } from '#platform/languages/words.ts'
import type { ColumnForm } from './column.ts'
import type { Sheet } from './sheet.ts'

/** What sheets, columns and the words of closed lists are called in the languages of the product, beside their own names. */
export type Labels = {
	/** The sheet that a name stands for: its own, or what it is called in any language. */
	sheet(name: string): string | undefined
	/** True for the sheets of a workbook that explain it and are not read. */
	isAside(name: string): boolean
	/** The column of a sheet that a header stands for, and the language it names behind it. */
	column(sheet: string, header: string): { name: string; language: string | undefined } | undefined
	/** The words of a closed list that a text stands for: several where what they are called is the same. */
	values(form: ColumnForm, text: string): readonly string[]
}

/** The hidden sheet that the drop-downs of a workbook are read from. */
export const LISTS_SHEET = 'lists'
/** The key of what the sheet that explains a workbook is called. */
export const READ_ME = 'workbook.read-me'

const tidy = (text: string) => text.normalize('NFC').trim().replace(/\s+/g, ' ').replace(/[‘’]/g, "'").toLowerCase()

/** The keys under which a column is named, the one for this sheet first. */
export const columnWords = (sheet: string, column: string): readonly string[] => [
	`workbook.column.${sheet}.${column}`,
	`workbook.column.${column}`
]

/** Knows sheets and columns by their own names alone. */
export const ownNamesOnly: Labels = {
	sheet: () => undefined,
	isAside: () => false,
	column: () => undefined,
	values: () => []
}

/**
 * The words of a closed list that a text may mean: the one it is, else those it is but for capitals or is what they are
 * called. None where it means none, several where it cannot be told which.
 */
export function wordsMeant(form: ColumnForm, text: string, labels: Labels): readonly string[] {
	const values = form.kind === 'oneOf' ? form.values : []
	if (values.includes(text)) return [text]
	const wanted = tidy(text)
	return [...new Set([...values.filter((value) => tidy(value) === wanted), ...labels.values(form, text)])]
}

/** Knows sheets and columns by what they are called in every language of a catalogue; what two are called alike is no name. */
export function labelsOf(sheets: readonly Sheet[], catalogue: Catalogue): Labels {
	const all = Object.values(catalogue)
	const byForm = new Map<ColumnForm, ReadonlyMap<string, ReadonlySet<string>>>()
	const bySheet = new Map<string, string>()
	const byColumn = new Map<string, Map<string, string | undefined>>()
	for (const { name, columns } of sheets) {
		for (const words of all) {
			const label = words[`workbook.sheet.${name}`]
			if (label !== undefined) bySheet.set(tidy(label), name)
		}
		for (const { form } of Object.values(columns)) byForm.set(form, namesOfValues(form, all))
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
		},
		values: (form, text) => [...(byForm.get(form)?.get(tidy(text)) ?? [])]
	}
}

const KIND = /^kind\.([^.]+)$/

/** The words of a closed list by what they are called in any language. */
function namesOfValues(form: ColumnForm, all: readonly Sentences[]): ReadonlyMap<string, ReadonlySet<string>> {
	const names = new Map<string, Set<string>>()
	const add = (name: string | undefined, value: string) => {
		if (name !== undefined) names.set(tidy(name), (names.get(tidy(name)) ?? new Set()).add(value))
	}
	for (const words of all) {
		if (form.kind === 'oneOf' && form.words !== undefined)
			for (const value of form.values) add(words[`${form.words}.${value}`], value)
		if (form.kind === 'kind')
			for (const [key, name] of Object.entries(words)) {
				const kind = KIND.exec(key)?.[1]
				if (kind === undefined) continue
				add(kind, kind)
				add(name, kind)
			}
	}
	return names
}
