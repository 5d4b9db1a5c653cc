import type { Column, ColumnForm } from './column.ts'
import { joinList } from './list-text.ts'
import type { Columns, RowOf, Sheet } from './sheet.ts'

/** A row as texts by header, empty ones left out: what every format writes, and what an import compares. */
export type Texts = Readonly<Record<string, string>>

/** One column of a file: a name has one for each language. */
export type Header = {
	readonly header: string
	readonly column: string
	readonly language: string | undefined
	readonly form: ColumnForm
	readonly isRequired: boolean
}

/** The header of a name in a language: plain for the workspace's first, `name_fr` for another. */
export const nameHeader = (column: string, language: string, first: string) =>
	language === first ? column : `${column}_${language}`

/** The headers of a sheet in the order they are written; `languages` are those of its names beside the first. */
export function headersOf(sheet: Sheet, languages: Iterable<string> = []): Header[] {
	const others = [...new Set(languages)].sort(compareText)
	return Object.entries(sheet.columns).flatMap(([column, { form, isRequired }]): Header[] => [
		{ header: column, column, language: undefined, form, isRequired },
		...(form.kind === 'name'
			? others.map((language) => ({ header: `${column}_${language}`, column, language, form, isRequired: false }))
			: [])
	])
}

/** Text in one form: normal form C, line feeds, nothing around it. */
const tidy = (text: string) => text.normalize('NFC').replace(/\r\n?/g, '\n').trim()

const isNames = (value: unknown): value is Readonly<Record<string, string>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value)

type Loose<T> = T extends string ? string : T

/** A row as the database holds it: every column of its sheet, null or undefined where there is nothing. */
export type HeldRow<C extends Columns> = { readonly [K in keyof C]: Loose<RowOf<C>[K]> | null | undefined }

/** A row as texts, under the headers of its sheet. */
export function textsOf<C extends Columns>(sheet: Sheet<C>, row: HeldRow<C> | RowOf<C>, language: string): Texts {
	const values: Readonly<Record<string, unknown>> = row
	const texts: Record<string, string> = {}
	for (const [column, { form }] of Object.entries<Column<unknown>>(sheet.columns)) {
		const value = values[column]
		if (form.kind !== 'name') put(texts, column, textOf(value))
		else if (isNames(value))
			for (const [tag, name] of Object.entries(value)) put(texts, nameHeader(column, tag, language), tidy(name))
	}
	return texts
}

function put(texts: Record<string, string>, header: string, text: string) {
	if (text !== '') texts[header] = text
}

function textOf(value: unknown): string {
	if (typeof value === 'string') return tidy(value)
	if (typeof value === 'number') return String(value)
	if (typeof value === 'boolean') return value ? 'yes' : ''
	return Array.isArray(value) ? joinList(value.map((one) => tidy(String(one)))) : ''
}

/** The order of PostgreSQL's collation "C": by code point, whatever the language. */
export function compareText(one: string, other: string): number {
	if (one === other) return 0
	const isPlain = !/[\ud800-\udfff]/.test(one + other)
	if (isPlain) return one < other ? -1 : 1
	return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
