import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { FilterField } from '#ui/filters.ts'
import type { Option } from '#ui/types.ts'

type Says = Pick<Words, 't'>

/** The roles a seat can have, in the order of how much they may. */
export const SEAT_ROLES = [
	'administrator',
	'secretariat',
	'member',
	'analyst',
	'statistician',
	'caseworker',
	'observer'
] as const

export const SOURCES = ['invitation', 'provider', 'provisioning', 'console'] as const

const worded = ({ t }: Says, prefix: string, values: readonly string[]): Option[] =>
	values.map((value) => ({ value, label: t(`${prefix}.${value}`) }))

export const roleField = (words: Says): FieldProps => ({
	name: 'role',
	kind: 'select',
	label: words.t('administration.field.role'),
	hint: words.t('administration.hint.role'),
	required: true,
	options: worded(words, 'role', SEAT_ROLES)
})

export const actorField = ({ t }: Says, actors: readonly Option[], value?: string | null): FieldProps => ({
	name: 'actor',
	kind: 'select',
	label: t('administration.field.actor'),
	hint: t('administration.hint.actor'),
	options: actors,
	value
})

export const officeField = ({ t }: Says, value?: string): FieldProps => ({
	name: 'office',
	label: t('administration.field.office'),
	hint: t('administration.hint.office'),
	required: true,
	maxlength: 200,
	value
})

/** Name, address and language of somebody who is invited. */
export const personFields = ({ t }: Says, languages: readonly Option[], isRequired = true): FieldProps[] => [
	{ name: 'name', label: t('administration.field.name'), required: isRequired, maxlength: 200, autocomplete: 'off' },
	{
		name: 'email',
		kind: 'email',
		label: t('administration.field.email'),
		required: isRequired,
		maxlength: 200,
		autocomplete: 'off'
	},
	{
		name: 'language',
		kind: 'select',
		label: t('administration.field.language'),
		options: languages,
		value: languages[0]?.value
	}
]

export const choicesFilter = (
	words: Says,
	name: string,
	label: string,
	prefix: string,
	values: readonly string[]
): FilterField => ({
	kind: 'choices',
	name: `filter[${name}]`,
	label: words.t(label),
	options: worded(words, prefix, values)
})

export const selectFilter = (
	words: Says,
	name: string,
	label: string,
	prefix: string,
	values: readonly string[]
): FilterField => ({
	kind: 'select',
	name: `filter[${name}]`,
	label: words.t(label),
	options: worded(words, prefix, values)
})

export const wordsFilter = ({ t }: Says): FilterField => ({
	kind: 'text',
	name: 'filter[words]',
	label: t('page.filter.words')
})
