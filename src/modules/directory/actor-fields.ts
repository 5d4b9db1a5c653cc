import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { acronymField, choices, countryField, nameFields, reasonField } from './common-fields.ts'
import { ACTOR_KINDS } from './rules.ts'

/** An actor as its form shows it. */
export type ActorForm = {
	title: Record<string, string>
	acronym: string | null
	actorKind: string
	status: string
	parent: { reference: string } | null
	country: string | null
	hostCountry: string | null
	aliases: readonly string[]
}

const KEPT_BY_HAND = ['active', 'proposed']

/** The other names typed into one field, a name a line. */
export const readAliases = (typed: FormDataEntryValue | null): string[] => {
	const lines = typeof typed === 'string' ? typed.split('\n').map((line) => line.trim()) : []
	return [...new Set(lines.filter((line) => line !== ''))]
}

/** The fields that say what an actor is. */
export function actorFields(
	words: Pick<Words, 't' | 'languageName'>,
	{ languages, actors }: { languages: readonly string[]; actors: readonly Option[] },
	saved?: ActorForm
): FieldProps[] {
	const { t } = words
	const label = (column: string) => t(`field.actor.${column}`)
	const isEnded = saved !== undefined && !KEPT_BY_HAND.includes(saved.status)
	return [
		...nameFields(words, languages, saved?.title),
		acronymField(words, saved?.acronym),
		{
			name: 'kind',
			kind: 'select',
			label: label('kind'),
			required: true,
			options: choices(words, 'actor-kind', ACTOR_KINDS),
			value: saved?.actorKind
		},
		{
			name: 'parent',
			kind: 'select',
			label: label('parent_id'),
			options: actors,
			empty: t('directory.field.none'),
			value: saved?.parent?.reference
		},
		countryField(words, 'country', label('country'), saved?.country),
		countryField(words, 'hostCountry', label('host_country'), saved?.hostCountry),
		{
			name: 'aliases',
			kind: 'textarea',
			label: label('aliases'),
			hint: t('directory.hint.aliases'),
			rows: 3,
			value: saved?.aliases.join('\n')
		},
		...(isEnded
			? []
			: [
					{
						name: 'status',
						kind: 'select' as const,
						label: label('status'),
						required: true,
						options: choices(words, 'ui.status', KEPT_BY_HAND),
						value: saved?.status ?? 'active'
					}
				]),
		...(saved ? [reasonField(words, { required: false })] : [])
	]
}

/** The fields of an actor's contact point: an office, never a person's name. */
export function contactFields(
	{ t }: Pick<Words, 't'>,
	saved: { office: string | null; email: string | null; telephone: string | null; address: string | null }
): FieldProps[] {
	return [
		{
			name: 'office',
			label: t('field.actor.contact_office'),
			hint: t('directory.hint.office'),
			maxlength: 200,
			value: saved.office
		},
		{ name: 'email', kind: 'email', label: t('field.actor.contact_email'), maxlength: 200, value: saved.email },
		{
			name: 'telephone',
			kind: 'tel',
			label: t('field.actor.contact_telephone'),
			maxlength: 60,
			value: saved.telephone
		},
		{
			name: 'address',
			kind: 'textarea',
			label: t('field.actor.contact_address'),
			rows: 3,
			maxlength: 500,
			value: saved.address
		}
	]
}
