import { whyNotMoveAction, type ActionState } from '../rules.ts'
import { mayDo, whyNotAccept, whyNotSteps, type ActionDoing, type Party } from './action-rules.ts'

/** What the page of an action offers. */
export const ACTION_DOINGS = [
	'report',
	'submit',
	'answer',
	'accept',
	'askExtension',
	'answerExtension',
	'cancel',
	'reopen',
	'handOver',
	'change',
	'steps',
	'support'
] as const
export type Doing = (typeof ACTION_DOINGS)[number]

// The right each needs.
const RIGHT: Record<Doing, ActionDoing> = {
	report: 'report',
	submit: 'submit',
	answer: 'accept',
	accept: 'accept',
	askExtension: 'extend',
	answerExtension: 'answer-extension',
	cancel: 'cancel',
	reopen: 'reopen',
	handOver: 'hand-over',
	change: 'change',
	steps: 'steps',
	support: 'support'
}

export type Standing = {
	state: ActionState
	isWithdrawn: boolean
	hasDueDay: boolean
	isExtensionAsked: boolean
	/** How many pieces of evidence there are. */
	evidence: number
}

const whyNotParts = (state: ActionState) =>
	state === 'closed' || state === 'cancelled' ? whyNotMoveAction(state, 'hand-over') : null

/** Why something cannot be done to an action as it stands, whoever asks, or null when it can. */
export function whyNotDo(doing: Doing, standing: Standing): string | null {
	const { state, isWithdrawn, hasDueDay, isExtensionAsked, evidence } = standing
	if (isWithdrawn) return 'deliberation.action-withdrawn'
	switch (doing) {
		case 'report':
		case 'submit':
		case 'cancel':
		case 'reopen':
			return whyNotMoveAction(state, doing)
		case 'answer':
			return whyNotMoveAction(state, 'accept')
		case 'accept':
			return whyNotMoveAction(state, 'accept') ?? whyNotAccept({ evidence })
		case 'askExtension': {
			const why = whyNotMoveAction(state, 'extend')
			if (why) return why
			if (!hasDueDay) return 'deliberation.action-without-due-day'
			return isExtensionAsked ? 'deliberation.action-extension-waits' : null
		}
		case 'answerExtension':
			return whyNotParts(state) ?? (isExtensionAsked ? null : 'deliberation.action-extension-not-asked')
		case 'handOver':
			return whyNotMoveAction(state, 'hand-over')
		case 'change':
			return state === 'cancelled' ? 'deliberation.action-cancelled' : null
		case 'steps':
			return whyNotSteps(state)
		case 'support':
			return whyNotParts(state)
		default:
			return doing satisfies never
	}
}

/** What somebody may do to an action now, and of what they have the right to, the rule that forbids it. */
export function standingOf(parties: readonly Party[], standing: Standing) {
	const has = (doing: Doing) => mayDo(parties, RIGHT[doing])
	return {
		may: each((doing) => has(doing) && whyNotDo(doing, standing) === null),
		whyNot: each((doing) => (has(doing) ? whyNotDo(doing, standing) : null))
	}
}

const each = <Value>(of: (doing: Doing) => Value): Record<Doing, Value> => ({
	report: of('report'),
	submit: of('submit'),
	answer: of('answer'),
	accept: of('accept'),
	askExtension: of('askExtension'),
	answerExtension: of('answerExtension'),
	cancel: of('cancel'),
	reopen: of('reopen'),
	handOver: of('handOver'),
	change: of('change'),
	steps: of('steps'),
	support: of('support')
})
