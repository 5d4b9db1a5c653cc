import type { z } from 'zod'
import type { Block, DocumentModel } from '#platform/documents/document.ts'
import type { speak } from '#platform/languages/words.ts'
import type { AgendaEntry, MeetingPage } from '../meeting/outputs.ts'
import type { Minutes, MinutesItem, Outcomes } from './minute-outputs.ts'
import type { PaperKind } from './minutes-rules.ts'

type Meeting = z.output<typeof MeetingPage>
type Agenda = z.output<typeof AgendaEntry>
export type PaperWords = Pick<ReturnType<typeof speak>, 't' | 'name' | 'day' | 'language' | 'list' | 'number'>

export type PaperContent = { meeting: Meeting; minutes: Minutes }
type Written = Omit<DocumentModel, 'letterhead'>

const named = (words: PaperWords, { title, acronym }: { title: Record<string, string>; acronym: string | null }) =>
	acronym ? `${words.name(title)} (${acronym})` : words.name(title)

const inForeign = (words: PaperWords, language: string) => (language === words.language ? {} : { language })

/** A paper of a meeting as its reader is to have it: everything in it comes from what that reader is shown. */
export function paperOf(words: PaperWords, kind: PaperKind, { meeting, minutes }: PaperContent): Written {
	const { t } = words
	const title = t(`minutes.paper.title.${kind}`, { meeting: words.name(meeting.title) })
	return {
		title,
		...(meeting.structure ? { subtitle: named(words, meeting.structure) } : {}),
		language: words.language,
		...(meeting.origin === 'invented' ? { notice: t('minutes.paper.invented') } : {}),
		footer: meeting.reference,
		blocks: [...facts(words, meeting), ...bodyOf(words, kind, meeting, minutes)]
	}
}

function bodyOf(words: PaperWords, kind: PaperKind, meeting: Meeting, minutes: Minutes): Block[] {
	const { t } = words
	switch (kind) {
		case 'notice':
			return [
				paragraph(t('minutes.paper.called', { days: meeting.noticeDays ?? meeting.notice.needed })),
				{ type: 'heading', level: 1, text: t('minutes.paper.agenda') },
				...agendaList(words, meeting)
			]
		case 'agenda':
			return [...agendaTable(words, meeting), ...papersOf(words, meeting)]
		case 'attendance':
			return [...attendanceTable(words, meeting), ...quorum(words, meeting)]
		case 'minutes':
			return [
				...status(words, meeting),
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
const labelled = (label: string, text: string | null): Block[] =>
	text === null || text === '' ? [] : [{ type: 'paragraph', label, text }]

const placeOf = ({ place }: Meeting) => place
const timeOf = (words: PaperWords, { start, end, zone }: Meeting) =>
	words.t('minutes.paper.time', {
		day: words.day(start.slice(0, 10)),
		from: start.slice(11),
		until: end.slice(0, 10) === start.slice(0, 10) ? end.slice(11) : `${words.day(end.slice(0, 10))}, ${end.slice(11)}`,
		zone
	})

const facts = (words: PaperWords, meeting: Meeting): Block[] => [
	...labelled(words.t('minutes.paper.number'), meeting.reference),
	...labelled(words.t('minutes.paper.when'), timeOf(words, meeting)),
	...labelled(words.t('minutes.paper.where'), placeOf(meeting)),
	...labelled(words.t('minutes.paper.online'), meeting.onlineAddress),
	...labelled(words.t('minutes.paper.purpose'), words.t(`meeting.purpose.${meeting.purpose}`))
]

const status = (words: PaperWords, meeting: Meeting): Block[] => [
	{
		type: 'paragraph',
		tone: 'strong',
		text: meeting.adoptedDay
			? words.t('minutes.paper.adopted', { day: words.day(meeting.adoptedDay) })
			: words.t('minutes.paper.not-adopted')
	}
]

const onAgenda = ({ agenda }: Meeting) => agenda.filter((item) => item.number !== null)
const presenterOf = (words: PaperWords, { presenter, presenterActor }: Agenda) =>
	[presenter, presenterActor ? named(words, presenterActor) : null].filter((part) => part !== null).join(', ')

const agendaList = (words: PaperWords, meeting: Meeting): Block[] => {
	const items = onAgenda(meeting).map((item) => words.name(item.title))
	return items.length === 0 ? [paragraph(words.t('minutes.paper.no-agenda'))] : [{ type: 'list', ordered: true, items }]
}

function agendaTable(words: PaperWords, meeting: Meeting): Block[] {
	const { t } = words
	const items = onAgenda(meeting)
	if (items.length === 0) return [paragraph(t('minutes.paper.no-agenda'))]
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
				[words.name(item.title), item.note].filter((part) => part !== null).join('\n'),
				presenterOf(words, item)
			])
		}
	]
}

function papersOf(words: PaperWords, meeting: Meeting): Block[] {
	const items = onAgenda(meeting).flatMap(({ number, papers }) =>
		papers.map((paper) => words.t('minutes.paper.paper-of', { number: number ?? 0, paper: paper.title }))
	)
	if (items.length === 0) return []
	return [
		{ type: 'heading', level: 1, text: words.t('minutes.paper.papers') },
		{ type: 'list', items }
	]
}

function attendanceTable(words: PaperWords, meeting: Meeting): Block[] {
	const { t } = words
	if (meeting.attendance.length === 0) return [paragraph(t('minutes.paper.no-attendance'))]
	return [
		{
			type: 'table',
			caption: t('minutes.paper.attendance'),
			columns: [
				{ title: t('minutes.paper.actor'), share: 4 },
				{ title: t('minutes.paper.capacity'), share: 2 },
				{ title: t('minutes.paper.person'), share: 3 },
				{ title: t('minutes.paper.state'), share: 2 },
				{ title: t('minutes.paper.signature'), share: 2 }
			],
			rows: meeting.attendance.map((one) => [
				named(words, one.actor),
				t(`meeting.capacity.${one.capacity}`),
				[one.office, one.person].filter((part) => part !== null).join(', '),
				t(`meeting.attendance.${one.state}`),
				''
			])
		}
	]
}

function quorum({ t }: PaperWords, { quorum: { required, present, isQuorate, members } }: Meeting): Block[] {
	if (required === null) return [paragraph(t('minutes.paper.no-quorum', { present, members }))]
	const key = isQuorate ? 'minutes.paper.quorate' : 'minutes.paper.not-quorate'
	return [paragraph(t(key, { present, required, members }))]
}

function whoCame(words: PaperWords, meeting: Meeting): Block[] {
	const { t } = words
	const lines = (state: 'present' | 'apologies' | 'absent') => {
		const some = meeting.attendance.filter((one) => one.state === state)
		return labelled(
			t(`minutes.paper.${state}`),
			some
				.map((one) =>
					one.capacity === 'member'
						? named(words, one.actor)
						: `${named(words, one.actor)} (${t(`meeting.capacity.${one.capacity}`)})`
				)
				.join('; ')
		)
	}
	const interests = meeting.attendance.flatMap((one) =>
		one.interest === null
			? []
			: [t('minutes.paper.interest', { actor: named(words, one.actor), interest: one.interest })]
	)
	if (meeting.attendance.length === 0) return []
	return [
		{ type: 'heading', level: 1, text: t('minutes.paper.attendance') },
		...lines('present'),
		...lines('apologies'),
		...lines('absent'),
		...quorum(words, meeting),
		...(interests.length === 0
			? []
			: [paragraph(t('minutes.paper.interests')), { type: 'list' as const, items: interests }])
	]
}

/** The text of an item's minutes, in its own language, or that there is none. */
export function textBlocks(words: PaperWords, minute: { text: string; language: string } | null): Block[] {
	if (minute === null || minute.text === '')
		return [{ type: 'paragraph', tone: 'quiet', text: words.t('minutes.paper.no-minutes') }]
	return paragraphsOf(minute.text).map((text) => ({ type: 'paragraph', text, ...inForeign(words, minute.language) }))
}

const itemBlocks = (words: PaperWords, item: MinutesItem): Block[] => [
	{
		type: 'heading',
		level: 1,
		text: words.t('minutes.paper.item-heading', { number: item.number, title: words.name(item.title) })
	},
	...textBlocks(words, item.minute),
	...outcomeBlocks(words, item)
]

const paragraphsOf = (text: string) => text.split(/\n{2,}/).filter((part) => part.trim() !== '')

const decisionText = (words: PaperWords, { reference, text, title }: Outcomes['decisions'][number]) =>
	`${reference} · ${words.name(title)}${text === words.name(title) ? '' : `\n${text}`}`

const recommendationText = (words: PaperWords, one: Outcomes['recommendations'][number]) => {
	const to = one.addressee ? named(words, one.addressee) : one.addressedTo
	return [
		`${one.reference} · ${words.name(one.title)}`,
		...(one.text === words.name(one.title) ? [] : [one.text]),
		...(to ? [words.t('minutes.paper.addressed-to', { to })] : [])
	].join('\n')
}

const actionText = (words: PaperWords, one: Outcomes['actions'][number]) =>
	[
		`${one.reference} · ${words.name(one.title)}`,
		words.t('minutes.paper.who-by-when', {
			who: one.responsible ? named(words, one.responsible) : '—',
			day: one.due ? words.day(one.due) : '—'
		})
	].join('\n')

/** What came of an item or a meeting, one paragraph each. */
export function outcomeBlocks(words: PaperWords, { decisions, recommendations, actions }: Outcomes): Block[] {
	const { t } = words
	return [
		...decisions.map((one): Block => ({
			type: 'paragraph',
			label: t('minutes.paper.decision'),
			text: decisionText(words, one)
		})),
		...recommendations.map((one): Block => ({
			type: 'paragraph',
			label: t('minutes.paper.recommendation'),
			text: recommendationText(words, one)
		})),
		...actions.map((one): Block => ({
			type: 'paragraph',
			label: t('minutes.paper.action'),
			text: actionText(words, one)
		}))
	]
}

const isNothing = ({ decisions, recommendations, actions }: Outcomes) =>
	decisions.length + recommendations.length + actions.length === 0

function besideBlocks(words: PaperWords, beside: Outcomes): Block[] {
	if (isNothing(beside)) return []
	return [{ type: 'heading', level: 1, text: words.t('minutes.paper.beside') }, ...outcomeBlocks(words, beside)]
}

function decisionSheet(words: PaperWords, { items, beside }: Minutes): Block[] {
	const { t } = words
	const all = [...items, beside]
	const decisions = all.flatMap((one) => one.decisions)
	const recommendations = all.flatMap((one) => one.recommendations)
	const actions = all.flatMap((one) => one.actions)
	const nothing = { type: 'paragraph' as const, tone: 'quiet' as const, text: t('minutes.paper.none') }
	return [
		{ type: 'heading', level: 1, text: t('minutes.paper.decisions') },
		...(decisions.length === 0
			? [nothing]
			: [{ type: 'list' as const, items: decisions.map((one) => decisionText(words, one)) }]),
		{ type: 'heading', level: 1, text: t('minutes.paper.recommendations') },
		...(recommendations.length === 0
			? [nothing]
			: [{ type: 'list' as const, items: recommendations.map((one) => recommendationText(words, one)) }]),
		{ type: 'heading', level: 1, text: t('minutes.paper.actions') },
		...(actions.length === 0 ? [nothing] : [actionTable(words, actions, t('minutes.paper.actions'))])
	]
}

/** Actions as a table: what, who, by when, and how they stand. */
export const actionTable = (words: PaperWords, actions: Outcomes['actions'], caption: string): Block => ({
	type: 'table',
	caption,
	columns: [
		{ title: words.t('minutes.paper.number'), share: 2.4 },
		{ title: words.t('minutes.paper.what'), share: 5 },
		{ title: words.t('minutes.paper.responsible'), share: 3 },
		{ title: words.t('minutes.paper.due'), share: 2 },
		{ title: words.t('minutes.paper.state'), share: 2 }
	],
	rows: actions.map((one) => [
		one.reference,
		words.name(one.title),
		one.responsible ? named(words, one.responsible) : '',
		one.due ? words.day(one.due) : '',
		words.t(`action.state.${one.state}`)
	])
})
