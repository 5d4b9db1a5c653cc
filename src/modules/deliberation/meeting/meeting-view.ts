import type { z } from 'zod'
import { linkIfAny, linkTo, nameOf, pageOf } from '#modules/directory/page-links.ts'
import type { Words } from '#platform/languages/words.ts'
import type { Fact } from '#ui/facts.ts'
import type { FieldProps } from '#ui/form.ts'
import type { TimelineEntry } from '#ui/timeline.ts'
import type { Link, Tone } from '#ui/types.ts'
import type { MeetingState } from '../rules.ts'
import type { MeetingItem, MeetingPage } from './outputs.ts'

type Item = z.output<typeof MeetingItem>
type Page = z.output<typeof MeetingPage>
type Says = Pick<Words, 't' | 'day'>

/** When a meeting is, in words: its day and the time of its own clock, with the zone. */
export function whenOf({ t, day }: Says, { start, end, zone }: Pick<Item, 'start' | 'end' | 'zone'>): string {
	const [from, to] = [start.slice(11), end.slice(11)]
	if (start.slice(0, 10) === end.slice(0, 10))
		return t('meeting.fact.span', { day: day(start.slice(0, 10)), from, to, zone })
	return t('meeting.fact.days', { from: momentText({ t, day }, start), to: momentText({ t, day }, end), zone })
}

/** A local time in words. */
export const momentText = ({ t, day }: Says, local: string): string =>
	t('meeting.fact.moment', { day: day(local.slice(0, 10)), time: local.slice(11) })

/** How much the state of a meeting asks for. */
export const toneOf = (status: MeetingState): Tone => {
	switch (status) {
		case 'adopted':
			return 'success'
		case 'held':
		case 'drafted':
		case 'circulated':
			return 'warning'
		case 'cancelled':
		case 'postponed':
			return 'error'
		case 'planned':
		case 'called':
			return 'information'
		default:
			return status satisfies never
	}
}

/** What a meeting is, line by line. */
export function meetingFacts(words: Words, workspace: string, meeting: Page): Fact[] {
	const { t } = words
	return [
		{ label: t('meeting.fact.when'), value: whenOf(words, meeting) },
		{ label: t('meeting.field.structure'), value: linkIfAny(words, workspace, meeting.structure) },
		{ label: t('meeting.field.purpose'), value: t(`meeting.purpose.${meeting.purpose}`) },
		{ label: t('meeting.field.place'), value: meeting.place },
		...(meeting.onlineAddress
			? [{ label: t('meeting.field.online'), value: { href: meeting.onlineAddress, label: meeting.onlineAddress } }]
			: []),
		...(meeting.series
			? [
					{
						label: t('meeting.fact.series'),
						value: { href: `/${workspace}/meeting-series/${meeting.series.id}`, label: meeting.series.title }
					}
				]
			: [])
	]
}

/** The life of a meeting, day by day. */
export function meetingTimeline(words: Words, workspace: string, meeting: Page): TimelineEntry[] {
	const { t } = words
	const entries: TimelineEntry[] = []
	if (meeting.calledDay !== null)
		entries.push({
			title: t('meeting.life.called', { days: meeting.noticeDays ?? 0 }),
			when: meeting.calledDay,
			tone: 'information'
		})
	entries.push({
		title: t('meeting.life.day'),
		when: meeting.day,
		tone: toneOf(meeting.status),
		detail: [
			t(`meeting.status.${meeting.status}`),
			...(meeting.statusReason ? [t('meeting.reason', { reason: meeting.statusReason })] : []),
			...(meeting.series && meeting.series.start !== meeting.start
				? [t('meeting.fact.moved', { start: momentText(words, meeting.series.start) })]
				: [])
		].join('. ')
	})
	if (meeting.commentsUntil !== null) entries.push({ title: t('meeting.life.comments'), when: meeting.commentsUntil })
	if (meeting.adoptedDay !== null)
		entries.push({
			title: adoptionOf(words, meeting),
			when: meeting.adoptedDay,
			tone: 'success',
			...(meeting.adoptedIn ? { href: pageOf(workspace, meeting.adoptedIn) } : {})
		})
	return entries.toSorted((one, other) => (one.when ?? '').localeCompare(other.when ?? ''))
}

function adoptionOf(words: Words, { adoptedHow, adoptedIn }: Page) {
	if (adoptedHow === 'written-procedure') return words.t('meeting.life.adopted-by')
	return adoptedIn
		? words.t('meeting.life.adopted-in', { meeting: nameOf(words, adoptedIn) })
		: words.t('meeting.life.adopted')
}

/** The buttons at the head of a meeting's page: its moves first, as far as the seat may. */
export function meetingActions({ t }: Pick<Words, 't'>, workspace: string, meeting: Page): Link[] {
	const page = pageOf(workspace, meeting)
	return [
		...meeting.moves.map((move) => ({ href: `${page}/move/${move}`, label: t(`meeting.move.${move}`) })),
		...(meeting.may.change ? [{ href: `${page}/change`, label: t('meeting.do.change') }] : []),
		...(meeting.may.answerFor === null ? [] : [{ href: `${page}/answer`, label: t('meeting.do.answer') }]),
		{ href: `${page}/minutes`, label: t('meeting.do.minutes') },
		{ href: `${page}/papers`, label: t('meeting.do.papers') },
		...(meeting.series
			? [{ href: `/${workspace}/meeting-series/${meeting.series.id}/minutes`, label: t('meeting.do.series-minutes') }]
			: []),
		{ href: `${page}/calendar.ics`, label: t('meeting.do.calendar') }
	]
}

type Agenda = Page['agenda'][number]

/** The agenda of a page, sorted by what became of each item. */
export const agendaParts = (agenda: readonly Agenda[]) => ({
	accepted: agenda.filter(({ status }) => status === 'accepted'),
	proposed: agenda.filter(({ status }) => status === 'proposed'),
	aside: agenda.filter(({ status }) => status === 'declined' || status === 'withdrawn')
})

/** Who presents an item, as one text. */
export const presenterOf = (words: Pick<Words, 'name'>, { presenter, presenterActor }: Agenda): string | null =>
	[presenter, presenterActor ? nameOf(words, presenterActor) : null].filter((part) => part !== null).join(', ') || null

/** What a standing item holds, as links. */
export function standingLinks(words: Words, workspace: string, standing: Page['standing'], kind: Agenda['agendaKind']) {
	const { t, day } = words
	switch (kind) {
		case 'minutes':
			return standing.lastMeeting
				? [
						{
							href: pageOf(workspace, standing.lastMeeting.meeting),
							label: t('meeting.standing.last', {
								meeting: nameOf(words, standing.lastMeeting.meeting),
								day: day(standing.lastMeeting.day),
								status: t(`meeting.status.${standing.lastMeeting.status}`)
							}),
							detail: null
						}
					]
				: []
		case 'matters-arising':
			return standing.actions.map((one) => ({
				...linkTo(words, workspace, one.record),
				detail: joined([
					t(`meeting.standing.${one.code}`),
					one.day === null ? null : t('meeting.standing.due', { day: day(one.day) }),
					one.actor ? nameOf(words, one.actor) : null
				])
			}))
		case 'recommendations':
			return standing.recommendations.map((one) => ({
				...linkTo(words, workspace, one.record),
				detail: joined([
					t(`meeting.standing.${one.code}`),
					one.day === null ? null : t('meeting.standing.since', { day: day(one.day) })
				])
			}))
		case 'commitments':
			return standing.commitments.map((one) => ({
				...linkTo(words, workspace, one.record),
				detail: joined([
					words.has(`due.${one.code}`) ? t(`due.${one.code}`) : null,
					one.day === null ? null : t('meeting.standing.due', { day: day(one.day) }),
					one.actor ? nameOf(words, one.actor) : null
				])
			}))
		case 'item':
			return []
		default:
			return kind satisfies never
	}
}

const joined = (parts: readonly (string | null)[]) => parts.filter((part) => part !== null).join(', ')

/** The quorum in words: the rule, how many are there, and whether that is enough. */
export function quorumText({ t }: Pick<Words, 't'>, { present, members, required }: Page['quorum']): string {
	return required === null
		? t('meeting.quorum.counted-none', { present, members })
		: t('meeting.quorum.counted', { present, members, required })
}

export type MonthDay = { day: string; isOther: boolean }

/** The weeks of a month, Monday first, with the days of its neighbours that fill them. */
export function weeksOf(month: string): MonthDay[][] {
	const first = new Date(`${month}-01T00:00:00Z`)
	const offset = (first.getUTCDay() + 6) % 7
	const days: MonthDay[] = []
	for (let at = -offset; at < 42 - offset; at++) {
		const date = new Date(first.getTime() + at * 86_400_000).toISOString().slice(0, 10)
		days.push({ day: date, isOther: !date.startsWith(month) })
	}
	const weeks = [0, 1, 2, 3, 4, 5].map((week) => days.slice(week * 7, week * 7 + 7))
	return weeks.filter((week) => week.some(({ isOther }) => !isOther))
}

/** The month so many months after another. */
export const monthAfter = (month: string, by: number): string =>
	new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + by, 1)).toISOString().slice(0, 7)

/** The fields of a form with what was typed into them, where the form was sent for something else than to be saved. */
export const typedInto = (
	fields: readonly FieldProps[],
	typed: readonly (readonly [string, string])[] | null
): FieldProps[] =>
	fields.map((field) => {
		if (typed === null) return field
		const values = typed.filter(([name]) => name === field.name).map(([, value]) => value)
		return { ...field, value: field.kind === 'checkboxes' ? values : (values[0] ?? null) }
	})
