import { choices, reasonField } from '#modules/directory/common-fields.ts'
import { AUDIENCES } from '#platform/access/seat.ts'
import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { MEETING_PURPOSES, type MeetingMove } from '../rules.ts'
import {
	CONFIDENTIALITIES,
	GUEST_CAPACITIES,
	PAPER_CONFIDENTIALITIES,
	type AgendaMove,
	type Confidentiality
} from './meeting-rules.ts'
import { placeField } from './agenda-order.ts'
import { attendanceChoices, attendanceField } from './attendance-form.ts'
import { REPEATS, WEEKDAYS } from './series-rule.ts'

type Says = Pick<Words, 't' | 'languageName'>

/** A title, one field a language of the workspace: the first is required, the others stand folded behind it. */
export function titleFields(
	{ t, languageName }: Says,
	languages: readonly string[],
	saved: Readonly<Record<string, string>> = {}
): FieldProps[] {
	const every = [...new Set([...languages, ...Object.keys(saved)])]
	return every.map((one, index) => ({
		name: `title[${one}]`,
		label: every.length === 1 ? t('meeting.field.title') : t('meeting.field.title-in', { language: languageName(one) }),
		required: index === 0,
		maxlength: 300,
		lang: one,
		...(index === 0 ? {} : { fold: t('directory.field.other-languages') }),
		value: saved[one]
	}))
}

const purposeField = (words: Says, saved: string = 'ordinary'): FieldProps => ({
	name: 'purpose',
	kind: 'select',
	label: words.t('meeting.field.purpose'),
	required: true,
	options: choices(words, 'meeting.purpose', MEETING_PURPOSES),
	value: saved
})

const placeFields = (
	{ t }: Says,
	saved: { place?: string | null | undefined; onlineAddress?: string | null | undefined } = {}
): FieldProps[] => [
	{ name: 'place', label: t('meeting.field.place'), maxlength: 300, value: saved.place },
	{ name: 'onlineAddress', kind: 'url', label: t('meeting.field.online'), maxlength: 500, value: saved.onlineAddress }
]

const timeFields = (
	{ t }: Says,
	saved: { start?: string | undefined; end?: string | undefined; zone: string }
): FieldProps[] => [
	{
		name: 'start',
		kind: 'datetime-local',
		label: t('meeting.field.start'),
		hint: t('meeting.hint.start'),
		required: true,
		value: saved.start
	},
	{ name: 'end', kind: 'datetime-local', label: t('meeting.field.end'), required: true, value: saved.end },
	{
		name: 'zone',
		label: t('meeting.field.zone'),
		hint: t('meeting.hint.zone'),
		maxlength: 60,
		value: saved.zone
	}
]

// Left open, it is seen by as many as see its structure, and by no more than the workspace.
const whoSees = (words: Says): FieldProps => ({
	name: 'audience',
	kind: 'select',
	label: words.t('field.record.audience'),
	empty: words.t('meeting.audience.as-structure'),
	options: choices(words, 'audience', AUDIENCES)
})

/** The fields of a new meeting. */
export const planFields = (
	words: Says,
	{
		languages,
		structures,
		structure,
		zone
	}: { languages: readonly string[]; structures: readonly Option[]; structure: string | null; zone: string }
): FieldProps[] => [
	{
		name: 'structure',
		kind: 'select',
		label: words.t('meeting.field.structure'),
		required: true,
		options: structures,
		value: structure
	},
	...titleFields(words, languages),
	purposeField(words),
	...timeFields(words, { zone }),
	...placeFields(words),
	whoSees(words),
	{ name: 'standing', kind: 'checkbox', label: words.t('meeting.field.standing'), value: true }
]

type Saved = {
	title: Record<string, string>
	purpose: string
	place: string | null
	onlineAddress: string | null
	start: string
	end: string
	zone: string
}

/** The fields that correct what is recorded of a meeting; its time is moved by a form of its own. */
export const changeFields = (words: Says, languages: readonly string[], saved: Saved): FieldProps[] => [
	...titleFields(words, languages, saved.title),
	purposeField(words, saved.purpose),
	...placeFields(words, saved),
	reasonField(words, { required: false })
]

type MoveForm = Saved & { today: string; languages: readonly string[]; later: readonly Option[] }

/** The fields of the form for a move of a meeting. */
export function moveFields(words: Words, move: MeetingMove, saved: MoveForm): FieldProps[] {
	const { t } = words
	switch (move) {
		case 'call':
			return [
				{
					name: 'day',
					kind: 'date',
					label: t('meeting.field.notice-day'),
					required: true,
					value: saved.today,
					max: saved.today
				},
				...(saved.purpose === 'extraordinary'
					? [{ ...reasonField(words, { required: false }), hint: t('meeting.hint.early') }]
					: [])
			]
		case 'hold':
			return [
				{
					name: 'minutesLanguage',
					kind: 'select',
					label: t('meeting.field.minutes-language'),
					required: true,
					options: saved.languages.map((value) => ({ value, label: words.languageName(value) })),
					value: saved.languages[0]
				}
			]
		case 'draft':
			return [reasonField(words, { required: false })]
		case 'circulate':
			return [
				{
					name: 'commentsUntil',
					kind: 'date',
					label: t('meeting.field.comments-until'),
					required: true,
					min: saved.today
				}
			]
		case 'adopt':
			return [
				{
					name: 'adoptedIn',
					kind: 'select',
					label: t('meeting.field.adopted-in'),
					required: true,
					options: saved.later
				}
			]
		case 'reschedule':
			return [
				...timeFields(words, saved),
				{ name: 'place', label: t('meeting.field.place'), maxlength: 300, value: saved.place },
				reasonField(words)
			]
		case 'postpone':
		case 'cancel':
			return [reasonField(words)]
		default:
			return move satisfies never
	}
}

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

type Offered = { languages: readonly string[]; actors: readonly Option[]; areas: readonly Option[] }

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
export const itemFields = (words: Says, { languages, actors, areas }: Offered, saved: ItemSaved = {}): FieldProps[] => [
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
		label: words.t('meeting.field.subject'),
		hint: words.t('meeting.hint.subject'),
		maxlength: 120,
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
export const proposalFields = (words: Says, offered: Offered): FieldProps[] =>
	itemFields(words, offered).filter(({ name }) => !['confidentiality', 'named', 'presenterActor'].includes(name))

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

/** The fields of an invitation of an expert or observer. */
export const guestFields = (words: Says, actors: readonly Option[]): FieldProps[] => [
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
export const answerFields = (words: Says): FieldProps[] => [
	{
		name: 'state',
		kind: 'radio',
		label: words.t('meeting.field.answer'),
		required: true,
		options: [
			{ value: 'expected', label: words.t('meeting.answer.coming') },
			{ value: 'apologies', label: words.t('meeting.answer.apologies') }
		],
		value: 'expected'
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
export const interestFields = (words: Says, actors: readonly Option[], items: readonly Option[]): FieldProps[] => [
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

type SeriesSaved = {
	title?: string
	start?: string
	durationMinutes?: number
	zone?: string
	place?: string | null
	onlineAddress?: string | null
	purpose?: string
	excluded?: readonly string[]
	rule?: string
}

const recurrenceFields = (words: Says, required: boolean): FieldProps[] => [
	{
		name: 'repeats',
		kind: 'select',
		label: words.t('meeting.field.repeats'),
		hint: words.t('meeting.hint.repeats'),
		options: choices(words, 'meeting.repeats', REPEATS),
		empty: words.t('directory.field.none'),
		...(required ? { value: 'monthly-weekday' } : {})
	},
	{
		name: 'every',
		kind: 'number',
		label: words.t('meeting.field.every'),
		min: 1,
		max: 52,
		step: 1,
		value: required ? 1 : null
	},
	{
		name: 'weekdays',
		kind: 'checkboxes',
		label: words.t('meeting.field.weekdays'),
		options: choices(words, 'meeting.weekday', WEEKDAYS)
	},
	{ name: 'times', kind: 'number', label: words.t('meeting.field.times'), min: 1, max: 200, step: 1 },
	{ name: 'lastDay', kind: 'date', label: words.t('meeting.field.last-day') },
	{ name: 'rule', label: words.t('meeting.field.rule'), hint: words.t('meeting.hint.rule'), maxlength: 1_000 }
]

/** The fields of a new series. */
export const seriesFields = (
	words: Says,
	{ structures, structure, zone }: { structures: readonly Option[]; structure: string | null; zone: string }
): FieldProps[] => [
	{
		name: 'structure',
		kind: 'select',
		label: words.t('meeting.field.structure'),
		required: true,
		options: structures,
		value: structure
	},
	...seriesBasics(words, {}),
	{
		name: 'zone',
		label: words.t('meeting.field.zone'),
		hint: words.t('meeting.hint.zone'),
		maxlength: 60,
		value: zone
	},
	...recurrenceFields(words, true),
	purposeField(words),
	whoSees(words),
	{ name: 'planUntil', kind: 'date', label: words.t('meeting.field.plan-until') }
]

const seriesBasics = (words: Says, saved: SeriesSaved): FieldProps[] => [
	{ name: 'title', label: words.t('meeting.field.title'), required: true, maxlength: 300, value: saved.title },
	{
		name: 'start',
		kind: 'datetime-local',
		label: words.t('meeting.field.start'),
		hint: words.t('meeting.hint.start'),
		required: true,
		value: saved.start
	},
	{
		name: 'durationMinutes',
		kind: 'number',
		label: words.t('meeting.field.duration'),
		required: true,
		min: 5,
		max: 20_160,
		step: 1,
		value: saved.durationMinutes ?? 120
	},
	...placeFields(words, saved)
]

/** The fields by which a series is changed; its rule stays where none of the choices is made. */
export const seriesChangeFields = (words: Says, saved: SeriesSaved): FieldProps[] => [
	...seriesBasics(words, saved),
	...recurrenceFields(words, false),
	{
		name: 'excluded',
		label: words.t('meeting.field.excluded'),
		hint: words.t('meeting.hint.excluded'),
		maxlength: 4_000,
		value: saved.excluded?.join(',')
	},
	reasonField(words)
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

type Came = { actor: { reference: string; title: Record<string, string> }; capacity: string; state: string }

/** The attendance of each actor, a field each: its name tells whose and in which capacity. */
export const attendanceFields = (words: Pick<Words, 't' | 'name'>, entries: readonly Came[]): FieldProps[] =>
	entries.map((entry) => ({
		name: attendanceField(entry.actor.reference, entry.capacity),
		kind: 'select',
		label: `${words.name(entry.actor.title)} (${words.t(`meeting.capacity.${entry.capacity}`)})`,
		required: true,
		options: attendanceChoices(words, entry.capacity),
		value: `${entry.state} ${entry.capacity}`
	}))

/** Up to which day the meetings of a series are planned. */
export const extendFields = (words: Says, today: string): FieldProps[] => [
	{
		name: 'planUntil',
		kind: 'date',
		label: words.t('meeting.field.plan-until'),
		required: true,
		min: today
	}
]

/** What the end of a series asks for. */
export const endFields = (words: Says): FieldProps[] => [reasonField(words)]
