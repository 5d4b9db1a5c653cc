import type { SubmissionState } from '#modules/registers/submission/submission-states.ts'
import type { Words } from '#platform/languages/words.ts'
import type { FilterField } from '#ui/filters.ts'
import type { Option, Tone } from '#ui/types.ts'

/** The colour that a state bears beside its word. */
export const toneOf = (state: SubmissionState): Tone => {
	switch (state) {
		case 'waiting':
			return 'warning'
		case 'asked':
			return 'information'
		case 'accepted':
		case 'merged':
			return 'success'
		case 'abuse':
			return 'error'
		case 'declined':
		case 'withdrawn':
			return 'plain'
		default:
			return state satisfies never
	}
}

/** What the queue is narrowed by, with how many stand in each state. */
export const queueFilters = (
	{ t }: Pick<Words, 't'>,
	{
		states,
		counts,
		own
	}: { states: readonly SubmissionState[]; counts: Readonly<Record<string, number>>; own: Option | null }
): FilterField[] => [
	{
		kind: 'choices',
		name: 'filter[state]',
		label: t('submission.fact.state'),
		options: states.map((state) => ({ value: state, label: t(`submission.state.${state}`), count: counts[state] ?? 0 }))
	},
	{
		kind: 'select',
		name: 'filter[assigned]',
		label: t('submission.column.assigned'),
		options: [{ value: 'nobody', label: t('submission.assigned.nobody') }, ...(own ? [own] : [])]
	},
	{
		kind: 'select',
		name: 'filter[doubtful]',
		label: t('submission.doubtful'),
		options: [{ value: 'yes', label: t('submission.doubtful.only') }]
	}
]
