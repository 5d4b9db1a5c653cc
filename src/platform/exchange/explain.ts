import type { Words } from '#platform/languages/words.ts'
import { columnWords } from './labels.ts'
import type { Header } from './texts.ts'

/** What a sheet is called in a language. */
export const nameOfSheet = (words: Words, sheet: string) => words.t(`workbook.sheet.${sheet}`)

/** What a sheet is for, in a sentence or two. */
export const whatSheet = (words: Words, sheet: string) => words.t(`workbook.sheet-what.${sheet}`)

/** What a column is called, and what stands in it. */
export function explainColumn(words: Words, sheet: string, { column, language, form }: Header) {
	const keys = columnWords(sheet, column)
	const key = keys.find((one) => words.has(one)) ?? keys[0] ?? ''
	const name = words.t(key)
	const label = language === undefined ? name : `${name} (${language})`
	const whatKeys = [`workbook.what.${sheet}.${column}`, `workbook.what.${column}`]
	const what = words.t(whatKeys.find((one) => words.has(one)) ?? whatKeys[1] ?? '')
	return { label, what, form: formWords(words, form) }
}

function formWords(words: Words, form: Header['form']): string {
	switch (form.kind) {
		case 'text':
		case 'name':
			return words.t('workbook.form.text', { max: form.max })
		case 'list':
			return words.t('workbook.form.list', { max: form.max, most: form.most })
		case 'integer':
			return words.t('workbook.form.integer', { min: form.min, max: form.max })
		case 'reference':
			return words.t('workbook.form.reference', { sheet: form.to })
		case 'key':
		case 'number':
		case 'year':
		case 'day':
		case 'yes':
		case 'kind':
		case 'oneOf':
			return words.t(`workbook.form.${form.kind}`)
		default:
			return form satisfies never
	}
}

/** What a word of a closed list means, where the product has words for it. */
export function meaningOf(words: Words, form: Header['form'], value: string): string {
	if (form.kind === 'kind') return words.has(`kind.${value}`) ? words.t(`kind.${value}`) : ''
	return form.kind === 'oneOf' && form.words !== undefined ? words.t(`${form.words}.${value}`) : ''
}
