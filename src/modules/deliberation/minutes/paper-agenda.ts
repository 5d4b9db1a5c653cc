import type { z } from 'zod'
import { nameOf } from '#modules/directory/page-links.ts'
import type { Block } from '#platform/documents/document.ts'
import { speak, type Catalogue, type Words } from '#platform/languages/words.ts'
import { standingLineText } from '../meeting/standing-lines.ts'
import type { AgendaEntry, MeetingPage } from '../meeting/outputs.ts'
import type { Minutes, MinutesItem } from './minute-outputs.ts'

type Meeting = z.output<typeof MeetingPage>
type Agenda = z.output<typeof AgendaEntry>
type Standing = Pick<MinutesItem, 'agendaKind' | 'standing'>

const onAgenda = ({ agenda }: Meeting) => agenda.filter((item) => item.number !== null)
const presenterOf = (words: Words, { presenter, presenterActor }: Agenda) =>
	[presenter, presenterActor ? nameOf(words, presenterActor) : null].filter((part) => part !== null).join(', ')

const NUMBER = /-\d{4}-\d{3,}$/

/** What a standing item holds, a line each. A record is named by its number; its key would tell a reader of paper nothing. */
export const standingTexts = (words: Words, { agendaKind, standing }: Standing): string[] =>
	agendaKind === 'item'
		? []
		: standing.map((line) => {
				const { reference } = line.record
				const name = nameOf(words, line.record)
				const record = NUMBER.test(reference) ? `${reference} · ${name}` : name
				const detail = standingLineText(words, agendaKind, line)
				return detail === '' ? record : words.t('minutes.paper.standing-line', { record, detail })
			})

/** What a standing item holds, as a list under its heading. */
export function standingBlocks(words: Words, item: Standing): Block[] {
	const items = standingTexts(words, item)
	return items.length === 0 ? [] : [{ type: 'list', items }]
}

// The lines under a standing item, as the minutes of the same reader hold them.
const linesIn = (words: Words, { items }: Minutes) => {
	const texts = new Map(items.map((item) => [item.id, standingTexts(words, item).map((line) => `– ${line}`)]))
	return ({ id }: Agenda): string[] => texts.get(id) ?? []
}

/** The agenda as a numbered list, each standing item with what it holds. */
export function agendaList(words: Words, meeting: Meeting, minutes: Minutes): Block[] {
	const lines = linesIn(words, minutes)
	const items = onAgenda(meeting).map((item) => [words.name(item.title), ...lines(item)].join('\n'))
	return items.length === 0
		? [{ type: 'paragraph', text: words.t('minutes.paper.no-agenda') }]
		: [{ type: 'list', ordered: true, items }]
}

/** The agenda with times and presenters. */
export function agendaTable(words: Words, meeting: Meeting, minutes: Minutes): Block[] {
	const { t } = words
	const items = onAgenda(meeting)
	if (items.length === 0) return [{ type: 'paragraph', text: t('minutes.paper.no-agenda') }]
	const lines = linesIn(words, minutes)
	return [
		{
			type: 'table',
			caption: t('minutes.paper.agenda'),
			columns: [
				{ title: t('minutes.paper.item-number'), numeric: true, share: 1 },
				{ title: t('minutes.paper.item-time'), share: 1.3 },
				{ title: t('minutes.paper.item'), share: 6 },
				{ title: t('minutes.paper.presenter'), share: 3 }
			],
			rows: items.map((item) => [
				String(item.number ?? ''),
				item.at?.slice(11) ?? '',
				[words.name(item.title), item.note, ...lines(item)].filter((part) => part !== null).join('\n'),
				presenterOf(words, item)
			])
		}
	]
}

/** The papers that hang on the items of the agenda. */
export function papersOf(words: Words, meeting: Meeting): Block[] {
	const items = onAgenda(meeting).flatMap(({ number, papers }) =>
		papers.map((paper) => words.t('minutes.paper.paper-of', { number: number ?? 0, paper: paper.title }))
	)
	if (items.length === 0) return []
	return [
		{ type: 'heading', level: 1, text: words.t('minutes.paper.papers') },
		{ type: 'list', items }
	]
}

type Titled = { agendaKind: Agenda['agendaKind']; title: Record<string, string> }

/**
 * Gives a standing item its name in the language of a paper, where the workspace has none in it: Pitso itself has named it, in
 * the workspace's languages. What a secretary has renamed stays as it was renamed.
 */
export function namedIn(catalogue: Catalogue, language: string) {
	return <T extends Titled>(item: T): T => {
		if (item.agendaKind === 'item' || item.title[language] !== undefined) return item
		const key = `meeting.standing.title.${item.agendaKind}`
		const isOwn = Object.entries(item.title).every(([known, title]) => speak(catalogue, known).t(key) === title)
		return isOwn ? { ...item, title: { ...item.title, [language]: speak(catalogue, language).t(key) } } : item
	}
}
