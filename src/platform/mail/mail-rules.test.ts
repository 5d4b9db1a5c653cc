import { expect, test } from 'vitest'
import { whyNotCancelMail, whyNotResend } from './mail-rules.ts'
import { MAIL_STATES } from './schema.ts'

test('what was kept or failed may be sent again', () => {
	expect(Object.fromEntries(MAIL_STATES.map((state) => [state, whyNotResend({ state })]))).toEqual({
		waiting: 'mail.waits-already',
		sent: 'mail.sent-already',
		failed: null,
		kept: null,
		cancelled: 'mail.cancelled-stays'
	})
})

test('only what has not gone yet is cancelled', () => {
	expect(MAIL_STATES.filter((state) => whyNotCancelMail({ state }) === null)).toEqual(['waiting', 'kept'])
})
