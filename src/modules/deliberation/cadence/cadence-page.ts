import { spanOf } from '#platform/languages/month-span.ts'
import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { Link, Tone } from '#ui/types.ts'
import type { Functionality, JudgedBy, PeriodState } from './cadence.ts'
import type { RhythmVersion } from './rhythm-rows.server.ts'

/** How loud a functionality is said. */
export const FUNCTIONALITY_TONE = {
	active: 'success',
	lapsing: 'warning',
	dormant: 'error',
	'ad-hoc-idle': 'information',
	'never-met': 'error'
} as const satisfies Record<Functionality, Tone>

/**
 * What a structure does, in the same words wherever it is said: one that still has time for its first meeting since it was activated
 * awaits it, and nobody can say yet whether it meets as required.
 */
export const functionalityText = (
	{ t }: Pick<Words, 't'>,
	{ functionality, awaits }: { functionality: Functionality; awaits: boolean }
): string => t(awaits ? 'cadence.awaits' : `cadence.functionality.${functionality}`)

/**
 * Which parts of the year that rests on, to stand beside it: of those before them most may have been missed. Null where it does not
 * rest on parts of a year.
 */
export function judgedText(
	{ t, day, language }: Pick<Words, 't' | 'day' | 'language'>,
	judgedBy: readonly JudgedBy[]
): string | null {
	const [last, runs] = judgedBy.map(({ state, ...part }) =>
		t(`cadence.judged.${state}`, { span: spanOf(language, part, { isYearTold: true }), day: day(part.to) })
	)
	if (last === undefined) return null
	return runs === undefined ? last : t('cadence.judged', { last, runs })
}

export const PERIOD_TONE = {
	kept: 'success',
	missed: 'error',
	running: 'information',
	ahead: 'plain',
	'begun-within': 'plain'
} as const satisfies Record<PeriodState, Tone>

/** What a rhythm asks for, in a sentence. */
export const rhythmText = (
	{ t, number }: Pick<Words, 't' | 'number'>,
	{ kind, times }: Pick<RhythmVersion, 'kind' | 'times'>
): string =>
	kind === 'times-a-year'
		? t('cadence.rhythm.times-a-year', { count: times ?? 1, shown: number(times ?? 1) })
		: t(`cadence.rhythm.${kind}`)

/** What a quorum asks for. */
export const quorumText = (
	{ t, number }: Pick<Words, 't' | 'number'>,
	{ quorum, quorumNumber }: Pick<RhythmVersion, 'quorum' | 'quorumNumber'>
): string =>
	quorum === 'number'
		? t('cadence.quorum.number', { count: quorumNumber ?? 1, shown: number(quorumNumber ?? 1) })
		: t(`cadence.quorum.${quorum}`)

/** A link to a record under its name. */
export const linkOf = (
	{ name }: Pick<Words, 'name'>,
	workspace: string,
	{ kind, reference, title, acronym }: Pick<RecordReference, 'kind' | 'reference' | 'title' | 'acronym'>
): Link => ({
	href: `/${workspace}/${kind}/${reference}`,
	label: acronym ? `${name(title)} (${acronym})` : name(title)
})
