import { rowXml, STYLE, textCell, worksheet } from '#platform/exchange/workbook-xml.ts'
import { packWorkbook, type WorkbookPage } from '#platform/exchange/write-workbook.ts'
import type { FormSheet, XlsForm } from './form-model.ts'

const WIDTH = 28

/** Writes an XLSForm as a workbook with its three sheets; equal forms are equal bytes. */
export function writeXlsForm(form: XlsForm): Promise<Uint8Array> {
	const page = (name: string, sheet: FormSheet): WorkbookPage => ({ name, isHidden: false, content: sheetXml(sheet) })
	return packWorkbook([page('survey', form.survey), page('choices', form.choices), page('settings', form.settings)], [])
}

function* sheetXml({ columns, rows }: FormSheet): Generator<string> {
	yield* worksheet({
		columns: columns.map(() => ({ width: WIDTH, style: STYLE.text })),
		frozen: { rows: 1, columns: 0 },
		rows: (function* () {
			yield rowXml(
				1,
				columns.map((name, at) => textCell(at, 1, name, STYLE.header))
			)
			for (const [index, row] of rows.entries())
				yield rowXml(
					index + 2,
					columns.flatMap((name, at) => {
						const text = row[name] ?? ''
						return text === '' ? [] : [textCell(at, index + 2, text, STYLE.text)]
					})
				)
		})()
	})
}
