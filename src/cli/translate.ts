import { writeFile } from 'node:fs/promises'
import { guardCsvText } from '#platform/exchange/csv-text.ts'
import { refuseFaults } from '#platform/exchange/fault.ts'
import { readTables } from '#platform/exchange/read-tables.ts'
import type { Table } from '#platform/exchange/table.ts'
import {
	compareTranslation,
	faultsOf,
	placeholdersOf,
	pluralForms,
	type TranslationFault
} from '#platform/languages/completeness.ts'
import { OFFERED_FROM } from '#platform/languages/offered.ts'
import type { Sentences, Words } from '#platform/languages/words.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { joinFolders, readWords, SOURCES, TRANSLATED, wordFolders, writeWords } from './word-folders.ts'

/** The languages that are complete: one sentence missing in them is a defect. */
export const COMPLETE: readonly string[] = ['fr', 'pt']

type Told = Pick<Words, 't' | 'has' | 'percent' | 'list' | 'languageName'>
type Console = { words: Told; print: (line: string) => void; sources?: string }
type Options = {
	language?: string | undefined
	out?: string | undefined
	check?: boolean | undefined
}

/** `pitso words export|import|check|join`: its exit code, or undefined for what is none of these. */
export async function translate(
	[verb, path]: readonly string[],
	options: Options,
	on: Console
): Promise<number | undefined> {
	if (verb === 'export' && options.language !== undefined && options.out !== undefined)
		return exportWords(knownLanguage(options.language), options.out, on)
	if (verb === 'import' && path !== undefined) return importWords(path, options.check === true, on)
	if (verb === 'check') return checkWords(options.language === undefined ? TRANSLATED : [options.language], on)
	if (verb !== 'join') return undefined
	for (const made of await joinFolders(on.sources)) on.print(on.words.t('translating.made', { path: made }))
	on.print(on.words.t('translating.joined'))
	return 0
}

function knownLanguage(language: string) {
	const known = TRANSLATED.find((one) => one === language)
	if (!known)
		throw invalid([{ path: ['--language'], code: 'translating.language', params: { allowed: TRANSLATED.join(', ') } }])
	return known
}

async function exportWords(language: string, path: string, { words, print, sources = SOURCES }: Console) {
	const rows: string[][] = []
	let missing = 0
	for (const folder of wordFolders(sources)) {
		const [english, translation] = await Promise.all([
			readWords(folder, 'en', sources),
			readWords(folder, language, sources)
		])
		for (const [key, sentence] of Object.entries(english)) {
			const { names, plurals } = placeholdersOf(sentence)
			const said = translation[key] ?? ''
			if (said === '') missing++
			const forms = plurals.map((name) => `${name}: ${pluralForms(language).join(', ')}`)
			rows.push([folder, key, sentence, whereOf(words, key), names.join(', '), forms.join('; '), said])
		}
	}
	const header = ['folder', 'key', 'en', 'where', 'placeholders', 'plurals', language]
	// The mark at the start tells spreadsheet programs that the letters are UTF-8.
	await writeFile(path, `\ufeff${[header, ...rows].map(csvLine).join('')}`)
	print(words.t('translating.exported', { path, total: rows.length, missing }))
	return 0
}

const csvLine = (cells: readonly string[]) =>
	`${cells.map((cell) => `"${guardCsvText(cell).replaceAll('"', '""')}"`).join(',')}\r\n`

function whereOf({ t, has }: Told, key: string) {
	const key_ = `translating.where.${key.split('.')[0] ?? ''}`
	return t(has(key_) ? key_ : 'translating.where.other')
}

type Row = { row: number; folder: string; key: string; english: string; said: string }
type RowFault = { row: number; code: string; params: Readonly<Record<string, string>> }

async function importWords(path: string, isCheck: boolean, { words, print, sources = SOURCES }: Console) {
	const { sheets, faults } = await readTables(path)
	const [table] = sheets.values()
	if (!table || faults.total > 0) throw refuseFaults(faults)
	const language = TRANSLATED.find((one) => table.columns.includes(one))
	if (!language)
		throw invalid([{ path: [path], code: 'translating.no-language', params: { allowed: TRANSLATED.join(', ') } }])
	const { good, refused } = await sortOut(rowsOf(table, language), language, sources)
	for (const { row, code, params } of refused)
		print(words.t('translating.row', { row, fault: words.t(`translating.fault.${code}`, params) }))
	if (!isCheck) for (const [folder, sentences] of good) await writeWords(folder, language, sentences, sources)
	const taken = [...good.values()].reduce((sum, sentences) => sum + Object.keys(sentences).length, 0)
	const total = { language: words.languageName(language), taken, refused: new Set(refused.map(({ row }) => row)).size }
	print(words.t(isCheck ? 'translating.checked' : 'translating.imported', total))
	return refused.length === 0 ? 0 : 1
}

function rowsOf(table: Table, language: string): Row[] {
	return table.rows.map(({ row, cells }) => {
		const cell = (column: string) => cells[table.columns.indexOf(column)]?.text ?? ''
		return { row, folder: cell('folder'), key: cell('key'), english: cell('en'), said: cell(language) }
	})
}

/** The rows that can be used, by folder; a folder that the file does not speak of is left as it is. */
async function sortOut(rows: readonly Row[], language: string, sources: string) {
	const good = new Map<string, Sentences>()
	const refused: RowFault[] = []
	const folders = new Set(wordFolders(sources))
	for (const [folder, own] of Map.groupBy(rows, ({ folder }) => folder)) {
		const [english, before] = folders.has(folder)
			? await Promise.all([readWords(folder, 'en', sources), readWords(folder, language, sources)])
			: [{}, {}]
		const said = new Map(Object.entries(before))
		for (const row of own) {
			const faults = faultsIn(row, english[row.key], language)
			for (const { code, params } of faults) refused.push({ row: row.row, code, params })
			if (faults.length === 0) said.set(row.key, edged(english[row.key] ?? '', row.said))
		}
		const ordered = Object.keys(english).flatMap((key) => {
			const sentence = said.get(key) ?? ''
			return sentence === '' ? [] : [[key, sentence] as const]
		})
		if (folders.has(folder)) good.set(folder, Object.fromEntries(ordered))
	}
	return { good, refused }
}

function faultsIn(row: Row, english: string | undefined, language: string): Omit<RowFault, 'row'>[] {
	if (english === undefined) return [{ code: 'unknown-key', params: { key: row.key, folder: row.folder } }]
	if (row.said.trim() === '') return []
	if (row.english.trim() !== english.trim()) return [{ code: 'english-changed', params: {} }]
	return faultsOf(english, edged(english, row.said), language)
}

/** The translation between the spaces of the English sentence: spreadsheet programs and people lose them. */
function edged(english: string, said: string) {
	if (said.trim() === '') return ''
	const [before = ''] = /^[ \n]*/.exec(english) ?? []
	const [after = ''] = /[ \n]*$/.exec(english) ?? []
	return before + said.replaceAll(/^[ \n]+|[ \n]+$/g, '') + after
}

async function checkWords(languages: readonly string[], { words, print, sources = SOURCES }: Console) {
	let isWhole = true
	for (const language of languages) {
		const folders = await compareFolders(language, sources)
		const [done, total] = [sumOf(folders, 'done'), sumOf(folders, 'total')]
		const part = total === 0 ? 0 : done / total
		const name = words.languageName(language)
		const offered = part >= OFFERED_FROM ? 'yes' : 'no'
		// A language that lacks one sentence of a thousand is not said to be whole.
		const percent = words.percent(Math.floor(part * 100) / 100)
		print(words.t('translating.language', { name, language, done, total, percent, offered }))
		for (const folder of folders) {
			print(words.t('translating.folder', { folder: folder.folder, done: folder.done, total: folder.total }))
			for (const line of linesOf(words, folder, COMPLETE.includes(language))) print(line)
			if (folder.broken.length > 0 || folder.unknown.length > 0) isWhole = false
			if (COMPLETE.includes(language) && folder.missing.length > 0) isWhole = false
		}
	}
	return isWhole ? 0 : 1
}

type Compared = ReturnType<typeof compareTranslation> & { folder: string }

const compareFolders = (language: string, sources: string): Promise<Compared[]> =>
	Promise.all(
		wordFolders(sources).map(async (folder) => {
			const [english, translation] = await Promise.all([
				readWords(folder, 'en', sources),
				readWords(folder, language, sources)
			])
			return { folder, ...compareTranslation(english, translation, language) }
		})
	)

const sumOf = (folders: readonly Compared[], field: 'done' | 'total') =>
	folders.reduce((sum, folder) => sum + folder[field], 0)

function linesOf({ t }: Told, { missing, unknown, broken }: Compared, isComplete: boolean): string[] {
	return [
		...(isComplete ? missing.map((key) => t('translating.missing', { key })) : []),
		...unknown.map((key) => t('translating.unknown', { key })),
		...broken.map(({ key, code, params }: { key: string } & TranslationFault) =>
			t('translating.broken', { key, fault: t(`translating.fault.${code}`, params) })
		)
	]
}
