import type { Words } from '#platform/languages/words.ts'
import { linkTo, nameOf } from '#modules/directory/page-links.ts'
import type { Link, Tone } from '#ui/types.ts'
import type { TimelineEntry } from '#ui/timeline.ts'
import { isActionOpen, type ActionState } from '../rules.ts'
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

/** Who accepts what is handed in while an action is open, and in whose place; null where it is over, or not told. */
export function whoAccepts(
	words: Pick<Words, 't' | 'name'>,
	{ acceptedBy, structure, progress }: Pick<ActionPage, 'acceptedBy' | 'structure' | 'progress'>
): string | null {
	if (acceptedBy === null || !isActionOpen(progress)) return null
	const { t } = words
	const { secretary, isInPlace } = acceptedBy
	const said = {
		structure: structure ? nameOf(words, structure) : '',
		actor: secretary ? nameOf(words, secretary) : ''
	}
	if (secretary === null) return t(isInPlace ? 'action.accepts.secretariat' : 'action.accepts.secretary')
	if (isInPlace) return t(structure ? 'action.accepts.in-place' : 'action.accepts.in-place-of', said)
	return t(structure ? 'action.accepts.secretary-of' : 'action.accepts.secretary-named', said)
}

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

type Told = TimelineEntry & { when: string; moment: number }

/** All that happened to an action, newest first; what happened on one day, in the order it was written. */
export function actionTimeline({ t, name, day, percent }: Says, action: ActionPage): TimelineEntry[] {
	const at = (key: string) => action.moments[key] ?? 0
	const told = (when: string | null, key: string, entry: TimelineEntry): Told[] =>
		when === null ? [] : [{ ...entry, when, moment: at(key) }]
	// As one thing follows from another, for those that were written at one moment.
	const entries: Told[] = [
		...told(action.dueDay, 'due', { title: t('action.timeline.due') }),
		...told(action.openedDay, action.id, {
			title: t('action.timeline.opened'),
			detail: action.responsible && name(action.responsible.title)
		}),
		...action.steps.flatMap(({ id, text, doneDay }) =>
			told(doneDay, `${id} ended`, { title: t('action.timeline.step', { step: text }), tone: 'success' })
		),
		...action.reports.toReversed().flatMap((report) => [
			...told(report.day, report.id, {
				title: report.isFinal
					? t('action.report.final')
					: t('action.timeline.reported', { percent: percent(report.percent / 100) })
			}),
			...(report.answer === null
				? []
				: told(report.answeredDay, `${report.id} ended`, {
						title: t(`action.answer.${report.answer}`),
						detail: report.answerReason,
						tone: report.answer === 'accepted' ? 'success' : 'warning'
					}))
		]),
		...action.extensions.toReversed().flatMap((one) => [
			...told(one.askedDay, one.id, {
				title: t('action.extension.asked', { day: day(one.askedDay), until: day(one.wishedDay) }),
				detail: one.reason
			}),
			...told(one.answeredDay, `${one.id} ended`, {
				title: t(`action.extension-state.${one.state}`),
				detail: one.answerReason
			})
		]),
		...action.escalations
			.toReversed()
			.flatMap((one) => told(one.day, one.id, { title: t(`action.escalation.${String(one.level)}`), tone: 'warning' })),
		...told(action.closedDay, `${action.id} ended`, {
			title: t(action.progress === 'cancelled' ? 'action.timeline.cancelled' : 'action.timeline.closed'),
			detail: action.stateReasonOfAction
		})
	]
	return entries
		.sort((one, other) => (one.when === other.when ? one.moment - other.moment : one.when < other.when ? -1 : 1))
		.reverse()
		.map(({ moment: _moment, ...entry }) => entry)
}
