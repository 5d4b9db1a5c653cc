import type { FieldProps } from '#ui/form.ts'
import type { Words } from '#platform/languages/words.ts'

/** The two fields of a password somebody chooses: once, and once more since it is not seen while it is typed. */
export const newPasswordFields = ({ t }: Pick<Words, 't'>, least: number): FieldProps[] => [
	{
		name: 'password',
		kind: 'password',
		label: t('sign-in.choose-password'),
		hint: t('sign-in.choose-password-hint', { least }),
		required: true,
		autocomplete: 'new-password',
		maxlength: 128
	},
	{
		name: 'again',
		kind: 'password',
		label: t('sign-in.password-again'),
		required: true,
		autocomplete: 'new-password',
		maxlength: 128
	}
]
