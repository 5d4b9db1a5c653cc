import type { Words } from '#platform/languages/words.ts'

/** The letter by which members are given minutes to comment on. */
export const MINUTES_CIRCULATED = 'minutes-circulated'

type Told = {
	reference: string
	title: Readonly<Record<string, string>>
	structure: { title: Readonly<Record<string, string>> } | null
	day: string
	commentsUntil: string
}

/** What such a letter names, in the words of its reader. */
export function minutesNotice({ t, day, name }: Pick<Words, 't' | 'day' | 'name'>, meeting: Told, workspace: string) {
	return {
		number: meeting.reference,
		title: name(meeting.title),
		held: day(meeting.day),
		until: day(meeting.commentsUntil),
		details: meeting.structure ? t('telling.structure', { structure: name(meeting.structure.title) }) : '',
		link: `/${workspace}/meeting/${meeting.reference}/minutes`
	}
}
