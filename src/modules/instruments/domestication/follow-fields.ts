import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'

/** The field a recommendation is chosen in; beside it stands one for the number of any other. */
export const OPEN_RECOMMENDATION = 'open:recommendation'

/** The fields that name the recommendation which asked for an instrument: one of the open ones, or any by its number. */
export function followFields({ t }: Pick<Words, 't'>, open: readonly Option[]): FieldProps[] {
	const isOffered = open.length > 0
	return [
		...(isOffered
			? [
					{
						name: OPEN_RECOMMENDATION,
						kind: 'select' as const,
						label: t('domestication.follow.open'),
						empty: t('domestication.follow.another'),
						options: open,
						depends: true
					}
				]
			: []),
		{
			name: 'recommendation',
			label: t('domestication.follow.recommendation'),
			...(isOffered ? { hint: t('domestication.follow.hint'), depends: true } : { required: true }),
			maxlength: 120
		},
		{
			name: 'argument',
			kind: 'textarea',
			label: t('domestication.follow.argument'),
			rows: 3,
			maxlength: 2_000
		}
	]
}

/** The recommendation that a form names: by the number that was typed, else the one that was chosen. */
export function followedIn(form: FormData): { recommendation?: string } {
	for (const name of ['recommendation', OPEN_RECOMMENDATION]) {
		const value = form.get(name)
		if (typeof value === 'string' && value.trim() !== '') return { recommendation: value.trim() }
	}
	return {}
}
