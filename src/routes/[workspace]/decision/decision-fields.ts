import type { SavedTaking } from '#modules/deliberation/decision/taking-fields.ts'
import { choices } from '#modules/directory/common-fields.ts'
import { AUDIENCES } from '#platform/access/seat.ts'
import type { Words } from '#platform/languages/words.ts'
import { languageField, type FieldProps } from '#ui/form.ts'

type Says = Pick<Words, 't' | 'language' | 'languageName'>

export type SavedDecision = SavedTaking & {
	title: string
	text: string
	language: string
	basis: string | null
	effectDay: string | null
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

/** Who may see it, where that is to differ from what it is taken from. */
export const widerAudienceField = (words: Says, empty: string, value?: string): FieldProps => ({
	name: 'audience',
	kind: 'select',
	label: words.t('field.record.audience'),
	options: choices(words, 'audience', AUDIENCES),
	empty,
	value
})
