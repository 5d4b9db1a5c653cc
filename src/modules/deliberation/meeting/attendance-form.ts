import type { Words } from '#platform/languages/words.ts'
import type { Option } from '#ui/types.ts'
import { ATTENDANCE_STATES } from './meeting-rules.ts'

const FIELD = 'attendance:'

/** The field that holds the attendance of one actor in one capacity. */
export const attendanceField = (actor: string, capacity: string): string => `${FIELD}${capacity}:${actor}`

const isSeat = (capacity: string) => capacity === 'member' || capacity === 'alternate'

/** What can be recorded of one: a member is there itself, or by its alternate. */
export const attendanceChoices = ({ t }: Pick<Words, 't'>, capacity: string): Option[] =>
	ATTENDANCE_STATES.flatMap((state) => {
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

/** What the form says of each actor, as the command takes it; and the fields of the form that say something else. */
export function attendanceFrom(fields: readonly (readonly [string, string])[]) {
	const entries = fields.flatMap(([name, value]) => {
		const [, actor] = /^attendance:[a-z-]+:(.+)$/.exec(name) ?? []
		const [state, capacity] = value.split(' ')
		return actor === undefined ? [] : [{ actor, state, capacity }]
	})
	const rest = fields
		.filter(([name]) => !name.startsWith(FIELD))
		.map(([name, value]): [string, string] => [name, value])
	return { entries, rest }
}
