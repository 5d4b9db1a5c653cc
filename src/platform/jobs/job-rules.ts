import type { JobState } from './schema.ts'

/** Why a job cannot be done again now, or null when it can: one that is done has had its effect. */
export function whyNotRepeat({ state, timed }: { state: JobState; timed: string | null }): string | null {
	if (state === 'running') return 'jobs.running'
	// What is due at its time may be done at any other too.
	return state === 'done' && timed === null ? 'jobs.done-already' : null
}

/** Why a job cannot be cancelled now, or null when it can. */
export function whyNotCancel({ state, timed }: { state: JobState; timed: string | null }): string | null {
	if (state === 'running') return 'jobs.running'
	if (timed !== null) return 'jobs.timed-stays'
	return state === 'waiting' ? null : 'jobs.ended-already'
}
