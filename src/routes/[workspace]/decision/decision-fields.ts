import { choices } from '#modules/directory/common-fields.ts'
import { AUDIENCES } from '#platform/access/seat.ts'
import type { Words } from '#platform/languages/words.ts'
import { languageField, type FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import {
	MEETING_MANNERS,
	STANCES,
	type Manner,
	type Stance,
	type Vote
} from '#modules/deliberation/decision/decision-rules.ts'

type Says = Pick<Words, 't' | 'language' | 'languageName'>

export type SavedDecision = {
	title: string
	text: string
	language: string
	basis: string | null
	effectDay: string | null
	manner: Manner
	votes: { for: number; against: number; abstaining: number } | null
	voted: Readonly<Record<Vote, readonly string[]>>
}

/** The words of a decision. */
export const wordingFields = (words: Says, languages: readonly string[], saved?: SavedDecision): FieldProps[] => [
	{ name: 'title', label: words.t('field.record.title'), required: true, maxlength: 300, value: saved?.title },
	{
		name: 'text',
		kind: 'textarea',
		label: words.t('field.decision.text'),
		hint: words.t('decision.hint.text'),
		required: true,
		rows: 8,
		maxlength: 50_000,
		value: saved?.text
	},
	{ ...languageField(words, languages), ...(saved ? { value: saved.language } : {}) },
	{
		name: 'basis',
		kind: 'textarea',
		label: words.t('field.decision.basis'),
		hint: words.t('decision.hint.basis'),
		rows: 2,
		maxlength: 2_000,
		value: saved?.basis
	},
	{ name: 'effect', kind: 'date', label: words.t('field.decision.effect_day'), value: saved?.effectDay }
]

const count = ({ t }: Says, name: string, label: string, value?: number): FieldProps => ({
	name,
	kind: 'number',
	label: t(`field.decision.${label}`),
	min: 0,
	fold: t('decision.fold.counts'),
	value
})

/** How a meeting decided: by consensus, or by a vote with its counts and, where it was taken by name, who voted how. */
export function mannerFields(words: Says, members: readonly Option[], saved?: SavedDecision): FieldProps[] {
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

/** Who may see it, where that is to differ from what it is taken from. */
export const widerAudienceField = (words: Says, empty: string, value?: string): FieldProps => ({
	name: 'audience',
	kind: 'select',
	label: words.t('field.record.audience'),
	options: choices(words, 'audience', AUDIENCES),
	empty,
	value
})

export const stanceField = (words: Says, { empty, value }: { empty: string; value?: Stance | null }): FieldProps => ({
	name: 'stance',
	kind: 'select',
	label: words.t('field.decision_position.stance'),
	options: choices(words, 'decision.stance', STANCES),
	empty,
	value
})
