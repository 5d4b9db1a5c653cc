import { setTimeout } from 'node:timers/promises'
import { askReset } from '#platform/access/sign-in/ask-reset.server.ts'
import { mailIsOn } from '#platform/mail/send-mail.server.ts'
import { doorAction, entranceOf, textOf, visitOf } from '../at-the-door.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = () => ({ mailIsOn: mailIsOn() })

const ANSWERED_AFTER = 400

export const actions: Actions = {
	default: doorAction('default', async (event, form) => {
		const asked = askReset(entranceOf(event), visitOf(event), textOf(form, 'email'), event.locals.words.language)
		// Writing a mail takes longer than writing none: the answer waits for both alike.
		await Promise.all([asked, setTimeout(ANSWERED_AFTER)])
		return { isAsked: true }
	})
}
