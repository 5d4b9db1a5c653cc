/** How a mail stands: kept ones wait for an administrator, since there was no mail server when they were written. */
export const MAIL_STATES = ['waiting', 'sent', 'failed', 'kept', 'cancelled'] as const
export type MailState = (typeof MAIL_STATES)[number]

export type MailTable = {
	workspace_id: string
	id: string
	template: string
	/** Whoever holds this seat when the mail is sent; otherwise the name and address below. */
	seat_id: string | null
	name: string | null
	email: string | null
	language: string | null
	/** What the template names, as JSON text. */
	params: string
	/** Records the template names, by parameter, as JSON text: read as the recipient when sent. */
	records: string
	/** Links and other secrets, sealed; erased when the mail is sent. */
	secrets: string | null
	is_private: boolean
	state: MailState
	attempts: number
	/** The last answer of the mail server, without addresses. */
	answer: string | null
	/** Why it came to no good end, as a code with words. */
	reason_code: string | null
	message_id: string
	due_at: Date
	/** Since when it is tried: after five days it is given up. */
	waiting_since: Date
	sent_at: Date | null
	asked_by_seat_id: string | null
	created_at: Date
}

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		mail: MailTable
	}
}
