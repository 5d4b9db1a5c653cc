import { splitList } from './list-text.ts'
import type { SheetRows } from './sheet-rows.ts'
import type { Header, Texts } from './texts.ts'

/** Names the form of a document, in it and in its schema. */
export const JSON_FORM = 'urn:pitso:workspace:1'

type Given = { sheets: readonly SheetRows[]; language: string }

/** The rows of all sheets as one JSON document, a row a line, so that two of them are easily compared. */
export function* jsonPieces({ sheets, language }: Given): Generator<string> {
	yield `{\n"$schema": ${JSON.stringify(JSON_FORM)},\n"language": ${JSON.stringify(language)},\n"sheets": {`
	for (const [index, { sheet, headers, rows }] of sheets.entries()) {
		yield `${index === 0 ? '' : ','}\n${JSON.stringify(sheet.name)}: [`
		for (const [at, { texts }] of rows.entries())
			yield `${at === 0 ? '' : ','}\n${JSON.stringify(rowOf(headers, texts))}`
		yield rows.length === 0 ? ']' : '\n]'
	}
	yield '\n}\n}\n'
}

const rowOf = (headers: readonly Header[], texts: Texts) =>
	Object.fromEntries(headers.map(({ header, form }) => [header, valueOf(form, texts[header])]))

/** A cell as JSON has it: numbers as such, yes and no as true and false, several values as a list, nothing as null. */
function valueOf({ kind }: Header['form'], text: string | undefined) {
	if (kind === 'list') return splitList(text ?? '')
	if (kind === 'yes') return text === 'yes'
	if (text === undefined) return null
	return kind === 'integer' || kind === 'year' ? Number(text) : text
}
