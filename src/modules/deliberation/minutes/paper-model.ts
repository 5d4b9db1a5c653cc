import type { z } from 'zod'
import type { Block, DocumentModel } from '#platform/documents/document.ts'
import { nameOf } from '#modules/directory/page-links.ts'
import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { MeetingPage } from '../meeting/outputs.ts'
import { isAhead } from '../rules.ts'
import type { Minutes, MinutesItem } from './minute-outputs.ts'
import type { PaperKind } from './minutes-rules.ts'
import { agendaTable, papersOf, standingBlocks } from './paper-agenda.ts'
import { attendanceTable, interestBlocks, quorumBlocks, whoCame } from './paper-attendance.ts'
import { noticeLetter } from './paper-notice.ts'
import { besideBlocks, decisionSheet, itemTextBlocks } from './paper-outcomes.ts'

type Meeting = z.output<typeof MeetingPage>

/** Who calls a meeting, as far as the reader sees it, and where they sit. */
export type CalledBy = { chair: RecordReference | null; secretariat: RecordReference | null; place: string | null }
export type PaperContent = { meeting: Meeting; minutes: Minutes; calledBy: CalledBy }
/** A paper with the day it is written on, and the day it was sealed where its minutes had been adopted before. */
export type Dated = PaperContent & { today: string; sealedOn: string | null }
type Written = Omit<DocumentModel, 'letterhead' | 'footer'> & { reference: string }

/** A paper of a meeting as its reader is to have it: everything in it comes from what that reader is shown. */
export function paperOf(words: Words, kind: PaperKind, content: Dated): Written {
	const { t } = words
	const { meeting, sealedOn } = content
	const title = t(`minutes.paper.title.${kind}`, { meeting: words.name(meeting.title) })
	return {
		title,
		...(meeting.structure ? { subtitle: nameOf(words, meeting.structure) } : {}),
		language: words.language,
		...(meeting.origin === 'invented'
			? { notice: t(isAhead(meeting.status) ? 'minutes.paper.invented-ahead' : 'minutes.paper.invented') }
			: {}),
		reference: meeting.reference,
		blocks: [
			...(kind === 'notice' ? [] : facts(words, meeting)),
			...(sealedOn === null ? [] : [paragraph(t('minutes.paper.sealed-late', { day: words.day(sealedOn) }))]),
			...bodyOf(words, kind, content)
		]
	}
}

/** The paper as the edition it is: for whom it is stands on its first page and at the foot of each. */
export function paperFor(
	{ t }: Words,
	{ reference, ...paper }: Written,
	edition: string
): Omit<DocumentModel, 'letterhead'> {
	return {
		...paper,
		footer: `${reference} · ${edition}`,
		blocks: [{ type: 'paragraph', label: t('minutes.paper.edition'), text: edition }, ...paper.blocks]
	}
}

function bodyOf(words: Words, kind: PaperKind, content: Dated): Block[] {
	const { meeting, minutes } = content
	switch (kind) {
		case 'notice':
			return noticeLetter(words, content, facts(words, meeting))
		case 'agenda':
			return [...agendaTable(words, meeting, minutes), ...papersOf(words, meeting)]
		case 'attendance':
			return [...attendanceTable(words, meeting), ...quorumBlocks(words, meeting), ...interestBlocks(words, meeting)]
		case 'minutes':
			return [
				...status(words, content),
				...whoCame(words, meeting),
				...minutes.items.flatMap((item) => itemBlocks(words, item)),
				...besideBlocks(words, minutes.beside)
			]
		case 'decisions':
			return decisionSheet(words, minutes)
		default:
			return kind satisfies never
	}
}

const paragraph = (text: string): Block => ({ type: 'paragraph', text })
const labelled = ({ t }: Words, label: string, text: string | null): Block[] =>
	text === null || text === ''
		? []
		: [{ type: 'paragraph', label: t('minutes.paper.label', { label: t(`minutes.paper.${label}`) }), text }]

const placeOf = ({ place }: Meeting) => place
const timeOf = (words: Words, { start, end, zone }: Meeting) =>
	words.t('minutes.paper.time', {
		day: words.day(start.slice(0, 10)),
		from: start.slice(11),
		until: end.slice(0, 10) === start.slice(0, 10) ? end.slice(11) : `${words.day(end.slice(0, 10))}, ${end.slice(11)}`,
		zone
	})

const facts = (words: Words, meeting: Meeting): Block[] => [
	...labelled(words, 'number', meeting.reference),
	...labelled(words, 'when', timeOf(words, meeting)),
	...labelled(words, 'where', placeOf(meeting)),
	...labelled(words, 'online', meeting.onlineAddress),
	...labelled(words, 'purpose', words.t(`meeting.purpose.${meeting.purpose}`))
]

const status = (words: Words, { meeting, minutes: { earlyReason } }: Dated): Block[] => [
	{ type: 'paragraph', tone: 'strong', text: adoptedText(words, meeting) },
	...(earlyReason === null ? [] : [paragraph(words.t('meeting.life.early-adoption', { reason: earlyReason }))])
]

// The meeting or procedure that adopted them is named to whoever sees it.
function adoptedText({ t, day: inWords, name }: Words, { adoptedDay, adoptedHow, adoptedIn }: Meeting): string {
	if (adoptedDay === null) return t('minutes.paper.not-adopted')
	const day = inWords(adoptedDay)
	if (adoptedHow === null) return t('minutes.paper.adopted', { day })
	if (adoptedIn === null) return t(`minutes.paper.adopted-${adoptedHow}`, { day })
	return t(`minutes.paper.adopted-${adoptedHow}-named`, {
		day,
		name: name(adoptedIn.title),
		number: adoptedIn.reference
	})
}

const itemBlocks = (words: Words, item: MinutesItem): Block[] => [
	{
		type: 'heading',
		level: 1,
		text: words.t('minutes.paper.item-heading', { number: item.number, title: words.name(item.title) })
	},
	...standingBlocks(words, item),
	...itemTextBlocks(words, item)
]
