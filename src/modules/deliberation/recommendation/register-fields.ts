import { choices } from '#modules/directory/common-fields.ts'
import type { Words } from '#platform/languages/words.ts'
import type { FilterField } from '#ui/filters.ts'
import type { Option } from '#ui/types.ts'
import { DEADLINE_CLASSES, RECOMMENDATION_STATES } from '../rules.ts'

type Offered = {
	structures: readonly Option[]
	actors: readonly Option[]
	areas: readonly Option[]
	meetings: readonly Option[]
}

/** What the register is narrowed by, beside words, origin and withdrawal. */
export function registerFields(
	words: Pick<Words, 't'>,
	{ structures, actors, areas, meetings }: Offered
): FilterField[] {
	const { t } = words
	return [
		{
			kind: 'choices',
			name: 'filter[status]',
			label: t('recommendation.filter.status'),
			options: choices(words, 'recommendation.state', RECOMMENDATION_STATES)
		},
		{
			kind: 'select',
			name: 'filter[mine]',
			label: t('recommendation.filter.mine'),
			options: choices(words, 'recommendation.mine', ['waiting', 'returned', 'overdue'])
		},
		{
			kind: 'select',
			name: 'filter[mineAs]',
			label: t('recommendation.filter.mine-as'),
			options: choices(words, 'recommendation.mine-as', ['structure', 'actor'])
		},
		{ kind: 'select', name: 'filter[structure]', label: t('recommendation.filter.made-by'), options: structures },
		{ kind: 'select', name: 'filter[holder]', label: t('recommendation.filter.holder'), options: structures },
		{ kind: 'select', name: 'filter[holderActor]', label: t('recommendation.filter.holder-actor'), options: actors },
		{ kind: 'select', name: 'filter[addressee]', label: t('recommendation.filter.addressee'), options: actors },
		{
			kind: 'select',
			name: 'filter[addresseeStructure]',
			label: t('recommendation.filter.addressee-structure'),
			options: structures
		},
		{ kind: 'select', name: 'filter[area]', label: t('recommendation.filter.area'), options: areas },
		{
			kind: 'choices',
			name: 'filter[deadline]',
			label: t('recommendation.filter.deadline'),
			options: choices(words, 'recommendation.deadline', DEADLINE_CLASSES)
		},
		{ kind: 'day', name: 'filter[dueFrom]', label: t('recommendation.filter.due-from') },
		{ kind: 'day', name: 'filter[dueUntil]', label: t('recommendation.filter.due-until') },
		{
			kind: 'select',
			name: 'filter[overdue]',
			label: t('recommendation.filter.overdue'),
			options: choices(words, 'recommendation.is-overdue', ['true', 'false'])
		},
		{ kind: 'select', name: 'filter[meeting]', label: t('recommendation.filter.meeting'), options: meetings }
	]
}
