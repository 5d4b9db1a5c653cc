import { FORMS, STANDINGS } from '#modules/instruments/policy/policy-rules.ts'
import type { Words } from '#platform/languages/words.ts'
import type { FilterField } from '#ui/filters.ts'
import type { Option } from '#ui/types.ts'
import { choicesOf, originFilters, wordsFilter } from '../../record-filters.ts'

type Says = Pick<Words, 't' | 'order'>
type Choices = { actors: readonly Option[]; areas: readonly Option[]; countries: readonly Option[] }

/** What laws and policies are narrowed by, in their list and on their board. */
export function policyFilterFields(words: Says, { actors, areas, countries }: Choices): FilterField[] {
	const { t } = words
	const select = (name: string, label: string, options: readonly Option[]): FilterField => ({
		kind: 'select',
		name: `filter[${name}]`,
		label,
		any: t('policy.filter.any'),
		options
	})
	return [
		wordsFilter(words),
		{
			kind: 'choices',
			name: 'filter[form]',
			label: t('field.policy.form'),
			options: choicesOf(words, 'policy.form', FORMS)
		},
		{
			kind: 'choices',
			name: 'filter[stage]',
			label: t('field.policy.stage'),
			options: STANDINGS.map((value) => ({ value, label: t(`policy.stage.${value}`) }))
		},
		select('lead', t('field.policy.lead_actor_id'), actors),
		select('contributor', t('policy.filter.contributor'), actors),
		select('area', t('policy.themes'), areas),
		...(countries.length > 1 ? [select('country', t('field.policy.country'), countries)] : []),
		select(
			'overdue',
			t('policy.filter.overdue'),
			['true', 'false'].map((value) => ({ value, label: t(`policy.filter.overdue.${value}`) }))
		),
		...originFilters(words)
	]
}
