import type { Opening } from '#platform/operation/perform.server.ts'
import { absent, conflict, invalid } from '#platform/operation/refusal.ts'
import { acceptInvitation, findInvitation } from '../invitation.server.ts'
import { libraryHeaders, type Entrance, type Kept, type Visit } from './entrance.server.ts'
import { asEmail } from './enter.server.ts'
import type { SignedIn } from './find-person.server.ts'
import { addPerson, findPersonByEmail, refusePassword, removePerson, storePassword } from './people.server.ts'
import { welcome } from './welcome.server.ts'

/** Takes the seat of an invitation for somebody who is signed in already. */
export const takeInvitation = (opening: Opening, { person }: SignedIn, secret: string): Promise<{ seat: string }> =>
	acceptInvitation(opening, { secret, person: { id: person.id, name: person.name, email: person.email } })

/**
 * Makes a person of somebody who comes by an invitation, with a password of their own choice, lets them hold its seat and
 * lets them in. An address that has an account already must sign in: an invitation never sets anybody's password.
 */
export async function enterByInvitation(
	entrance: Entrance,
	visit: Visit,
	{
		opening,
		secret,
		name,
		password,
		language
	}: { opening: Opening; secret: string; name: string; password: string; language: string }
): Promise<Kept & { seat: string }> {
	const invitation = await findInvitation(entrance.database, opening.workspace, secret, visit.now)
	if (!invitation) throw absent('access.no-such-invitation')
	if (invitation.state !== 'open') throw conflict(`access.invitation-${invitation.state}`)
	const email = asEmail(invitation.email)
	if (await findPersonByEmail(entrance, email)) throw conflict('sign-in.address-known')
	const called = name.trim().slice(0, 200)
	if (called === '') throw invalid([{ path: ['name'], code: 'platform.field.missing' }])
	refusePassword(password, [called, email])
	const id = await addPerson(entrance, { name: called, email, language, isEmailVerified: true, now: visit.now })
	await storePassword(entrance, { person: id, password, now: visit.now })
	const { seat } = await acceptInvitation(opening, { secret, person: { id, name: called, email } }).catch(
		async (refusal: unknown) => {
			// Nobody is left behind who holds no seat and whose address then counts as taken.
			await removePerson(entrance, id)
			throw refusal
		}
	)
	const { headers } = await entrance.auth.api.enterPerson({
		body: { person: id, method: 'password', isStrong: false },
		headers: libraryHeaders(visit),
		returnHeaders: true
	})
	return { seat, cookies: [...headers.getSetCookie(), ...(await welcome(entrance, visit, id, 'password'))] }
}
