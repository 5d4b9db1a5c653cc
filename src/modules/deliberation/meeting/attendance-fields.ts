import { choices } from '#modules/directory/common-fields.ts'
import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { GUEST_CAPACITIES } from './meeting-rules.ts'

/** The fields of an invitation of an expert or observer. */
export const guestFields = (words: Pick<Words, 't'>, actors: readonly Option[]): FieldProps[] => [
	{ name: 'actor', kind: 'select', label: words.t('meeting.field.actor'), required: true, options: actors },
	{
		name: 'capacity',
		kind: 'radio',
		label: words.t('meeting.field.capacity'),
		required: true,
		options: choices(words, 'meeting.capacity', GUEST_CAPACITIES),
		value: 'invited-expert'
	},
	{ name: 'office', label: words.t('meeting.field.office'), maxlength: 200 },
	{ name: 'person', label: words.t('meeting.field.person'), hint: words.t('meeting.hint.person'), maxlength: 200 },
	{ name: 'note', label: words.t('meeting.field.note-short'), maxlength: 1_000 }
]

/** The fields by which a member answers for itself. */
export const answerFields = (words: Pick<Words, 't'>): FieldProps[] => [
	{
		name: 'state',
		kind: 'radio',
		label: words.t('meeting.field.answer'),
		required: true,
		options: [
			{ value: 'coming', label: words.t('meeting.answer.coming') },
			{ value: 'apologies', label: words.t('meeting.answer.apologies') }
		],
		value: 'coming'
	},
	{
		name: 'capacity',
		kind: 'radio',
		label: words.t('meeting.field.capacity'),
		required: true,
		options: choices(words, 'meeting.capacity', ['member', 'alternate']),
		value: 'member'
	},
	{ name: 'office', label: words.t('meeting.field.office'), maxlength: 200 },
	{ name: 'note', label: words.t('meeting.field.note-short'), maxlength: 1_000 }
]

/** The fields of a declaration of interest. */
export const interestFields = (
	words: Pick<Words, 't'>,
	actors: readonly Option[],
	items: readonly Option[]
): FieldProps[] => [
	{
		name: 'actor',
		kind: 'select',
		label: words.t('meeting.field.actor'),
		required: true,
		options: actors,
		value: actors.length === 1 ? actors[0]?.value : undefined
	},
	{
		name: 'interest',
		kind: 'textarea',
		label: words.t('meeting.field.interest'),
		hint: words.t('meeting.hint.interest'),
		rows: 3,
		maxlength: 2_000
	},
	{
		name: 'agendaItem',
		kind: 'select',
		label: words.t('meeting.field.interest-item'),
		options: items,
		empty: words.t('directory.field.none')
	}
]
