import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { ATTENDANCE_STATES, isAwaited, isSeat } from './meeting-rules.ts'

type Part = 'attendance' | 'office' | 'person'

/** The field that holds the attendance of one actor in one capacity, or more about who came for it. */
export const attendanceField = (actor: string, capacity: string, part: Part = 'attendance'): string =>
	`${part}:${capacity}:${actor}`

/** What can be recorded of one: a member is there itself, or by its alternate. Once a meeting is over nobody is expected. */
export const attendanceChoices = (
	{ t }: Pick<Words, 't'>,
	capacity: string,
	states: readonly (typeof ATTENDANCE_STATES)[number][] = ATTENDANCE_STATES
): Option[] =>
	states.flatMap((state) => {
		const capacities = isSeat(capacity) ? (state === 'present' ? ['member', 'alternate'] : ['member']) : [capacity]
		// What is recorded already stays a choice, whichever it is.
		const every = isSeat(capacity) && capacity === 'alternate' && state !== 'present' ? ['alternate'] : capacities
		return every.map((one) => ({
			value: `${state} ${one}`,
			label:
				one === 'alternate'
					? `${t(`meeting.attendance.${state}`)} (${t('meeting.capacity.alternate')})`
					: t(`meeting.attendance.${state}`)
		}))
	})

type Came = {
	actor: { reference: string; title: Record<string, string> }
	capacity: string
	state: (typeof ATTENDANCE_STATES)[number]
	office: string | null
	person: string | null
}

/**
 * The fields that say who came: of each actor whether it was there and by whom, and behind a fold the office and the person that
 * sat for it. Of a meeting that is over everybody is there, excused or absent: what is not recorded yet is chosen, one by one. While
 * it is recorded that it was held, whoever nothing is said of was not there, as `meeting.hold` takes it.
 */
export const attendanceFields = (
	words: Pick<Words, 't' | 'name'>,
	entries: readonly Came[],
	{ isOver, isBlankAbsent = false }: { isOver: boolean; isBlankAbsent?: boolean }
): FieldProps[] => [
	...(isOver && !isBlankAbsent ? [] : othersField(words, entries)),
	...entries.flatMap(({ actor: { reference, title }, capacity, state, office, person }) => {
		const actor = words.name(title)
		const states = isOver ? ATTENDANCE_STATES.filter((one) => !isAwaited(one)) : ATTENDANCE_STATES
		const fold = words.t('meeting.attendance.who', { actor })
		const mayBeBlank = isBlankAbsent && isAwaited(state)
		return [
			{
				name: attendanceField(reference, capacity),
				kind: 'select' as const,
				label: `${actor} (${words.t(`meeting.capacity.${capacity}`)})`,
				required: !mayBeBlank,
				...(mayBeBlank ? { empty: words.t('meeting.attendance.unsaid') } : {}),
				options: attendanceChoices(words, capacity, states),
				value: isOver && isAwaited(state) ? null : `${state} ${capacity}`
			},
			{
				name: attendanceField(reference, capacity, 'office'),
				label: words.t('meeting.field.office'),
				maxlength: 200,
				fold,
				value: office
			},
			{
				name: attendanceField(reference, capacity, 'person'),
				label: words.t('meeting.field.person'),
				hint: words.t('meeting.hint.person'),
				maxlength: 200,
				fold,
				value: person
			}
		]
	})
]

const OTHERS = 'attendance-others'
const SAID_OF_OTHERS = ['present', 'apologies', 'absent'] as const

/** The field that says of all at once of whom nothing else is said; of one alone it would save nothing. */
const othersField = ({ t }: Pick<Words, 't'>, entries: readonly Came[]): FieldProps[] =>
	entries.filter(({ state }) => isAwaited(state)).length < 2
		? []
		: [
				{
					name: OTHERS,
					kind: 'select',
					label: t('meeting.attendance.others'),
					hint: t('meeting.attendance.others-hint'),
					empty: t('meeting.attendance.others-none'),
					options: SAID_OF_OTHERS.map((value) => ({ value, label: t(`meeting.attendance.${value}`) }))
				}
			]

type Said = { state?: string; capacity?: string; office?: string | null; person?: string | null }

/** What a form says of each actor, as the commands take it: of whom nothing is said, what it says of all others. */
export function attendanceFrom(fields: Iterable<readonly [string, unknown]>) {
	const given = [...fields]
	const others = SAID_OF_OTHERS.find((state) => given.some(([name, value]) => name === OTHERS && value === state))
	const told = new Map<string, Said & { actor: string }>()
	for (const [name, value] of given) {
		const [, part, place, actor] = /^(attendance|office|person):([a-z-]+:(.+))$/.exec(name) ?? []
		if (typeof value !== 'string' || part === undefined || place === undefined || actor === undefined) continue
		const before = told.get(place) ?? { actor }
		const text = value.trim()
		if (part === 'attendance') {
			const [said = '', named] = text.split(' ')
			const isUnsaid = others !== undefined && (said === '' || said === 'expected' || said === 'coming')
			const state = isUnsaid ? others : said
			const capacity = isUnsaid ? place.slice(0, place.indexOf(':')) : named
			told.set(place, { ...before, state, ...(capacity === undefined ? {} : { capacity }) })
		} else told.set(place, { ...before, [part]: text === '' ? null : text })
	}
	// What says nothing of whether one came is no entry.
	return [...told.values()].filter(({ state = '' }) => state !== '')
}
