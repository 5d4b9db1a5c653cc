import type { FilterField } from '#ui/filters.ts'
import type { Option } from '#ui/types.ts'

type Words = { t(key: string): string; order(one: string, other: string): number }

/** The choices of a closed set, worded by `{prefix}.{value}`, in the order of their words. */
export function choicesOf(words: Words, prefix: string, values: readonly string[]): Option[] {
	return values
		.map((value) => ({ value, label: words.t(`${prefix}.${value}`) }))
		.sort((one, other) => words.order(one.label, other.label))
}

/** The words filter every list of records begins with. */
export const wordsFilter = (words: Words): FilterField => ({
	kind: 'text',
	name: 'filter[words]',
	label: words.t('page.filter.words')
})

/** The filters every list of records ends with: where it comes from, and whether it was withdrawn. */
export const originFilters = (words: Words): FilterField[] => [
	{
		kind: 'choices',
		name: 'filter[origin]',
		label: words.t('page.filter.origin'),
		options: ['reference', 'invented', 'entered'].map((value) => ({ value, label: words.t(`ui.origin.${value}`) }))
	},
	{
		kind: 'choices',
		name: 'filter[state]',
		label: words.t('page.filter.state'),
		options: ['active', 'withdrawn'].map((value) => ({ value, label: words.t(`page.state.${value}`) }))
	}
]
