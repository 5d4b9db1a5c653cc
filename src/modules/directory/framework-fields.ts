import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { acronymField, nameFields, reasonField } from './common-fields.ts'

type Says = Pick<Words, 't' | 'languageName'>

/** A framework as its form shows it. */
export type FrameworkForm = {
	title: Record<string, string>
	acronym: string | null
	frameworkKind: string
	issuer: { reference: string } | null
	year: number | null
}

/** The fields that say what a framework is. */
export function frameworkFields(
	words: Says,
	{ languages, actors }: { languages: readonly string[]; actors: readonly Option[] },
	saved?: FrameworkForm
): FieldProps[] {
	const { t } = words
	return [
		...nameFields(words, languages, saved?.title),
		acronymField(words, saved?.acronym),
		{
			name: 'kind',
			label: t('field.framework.kind'),
			hint: t('directory.hint.framework-kind'),
			required: true,
			maxlength: 120,
			value: saved?.frameworkKind
		},
		{
			name: 'issuer',
			kind: 'select',
			label: t('field.framework.issuer_actor_id'),
			options: actors,
			empty: t('directory.field.none'),
			value: saved?.issuer?.reference
		},
		{
			name: 'year',
			kind: 'number',
			label: t('field.framework.year'),
			min: 1800,
			max: 2200,
			step: 1,
			value: saved?.year
		},
		...(saved ? [reasonField(words, { required: false })] : [])
	]
}

/** The fields that say what an area is: its name, and its place in its framework. */
export function areaFields(
	words: Says,
	languages: readonly string[],
	saved?: { title: Record<string, string>; position: number }
): FieldProps[] {
	return [
		...nameFields(words, languages, saved?.title),
		{
			name: 'position',
			kind: 'number',
			label: words.t('field.theme_area.position'),
			...(saved ? { required: true } : { hint: words.t('directory.hint.position') }),
			min: 1,
			max: 10_000,
			step: 1,
			value: saved?.position
		},
		...(saved ? [reasonField(words, { required: false })] : [])
	]
}
