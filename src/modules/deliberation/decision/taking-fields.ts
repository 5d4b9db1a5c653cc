import { choices } from '#modules/directory/common-fields.ts'
import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { MEETING_MANNERS, STANCES, type Manner, type Stance, type Vote } from './decision-rules.ts'

type Says = Pick<Words, 't'>

/** How something was taken, as the form that puts it right shows it. */
export type SavedTaking = {
	manner: Manner | null
	votes: { for: number; against: number; abstaining: number } | null
	voted: Readonly<Record<Vote, readonly string[]>>
}

const count = ({ t }: Says, name: string, label: string, value?: number): FieldProps => ({
	name,
	kind: 'number',
	label: t(`field.decision.${label}`),
	min: 0,
	fold: t('decision.fold.counts'),
	value
})

/** How a meeting decided or recommended: by consensus, or by a vote with its counts and, where it was taken by name, who voted how. */
export function mannerFields(words: Says, members: readonly Option[], saved?: SavedTaking): FieldProps[] {
	const { t } = words
	const byName = (name: string, vote: Vote): FieldProps => ({
		name,
		kind: 'checkboxes',
		label: t(`decision.voted.${vote}`),
		options: members,
		fold: t('decision.fold.by-name'),
		value: saved?.voted[vote] ?? []
	})
	return [
		{
			name: 'manner',
			kind: 'radio',
			label: t('field.decision.manner'),
			required: true,
			options: choices(words, 'decision.manner', MEETING_MANNERS),
			value: saved?.manner ?? 'consensus'
		},
		count(words, 'votesFor', 'votes_for', saved?.votes?.for),
		count(words, 'votesAgainst', 'votes_against', saved?.votes?.against),
		count(words, 'votesAbstaining', 'votes_abstaining', saved?.votes?.abstaining),
		byName('votedFor', 'for'),
		byName('votedAgainst', 'against'),
		byName('votedAbstaining', 'abstaining')
	]
}

const COUNTS = [
	['votesFor', 'votes_for'],
	['votesAgainst', 'votes_against'],
	['votesAbstaining', 'votes_abstaining']
] as const

/** How it was taken, in the short form of the minutes: by consensus, or by a vote with its counts. */
export const mannerOnTheSpot = (words: Says, label: string): FieldProps[] => [
	{
		name: 'manner',
		kind: 'select',
		label,
		required: true,
		value: 'consensus',
		options: choices(words, 'decision.manner', MEETING_MANNERS)
	},
	...COUNTS.map(([name, column]): FieldProps => ({
		name,
		kind: 'number',
		label: words.t(`field.decision.${column}`),
		min: 0,
		depends: true,
		fold: words.t('decision.fold.counts')
	}))
]

/** A reservation or an objection, or none. */
export const stanceField = (words: Says, { empty, value }: { empty: string; value?: Stance | null }): FieldProps => ({
	name: 'stance',
	kind: 'select',
	label: words.t('field.decision_position.stance'),
	options: choices(words, 'decision.stance', STANCES),
	empty,
	value
})

/** A member, and its reservation or objection. */
export const noteFields = (words: Says, members: readonly Option[]): FieldProps[] => [
	{ name: 'actor', kind: 'select', label: words.t('decision.note.member'), required: true, options: members },
	stanceField(words, { empty: words.t('decision.note.none'), value: 'reservation' }),
	{ name: 'text', kind: 'textarea', label: words.t('field.decision_position.text'), rows: 4, maxlength: 10_000 }
]
