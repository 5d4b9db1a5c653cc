import type { Block, DocumentModel } from '#platform/documents/document.ts'
import type { Words } from '#platform/languages/words.ts'
import { datedName } from '../meeting/dated-name.ts'
import { standingBlocks } from './paper-agenda.ts'
import { actionTable, itemTextBlocks, outcomeBlocks } from './paper-outcomes.ts'
import type { SeriesMinutes } from './series-queries.ts'

type Written = Omit<DocumentModel, 'letterhead'>
type Meeting = SeriesMinutes['meetings'][number]

/** The period that was asked for, in words. */
export function periodOf({ t, day }: Words, { from, to }: Pick<SeriesMinutes, 'from' | 'to'>): string {
	if (from && to) return t('minutes.series.between', { from: day(from), to: day(to) })
	if (from) return t('minutes.series.since', { from: day(from) })
	return to ? t('minutes.series.until', { to: day(to) }) : t('minutes.series.all')
}

/** The minutes of a series of meetings as one document: what is open first, then meeting by meeting, the oldest first. */
export function seriesDocument(words: Words, series: SeriesMinutes, today: string): Written {
	const { t, name } = words
	const of = name((series.series ?? series.structure).title)
	const isInvented = series.meetings.some(({ origin }) => origin === 'invented')
	return {
		title: t('minutes.series.of', { structure: of }),
		subtitle: periodOf(words, series),
		language: words.language,
		...(isInvented ? { notice: t('minutes.paper.invented-partly') } : {}),
		footer: series.structure.reference,
		blocks: [
			...openBlocks(words, series, today),
			...(series.left > 0
				? [
						{
							type: 'paragraph' as const,
							tone: 'strong' as const,
							text: t('minutes.series.left', { left: series.left })
						}
					]
				: []),
			...series.meetings.flatMap((meeting) => meetingBlocks(words, meeting)),
			...(series.meetings.length === 0 ? [{ type: 'paragraph' as const, text: t('minutes.series.no-meetings') }] : [])
		]
	}
}

function openBlocks(words: Words, { open }: SeriesMinutes, today: string): Block[] {
	const { t } = words
	return [
		{ type: 'heading', level: 1, text: t('minutes.series.open', { day: words.day(today) }) },
		...(open.actions.length + open.recommendations.length === 0
			? [{ type: 'paragraph' as const, tone: 'quiet' as const, text: t('minutes.paper.none') }]
			: []),
		...(open.actions.length > 0 ? [actionTable(words, open.actions, t('minutes.paper.actions'))] : []),
		...(open.recommendations.length > 0
			? [
					{ type: 'paragraph' as const, tone: 'strong' as const, text: t('minutes.paper.recommendations') },
					{
						type: 'list' as const,
						items: open.recommendations.map(({ reference, title }) => `${reference} · ${words.name(title)}`)
					}
				]
			: [])
	]
}

function meetingBlocks(words: Words, meeting: Meeting): Block[] {
	const { t, name } = words
	const status = meeting.status === 'adopted' ? 'minutes.series.adopted' : 'minutes.series.not-adopted'
	return [
		{
			type: 'heading',
			level: 1,
			text: datedName(words, meeting.title, meeting.day)
		},
		{ type: 'paragraph', tone: 'quiet', text: `${meeting.reference} · ${t(status)}` },
		...(meeting.origin === 'invented'
			? [{ type: 'paragraph' as const, tone: 'strong' as const, text: t('minutes.paper.invented') }]
			: []),
		...(meeting.isReadable
			? []
			: [{ type: 'paragraph' as const, tone: 'quiet' as const, text: t('minutes.page.read-later') }]),
		...meeting.items.flatMap((item): Block[] => [
			{
				type: 'heading',
				level: 2,
				text: t('minutes.paper.item-heading', { number: item.number, title: name(item.title) })
			},
			...standingBlocks(words, item),
			...itemTextBlocks(words, { ...item, isReadable: meeting.isReadable })
		]),
		...outcomeBlocks(words, meeting.beside)
	]
}
