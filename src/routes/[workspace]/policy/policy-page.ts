import { keeperActions } from '#modules/directory/record-actions.ts'
import type { Compared } from '#modules/instruments/policy/version-differences.ts'
import type { Standing, VERSION_STATES } from '#modules/instruments/policy/policy-rules.ts'
import type { Words } from '#platform/languages/words.ts'
import { sayNote } from '#platform/records/say-note.ts'
import type { TimelineEntry } from '#ui/timeline.ts'
import type { Link, Tone } from '#ui/types.ts'

type Says = Pick<Words, 't'>

/** How the stage of a law asks for attention. */
export function toneOfStage(stage: Standing): Tone {
	switch (stage) {
		case 'idea':
		case 'drafting':
		case 'consultation':
		case 'validated':
			return 'information'
		case 'adopted':
		case 'in-force':
			return 'success'
		case 'under-review':
			return 'warning'
		case 'ended':
		case 'repealed':
		case 'not-known':
			return 'plain'
		default:
			return stage satisfies never
	}
}

export function toneOfVersion(state: (typeof VERSION_STATES)[number]): Tone {
	switch (state) {
		case 'waiting':
			return 'information'
		case 'read':
			return 'success'
		case 'unread':
			return 'warning'
		default:
			return state satisfies never
	}
}

/** How what happened to a provision is marked. */
export function toneOfChange(change: Compared | 'unchanged'): Tone {
	switch (change) {
		case 'added':
			return 'success'
		case 'removed':
			return 'error'
		case 'reworded':
			return 'warning'
		case 'renumbered':
		case 'moved':
			return 'information'
		case 'unchanged':
			return 'plain'
		default:
			return change satisfies never
	}
}

type Move = 'change' | 'setStage' | 'planStage' | 'takeBackStage' | 'addVersion' | 'addProvision'

const PAGES: readonly (readonly [Move, string])[] = [
	['addVersion', 'version/add'],
	['setStage', 'stage'],
	['planStage', 'plan'],
	['addProvision', 'provision/add'],
	['takeBackStage', 'take-back']
]

/** The buttons at the head of a law’s page, as far as the seat may. */
export function policyActions(
	words: Says,
	page: string,
	{ may, state, keep }: { may: Readonly<Record<Move, boolean>>; state: string; keep: boolean }
): Link[] {
	const own = PAGES.flatMap(([move, path]) =>
		may[move] ? [{ href: `${page}/${path}`, label: words.t(`policy.do.${path.replace('/', '-')}`) }] : []
	)
	return [...own, ...keeperActions(words, page, { state, keep, mergeable: true, may: { change: may.change } })]
}

type Stage = {
	stage: Standing
	on: string | null
	planned: string | null
	firstPlanned: string | null
	slippage: number | null
	isOverdue: boolean
	isEntered: boolean
	note: string | null
}

/** How far a stage slipped, in words; nothing where nothing was planned. */
export function saySlippage({ t }: Says, days: number | null): string | null {
	if (days === null) return null
	if (days === 0) return t('policy.slippage.none')
	return days > 0 ? t('policy.slippage.late', { days }) : t('policy.slippage.early', { days: -days })
}

/** The life of a law as a timeline: what was entered, then what is planned. */
export const lifeEntries = (words: Pick<Words, 't' | 'day' | 'country'>, stages: readonly Stage[]): TimelineEntry[] =>
	stages.map((one) => {
		const said = words.t(`policy.stage.${one.stage}`)
		const detail = [
			one.firstPlanned === null || one.firstPlanned === one.planned
				? null
				: words.t('policy.stages.first-planned', { day: words.day(one.firstPlanned) }),
			saySlippage(words, one.slippage),
			one.note && sayNote(words, one.note)
		]
		return {
			title: one.isEntered
				? said
				: words.t(one.isOverdue ? 'policy.stages.overdue' : 'policy.stages.planned', { stage: said }),
			when: one.isEntered ? one.on : one.planned,
			detail: detail.filter((part) => part !== null).join(' · ') || null,
			tone: one.isOverdue ? 'error' : one.isEntered ? toneOfStage(one.stage) : 'plain'
		}
	})
