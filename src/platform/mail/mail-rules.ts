import type { MailState } from './schema.ts'

/** Why a mail cannot be sent again, or null when it can: what was cancelled has lost its links, what waits is on its way. */
export function whyNotResend({ state }: { state: MailState }): string | null {
	switch (state) {
		case 'kept':
		case 'failed':
			return null
		case 'cancelled':
			return 'mail.cancelled-stays'
		case 'waiting':
			return 'mail.waits-already'
		case 'sent':
			return 'mail.sent-already'
		default:
			return state satisfies never
	}
}

/** Why a mail cannot be cancelled, or null when it can. */
export const whyNotCancelMail = ({ state }: { state: MailState }): string | null =>
	state === 'waiting' || state === 'kept' ? null : 'mail.ended-already'
