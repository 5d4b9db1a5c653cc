import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { acronymField, choices, countryField, nameFields, reasonField } from './common-fields.ts'
import { LEVELS, STRUCTURE_KINDS } from './rules.ts'

type Reference = { reference: string } | null

/** A structure as its form shows it. */
export type StructureForm = {
	title: Record<string, string>
	acronym: string | null
	level: string
	structureKind: string
	parent: Reference
	host: Reference
	secretariat: Reference
	secretariatActor: Reference
	asActor: Reference
	meetingsPerYear: number | null
	cadence: string | null
	quorum: string | null
	legalBasis: string | null
	yearEstablished: number | null
	partnerCountry: string | null
	location: string | null
	purpose: string | null
}

type Offered = { languages: readonly string[]; actors: readonly Option[]; structures: readonly Option[] }

/** The fields that say what a structure is; its status, chair and areas have forms of their own. */
export function structureFields(
	words: Pick<Words, 't' | 'languageName'>,
	{ languages, actors, structures }: Offered,
	saved?: StructureForm
): FieldProps[] {
	const { t } = words
	const label = (column: string) => t(`field.structure.${column}`)
	const record = (name: string, column: string, options: readonly Option[], value?: Reference): FieldProps => ({
		name,
		kind: 'select',
		label: label(column),
		options,
		empty: t('directory.field.none'),
		value: value?.reference
	})
	return [
		...nameFields(words, languages, saved?.title),
		acronymField(words, saved?.acronym),
		{
			name: 'level',
			kind: 'select',
			label: label('level'),
			required: true,
			options: choices(words, 'level', LEVELS),
			value: saved?.level
		},
		{
			name: 'kind',
			kind: 'select',
			label: label('kind'),
			required: true,
			options: choices(words, 'structure-kind', STRUCTURE_KINDS),
			value: saved?.structureKind
		},
		{ name: 'purpose', kind: 'textarea', label: label('purpose'), maxlength: 4_000, rows: 4, value: saved?.purpose },
		record('parent', 'parent_id', structures, saved?.parent),
		record('host', 'host_actor_id', actors, saved?.host),
		{
			...record('secretariat', 'secretariat_structure_id', structures, saved?.secretariat),
			hint: t('directory.hint.secretariat')
		},
		{
			...record('secretariatActor', 'secretariat_actor_id', actors, saved?.secretariatActor),
			hint: t('directory.hint.secretariat-actor')
		},
		{ ...record('asActor', 'as_actor_id', actors, saved?.asActor), hint: t('directory.hint.as-actor') },
		{
			name: 'legalBasis',
			kind: 'textarea',
			label: label('legal_basis'),
			rows: 2,
			maxlength: 1_000,
			value: saved?.legalBasis
		},
		{
			name: 'cadence',
			label: label('cadence'),
			hint: t('directory.hint.cadence'),
			maxlength: 300,
			value: saved?.cadence
		},
		{
			name: 'meetingsPerYear',
			kind: 'number',
			label: label('meetings_per_year'),
			min: 1,
			max: 366,
			step: 1,
			value: saved?.meetingsPerYear
		},
		{ name: 'quorum', label: label('quorum'), hint: t('directory.hint.quorum'), maxlength: 300, value: saved?.quorum },
		{
			name: 'yearEstablished',
			kind: 'number',
			label: label('year_established'),
			min: 1800,
			max: 2200,
			step: 1,
			value: saved?.yearEstablished
		},
		{ name: 'location', label: label('location'), maxlength: 300, value: saved?.location },
		countryField(words, 'partnerCountry', label('partner_country'), saved?.partnerCountry),
		...(saved ? [reasonField(words, { required: false })] : [])
	]
}
