import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'

type Speaking = Pick<Words, 't' | 'languageName'>

/** What a new register is asked for: what one entry and several are called, and what it is for, in each language. */
export function beginningFields({ t, languageName }: Speaking, languages: readonly string[]): FieldProps[] {
	return languages.flatMap((language, index) => {
		const fold = index === 0 ? {} : { fold: languageName(language) }
		const said = (name: 'one' | 'many' | 'about') => ({
			name: `${name}:${language}`,
			label: t('registers.draft.in-language', {
				label: t(`registers.draft.input.${name}`),
				language: languageName(language)
			}),
			...(index === 0 ? { hint: t(`registers.draft.begin.hint.${name}`) } : {}),
			required: index === 0 && name !== 'many',
			lang: language,
			...fold
		})
		return [
			{ ...said('one'), maxlength: 100 },
			{ ...said('many'), maxlength: 100 },
			{ ...said('about'), kind: 'textarea' as const, rows: 2, maxlength: 2_000 }
		]
	})
}
