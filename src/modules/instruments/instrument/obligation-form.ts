import type { Words } from '#platform/languages/words.ts'
import { languageField, type FieldProps } from '#ui/form.ts'

export type SavedObligation = { article: string; text: string; position: number; language: string; note: string | null }

type Says = Pick<Words, 't' | 'language' | 'languageName'>

/** The fields of an obligation; with `saved`, of one that is corrected. */
export function obligationFields(words: Says, languages: readonly string[], saved?: SavedObligation): FieldProps[] {
	const label = (column: string) => words.t(`field.obligation.${column}`)
	return [
		{
			name: 'article',
			label: label('article'),
			hint: words.t('obligation.hint.article'),
			required: true,
			maxlength: 60,
			value: saved?.article
		},
		{
			name: 'text',
			kind: 'textarea',
			label: label('text'),
			hint: words.t('obligation.hint.text'),
			required: true,
			rows: 4,
			maxlength: 10_000,
			value: saved?.text
		},
		{
			name: 'position',
			kind: 'number',
			label: label('position'),
			hint: words.t('directory.hint.position'),
			min: 1,
			max: 10_000,
			value: saved?.position
		},
		{ ...languageField(words, languages), ...(saved ? { value: saved.language } : {}) },
		{
			name: 'note',
			label: words.t('obligation.note'),
			hint: words.t('obligation.hint.note'),
			maxlength: 2_000,
			value: saved?.note
		}
	]
}
