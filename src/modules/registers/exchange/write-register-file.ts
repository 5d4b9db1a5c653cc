import { guardCsvText } from '#platform/exchange/csv-text.ts'
import { writeZip } from '#platform/exchange/zip-writer.ts'
import type { SheetTexts } from './gather-entries.server.ts'

const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** The rows of a sheet as CSV after RFC 4180, piece by piece, headed by keys; what a program would run has an apostrophe before it. */
export function* csvOf({ sheet: { columns }, rows }: SheetTexts): Generator<string> {
	yield `${columns.map(({ header }) => header).join(',')}\r\n`
	for (const texts of rows)
		yield `${columns.map(({ header }) => quoted(guardCsvText(texts[header] ?? ''))).join(',')}\r\n`
}

/** A ZIP of CSV files, one a sheet. */
export const writeRegisterCsv = (sheets: readonly SheetTexts[]): Promise<Uint8Array> =>
	writeZip(sheets.map((one) => [`${one.sheet.name}.csv`, csvOf(one)] as const))

/** The sheets as one JSON document, a row a line. Values are texts, so that no number is rounded on its way. */
export function* registerJson(register: string, sheets: readonly SheetTexts[]): Generator<string> {
	yield `{\n"$schema": "urn:pitso:register:1",\n"register": ${JSON.stringify(register)},\n"sheets": {`
	for (const [index, { sheet, rows }] of sheets.entries()) {
		yield `${index === 0 ? '' : ','}\n${JSON.stringify(sheet.name)}: [`
		for (const [at, texts] of rows.entries()) {
			const row = Object.fromEntries(sheet.columns.map(({ header }) => [header, texts[header] ?? null]))
			yield `${at === 0 ? '' : ','}\n${JSON.stringify(row)}`
		}
		yield rows.length === 0 ? ']' : '\n]'
	}
	yield '\n}\n}\n'
}
