import { choices, reasonField } from '#modules/directory/common-fields.ts'
import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { placeField } from './agenda-order.ts'
import { titleFields, type Says } from './meeting-fields.ts'
import { CONFIDENTIALITIES, PAPER_CONFIDENTIALITIES, type AgendaMove, type Confidentiality } from './meeting-rules.ts'

type ItemSaved = {
	title?: Record<string, string>
	note?: string | null
	confidentiality?: Confidentiality
	named?: readonly string[]
	presenterActor?: string | null
	presenter?: string | null
	minutes?: number | null
	subject?: string | null
	areas?: readonly string[]
}

type Offered = {
	languages: readonly string[]
	actors: readonly Option[]
	areas: readonly Option[]
	/** Records the item can be about: what waits for the meeting, what it is about already, and what was looked for. */
	subjects: readonly Option[]
}

const confidentialityFields = (
	words: Says,
	actors: readonly Option[],
	{ confidentiality = 'as-meeting', named = [] }: ItemSaved
): FieldProps[] => [
	{
		name: 'confidentiality',
		kind: 'radio',
		label: words.t('meeting.field.confidentiality'),
		required: true,
		options: choices(words, 'meeting.confidentiality', CONFIDENTIALITIES),
		value: confidentiality
	},
	{
		name: 'named',
		kind: 'select',
		multiple: true,
		label: words.t('meeting.field.named'),
		hint: words.t('meeting.hint.named'),
		options: actors,
		value: named
	}
]

/** The fields of an agenda item. */
export const itemFields = (
	words: Says,
	{ languages, actors, areas, subjects }: Offered,
	saved: ItemSaved = {}
): FieldProps[] => [
	...titleFields(words, languages, saved.title),
	{
		name: 'note',
		kind: 'textarea',
		label: words.t('meeting.field.note'),
		rows: 4,
		maxlength: 10_000,
		value: saved.note
	},
	{
		name: 'minutes',
		kind: 'number',
		label: words.t('meeting.field.minutes'),
		min: 1,
		max: 1_440,
		step: 1,
		value: saved.minutes
	},
	{
		name: 'presenterActor',
		kind: 'select',
		label: words.t('meeting.field.presenter-actor'),
		options: actors,
		empty: words.t('directory.field.none'),
		value: saved.presenterActor
	},
	{ name: 'presenter', label: words.t('meeting.field.presenter'), maxlength: 200, value: saved.presenter },
	{
		name: 'subject',
		kind: 'select',
		label: words.t('meeting.field.subject'),
		hint: words.t('meeting.hint.subject'),
		options: subjects,
		empty: words.t('directory.field.none'),
		value: saved.subject
	},
	{
		name: 'areas',
		kind: 'select',
		multiple: true,
		label: words.t('meeting.field.areas'),
		hint: words.t('meeting.hint.areas'),
		options: areas,
		value: saved.areas
	},
	...confidentialityFields(words, actors, saved)
]

/** The fields of a proposal: who sees it is weighed by who accepts it, and it is presented by the actor that proposes. */
export const proposalFields = (words: Says, offered: Offered & { isBound?: boolean }): FieldProps[] =>
	itemFields(words, offered)
		.filter(({ name }) => !['confidentiality', 'named', 'presenterActor'].includes(name))
		// Whoever may propose on some areas only says on which of them it does.
		.map((field) => (field.name === 'areas' && offered.isBound ? { ...field, required: true } : field))

/** The fields of the form for a move of an agenda item. */
export function itemMoveFields(
	words: Says,
	move: AgendaMove,
	saved: { confidentiality: Confidentiality; actors: readonly Option[] }
): FieldProps[] {
	return move === 'accept'
		? [...confidentialityFields(words, saved.actors, saved), reasonField(words, { required: false })]
		: [reasonField(words)]
}

/** The fields of a paper. */
export const paperFields = (words: Says): FieldProps[] => [
	{
		name: 'file',
		kind: 'file',
		label: words.t('meeting.field.paper'),
		hint: words.t('directory.hint.file'),
		required: true
	},
	{ name: 'title', label: words.t('field.document.title'), required: true, maxlength: 300 },
	{
		name: 'confidentiality',
		kind: 'radio',
		label: words.t('meeting.field.confidentiality'),
		required: true,
		options: choices(words, 'meeting.paper-confidentiality', PAPER_CONFIDENTIALITIES),
		value: 'as-item'
	}
]

/** The places of the items of an agenda, a field each. */
export const orderFields = (
	words: Pick<Words, 't' | 'name'>,
	items: readonly { reference: string; title: Record<string, string>; number: number | null }[]
): FieldProps[] =>
	items.map((item) => ({
		name: placeField(item.reference),
		kind: 'number',
		label: words.t('meeting.field.position', { title: words.name(item.title) }),
		required: true,
		min: 0,
		step: 'any',
		value: item.number
	}))
