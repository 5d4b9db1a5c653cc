import { conflict } from '#platform/operation/refusal.ts'
import { mailIsOn, sendPersonalMail } from '#platform/mail/send-mail.server.ts'
import { asEmail } from './enter.server.ts'
import type { Entrance, Visit } from './entrance.server.ts'
import { countAttempt, networkOf, TooManyAttempts } from './limits.server.ts'
import { findPersonByEmail, makeReset } from './people.server.ts'
import { note } from './sign-in-log.server.ts'

const RESET_HOURS = 1

/**
 * Mails a link that sets a new password, where the address is somebody's. The answer is the same where it is nobody's, and so
 * is what an address that is asked for again and again gets to see; only who asks for many addresses is told to wait.
 */
export async function askReset(entrance: Entrance, visit: Visit, typed: string, language: string): Promise<void> {
	if (!mailIsOn()) throw conflict('platform.no-mail')
	const email = asEmail(typed)
	const network = visit.address === null ? 'unknown' : networkOf(visit.address)
	await countAttempt(entrance, [{ rule: 'address', of: `mail ${network}` }], visit.now)
	const found = await findPersonByEmail(entrance, email)
	const mayBeMailed = await countAttempt(entrance, [{ rule: 'mail', of: email }], visit.now).then(
		() => true,
		(error: unknown) => {
			if (error instanceof TooManyAttempts) return false
			throw error
		}
	)
	const person = found && !found.isClosed && mayBeMailed ? found : undefined
	await note(entrance, visit, { person: person?.id ?? null, method: 'account', outcome: 'reset-asked' })
	if (!person) return
	const secret = await makeReset(entrance, {
		person: person.id,
		removesSecondFactors: false,
		hours: RESET_HOURS,
		now: visit.now
	})
	await sendPersonalMail(entrance, {
		template: 'password-reset',
		to: { name: person.name, email: person.email, language: person.language ?? language },
		params: { name: person.name, minutes: RESET_HOURS * 60 },
		secretParams: { link: `/sign-in/reset/${secret}` }
	})
}
