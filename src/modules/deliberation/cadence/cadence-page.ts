import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { Link, Tone } from '#ui/types.ts'
import type { Functionality, PeriodState } from './cadence.ts'
import type { RhythmVersion } from './rhythm-rows.server.ts'

/** How loud a functionality is said. */
export const FUNCTIONALITY_TONE = {
	active: 'success',
	lapsing: 'warning',
	dormant: 'error',
	'ad-hoc-idle': 'information',
	'never-met': 'error'
} as const satisfies Record<Functionality, Tone>

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
