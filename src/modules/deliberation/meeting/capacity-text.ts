import type { Words } from '#platform/languages/words.ts'
import type { AttendanceCapacity } from './meeting-rules.ts'

/** As what somebody came, on pages and in papers alike: a co-opted member is told apart from one in its own right. */
export const capacityText = (
	{ t }: Pick<Words, 't'>,
	{ capacity, isCoOpted }: { capacity: AttendanceCapacity; isCoOpted: boolean }
): string =>
	isCoOpted ? `${t(`meeting.capacity.${capacity}`)} (${t('meeting.co-opted')})` : t(`meeting.capacity.${capacity}`)
