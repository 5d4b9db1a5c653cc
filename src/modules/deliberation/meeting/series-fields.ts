import { choices, reasonField } from '#modules/directory/common-fields.ts'
import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { placeFields, purposeField, titleFields, whoSees, zoneField, type Says } from './meeting-fields.ts'
import { LEAVE_OUT, OTHER_DAYS } from './left-out.ts'
import { momentText } from './meeting-view.ts'
import { REPEATS, WEEKDAYS } from './series-rule.ts'

type SeriesSaved = {
	title: Readonly<Record<string, string>>
	start: string
	durationMinutes: number
	zone: string
	place: string | null
	onlineAddress: string | null
	purpose: string
	/** The local times at which there is no meeting, and those at which its rule has one soon. */
	excluded: readonly string[]
	coming: readonly string[]
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
	{
		structures,
		structure,
		zone,
		languages
	}: { structures: readonly Option[]; structure: string | null; zone: string; languages: readonly string[] }
): FieldProps[] => [
	{
		name: 'structure',
		kind: 'select',
		label: words.t('meeting.field.structure'),
		required: true,
		options: structures,
		value: structure
	},
	...seriesBasics(words, {}, languages),
	zoneField(words, zone),
	...recurrenceFields(words, true),
	purposeField(words),
	whoSees(words),
	{ name: 'planUntil', kind: 'date', label: words.t('meeting.field.plan-until') }
]

const seriesBasics = (words: Says, saved: Partial<SeriesSaved>, languages: readonly string[]): FieldProps[] => [
	...titleFields(words, languages, saved.title),
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

const leftOutFields = (
	words: Pick<Words, 't' | 'day'>,
	{ excluded, coming }: Pick<SeriesSaved, 'excluded' | 'coming'>
): FieldProps[] => {
	const days = [...new Set([...excluded, ...coming])].toSorted()
	return [
		...(days.length === 0
			? []
			: [
					{
						name: LEAVE_OUT,
						kind: 'checkboxes' as const,
						label: words.t('meeting.field.excluded'),
						hint: words.t('meeting.hint.excluded'),
						options: days.map((start) => ({
							value: start,
							label: words.t('meeting.series.leave-out', { start: momentText(words, start) })
						})),
						value: excluded
					}
				]),
		// Empty ones for days further ahead; more of them stand there once these are saved.
		...OTHER_DAYS.map((name, index) => ({
			name,
			kind: 'date' as const,
			label: words.t('meeting.field.other-day', { number: index + 1 }),
			...(index === 0 ? { hint: words.t('meeting.hint.other-day') } : {})
		}))
	]
}

/** The fields by which a series is changed; its rule stays where none of the choices is made. */
export const seriesChangeFields = (
	words: Says & Pick<Words, 'day'>,
	saved: SeriesSaved,
	languages: readonly string[]
): FieldProps[] => [
	...seriesBasics(words, saved, languages),
	...recurrenceFields(words, false),
	...leftOutFields(words, saved),
	reasonField(words)
]

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
