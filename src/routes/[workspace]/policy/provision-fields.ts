import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'

type Saved = { number: string; heading: string | null; text: string; language: string }

/** What a provision says: its number as it is cited, its heading, its words. */
export const provisionFields = ({ t }: Pick<Words, 't'>, saved?: Saved): FieldProps[] => [
	{
		name: 'number',
		label: t('field.provision.number'),
		hint: t('policy.hint.number'),
		maxlength: 120,
		value: saved?.number
	},
	{ name: 'heading', label: t('field.provision.heading'), maxlength: 500, value: saved?.heading },
	{
		name: 'text',
		kind: 'textarea',
		label: t('field.provision.text'),
		required: true,
		rows: 8,
		maxlength: 100_000,
		value: saved?.text
	}
]
