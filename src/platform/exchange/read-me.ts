import type { Book } from './book.ts'
import { explainColumn, meaningOf, nameOfSheet, whatSheet } from './explain.ts'
import type { STYLE } from './workbook-xml.ts'

type Row = { readonly cells: readonly string[]; readonly style: keyof typeof STYLE }

const RULES = ['header', 'keys', 'left', 'cleared', 'days', 'lists', 'names', 'plain', 'values', 'whole'] as const

/** What stands in the first sheet of a workbook: what it is for, the rules, each sheet, each column, and each word of the closed lists. */
export function* readMeRows({ sheets, words, kinds, language }: Book): Generator<Row> {
	const line = (...cells: string[]): Row => ({ cells, style: 'wrapped' })
	const heading = (...keys: string[]): Row => ({ cells: keys.map((key) => words.t(key)), style: 'heading' })
	const empty = line()
	const whole = (text: string): Row => ({ cells: [text], style: 'plain' })
	yield { cells: [words.t('workbook.title')], style: 'title' }
	yield whole(words.t('workbook.what-for'))
	yield whole(words.t('workbook.language-of', { language }))
	yield whole(words.t('workbook.not-carried'))
	yield empty
	yield { cells: [words.t('workbook.rules')], style: 'title' }
	for (const rule of RULES) yield whole(words.t(`workbook.rule.${rule}`))
	yield empty
	yield { cells: [words.t('workbook.sheets')], style: 'title' }
	yield heading('workbook.head.sheet', 'workbook.head.name', 'workbook.head.rows', 'workbook.head.what')
	for (const { sheet, rows } of sheets)
		yield line(sheet.name, nameOfSheet(words, sheet.name), String(rows.length), whatSheet(words, sheet.name))
	yield empty
	yield { cells: [words.t('workbook.columns')], style: 'title' }
	yield heading(
		'workbook.head.sheet',
		'workbook.head.column',
		'workbook.head.name',
		'workbook.head.what',
		'workbook.head.form',
		'workbook.head.required'
	)
	for (const { sheet, headers } of sheets)
		for (const header of headers) {
			const { label, what, form } = explainColumn(words, sheet.name, header)
			yield line(sheet.name, header.header, label, what, form, header.isRequired ? words.t('workbook.required') : '')
		}
	yield empty
	yield { cells: [words.t('workbook.words')], style: 'title' }
	yield heading('workbook.head.sheet', 'workbook.head.column', 'workbook.head.word', 'workbook.head.meaning')
	for (const { sheet, headers } of sheets)
		for (const { header, form } of headers) {
			const values = form.kind === 'oneOf' ? form.values : form.kind === 'kind' ? kinds : []
			for (const value of values) yield line(sheet.name, header, value, meaningOf(words, form, value))
		}
}
