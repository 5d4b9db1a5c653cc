import type { z } from 'zod'
import { nameOf, pageOf } from '#modules/directory/page-links.ts'
import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { TimelineEntry } from '#ui/timeline.ts'
import type { Tone } from '#ui/types.ts'
import { isRecommendationOpen, type ActionState, type RecommendationState } from '../rules.ts'
import type { MarkShape, Station } from './chain-layout.ts'
import type { HopItem, RecommendationPage } from './recommendation-outputs.ts'

type Says = Pick<Words, 't' | 'day' | 'name'>
export type Recommendation = z.output<typeof RecommendationPage>
export type Level = z.output<typeof HopItem>
/** How links of a recommendation read from it where they tell what came of it beyond its actions. */
const CHANGES: readonly string[] = ['changed', 'amends', 'repeals', 'implemented-by', 'leads-to']

/** Of the links of a recommendation, what it changed: records of any area. */
export const changedAmong = <T extends { reads: string }>(links: readonly T[]): T[] =>
	links.filter(({ reads }) => CHANGES.includes(reads))

/** How long a recommendation has lain where it lies, or who gave the last answer, when and after how long. */
export function standingLine(
	{ t, day, name }: Says,
	{ holder, daysHeld, answered }: Pick<Recommendation, 'holder' | 'daysHeld' | 'answered'>
): string | null {
	const words = { t, day, name }
	if (answered)
		return t('recommendation.answered-by', {
			level: levelName(words, { to: answered.by }),
			day: day(answered.day),
			days: answered.days
		})
	if (daysHeld === null) return null
	return t('recommendation.lies-with', { level: levelName(words, { to: holder }), days: daysHeld })
}

/** What a recommendation changed: a record of any area, with the argument for it. */
export type Changed = { record: RecordReference; argument: string | null }

/** More than this many actions are told by their number: the picture is to be read. */
const NAMED_MOST = 12

/** The name of a level, where the seat sees it. */
export const levelName = (words: Says, level: Pick<Level, 'to'>) =>
	level.to ? nameOf(words, level.to) : words.t('recommendation.level-unseen')

// A picture is to be read at a glance: the whole of a long note stands in the table beside it.
const NOTE_MOST = 120
const clipped = (note: string) => (note.length > NOTE_MOST ? `${note.slice(0, NOTE_MOST).trimEnd()}…` : note)

/** What happened at a level, one sentence each, in the order of time. */
export function levelLines(words: Says, level: Level): string[] {
	const { t, day } = words
	return [
		submittedLine(words, level),
		...(level.sentNote ? [t('recommendation.hop.note', { note: clipped(level.sentNote) })] : []),
		...(level.receivedDay ? [t('recommendation.hop.received', { day: day(level.receivedDay) })] : []),
		...(level.reviewDay ? [t('recommendation.hop.review', { day: day(level.reviewDay) })] : []),
		...(level.answeredDay && level.answer
			? [t(`recommendation.hop.${level.answer}`, { day: day(level.answeredDay) })]
			: [])
	]
}

/** When it was submitted to a level, and by whom where the seat sees who did. */
export const submittedLine = ({ t, day, name }: Says, { from, submittedDay }: Pick<Level, 'from' | 'submittedDay'>) =>
	from
		? t('recommendation.hop.submitted-by', { day: day(submittedDay), level: nameOf({ name }, from) })
		: t('recommendation.hop.submitted', { day: day(submittedDay) })

/** Which level it is, and that it is there again where it has been there before. */
export const levelRole = ({ t }: Pick<Words, 't'>, { position, isAgain }: Pick<Level, 'position' | 'isAgain'>) =>
	t(isAgain ? 'recommendation.level-again' : 'recommendation.level', { position })

/** To whom a level returned it with questions, where the seat sees that. */
export const backName = ({ t, name }: Says, { from }: Pick<Level, 'from'>) =>
	from ? nameOf({ name }, from) : t('recommendation.level-unseen')

type Back = NonNullable<Level['back']>

/** How long it lay there until it was submitted anew, in words. */
export const backWait = ({ t }: Pick<Words, 't'>, { days, isOpen }: Pick<Back, 'days' | 'isOpen'>) =>
	t(isOpen ? 'recommendation.back.waits' : 'recommendation.back.waited', { days })

const backLines = ({ t, day }: Says, { answeredDay, back }: Pick<Level, 'answeredDay' | 'back'>) => [
	...(answeredDay === null ? [] : [t('recommendation.back.since', { day: day(answeredDay) })]),
	...(back?.untilDay && back.endedBy ? [t(`recommendation.back.${back.endedBy}`, { day: day(back.untilDay) })] : [])
]

/** How long it lay at a level, in words; the open one counts on. */
export const waitOf = ({ t }: Pick<Words, 't'>, { days, isOpen }: Pick<Level, 'days' | 'isOpen'>) =>
	t(isOpen ? 'recommendation.waits' : 'recommendation.waited', { days })

/** The whole way of a recommendation as the stations of its picture. */
export function stationsOf(
	words: Says,
	workspace: string,
	recommendation: Recommendation,
	changed: readonly Changed[]
): Station[] {
	const { t, day } = words
	const longest = Math.max(1, ...recommendation.hops.flatMap(({ days, back }) => [days, back?.days ?? 0]))
	const href = (record: RecordReference | null) => record && pageOf(workspace, record)
	const origin = recommendation.structure ?? recommendation.meeting
	const arose: Station = {
		id: 'origin',
		kind: 'origin',
		role: t('recommendation.arose'),
		name: origin ? nameOf(words, origin) : t('recommendation.made-by-none'),
		href: href(recommendation.meeting ?? origin),
		lines: [
			...(recommendation.meeting && recommendation.meeting !== origin
				? [t('recommendation.arose-in', { meeting: nameOf(words, recommendation.meeting) })]
				: []),
			...(recommendation.meetingDay ? [day(recommendation.meetingDay)] : [])
		]
	}
	const levels = recommendation.hops.flatMap((hop): Station[] => [
		{
			id: hop.id,
			kind: 'level',
			role: levelRole(words, hop),
			name: levelName(words, hop),
			href: href(hop.to),
			lines: levelLines(words, hop),
			wait: { part: hop.days / longest, label: waitOf(words, hop), isOpen: hop.isOpen }
		},
		...(hop.back === null
			? []
			: [
					{
						id: `back ${hop.id}`,
						kind: 'back' as const,
						role: t('recommendation.back'),
						name: backName(words, hop),
						href: href(hop.from),
						lines: backLines(words, hop),
						wait: { part: hop.back.days / longest, label: backWait(words, hop.back), isOpen: hop.back.isOpen }
					}
				])
	])
	const standing: Station = {
		id: 'standing',
		kind: 'standing',
		role: t('recommendation.stands'),
		name: t(`recommendation.state.${recommendation.status}`),
		lines: recommendation.statusDay ? [t('recommendation.since', { day: day(recommendation.statusDay) })] : []
	}
	const actions = recommendation.actions.slice(0, NAMED_MOST).map((action): Station => ({
		id: action.record.id,
		kind: 'action',
		role: t('recommendation.came-back'),
		name: nameOf(words, action.record),
		href: href(action.record),
		mark: { shape: shapeOf(action.status), label: t(`recommendation.action-state.${action.status}`) },
		lines: [
			...(action.responsible ? [nameOf(words, action.responsible)] : []),
			...(action.dueDay ? [t('recommendation.action-due', { day: day(action.dueDay) })] : [])
		]
	}))
	const more = recommendation.actions.length - actions.length
	return [
		arose,
		...levels,
		standing,
		...actions,
		...(more > 0
			? [
					{
						id: 'more',
						kind: 'more' as const,
						role: t('recommendation.came-back'),
						name: t('recommendation.more-actions', { more }),
						href: '#actions',
						lines: []
					}
				]
			: []),
		...changed.map(({ record, argument }): Station => ({
			id: `changed ${record.id}`,
			kind: 'change',
			role: t('recommendation.changed-kind', { kind: t(`kind.${record.kind}`) }),
			name: nameOf(words, record),
			href: href(record),
			lines: argument === null ? [] : [argument]
		}))
	]
}

// What somebody still has to do is drawn open or half full; what is over is ticked or crossed out.
function shapeOf(status: ActionState): MarkShape {
	switch (status) {
		case 'open':
			return 'empty'
		case 'in-progress':
			return 'half'
		case 'submitted':
			return 'waits'
		case 'closed':
			return 'done'
		case 'cancelled':
			return 'crossed'
		default:
			return status satisfies never
	}
}

/** How a state asks for attention. */
export function toneOf(state: RecommendationState): Tone {
	switch (state) {
		case 'accepted':
		case 'accepted-in-part':
		case 'being-implemented':
		case 'implemented':
			return 'success'
		case 'returned':
			return 'warning'
		case 'declined':
		case 'lapsed':
			return 'error'
		case 'proposed':
		case 'submitted':
		case 'received':
		case 'under-review':
			return 'information'
		default:
			return state satisfies never
	}
}

const toneOfAnswer = (answer: NonNullable<Level['answer']>): Tone =>
	answer === 'passed-on' || answer === 'ended' ? 'plain' : toneOf(answer)

/** What happened to a recommendation, newest first. */
export function timelineOf(words: Says, recommendation: Recommendation): TimelineEntry[] {
	const { t } = words
	const wordings = recommendation.wordings.flatMap((wording) =>
		wording.day === null
			? []
			: [
					{
						atLevel: wording.number === 1 ? 0 : wording.atLevel,
						entry: {
							when: wording.day,
							title: t(wording.number === 1 ? 'recommendation.event.worded' : 'recommendation.event.reworded', {
								number: wording.number
							}),
							detail: wording.reason
						}
					}
				]
	)
	const wordedAt = (position: number) => wordings.flatMap(({ atLevel, entry }) => (atLevel === position ? [entry] : []))
	const entries = recommendation.hops.flatMap((hop): TimelineEntry[] => {
		const level = levelName(words, hop)
		const worded = wordedAt(hop.position)
		// Questions that came back are what it was worded anew for; any other answer is one to the wording it had then.
		const isReturned = hop.answer === 'returned'
		return [
			{
				when: hop.submittedDay,
				title: hop.from
					? t('recommendation.event.submitted-by', { level, from: nameOf(words, hop.from) })
					: t('recommendation.event.submitted', { level }),
				detail: hop.sentNote
			},
			...(hop.receivedDay ? [{ when: hop.receivedDay, title: t('recommendation.event.received', { level }) }] : []),
			...(hop.reviewDay ? [{ when: hop.reviewDay, title: t('recommendation.event.review', { level }) }] : []),
			...(isReturned ? [] : worded),
			...(hop.answeredDay && hop.answer
				? [
						{
							when: hop.answeredDay,
							title: t(`recommendation.event.${hop.answer}`, { level }),
							detail: hop.reasons,
							tone: toneOfAnswer(hop.answer)
						}
					]
				: []),
			...(isReturned ? worded : [])
		]
	})
	const isOver = !isRecommendationOpen(recommendation.status) || recommendation.status === 'being-implemented'
	const ended: TimelineEntry[] =
		isOver && recommendation.status !== 'declined'
			? [
					{
						when: recommendation.statusDay ?? undefined,
						title: t(`recommendation.state.${recommendation.status}`),
						tone: toneOf(recommendation.status),
						source: recommendation.source,
						year: recommendation.year
					}
				]
			: []
	// What happened on one day is told in the order in which it was entered.
	return [...wordedAt(0), ...entries, ...ended]
		.map((entry, index) => ({ entry, index }))
		.sort((one, other) => (other.entry.when ?? '').localeCompare(one.entry.when ?? '') || other.index - one.index)
		.map(({ entry }) => entry)
}
