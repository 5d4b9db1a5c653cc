import { mailIsOn, sendPersonalMail } from '#platform/mail/send-mail.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { knownDevice, rememberDevice } from './cookies.server.ts'
import type { Entrance, Visit } from './entrance.server.ts'
import type { SignInWay } from './schema.ts'
import { enteredBefore, note } from './sign-in-log.server.ts'
import { tellProgram } from './tell-program.ts'

/**
 * What is done for everybody who is let in: it is noted, the device is known from now on, and whoever was never seen on it
 * nor at this address is told by mail, so that a sign-in that was not theirs does not go unseen. Gives what the browser keeps.
 */
export async function welcome(entrance: Entrance, visit: Visit, person: string, method: SignInWay): Promise<string[]> {
	const isKnown = knownDevice(entrance, visit.cookies, person) !== undefined
	const before = await enteredBefore(entrance, person, visit)
	await note(entrance, visit, { person, method, outcome: 'done' })
	if (!isKnown && before.ever && !before.fromHere) await tell(entrance, visit, person)
	return rememberDevice(entrance, visit.cookies, person)
}

async function tell(entrance: Entrance, visit: Visit, id: string) {
	if (!mailIsOn()) return
	const person = await entrance.people
		.selectFrom('person')
		.select(['name', 'email', 'language'])
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	const mail = {
		template: 'new-device',
		to: { name: person.name, email: person.email, language: person.language ?? 'en' },
		params: {
			when: visit.now.toISOString(),
			device: [tellProgram(visit.program), visit.address].filter(Boolean).join(', ')
		},
		secretParams: { link: '/account/sessions' }
	}
	// Nobody is kept out because their address takes no mail.
	await sendPersonalMail(entrance, mail).catch((refusal: unknown) => {
		if (!isRefusal(refusal)) throw refusal
	})
}
