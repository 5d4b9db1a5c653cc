import type { Words } from '#platform/languages/words.ts'
import type { MeetingState } from '../rules.ts'

/** What those who are expected at a meeting are told of it. */
export const NOTICES = ['meeting-called', 'meeting-moved', 'meeting-postponed', 'meeting-cancelled'] as const
export type Notice = (typeof NOTICES)[number]

/** Whether a notice still says what is so: a mail that waited for its server may be overtaken by the next. */
export function stillSo(notice: Notice, state: MeetingState): boolean {
	switch (notice) {
		case 'meeting-called':
			return state === 'called'
		case 'meeting-moved':
			return state === 'planned' || state === 'called'
		case 'meeting-postponed':
			return state === 'postponed'
		case 'meeting-cancelled':
			return state === 'cancelled'
		default:
			return notice satisfies never
	}
}

type Told = {
	reference: string
	title: Readonly<Record<string, string>>
	structure: { title: Readonly<Record<string, string>> } | null
	start: string
	end: string
	zone: string
	place: string | null
	onlineAddress: string | null
	reason: string | null
}

const timeOf = (local: string) => local.slice(11, 16)
const dayOf = (local: string) => local.slice(0, 10)

/** What a notice of a meeting names, in the words of its reader. */
export function noticeOf({ t, day, name }: Pick<Words, 't' | 'day' | 'name'>, meeting: Told, link: string) {
	const { start, end, zone, place, onlineAddress, reason } = meeting
	const when = {
		day: day(dayOf(start)),
		from: timeOf(start),
		until: dayOf(end) === dayOf(start) ? timeOf(end) : `${day(dayOf(end))} ${timeOf(end)}`,
		zone
	}
	const lines = [
		...(meeting.structure ? [t('telling.structure', { structure: name(meeting.structure.title) })] : []),
		t('telling.when', when),
		...(place === null ? [] : [t('telling.place', { place })]),
		...(onlineAddress === null ? [] : [t('telling.online', { address: onlineAddress })]),
		...(reason === null ? [] : [t('telling.reason', { reason })])
	]
	return { number: meeting.reference, title: name(meeting.title), details: lines.join('\n'), link }
}
