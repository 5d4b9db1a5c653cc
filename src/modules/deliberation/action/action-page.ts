import type { Words } from '#platform/languages/words.ts'
import { linkTo } from '#modules/directory/page-links.ts'
import type { Link, Tone } from '#ui/types.ts'
import type { TimelineEntry } from '#ui/timeline.ts'
import type { ActionState } from '../rules.ts'
import { ACTION_FORMS, isOpen } from './action-forms.ts'
import type { ActionPage } from './action-outputs.ts'

type Says = Pick<Words, 't' | 'name' | 'day' | 'percent'>

/** How much the state of an action asks for. */
export function toneOf(progress: ActionState, isOverdue: boolean): Tone {
	if (isOverdue) return 'error'
	switch (progress) {
		case 'open':
		case 'in-progress':
			return 'information'
		case 'submitted':
			return 'warning'
		case 'closed':
			return 'success'
		case 'cancelled':
			return 'plain'
		default:
			return progress satisfies never
	}
}

// Those about a part stand beside that part.
const ASIDE: readonly string[] = ['add-support', 'remove-support']

/** The buttons at the head of an action's page, as far as the seat may now. */
export const actionButtons = ({ t }: Pick<Words, 't'>, page: string, { may }: Pick<ActionPage, 'may'>): Link[] =>
	ACTION_FORMS.filter((form) => !ASIDE.includes(form) && isOpen(form, may)).map((form) => ({
		href: `${page}/${form}`,
		label: t(`action.do.${form}`)
	}))

/** Where an action comes from, from the recommendation down to the item of the agenda, as far as it is seen. */
export function originOf(words: Says, workspace: string, action: ActionPage) {
	const link = (record: Parameters<typeof linkTo>[2]) => linkTo(words, workspace, record)
	const { t } = words
	// An item has no page of its own: it stands on that of its meeting.
	const item = action.agendaItem &&
		action.meeting && {
			href: link(action.meeting).href,
			label: words.name(action.agendaItem.title)
		}
	return [
		{
			label: t('action.where-from.recommendation-meeting'),
			value: action.recommendationMeeting && link(action.recommendationMeeting)
		},
		{
			label: t('action.where-from.recommendation-structure'),
			value: action.recommendationStructure && link(action.recommendationStructure)
		},
		{ label: t('field.action.recommendation_id'), value: action.recommendation && link(action.recommendation) },
		{ label: t('field.action.meeting_id'), value: action.meeting && link(action.meeting) },
		{ label: t('field.action.agenda_item_id'), value: item },
		{ label: t('field.action.decision_id'), value: action.decision && link(action.decision) },
		{ label: t('field.action.structure_id'), value: action.structure && link(action.structure) }
	].filter(({ value }) => value !== null)
}

/** All that happened to an action, newest first. */
export function actionTimeline({ t, name, day, percent }: Says, action: ActionPage): TimelineEntry[] {
	const entries: TimelineEntry[] = [
		{
			when: action.openedDay,
			title: t('action.timeline.opened'),
			detail: action.responsible && name(action.responsible.title)
		},
		...action.steps.flatMap(({ text, doneDay }) =>
			doneDay === null
				? []
				: [{ when: doneDay, title: t('action.timeline.step', { step: text }), tone: 'success' as const }]
		),
		...action.reports.map((report) => ({
			when: report.day,
			title: report.isFinal
				? t('action.report.final')
				: t('action.timeline.reported', { percent: percent(report.percent / 100) })
		})),
		...action.reports.flatMap(({ answer, answeredDay, answerReason }) =>
			answer === null || answeredDay === null
				? []
				: [
						{
							when: answeredDay,
							title: t(`action.answer.${answer}`),
							detail: answerReason,
							tone: answer === 'accepted' ? ('success' as const) : ('warning' as const)
						}
					]
		),
		...action.extensions.flatMap((one) => [
			{
				when: one.askedDay,
				title: t('action.extension.asked', { day: day(one.askedDay), until: day(one.wishedDay) }),
				detail: one.reason
			},
			...(one.answeredDay === null
				? []
				: [
						{
							when: one.answeredDay,
							title: t(`action.extension-state.${one.state}`),
							detail: one.answerReason
						}
					])
		]),
		...action.escalations.map(({ level, day: when }) => ({
			when,
			title: t(`action.escalation.${String(level)}`),
			tone: 'warning' as const
		})),
		...(action.closedDay === null
			? []
			: [
					{
						when: action.closedDay,
						title: t(action.progress === 'cancelled' ? 'action.timeline.cancelled' : 'action.timeline.closed'),
						detail: action.stateReasonOfAction
					}
				]),
		...(action.dueDay === null ? [] : [{ when: action.dueDay, title: t('action.timeline.due') }])
	]
	return entries.sort((one, other) => (other.when ?? '').localeCompare(one.when ?? ''))
}
