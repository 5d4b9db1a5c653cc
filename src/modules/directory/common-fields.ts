import { AUDIENCES, AUDIENCES_OF_STRUCTURE, audienceChoice } from '#platform/access/seat.ts'
import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'

type Says = Pick<Words, 't' | 'languageName'>

/** A closed set as options, each worded under `prefix.value`. */
export const choices = ({ t }: Pick<Words, 't'>, prefix: string, values: readonly string[]): Option[] =>
	values.map((value) => ({ value, label: t(`${prefix}.${value}`) }))

/** A name, one field a language of the workspace: the first is required, the others stand folded behind it. */
export function nameFields(
	{ t, languageName }: Says,
	languages: readonly string[],
	saved: Readonly<Record<string, string>> = {}
): FieldProps[] {
	// A language the workspace has since given up keeps its name, as long as nobody takes it away.
	const every = [...new Set([...languages, ...Object.keys(saved)])]
	return every.map((one, index) => ({
		name: `name[${one}]`,
		label: every.length === 1 ? t('field.record.title') : t('directory.field.name-in', { language: languageName(one) }),
		required: index === 0,
		maxlength: 300,
		lang: one,
		...(index === 0 ? {} : { fold: t('directory.field.other-languages') }),
		value: saved[one]
	}))
}

export const acronymField = ({ t }: Pick<Words, 't'>, saved?: string | null): FieldProps => ({
	name: 'acronym',
	label: t('field.record.acronym'),
	maxlength: 40,
	value: saved
})

export const keyField = ({ t }: Pick<Words, 't'>): FieldProps => ({
	name: 'key',
	label: t('field.record.key'),
	hint: t('directory.hint.key'),
	maxlength: 120
})

const ofMembers: readonly string[] = AUDIENCES_OF_STRUCTURE

/** Who may see a record; only a structure, and what belongs to one, has members to show it to. */
export const audienceField = (words: Pick<Words, 't'>, hasMembers: boolean, saved?: readonly string[]): FieldProps => ({
	name: 'audience',
	kind: 'radio',
	label: words.t('field.record.audience'),
	required: true,
	value: saved ? audienceChoice(saved) : 'public',
	options: choices(
		words,
		'audience',
		AUDIENCES.filter((one) => hasMembers || !ofMembers.includes(one))
	)
})

export const reasonField = ({ t }: Pick<Words, 't'>, { required = true } = {}): FieldProps => ({
	name: 'reason',
	kind: 'textarea',
	label: t('ui.form.reason'),
	hint: t('ui.form.reason-hint'),
	required,
	rows: 3,
	maxlength: 2_000
})

export const dayField = (
	{ t }: Pick<Words, 't'>,
	day: string,
	{ name = 'day', label = t('ui.form.date'), latest }: { name?: string; label?: string; latest?: string } = {}
): FieldProps => ({
	name,
	kind: 'date',
	label,
	required: true,
	value: day,
	max: latest
})

export const countryField = (
	{ t }: Pick<Words, 't'>,
	name: string,
	label: string,
	saved?: string | null
): FieldProps => ({
	name,
	label,
	hint: t('directory.hint.country'),
	maxlength: 3,
	value: saved
})
