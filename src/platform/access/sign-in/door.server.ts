import { APIError, createAuthEndpoint } from 'better-auth/api'
import { deleteSessionCookie, setSessionCookie } from 'better-auth/cookies'
import { generateRandomString } from 'better-auth/crypto'
import { z } from 'zod'

const Entering = z.object({
	person: z.uuid(),
	method: z.enum(['password', 'code', 'recovery-code', 'passkey', 'provider']),
	isStrong: z.boolean(),
	/** The session this one takes the place of: a new identifier wherever somebody shows anew who they are. */
	instead: z.string().optional()
})

const CHALLENGE_MINUTES = 10

/** What our pages need of the library and it does not offer: opening a session for somebody whom we have made sure of ourselves. */
export const door = {
	id: 'pitso',
	endpoints: {
		enterPerson: createAuthEndpoint.serverOnly({ method: 'POST', body: Entering }, async (ctx) => {
			const { internalAdapter } = ctx.context
			const { person, method, isStrong, instead } = ctx.body
			const user = await internalAdapter.findUserById(person)
			if (!user) throw new APIError('UNAUTHORIZED')
			const session = await internalAdapter.createSession(user.id, false, { method, isStrong }, true)
			await setSessionCookie(ctx, { session, user })
			if (instead !== undefined) await internalAdapter.deleteSession(instead)
			return { entered: true }
		}),
		/** The challenge that the library itself sets after a password, for somebody whom the identity provider vouched for. */
		askSecondFactor: createAuthEndpoint.serverOnly(
			{ method: 'POST', body: z.object({ person: z.uuid() }) },
			async (ctx) => {
				const { internalAdapter, createAuthCookie, secret } = ctx.context
				const identifier = `2fa-${generateRandomString(20)}`
				const expiresAt = new Date(Date.now() + CHALLENGE_MINUTES * 60_000)
				await internalAdapter.createVerificationValue({ value: ctx.body.person, identifier, expiresAt })
				await internalAdapter.createVerificationValue({
					value: '0',
					identifier: `2fa-attempts-${identifier}`,
					expiresAt
				})
				const cookie = createAuthCookie('two_factor', { maxAge: CHALLENGE_MINUTES * 60 })
				await ctx.setSignedCookie(cookie.name, identifier, secret, cookie.attributes)
				return { asked: true }
			}
		),
		leave: createAuthEndpoint.serverOnly({ method: 'POST', body: z.object({ token: z.string() }) }, async (ctx) => {
			await ctx.context.internalAdapter.deleteSession(ctx.body.token)
			deleteSessionCookie(ctx)
			return { left: true }
		})
	}
}
