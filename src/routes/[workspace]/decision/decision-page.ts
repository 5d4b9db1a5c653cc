import { keeperActions } from '#modules/directory/record-actions.ts'
import type { Words } from '#platform/languages/words.ts'
import type { Link, Tone } from '#ui/types.ts'
import type { DecisionState } from '#modules/deliberation/decision/decision-rules.ts'
import type { ProcedureState } from '#modules/deliberation/decision/procedure-rules.ts'

type Says = Pick<Words, 't'>

/** How a decision's standing asks for attention. */
export const toneOfDecision = (standing: DecisionState): Tone => {
	switch (standing) {
		case 'in-force':
			return 'success'
		case 'replaced':
			return 'warning'
		case 'revoked':
			return 'error'
		default:
			return standing satisfies never
	}
}

/** How a written procedure's standing asks for attention. */
export const toneOfProcedure = (standing: ProcedureState, outcome: 'adopted' | 'not-adopted' | null): Tone => {
	switch (standing) {
		case 'open':
			return 'information'
		case 'closed':
			return outcome === 'adopted' ? 'success' : 'warning'
		case 'stopped':
			return 'plain'
		default:
			return standing satisfies never
	}
}

type Standing = { state: string; keep: boolean }

/** The buttons at the head of a decision's page, as far as the seat may. */
export function decisionActions(
	words: Says,
	page: string,
	{ may, state, keep }: Standing & { may: { change: boolean; note: boolean; replace: boolean; revoke: boolean } }
): Link[] {
	const own = [
		{ may: may.note, href: `${page}/note`, label: words.t('decision.do.note') },
		{ may: may.replace, href: `${page}/replace`, label: words.t('decision.do.replace') },
		{ may: may.revoke, href: `${page}/revoke`, label: words.t('decision.do.revoke') }
	]
	return [
		...own.flatMap(({ may: isAllowed, ...link }) => (isAllowed ? [link] : [])),
		...keeperActions(words, page, { state, keep, may: { change: may.change } })
	]
}

/** The buttons at the head of a written procedure's page, as far as the seat may. */
export function procedureActions(
	words: Says,
	page: string,
	{
		may,
		state,
		keep,
		isAnswered
	}: Standing & { may: { answer: boolean; close: boolean; stop: boolean }; isAnswered: boolean }
): Link[] {
	const own = [
		{
			may: may.answer,
			href: `${page}/answer`,
			label: words.t(isAnswered ? 'decision.do.answer-anew' : 'decision.do.answer')
		},
		{ may: may.close, href: `${page}/close`, label: words.t('decision.do.close') },
		{ may: may.stop, href: `${page}/stop`, label: words.t('decision.do.stop') }
	]
	return [
		...own.flatMap(({ may: isAllowed, ...link }) => (isAllowed ? [link] : [])),
		...keeperActions(words, page, { state, keep, may: { change: false } })
	]
}

type Ending = {
	standing: ProcedureState
	deadlineDay: string
	ballot: { entitled: number; silent: number }
	today: string
}

/** Why an open procedure only waits to be closed: nobody answers any more; null while somebody may. */
export function procedureEnds({ t }: Says, { standing, deadlineDay, ballot, today }: Ending): string | null {
	if (standing !== 'open') return null
	if (today > deadlineDay) return t('decision.procedure.ends.past')
	return ballot.entitled > 0 && ballot.silent === 0 ? t('decision.procedure.ends.complete') : null
}

/** The form by which an action is assigned from a decision, and from the recommendation it answers, where that is one. */
export function assigningOf(
	workspace: string,
	{ reference, answers }: { reference: string; answers: readonly { reference: string }[] }
): string {
	const [answered, ...others] = answers
	const isOne = answered !== undefined && others.length === 0
	const source = new URLSearchParams({
		decision: reference,
		...(isOne ? { recommendation: answered.reference } : {})
	})
	return `/${workspace}/action/new?${source.toString()}`
}
