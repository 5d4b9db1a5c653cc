import { z } from 'zod'
import { Day, Identifier } from '#platform/operation/fields.ts'
import { command, nothing } from '#platform/operation/operation.server.ts'
import { sendMail } from '#platform/mail/send-mail.server.ts'
import { DEFAULT_PREFERENCE, FREQUENCIES } from './action-rules.ts'
import { Language } from './action-commands.ts'
import { chosenBy, preferenceOf, remindedOf } from './reminded.server.ts'

/**
 * Chooses how often whoever holds the seat that acts is reminded by mail, on which day of the week, and in which language: for all the
 * seats they hold in the workspace.
 */
export const setReminder = command({
	name: 'reminder.set',
	input: z.strictObject({
		frequency: z.enum(FREQUENCIES),
		weekday: z.int().min(1).max(7).optional(),
		/** Null: the language the person has chosen for everything. */
		language: Language.nullable().optional()
	}),
	output: z.object({ frequency: z.enum(FREQUENCIES) }),
	about: nothing,
	allow: ({ seat }) => seat.id !== null,
	async run(here, { frequency, weekday, language }) {
		const reminded = await remindedOf(here, here.seat.id ?? '')
		const known = await chosenBy(here, reminded).forUpdate().executeTakeFirst()
		const before = await preferenceOf(here, reminded)
		const chosen = {
			frequency,
			weekday: weekday ?? before.weekday,
			language: language === undefined ? before.language : language
		}
		if (known) await here.write.change('reminder_preference', known.id, chosen)
		else await here.write.add('reminder_preference', { ...reminded, ...chosen, last_digest_day: null })
		return { frequency }
	}
})

/** The template of the digest, and what it is composed from when it is sent. */
export const DIGEST = 'action-digest'

/**
 * Writes the one digest of a day for whoever holds a seat, of all the seats they hold; a second on the same day is not written. Done
 * by the clock alone.
 */
export const sendDigest = command({
	name: 'reminder.send',
	input: z.strictObject({ seat: Identifier, since: Day.optional() }),
	output: z.object({ isSent: z.boolean() }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here, { seat, since }) {
		// Locked until the command commits: of two at once, the second finds what the first has written.
		const reminded = await remindedOf(here, seat)
		const known = await chosenBy(here, reminded).forUpdate().executeTakeFirst()
		if (known && known.last_digest_day !== null && known.last_digest_day >= here.today) return { isSent: false }
		const { frequency, weekday, language } = DEFAULT_PREFERENCE
		if (known) await here.write.change('reminder_preference', known.id, { last_digest_day: here.today })
		else
			await here.write.add('reminder_preference', {
				...reminded,
				frequency,
				weekday,
				language,
				last_digest_day: here.today
			})
		await sendMail(here, {
			template: DIGEST,
			to: { seatId: seat, language: known?.language ?? null },
			params: since === undefined ? {} : { since }
		})
		return { isSent: true }
	}
})
