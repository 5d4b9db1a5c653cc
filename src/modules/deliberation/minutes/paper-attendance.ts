import type { z } from 'zod'
import { nameOf } from '#modules/directory/page-links.ts'
import type { Block } from '#platform/documents/document.ts'
import type { Words } from '#platform/languages/words.ts'
import { capacityText } from '../meeting/capacity-text.ts'
import { isAwaited } from '../meeting/meeting-rules.ts'
import type { MeetingPage } from '../meeting/outputs.ts'
import { isHeld } from '../rules.ts'

type Meeting = Pick<z.output<typeof MeetingPage>, 'attendance' | 'quorum' | 'status'>
type Attendance = Meeting['attendance'][number]

// Two lines high, so that a hand has room; a line of nothing would not be kept.
const ROOM = '\u00a0\n\u00a0'

const paragraph = (text: string): Block => ({ type: 'paragraph', text })

// Of a meeting that was held, somebody who is still awaited is somebody of whom nothing was recorded.
const stateOf = ({ t }: Words, { status }: Meeting, state: Attendance['state']) =>
	isAwaited(state) && isHeld(status) ? t('minutes.paper.unrecorded') : t(`meeting.attendance.${state}`)

/** Who is expected, with room to sign; once the meeting was held, who came. */
export function attendanceTable(words: Words, meeting: Meeting): Block[] {
	const { t } = words
	// Who may not be told the names is told that there are some: how many came stands below.
	if (meeting.attendance.length === 0)
		return [paragraph(t(meeting.quorum.members > 0 ? 'minutes.paper.names-left-out' : 'minutes.paper.no-attendance'))]
	const wasHeld = isHeld(meeting.status)
	return [
		{
			type: 'table',
			caption: t('minutes.paper.attendance'),
			columns: [
				{ title: t('minutes.paper.actor'), share: 4 },
				{ title: t('minutes.paper.capacity'), share: 2 },
				{ title: t('minutes.paper.person'), share: 3 },
				...(wasHeld ? [{ title: t('minutes.paper.state'), share: 2 }] : []),
				{ title: t('minutes.paper.signature'), share: wasHeld ? 3 : 5 }
			],
			rows: meeting.attendance.map((one) => [
				nameOf(words, one.actor),
				capacityText(words, one),
				[one.office, one.person].filter((part) => part !== null).join(', '),
				...(wasHeld ? [stateOf(words, meeting, one.state)] : []),
				ROOM
			])
		}
	]
}

/** Whether enough were there; of a meeting to come, how many that is. */
export function quorumBlocks({ t }: Words, { status, quorum }: Meeting): Block[] {
	const { required, present, isQuorate, members } = quorum
	if (members === 0) return [paragraph(t('minutes.paper.no-members'))]
	if (!isHeld(status))
		return [
			paragraph(
				required === null
					? t('minutes.paper.no-quorum-needed', { members })
					: t('minutes.paper.quorum-needed', { required, members })
			)
		]
	if (required === null) return [paragraph(t('minutes.paper.no-quorum', { present, members }))]
	const key = isQuorate ? 'minutes.paper.quorate' : 'minutes.paper.not-quorate'
	return [paragraph(t(key, { present, required, members }))]
}

// In a list of names a member needs no word, and a co-opted one only that it is.
const asWhat = ({ t }: Words, { capacity, isCoOpted }: Attendance) =>
	[
		...(capacity === 'member' ? [] : [t(`meeting.capacity.${capacity}`)]),
		...(isCoOpted ? [t('meeting.co-opted')] : [])
	].join(', ')

/** Who was there, who sent apologies, who was not, and what interests were declared. */
export function whoCame(words: Words, meeting: Meeting): Block[] {
	const { t } = words
	const lines = (state: 'present' | 'apologies' | 'absent' | 'not-recorded'): Block[] => {
		const some = meeting.attendance.filter((one) => (isAwaited(one.state) ? 'not-recorded' : one.state) === state)
		const text = some
			.map((one) =>
				one.capacity === 'member' && !one.isCoOpted
					? nameOf(words, one.actor)
					: `${nameOf(words, one.actor)} (${asWhat(words, one)})`
			)
			.join('; ')
		const label = t(`minutes.paper.${state}`)
		return text === '' ? [] : [{ type: 'paragraph', label, text }]
	}
	if (meeting.attendance.length === 0) return []
	return [
		{ type: 'heading', level: 1, text: t('minutes.paper.attendance') },
		...lines('present'),
		...lines('apologies'),
		...lines('absent'),
		...lines('not-recorded'),
		...quorumBlocks(words, meeting),
		...interestBlocks(words, meeting)
	]
}

/** The interests that were declared, one a line, each with the item it lies in; nothing where there is none. */
export function interestBlocks(words: Words, { attendance }: Pick<Meeting, 'attendance'>): Block[] {
	const { t, name } = words
	const items = attendance.flatMap(({ actor, interests }) =>
		interests.map(({ text, item }) =>
			item
				? t('minutes.paper.interest-item', { actor: nameOf(words, actor), interest: text, item: name(item.title) })
				: t('minutes.paper.interest', { actor: nameOf(words, actor), interest: text })
		)
	)
	return items.length === 0 ? [] : [paragraph(t('minutes.paper.interests')), { type: 'list', items }]
}
