import type { Words } from '#platform/languages/words.ts'
import { languageField, type FieldProps } from '#ui/form.ts'

export type SavedDuty = {
	body: string
	article: string | null
	firstMonths: number | null
	everyMonths: number | null
	language: string
	note: string | null
}

type Says = Pick<Words, 't' | 'language' | 'languageName'>

/** The fields of a duty to report; with `saved`, of one that is corrected. */
export function dutyFields(words: Says, languages: readonly string[], saved?: SavedDuty): FieldProps[] {
	const label = (column: string) => words.t(`field.reporting_duty.${column}`)
	return [
		{ name: 'body', label: label('body'), required: true, maxlength: 300, value: saved?.body },
		{ name: 'article', label: label('article'), maxlength: 60, value: saved?.article },
		{
			name: 'firstMonths',
			kind: 'number',
			label: label('first_months'),
			hint: words.t('instrument.hint.first-report'),
			min: 1,
			max: 1_200,
			depends: true,
			value: saved?.firstMonths
		},
		{
			name: 'everyMonths',
			kind: 'number',
			label: label('every_months'),
			min: 1,
			max: 1_200,
			depends: true,
			value: saved?.everyMonths
		},
		{ ...languageField(words, languages), ...(saved ? { value: saved.language } : {}) },
		{ name: 'note', label: label('origin_note'), maxlength: 2_000, value: saved?.note }
	]
}
