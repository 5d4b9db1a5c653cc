import { acronymField, audienceField, choices, keyField, nameFields } from '#modules/directory/common-fields.ts'
import type { Words } from '#platform/languages/words.ts'
import { languageField, type FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { INSTRUMENT_FORMS, SCOPES, STATUS_EVENTS } from './instrument-rules.ts'

type Says = Pick<Words, 't' | 'language' | 'languageName' | 'order'>

export type SavedInstrument = {
	title: Readonly<Record<string, string>>
	acronym: string | null
	form: string
	scope: string
	isBinding: boolean | null
	bindingBasis: string | null
	adoptedOn: string | null
	inForceOn: string | null
	isInForce: boolean | null
	signableUntil: string | null
	place: string | null
	depositary: string | null
	depositaryActor: { reference: string } | null
	adoptingBody: string | null
	adoptingActor: { reference: string } | null
	region: string | null
	entry: { months: number | null; days: number | null; firstOfMonth: boolean } | null
	leavingMonths: number | null
	summary: string | null
	language: string
}

/** What may be known or not: yes, no, or nothing said. */
const yesOrNo = ({ t }: Says, name: string, column: string, value: boolean | null | undefined): FieldProps => ({
	name,
	kind: 'select',
	label: t(`field.instrument.${column}`),
	options: [
		{ value: 'true', label: t('instrument.binding.yes') },
		{ value: 'false', label: t('instrument.binding.no') }
	],
	empty: t('instrument.binding.not-known'),
	value: value === null || value === undefined ? '' : String(value)
})

const partialDay = ({ t }: Says, name: string, label: string, value: string | null | undefined): FieldProps => ({
	name,
	label,
	hint: t('instrument.hint.partial'),
	maxlength: 10,
	value
})

/** The fields of an instrument; with `saved`, of one that is corrected. */
export function instrumentFields(
	words: Says,
	{ languages, actors }: { languages: readonly string[]; actors: readonly Option[] },
	saved?: SavedInstrument
): FieldProps[] {
	const { t } = words
	const label = (column: string) => t(`field.instrument.${column}`)
	const text = (name: string, column: string, value: string | null | undefined, maxlength = 300): FieldProps => ({
		name,
		label: label(column),
		maxlength,
		value
	})
	const actor = (name: string, column: string, value: string | undefined): FieldProps => ({
		name,
		kind: 'select',
		label: label(column),
		options: actors,
		empty: t('directory.field.none'),
		value: value ?? ''
	})
	const months = (name: string, column: string, value: number | null | undefined): FieldProps => ({
		name,
		kind: 'number',
		label: label(column),
		min: 0,
		max: 1_200,
		fold: t('instrument.fold.times'),
		value
	})
	return [
		...nameFields(words, languages, saved?.title),
		acronymField(words, saved?.acronym),
		...(saved ? [] : [keyField(words)]),
		{
			name: 'form',
			kind: 'select',
			label: label('form'),
			required: true,
			options: choices(words, 'instrument.form', INSTRUMENT_FORMS).sort((one, other) =>
				words.order(one.label, other.label)
			),
			value: saved?.form ?? 'convention'
		},
		{
			name: 'scope',
			kind: 'select',
			label: label('scope'),
			required: true,
			options: choices(words, 'instrument.scope', SCOPES),
			value: saved?.scope ?? 'global'
		},
		text('region', 'region', saved?.region, 120),
		yesOrNo(words, 'isBinding', 'is_binding', saved?.isBinding),
		text('bindingBasis', 'binding_basis', saved?.bindingBasis),
		partialDay(words, 'adoptedOn', label('adopted_first'), saved?.adoptedOn),
		text('place', 'place', saved?.place, 200),
		text('adoptingBody', 'adopting_body', saved?.adoptingBody),
		actor('adoptingActor', 'adopting_actor_id', saved?.adoptingActor?.reference),
		text('depositary', 'depositary', saved?.depositary),
		actor('depositaryActor', 'depositary_actor_id', saved?.depositaryActor?.reference),
		partialDay(words, 'inForceOn', label('in_force_first'), saved?.inForceOn),
		yesOrNo(words, 'isInForce', 'is_in_force', saved?.isInForce),
		{ name: 'signableUntil', kind: 'date', label: label('signable_until_day'), value: saved?.signableUntil },
		{ ...months('entryMonths', 'entry_months', saved?.entry?.months), hint: t('instrument.hint.entry') },
		months('entryDays', 'entry_days', saved?.entry?.days),
		{
			name: 'entryFirstOfMonth',
			kind: 'checkbox',
			label: label('entry_first_of_month'),
			fold: t('instrument.fold.times'),
			value: saved?.entry?.firstOfMonth ?? false
		},
		{ ...months('leavingMonths', 'leaving_months', saved?.leavingMonths), hint: t('instrument.hint.leaving') },
		{
			name: 'summary',
			kind: 'textarea',
			label: label('summary'),
			rows: 5,
			maxlength: 20_000,
			value: saved?.summary
		},
		{ ...languageField(words, languages), ...(saved ? { value: saved.language } : {}) },
		...(saved ? [] : [audienceField(words, false)])
	]
}

/** The fields by which an act of a State is noted. */
export function statusFields(
	words: Says,
	{
		languages,
		country,
		countries,
		statements
	}: {
		languages: readonly string[]
		country: string | null
		countries: readonly Option[]
		/** Reservations and declarations that stand. */
		statements: readonly Option[]
	}
): FieldProps[] {
	const { t } = words
	const label = (column: string) => t(`field.instrument_status.${column}`)
	return [
		{
			name: 'country',
			kind: 'select',
			label: label('country'),
			required: true,
			options: countries,
			value: country ?? ''
		},
		{
			name: 'event',
			kind: 'select',
			label: label('event'),
			required: true,
			options: choices(words, 'instrument.event', STATUS_EVENTS)
		},
		{
			name: 'day',
			label: label('day_first'),
			hint: t('instrument.hint.status-day'),
			maxlength: 10,
			depends: true
		},
		{ name: 'source', label: label('origin_source'), hint: t('instrument.hint.source'), maxlength: 300 },
		{ name: 'year', kind: 'number', label: label('origin_year'), min: 1800, max: 2200, depends: true },
		{ name: 'effect', kind: 'date', label: label('effect_day'), hint: t('instrument.hint.effect'), depends: true },
		...(statements.length > 0
			? [
					{
						name: 'withdraws',
						kind: 'select' as const,
						label: label('withdraws_id'),
						options: statements,
						empty: t('directory.field.none'),
						depends: true
					}
				]
			: []),
		{
			name: 'text',
			kind: 'textarea',
			label: label('text'),
			hint: t('instrument.hint.status-text'),
			rows: 5,
			maxlength: 50_000,
			depends: true
		},
		languageField(words, languages),
		{ name: 'note', label: label('origin_note'), maxlength: 2_000 }
	]
}
