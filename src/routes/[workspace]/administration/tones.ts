import type { JobState } from '#platform/jobs/schema.ts'
import type { MailState } from '#platform/mail/schema.ts'
import type { Tone } from '#ui/types.ts'

/** How the state of a job looks. */
export const JOB_TONES: Readonly<Record<JobState, Tone>> = {
	waiting: 'information',
	running: 'information',
	done: 'success',
	failed: 'error',
	cancelled: 'plain'
}

/** How the state of a mail looks. */
export const MAIL_TONES: Readonly<Record<MailState, Tone>> = {
	waiting: 'information',
	sent: 'success',
	failed: 'error',
	kept: 'warning',
	cancelled: 'plain'
}

/** How the outcome of an operation looks. */
export const OUTCOME_TONES: Readonly<Record<string, Tone>> = {
	done: 'success',
	absent: 'plain',
	forbidden: 'error',
	conflict: 'warning',
	invalid: 'warning'
}
