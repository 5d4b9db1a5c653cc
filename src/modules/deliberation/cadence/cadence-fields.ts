import type { Words } from '#platform/languages/words.ts'
import { NON_STATE_KINDS } from '#modules/directory/rules.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { RHYTHM_KINDS } from './cadence.ts'
import { QUORUM_KINDS } from './quorum.ts'
import type { RhythmVersion } from './rhythm-rows.server.ts'

type Says = Pick<Words, 't'>

const optionsOf = ({ t }: Says, prefix: string, values: readonly string[]): Option[] =>
	values.map((value) => ({ value, label: t(`${prefix}.${value}`) }))

/** The form of a structure's rules of procedure, filled in with those in force. */
export function rhythmFields(words: Says, today: string, saved: RhythmVersion | null): FieldProps[] {
	const { t } = words
	return [
		{
			name: 'from',
			kind: 'date',
			label: t('field.structure_rhythm.from_day'),
			hint: t('cadence.hint.from'),
			required: true,
			value: today
		},
		{
			name: 'kind',
			kind: 'radio',
			label: t('field.structure_rhythm.kind'),
			required: true,
			options: optionsOf(words, 'cadence.rhythm-kind', RHYTHM_KINDS),
			value: saved?.kind ?? 'times-a-year'
		},
		{
			name: 'times',
			kind: 'number',
			label: t('field.structure_rhythm.times'),
			hint: t('cadence.hint.times'),
			min: 1,
			max: 12,
			value: saved?.times ?? null
		},
		{
			name: 'noticeDays',
			kind: 'number',
			label: t('field.structure_rhythm.notice_days'),
			hint: t('cadence.hint.notice'),
			required: true,
			min: 0,
			max: 180,
			value: saved?.noticeDays ?? 14
		},
		{
			name: 'quorum',
			kind: 'select',
			label: t('field.structure_rhythm.quorum_kind'),
			hint: t('cadence.hint.quorum'),
			required: true,
			options: optionsOf(words, 'cadence.quorum-kind', QUORUM_KINDS),
			value: saved?.quorum ?? 'none'
		},
		{
			name: 'quorumNumber',
			kind: 'number',
			label: t('field.structure_rhythm.quorum_number'),
			hint: t('cadence.hint.quorum-number'),
			min: 1,
			max: 1000,
			value: saved?.quorumNumber ?? null
		},
		{
			name: 'forbidsWithoutQuorum',
			kind: 'checkbox',
			label: t('field.structure_rhythm.forbids_without_quorum'),
			value: saved?.forbidsWithoutQuorum ?? false
		},
		{
			name: 'writtenDays',
			kind: 'number',
			label: t('field.structure_rhythm.written_days'),
			required: true,
			min: 1,
			max: 180,
			value: saved?.writtenDays ?? 14
		},
		{
			name: 'silence',
			kind: 'radio',
			label: t('field.structure_rhythm.silence'),
			required: true,
			options: optionsOf(words, 'cadence.silence', ['no-answer', 'consent']),
			value: saved?.silence ?? 'no-answer'
		},
		{
			name: 'basis',
			kind: 'textarea',
			label: t('field.structure_rhythm.basis'),
			hint: t('cadence.hint.basis'),
			rows: 2,
			maxlength: 1_000,
			value: saved?.basis ?? null
		}
	]
}

/** The form of one guideline for actors that belong to no State. */
export function participationFields(words: Says, today: string, areas: readonly Option[]): FieldProps[] {
	const { t } = words
	return [
		{
			name: 'actorKind',
			kind: 'select',
			label: t('field.structure_participation.actor_kind'),
			required: true,
			options: optionsOf(words, 'actor-kind', NON_STATE_KINDS)
		},
		{
			name: 'area',
			kind: 'select',
			label: t('field.structure_participation.area_id'),
			hint: t('cadence.hint.area'),
			empty: t('cadence.participation.every-item'),
			options: areas
		},
		...(['maySpeak', 'mayPropose', 'maySeePapers'] as const).map((name) => ({
			name,
			kind: 'checkbox' as const,
			label: t(`cadence.right.${name}`)
		})),
		{
			name: 'basis',
			kind: 'textarea',
			label: t('field.structure_participation.basis'),
			hint: t('cadence.hint.participation-basis'),
			required: true,
			rows: 2,
			maxlength: 1_000
		},
		{
			name: 'from',
			kind: 'date',
			label: t('field.structure_participation.from_day'),
			required: true,
			value: today
		}
	]
}
