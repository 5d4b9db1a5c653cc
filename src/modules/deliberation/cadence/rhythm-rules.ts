import { addDays } from '../days.ts'
import type { RhythmKind } from './cadence.ts'
import type { QuorumKind } from './quorum.ts'

export type Rules = {
	kind: RhythmKind
	times: number | null
	noticeDays: number
	quorum: QuorumKind
	quorumNumber: number | null
	forbidsWithoutQuorum: boolean
	silence: string
	writtenDays: number
	basis: string | null
}

/** Which fields of rules do not go together: each with the code of its sentence. */
export function faultsOf(rules: Pick<Rules, 'kind' | 'times' | 'quorum' | 'quorumNumber' | 'forbidsWithoutQuorum'>) {
	const faults: { field: string; code: string }[] = []
	if (rules.kind === 'times-a-year' && rules.times === null)
		faults.push({ field: 'times', code: 'deliberation.rhythm-times-missing' })
	if (rules.quorum === 'number' && rules.quorumNumber === null)
		faults.push({ field: 'quorumNumber', code: 'deliberation.rhythm-quorum-number-missing' })
	if (rules.quorum === 'none' && rules.forbidsWithoutQuorum)
		faults.push({ field: 'forbidsWithoutQuorum', code: 'deliberation.rhythm-forbids-without-quorum' })
	return faults
}

type Version = { from: string | null; to: string | null }

/**
 * Why new rules cannot be in force from a day on, or null when they can. They follow the last version and never slip under it;
 * and a meeting that was held has been judged by the rules of its day, which nobody changes afterwards.
 */
export function whyNotFrom(
	day: string,
	{ last, wasHeldSince }: { last: Version | undefined; wasHeldSince: boolean }
): 'deliberation.rhythm-not-after-last' | 'deliberation.rhythm-meeting-judged' | null {
	if (last !== undefined && last.from !== null && day <= last.from) return 'deliberation.rhythm-not-after-last'
	return wasHeldSince ? 'deliberation.rhythm-meeting-judged' : null
}

/** The last day of the version that a new one follows. */
export const endBefore = (day: string) => addDays(day, -1)
