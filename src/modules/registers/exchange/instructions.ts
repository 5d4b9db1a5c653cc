import type { STYLE } from '#platform/exchange/workbook-xml.ts'
import type { Words } from '#platform/languages/words.ts'
import type { Declaration } from '../declaration/declaration.ts'
import { labelOf } from '../entry/said/say-value.ts'
import type { FileSheet } from './file-columns.ts'
import { formOf, type FileList } from './sheet-lists.ts'

type Row = { readonly cells: readonly string[]; readonly style: keyof typeof STYLE }
type Explaining = { declaration: Declaration; sheets: readonly FileSheet[]; words: Words; lists: readonly FileList[] }

const RULES = [
	'rows',
	'number',
	'new',
	'tables',
	'left',
	'cleared',
	'days',
	'numbers',
	'codes',
	'several',
	'references',
	'plain',
	'files',
	'whole'
] as const

/** What stands in the first sheet of a workbook of a register: what it is for, the rules, and each column. */
export function* instructionRows({ declaration, sheets, words }: Explaining): Generator<Row> {
	const { language } = words
	const whole = (text: string, style: Row['style'] = 'plain'): Row => ({ cells: [text], style })
	const names = labelOf(
		Object.fromEntries(Object.entries(declaration.names).map(([tag, { many }]) => [tag, many])),
		language
	)
	yield whole(names, 'title')
	yield whole(labelOf(declaration.about, language))
	yield whole(words.t('registers.sheet.what-for'))
	yield whole('')
	yield whole(words.t('registers.sheet.rules'), 'title')
	for (const rule of RULES) yield whole(words.t(`registers.sheet.rule.${rule}`))
	yield whole('')
	yield whole(words.t('registers.sheet.columns'), 'title')
	yield {
		cells: ['sheet', 'heading', 'key', 'form', 'required'].map((name) => words.t(`registers.sheet.head.${name}`)),
		style: 'heading'
	}
	for (const { name, names: called, columns } of sheets)
		for (const column of columns) {
			const { header, names: heading, field, part, isRequired } = column
			const { key, params } = formOf(column)
			const hint = field?.hint && part === null ? ` ${labelOf(field.hint, language)}` : ''
			yield {
				cells: [
					`${labelOf(called, language)} (${name})`,
					labelOf(heading, language),
					header,
					`${words.t(key, params)}${hint}`,
					isRequired ? words.t('registers.sheet.yes') : ''
				],
				style: 'wrapped'
			}
		}
}
