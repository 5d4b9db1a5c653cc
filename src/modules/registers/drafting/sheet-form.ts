import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import { GUESSED_TYPES } from './guess-types.ts'

type Column = {
	header: string
	type: string
	filtered: boolean
	currency: string | null
	codes: readonly string[]
	filled: number
	examples: readonly string[]
	twoWays: number
	title: boolean
}

type Speaking = Pick<Words, 't' | 'list'>

/** The type of a column that is left out. */
const OUT = 'out'

const NUMBERS = new Set(['money', 'decimal', 'whole-number'])

const named = (index: number, name: string) => `column:${String(index)}:${name}`

/** What a form asks of the columns of a spreadsheet: what each is taken for, which is the name of an entry, by which lists narrow. */
export function columnFields({ t, list }: Speaking, columns: readonly Column[]): FieldProps[] {
	const types = [
		...GUESSED_TYPES.map((type) => ({ value: type, label: t(`registers.declaring.type.${type}`) })),
		{ value: OUT, label: t('registers.draft.sheet.out') }
	]
	const titles = columns.map(({ header }, index) => ({ value: String(index), label: header }))
	const called = columns.findIndex(({ title }) => title)
	return [
		{
			name: 'column:title',
			kind: 'select',
			label: t('registers.draft.sheet.title'),
			hint: t('registers.draft.sheet.title.hint'),
			options: titles,
			value: called < 0 ? '' : String(called),
			required: true
		},
		...columns.flatMap((column, index): FieldProps[] => {
			const { header, type, currency, codes, examples, filled, twoWays, filtered } = column
			const hint = [
				filled === 0
					? t('registers.draft.sheet.empty')
					: t('registers.draft.sheet.filled', {
							count: filled,
							examples: list(examples.map((one) => t('registers.draft.quoted', { text: one })))
						}),
				codes.length > 0 ? t('registers.draft.sheet.codes', { codes: list([...codes]) }) : '',
				twoWays > 0 ? t('registers.draft.sheet.two-ways', { count: twoWays }) : ''
			]
				.filter((text) => text !== '')
				.join(' ')
			const group = { key: named(index, 'group'), legend: header, hint, required: true }
			const summary = (label: string) => t('registers.form.in-row', { row: header, field: label })
			const part = (name: string, label: string) => ({
				name: named(index, name),
				label,
				summary: summary(label),
				group
			})
			return [
				{
					...part('type', t('registers.draft.sheet.type')),
					kind: 'select',
					options: types,
					value: type,
					required: true
				},
				...(NUMBERS.has(type)
					? [{ ...part('currency', t('registers.draft.sheet.currency')), value: currency ?? '', maxlength: 3 }]
					: []),
				{ ...part('required', t('registers.draft.sheet.required')), kind: 'checkbox', value: false },
				{ ...part('filtered', t('registers.draft.sheet.filtered')), kind: 'checkbox', value: filtered }
			]
		})
	]
}

/** The headings of the columns, as the form carries them: a column is found again by its heading. */
export const columnHeaders = (columns: readonly Pick<Column, 'header'>[]): Record<string, string> =>
	Object.fromEntries(columns.map(({ header }, index) => [named(index, 'header'), header]))

type Chosen = { header: string; type: string; required: boolean; filtered: boolean; title: boolean; currency?: string }

/** The columns that a form takes, as the command takes them. */
export function chosenInForm(form: FormData): Chosen[] {
	const text = (name: string) => {
		const value = form.get(name)
		return typeof value === 'string' ? value.trim() : ''
	}
	const chosen: Chosen[] = []
	for (let index = 0; form.has(named(index, 'header')); index += 1) {
		const type = text(named(index, 'type'))
		if (type === OUT) continue
		const currency = text(named(index, 'currency')).toUpperCase()
		chosen.push({
			header: text(named(index, 'header')),
			type,
			required: form.has(named(index, 'required')),
			filtered: form.has(named(index, 'filtered')),
			title: text('column:title') === String(index),
			...(type === 'money' && currency !== '' ? { currency } : {})
		})
	}
	return chosen
}
