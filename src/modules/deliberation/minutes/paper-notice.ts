import { nameOf } from '#modules/directory/page-links.ts'
import type { Block } from '#platform/documents/document.ts'
import type { Words } from '#platform/languages/words.ts'
import { agendaList } from './paper-agenda.ts'
import type { Dated } from './paper-model.ts'

// Long enough for a name, an office and a hand; drawn of letters, since a paper is text to whoever hears it.
const LINE = '_'.repeat(40)

/**
 * The notice of a meeting as the letter it is: who sends it, where and when, to whom, what they are called to, and who signs it by
 * which office. What the meeting is stands in it as on every paper.
 */
export function noticeLetter(
	words: Words,
	{ meeting, minutes, calledBy, today }: Dated,
	facts: readonly Block[]
): Block[] {
	const { t } = words
	const { chair, secretariat, place } = calledBy
	const day = words.day(meeting.calledDay ?? today)
	const sender = secretariat ?? chair
	const called = meeting.noticeDays ?? meeting.notice.needed
	const signs = (office: 'secretary' | 'chair', named: typeof chair): Block[] =>
		named === null ? [] : [{ type: 'paragraph', label: t(`minutes.paper.signs-${office}`), text: nameOf(words, named) }]
	return [
		...(sender ? [{ type: 'paragraph' as const, tone: 'strong' as const, text: nameOf(words, sender) }] : []),
		{ type: 'paragraph', text: place ? t('minutes.paper.place-and-day', { place, day }) : day },
		{
			type: 'paragraph',
			label: t('minutes.paper.to'),
			text: meeting.structure
				? t('minutes.paper.to-members', { structure: nameOf(words, meeting.structure) })
				: t('minutes.paper.to-all')
		},
		{ type: 'paragraph', text: t('minutes.paper.called', { days: called }) },
		...facts,
		{ type: 'heading', level: 1, text: t('minutes.paper.agenda') },
		...agendaList(words, meeting, minutes),
		{ type: 'heading', level: 1, text: t('minutes.paper.called-by') },
		...signs('chair', chair),
		// The body that chairs is often the one that keeps the structure: it signs once.
		...(secretariat?.id === chair?.id ? [] : signs('secretary', secretariat)),
		{ type: 'paragraph', label: t('minutes.paper.signature-line'), text: LINE }
	]
}
