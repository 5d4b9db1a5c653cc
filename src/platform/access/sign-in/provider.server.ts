import * as client from 'openid-client'
import { parseCookies } from 'better-auth/cookies'
import { z } from 'zod'
import { logLine } from '#platform/log.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { seal, unseal } from '#platform/settings/seal.server.ts'
import type { ProviderSettings } from '#platform/settings/settings.ts'
import { cookiePrefix } from './auth.server.ts'
import type { Entrance } from './entrance.server.ts'
import { digestFor } from './keys.server.ts'

/** What a provider vouches for: who it is, by issuer and subject, and the claims seats are given by. */
export type Vouched = {
	issuer: string
	subject: string
	name: string
	email: string | undefined
	isEmailVerified: boolean
	/** The provider itself asked for more than one factor. */
	isStrong: boolean
	values: Record<string, string[]>
	back: string
	/** The person who asked, signed in, for the identity to be linked to their account. */
	link: string | undefined
}

/** Where to send a browser, and what it is to keep until it comes back. */
export type Sent = { address: string; cookies: string[] }

const MINUTES = 10
const CONFIGURATION_KEPT = 3_600_000

const Asked = z.object({
	state: z.string(),
	nonce: z.string(),
	verifier: z.string(),
	back: z.string(),
	link: z.string().optional(),
	at: z.number()
})

const PURPOSE = 'sign-in at the provider'
const cookieName = (origin: string) => `${cookiePrefix(origin)}.provider`

const cookieLine = (origin: string, value: string, seconds: number) =>
	`${cookieName(origin)}=${value}; Path=/; Max-Age=${String(seconds)}; HttpOnly; SameSite=Lax${origin.startsWith('https:') ? '; Secure' : ''}`

/** Where the provider sends people back to; the address its administrator enters there. */
export const returnAddress = (origin: string) => `${origin}/sign-in/provider/back`

/** The person's own mark on a link that starts linking: nobody else's page can start it for them. */
export const linkMark = (secret: Buffer, session: string) => digestFor(secret, 'link', session)

/**
 * The ministry's identity provider, asked as OpenID Connect has it: code flow with PKCE, state and nonce, all checked by a
 * certified library. Its addresses and keys are discovered when they are needed, and again after an hour.
 */
export function openProvider(settings: ProviderSettings, clientSecret: string | undefined) {
	let known: { configuration: client.Configuration; until: number } | undefined

	async function configuration(now: Date) {
		if (known && known.until > now.getTime()) return known.configuration
		const issuer = new URL(settings.issuer)
		try {
			const found = await client.discovery(issuer, settings.clientId, clientSecret, authentication, {
				timeout: 10,
				// Only an issuer on this machine may be asked without TLS; the settings see to that.
				// eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that it is not used lightly
				...(issuer.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {})
			})
			known = { configuration: found, until: now.getTime() + CONFIGURATION_KEPT }
			return found
		} catch (error) {
			throw unreachable(settings, error)
		}
	}

	// Both are common, and a provider says which it takes.
	const authentication: client.ClientAuth = (server, ...rest) => {
		if (clientSecret === undefined) return client.None()(server, ...rest)
		const taken = server.token_endpoint_auth_methods_supported
		const method = taken?.includes('client_secret_post') ? client.ClientSecretPost : client.ClientSecretBasic
		return method(clientSecret)(server, ...rest)
	}

	return {
		settings,
		/** Sends a browser to the provider. */
		async send(
			{ secret, origin }: Pick<Entrance, 'secret' | 'origin'>,
			{ back, link, again, now }: { back: string; link?: string; again?: boolean; now: Date }
		): Promise<Sent> {
			const found = await configuration(now)
			const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()]
			const address = client.buildAuthorizationUrl(found, {
				redirect_uri: returnAddress(origin),
				scope: 'openid email profile',
				state,
				nonce,
				code_challenge: await client.calculatePKCECodeChallenge(verifier),
				code_challenge_method: 'S256',
				...(again ? { prompt: 'login' } : {})
			})
			const asked = seal(secret, PURPOSE, JSON.stringify({ state, nonce, verifier, back, link, at: now.getTime() }))
			return { address: address.href, cookies: [cookieLine(origin, asked, MINUTES * 60)] }
		},
		/** What the provider vouches for, when a browser comes back from it; refused when anything about it is not as asked. */
		async receive(
			{ secret, origin }: Pick<Entrance, 'secret' | 'origin'>,
			{ cookies, search, now }: { cookies: string; search: string; now: Date }
		): Promise<Vouched> {
			const asked = readAsked(secret, parseCookies(cookies).get(cookieName(origin)))
			if (!asked || asked.at < now.getTime() - MINUTES * 60_000) throw conflict('sign-in.provider-over')
			const found = await configuration(now)
			try {
				const tokens = await client.authorizationCodeGrant(found, new URL(returnAddress(origin) + search), {
					expectedState: asked.state,
					expectedNonce: asked.nonce,
					pkceCodeVerifier: asked.verifier,
					idTokenExpected: true
				})
				const claims = Claims.parse(tokens.claims())
				const more = found.serverMetadata().userinfo_endpoint
					? Told.parse(await client.fetchUserInfo(found, tokens.access_token, claims.sub))
					: {}
				return vouched(settings, { ...more, ...claims }, asked)
			} catch (error) {
				throw refused(settings, error)
			}
		},
		/** What the browser is to forget once it is back. */
		forget: ({ origin }: Pick<Entrance, 'origin'>) => [cookieLine(origin, '', 0)]
	}
}

export type Provider = ReturnType<typeof openProvider>

function readAsked(secret: Buffer, sealed: string | undefined) {
	if (sealed === undefined || sealed === '') return undefined
	try {
		return Asked.parse(JSON.parse(unseal(secret, PURPOSE, sealed)))
	} catch {
		return undefined
	}
}

// A provider writes what it likes into claims it was not asked for; only what is used is looked at.
const Told = z.looseObject({
	name: z.string().optional().catch(undefined),
	email: z.string().optional().catch(undefined),
	email_verified: z.boolean().optional().catch(undefined)
})
const Claims = Told.extend({ iss: z.string(), sub: z.string(), amr: z.array(z.string()).optional().catch(undefined) })

const Values = z.union([z.string().transform((one) => [one]), z.array(z.string())]).catch([])
const VALUES_MOST = 1_000

function vouched(
	{ claims: asked }: ProviderSettings,
	claims: z.output<typeof Claims>,
	{ back, link }: z.output<typeof Asked>
): Vouched {
	const values = Object.fromEntries(
		['sub', ...asked].map((claim) => [claim, Values.parse(claims[claim]).slice(0, VALUES_MOST)])
	)
	const email = claims.email?.trim().toLowerCase()
	return {
		issuer: claims.iss,
		subject: claims.sub,
		name: claims.name?.trim() || email || claims.sub,
		email: email && z.email().safeParse(email).success ? email : undefined,
		isEmailVerified: claims.email_verified === true,
		// RFC 8176: the provider says so when it asked for several factors.
		isStrong: claims.amr?.includes('mfa') === true,
		values,
		back,
		link
	}
}

// The operator needs the reason, the person at the door does not; neither codes nor tokens stand in these messages.
function unreachable({ name }: ProviderSettings, error: unknown) {
	logLine('error', 'the identity provider was not reached', {}, { error })
	return conflict('sign-in.provider-unreachable', { provider: name })
}

function refused({ name }: ProviderSettings, error: unknown) {
	logLine('warn', 'the identity provider refused', {}, { error })
	return conflict('sign-in.provider-refused', { provider: name })
}
