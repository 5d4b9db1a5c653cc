import type { z } from 'zod'
import { linkIfAny, linkTo, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { dayIn } from '#platform/access/workspace.ts'
import type { Words } from '#platform/languages/words.ts'
import type { Fact } from '#ui/facts.ts'
import type { FieldProps } from '#ui/form.ts'
import type { TimelineEntry } from '#ui/timeline.ts'
import type { Link, Tone } from '#ui/types.ts'
import type { MeetingMove, MeetingState } from '../rules.ts'
import { datedName } from './dated-name.ts'
import type { MeetingItem, MeetingPage } from './outputs.ts'
import { standingLineText } from './standing-lines.ts'

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
						value: {
							href: `/${workspace}/meeting-series/${meeting.series.id}`,
							label: words.name(meeting.series.title)
						}
					}
				]
			: [])
	]
}

/** The life of a meeting, day by day. */
export function meetingTimeline(words: Words, workspace: string, meeting: Page): TimelineEntry[] {
	const { t } = words
	const entries: TimelineEntry[] = []
	entries.push(...meeting.life.map((one) => lifeEntry(words, one, meeting)), {
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
	if (meeting.circulatedAt !== null)
		entries.push({ title: t('meeting.life.circulated'), when: dayIn(meeting.zone, meeting.circulatedAt) })
	if (meeting.commentsUntil !== null) entries.push({ title: t('meeting.life.comments'), when: meeting.commentsUntil })
	if (meeting.adoptedDay !== null)
		entries.push({
			title: adoptionOf(words, meeting),
			when: meeting.adoptedDay,
			tone: 'success',
			...(meeting.adoptedBy ? { detail: presentText(words, meeting.adoptedBy) } : {}),
			...(meeting.adoptedIn ? { href: pageOf(workspace, meeting.adoptedIn) } : {})
		})
	return entries.toSorted((one, other) => (one.when ?? '').localeCompare(other.when ?? ''))
}

/** When a meeting was called, put off or moved, and why: what came before its day as it stands now. */
function lifeEntry(words: Words, one: Page['life'][number], { notice }: Page): TimelineEntry {
	const { t } = words
	const reason = one.reason === null ? [] : [t('meeting.reason', { reason: one.reason })]
	switch (one.move) {
		case 'called': {
			const days = one.noticeDays ?? 0
			const isShort = days < notice.needed
			return {
				title: t(isShort ? 'meeting.life.called-short' : 'meeting.life.called', { days, needed: notice.needed }),
				when: one.day,
				tone: isShort ? 'warning' : 'information',
				detail: reason.join('') || null
			}
		}
		case 'postponed':
			return { title: t('meeting.life.postponed'), when: one.day, tone: 'warning', detail: reason.join('') || null }
		case 'rescheduled': {
			const moved =
				one.from !== null && one.to !== null
					? [t('meeting.life.from-to', { from: momentText(words, one.from), to: momentText(words, one.to) })]
					: []
			return {
				title: t('meeting.life.rescheduled'),
				when: one.day,
				tone: 'warning',
				detail: [...moved, ...reason].join('. ') || null
			}
		}
		default:
			return one.move satisfies never
	}
}

function presentText(words: Words, { present, members, required }: NonNullable<Page['adoptedBy']>) {
	const counted = quorumText(words, { present, members, required })
	return required === null ? `${counted}. ${words.t('meeting.quorum.none')}` : counted
}

function adoptionOf(words: Words, { adoptedHow, adoptedIn }: Page) {
	if (adoptedHow === 'written-procedure') return words.t('meeting.life.adopted-by')
	return adoptedIn
		? words.t('meeting.life.adopted-in', { meeting: nameOf(words, adoptedIn) })
		: words.t('meeting.life.adopted')
}

/** What a move is called; minutes that drew comments are drafted once more. */
export const moveLabel = ({ t }: Pick<Words, 't'>, move: MeetingMove, status: MeetingState): string =>
	t(move === 'draft' && status === 'circulated' ? 'meeting.move.draft-anew' : `meeting.move.${move}`)

/** The buttons at the head of a meeting's page: its moves first, as far as the seat may. */
export function meetingActions(words: Pick<Words, 't'>, workspace: string, meeting: Page): Link[] {
	const { t } = words
	const page = pageOf(workspace, meeting)
	return [
		...meeting.moves.map((move) => ({ href: `${page}/move/${move}`, label: moveLabel(words, move, meeting.status) })),
		...(meeting.may.change ? [{ href: `${page}/change`, label: t('meeting.do.change') }] : []),
		...(meeting.may.answerFor === null ? [] : [{ href: `${page}/answer`, label: t('meeting.do.answer') }]),
		...(meeting.may.readMinutes ? [{ href: `${page}/minutes`, label: t('meeting.do.minutes') }] : []),
		{ href: `${page}/papers`, label: t('meeting.do.papers') },
		...(meeting.series
			? [{ href: `/${workspace}/meeting-series/${meeting.series.id}/minutes`, label: t('meeting.do.series-minutes') }]
			: []),
		{ href: `${page}/calendar.ics`, label: t('meeting.do.calendar') }
	]
}

/** Where the minutes of a meeting are put to the members in writing; the form is filled in. */
export const procedureOnMinutes = (workspace: string, { reference }: { reference: string }): string =>
	`/${workspace}/written-procedure/new?${new URLSearchParams({ meeting: reference, subject: 'minutes' }).toString()}`

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
	const { t } = words
	const linesOf = (entries: Page['standing']['actions']) =>
		entries.map(({ actor, ...entry }) => ({
			...linkTo(words, workspace, entry.record),
			detail: kind === 'item' ? null : standingLineText(words, kind, { ...entry, responsible: actor })
		}))
	switch (kind) {
		case 'minutes':
			return standing.lastMeeting
				? [
						{
							href: pageOf(workspace, standing.lastMeeting.meeting),
							label: t('meeting.standing.last', {
								meeting: datedName(words, standing.lastMeeting.meeting.title, standing.lastMeeting.day),
								status: t(`meeting.status.${standing.lastMeeting.status}`)
							}),
							detail: null
						}
					]
				: []
		case 'matters-arising':
			return linesOf(standing.actions)
		case 'recommendations':
			return linesOf(standing.recommendations)
		case 'commitments':
			return linesOf(standing.commitments)
		case 'to-settle':
			return linesOf(standing.toSettle)
		case 'item':
			return []
		default:
			return kind satisfies never
	}
}

/** The quorum in words: the rule, how many are there, and whether that is enough. */
export function quorumText(
	{ t }: Pick<Words, 't'>,
	{ present, members, required }: Pick<Page['quorum'], 'present' | 'members' | 'required'>
): string {
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
		return { ...field, value: field.kind === 'checkboxes' || field.multiple ? values : (values[0] ?? null) }
	})
