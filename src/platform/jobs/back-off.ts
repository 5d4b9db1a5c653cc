const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** How long a job that failed waits before it is tried again, attempt by attempt; after the last of them it has failed. */
export const JOB_PLAN: readonly number[] = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 8 * HOUR]

/** How long mail waits before it is tried again; from the last on always as long, until the mail is too old. */
export const MAIL_PLAN: readonly number[] = [MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR]

// RFC 5321, 4.5.4.1: the give-up time generally needs to be at least four to five days.
export const MAIL_TRIED_FOR = 5 * 24 * HOUR

/** How many times a job is tried in all before it has failed. */
export const JOB_ATTEMPTS = JOB_PLAN.length + 1

/** When a job that has been tried so many times is tried next; null when it has failed for good. */
export function nextAttempt(attempts: number, now: Date): Date | null {
	const wait = JOB_PLAN[attempts - 1]
	return wait === undefined ? null : new Date(now.getTime() + wait)
}

/** When mail that could not be handed over so many times is tried next. */
export function nextDelivery(attempts: number, now: Date): Date {
	const wait = MAIL_PLAN[Math.min(attempts, MAIL_PLAN.length) - 1] ?? HOUR
	return new Date(now.getTime() + wait)
}

/** True when mail written at an instant is given up. */
export const isGivenUp = (writtenAt: Date, now: Date): boolean => now.getTime() - writtenAt.getTime() >= MAIL_TRIED_FOR
