import { nameOf } from '#modules/directory/page-links.ts'
import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { StandingKind } from './meeting-rules.ts'

/** One line under a standing item: what it is about, how that stands, the day that matters and who answers for it. */
export type StandingLine = {
	record: RecordReference
	/** A state of it, or what falls due: `standingLineText` words it. */
	code: string
	day: string | null
	responsible: RecordReference | null
}

/** What a line of a standing item says beside the name of its record. */
export function standingLineText(words: Words, kind: StandingKind, { code, day, responsible }: StandingLine): string {
	const { t } = words
	const on = day === null ? null : words.day(day)
	const who = responsible === null ? null : nameOf(words, responsible)
	switch (kind) {
		case 'minutes':
			return joined([on, t(`meeting.status.${code}`)])
		case 'matters-arising':
			return joined([t(`meeting.standing.${code}`), on === null ? null : t('meeting.standing.due', { day: on }), who])
		case 'recommendations':
			return joined([t(`meeting.standing.${code}`), on === null ? null : t('meeting.standing.since', { day: on })])
		case 'commitments':
			return joined([
				words.has(`due.${code}`) ? t(`due.${code}`) : null,
				on === null ? null : t('meeting.standing.due', { day: on }),
				who
			])
		case 'to-settle':
			return joined([
				words.has(`waits.${code}`) ? t(`waits.${code}`) : null,
				on === null ? null : t('meeting.standing.since', { day: on })
			])
		default:
			return kind satisfies never
	}
}

const joined = (parts: readonly (string | null)[]) => parts.filter((part) => part !== null).join(', ')
