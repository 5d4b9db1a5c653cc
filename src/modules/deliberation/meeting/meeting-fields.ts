import { choices, reasonField } from '#modules/directory/common-fields.ts'
import { AUDIENCES } from '#platform/access/seat.ts'
import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { MEETING_PURPOSES, type MeetingMove } from '../rules.ts'
import { attendanceFields } from './attendance-form.ts'
import { zonesFrom } from './local-time.ts'

/** What words a form needs. */
export type Says = Pick<Words, 't' | 'languageName'>

/** A title, one field a language of the workspace: the first is required, the others stand folded behind it. */
export function titleFields(
	{ t, languageName }: Says,
	languages: readonly string[],
	saved: Readonly<Record<string, string>> = {},
	{ isNamedByDay = false } = {}
): FieldProps[] {
	const every = [...new Set([...languages, ...Object.keys(saved)])]
	return every.map((one, index) => ({
		name: `title[${one}]`,
		label: every.length === 1 ? t('meeting.field.title') : t('meeting.field.title-in', { language: languageName(one) }),
		required: index === 0 && !isNamedByDay,
		...(index === 0 && isNamedByDay ? { hint: t('meeting.hint.named-by-day') } : {}),
		maxlength: 300,
		lang: one,
		...(index === 0 ? {} : { fold: t('directory.field.other-languages') }),
		value: saved[one]
	}))
}

/** What a meeting is for. */
export const purposeField = (words: Says, saved: string = 'ordinary'): FieldProps => ({
	name: 'purpose',
	kind: 'select',
	label: words.t('meeting.field.purpose'),
	required: true,
	options: choices(words, 'meeting.purpose', MEETING_PURPOSES),
	value: saved
})

/** Where a meeting is. */
export const placeFields = (
	{ t }: Says,
	saved: { place?: string | null | undefined; onlineAddress?: string | null | undefined } = {}
): FieldProps[] => [
	{ name: 'place', label: t('meeting.field.place'), maxlength: 300, value: saved.place },
	{ name: 'onlineAddress', kind: 'url', label: t('meeting.field.online'), maxlength: 500, value: saved.onlineAddress }
]

/** The zone whose clocks tell the times: the one that stands there first, then the others of the list of zones. */
export const zoneField = ({ t }: Pick<Says, 't'>, saved: string): FieldProps => ({
	name: 'zone',
	kind: 'select',
	label: t('meeting.field.zone'),
	hint: t('meeting.hint.zone'),
	required: true,
	options: zonesFrom(saved).map((value) => ({ value, label: value })),
	value: saved
})

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
	zoneField({ t }, saved.zone)
]

/** Who sees it. Left open, as many as see its structure, and no more than the workspace. */
export const whoSees = (words: Says): FieldProps => ({
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
	...titleFields(words, languages, {}, { isNamedByDay: true }),
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

type MoveForm = Saved & {
	today: string
	day: string
	hasBegun: boolean
	languages: readonly string[]
	later: readonly Option[]
	/** The last day for comments on the minutes. */
	commentsUntil: string | null
	attendance: Parameters<typeof attendanceFields>[1]
}

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
					// Nobody is called today to what has begun: the day on which they were is asked for.
					value: saved.hasBegun ? null : saved.today,
					max: saved.today < saved.day ? saved.today : saved.day
				},
				...(saved.purpose === 'extraordinary'
					? [{ ...reasonField(words, { required: false }), hint: t('meeting.hint.early') }]
					: [])
			]
		case 'hold':
			return [
				...attendanceFields(words, saved.attendance, { isOver: true, isBlankAbsent: true }),
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
					name: 'day',
					kind: 'date',
					label: t('meeting.field.circulated-on'),
					required: true,
					value: saved.today,
					min: saved.day,
					max: saved.today
				},
				{
					name: 'commentsUntil',
					kind: 'date',
					label: t('meeting.field.comments-until'),
					required: true,
					min: saved.day
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
				},
				...(saved.commentsUntil === null
					? []
					: [
							{
								name: 'reason',
								kind: 'textarea' as const,
								label: t('meeting.field.early-reason'),
								hint: t('meeting.hint.early-adoption', { day: words.day(saved.commentsUntil) })
							}
						])
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
