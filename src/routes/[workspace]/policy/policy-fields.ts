import {
	acronymField,
	audienceField,
	choices,
	keyField,
	nameFields,
	reasonField
} from '#modules/directory/common-fields.ts'
import { FORMS, STAGES, type PolicyForm } from '#modules/instruments/policy/policy-rules.ts'
import type { Words } from '#platform/languages/words.ts'
import { languageField, type FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { choicesOf } from '../../record-filters.ts'

type Says = Pick<Words, 't' | 'language' | 'languageName' | 'order'>

export type SavedPolicy = {
	title: Record<string, string>
	acronym: string | null
	form: PolicyForm
	country: string | null
	region: string | null
	citation: string | null
	year: number | null
	period: string | null
	summary: string | null
	language: string
	lead: string | null
	contributors: readonly string[]
}

type Choices = { languages: readonly string[]; actors: readonly Option[]; countries: readonly Option[] }

/** What is said of a law or policy. */
export function policyFields(
	words: Says,
	{ languages, actors, countries }: Choices,
	saved?: SavedPolicy
): FieldProps[] {
	const { t } = words
	const label = (column: string) => t(`field.policy.${column}`)
	const place = t('policy.fold.place')
	return [
		...nameFields(words, languages, saved?.title),
		acronymField(words, saved?.acronym),
		{
			name: 'form',
			kind: 'select',
			label: label('form'),
			required: true,
			options: choicesOf(words, 'policy.form', FORMS),
			value: saved?.form ?? 'act'
		},
		{
			name: 'lead',
			kind: 'select',
			label: label('lead_actor_id'),
			hint: t('policy.hint.lead'),
			options: actors,
			empty: t('directory.field.none'),
			value: saved?.lead
		},
		{
			name: 'citation',
			label: label('citation'),
			hint: t('policy.hint.citation'),
			maxlength: 300,
			value: saved?.citation
		},
		{ name: 'year', kind: 'number', label: label('year'), min: 1800, max: 2200, step: 1, value: saved?.year },
		{ name: 'period', label: label('period'), hint: t('policy.hint.period'), maxlength: 60, value: saved?.period },
		{
			name: 'summary',
			kind: 'textarea',
			label: label('summary'),
			rows: 4,
			maxlength: 20_000,
			value: saved?.summary
		},
		{
			...languageField(words, languages),
			label: t('policy.field.language'),
			...(saved ? { value: saved.language } : {})
		},
		{
			name: 'country',
			kind: 'select',
			label: label('country'),
			options: withSaved(countries, saved?.country),
			empty: t('policy.field.no-country'),
			fold: place,
			value: saved?.country
		},
		{
			name: 'region',
			label: label('region'),
			hint: t('policy.hint.region'),
			maxlength: 120,
			fold: place,
			value: saved?.region
		},
		{
			name: 'contributors',
			kind: 'checkboxes',
			label: t('policy.contributors'),
			options: actors,
			fold: t('policy.contributors'),
			value: saved?.contributors ?? []
		}
	]
}

const withSaved = (countries: readonly Option[], saved: string | null | undefined) =>
	saved && !countries.some(({ value }) => value === saved) ? [{ value: saved, label: saved }, ...countries] : countries

/** What only a new one is asked: how far it has come, who sees it, and what stands in its address. */
export const newPolicyFields = (words: Says): FieldProps[] => [
	{
		name: 'stage',
		kind: 'select',
		label: words.t('field.policy.stage'),
		options: choices(words, 'policy.stage', STAGES),
		empty: words.t('policy.stage.not-known')
	},
	onField(words),
	{ ...reasonField(words, { required: false }), label: words.t('policy.field.repeal-reason') },
	{ ...audienceField(words, false), value: 'workspace' },
	{ ...keyField(words), maxlength: 100 }
]

/** A day as precisely as it is known. */
export const onField = ({ t }: Pick<Words, 't'>, value?: string | null): FieldProps => ({
	name: 'on',
	label: t('policy.field.on'),
	hint: t('policy.hint.on'),
	maxlength: 10,
	value
})

export const noteField = ({ t }: Pick<Words, 't'>, value?: string | null): FieldProps => ({
	name: 'note',
	kind: 'textarea',
	label: t('field.policy_stage.note'),
	rows: 2,
	maxlength: 2_000,
	value
})
