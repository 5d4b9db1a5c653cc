import { createHmac, timingSafeEqual } from 'node:crypto'
import { parseCookies } from 'better-auth/cookies'
import { cookiePrefix, keyOfSignIn } from './auth.server.ts'
import type { Entrance } from './entrance.server.ts'
import { digestFor } from './keys.server.ts'

const isSame = (one: Buffer, other: Buffer) => one.length === other.length && timingSafeEqual(one, other)

/** The value of a cookie that the library signed, or undefined when it is missing or not ours. */
export function signedCookie({ secret, origin }: Pick<Entrance, 'secret' | 'origin'>, cookies: string, name: string) {
	const sent = parseCookies(cookies).get(`${cookiePrefix(origin)}.${name}`)
	if (sent === undefined) return undefined
	const dot = sent.lastIndexOf('.')
	if (dot < 1) return undefined
	const value = sent.slice(0, dot)
	const expected = createHmac('sha256', keyOfSignIn(secret)).update(value).digest()
	return isSame(Buffer.from(sent.slice(dot + 1), 'base64'), expected) ? value : undefined
}

/** One cookie out of those a browser sent, as it would send it alone. */
export function onlyCookie({ origin }: Pick<Entrance, 'origin'>, cookies: string, name: string): string {
	const full = `${cookiePrefix(origin)}.${name}`
	return cookies.split(/;\s*/).find((one) => one.startsWith(`${full}=`)) ?? ''
}

const YEAR = 365 * 24 * 3_600
const DEVICES_MOST = 6
const DEVICE = 'device'

const markOf = (secret: Buffer, person: string, nonce: string) => digestFor(secret, 'device', `${person} ${nonce}`)

const marksIn = ({ origin }: Pick<Entrance, 'origin'>, cookies: string) =>
	(parseCookies(cookies).get(`${cookiePrefix(origin)}.${DEVICE}`) ?? '').split('~').filter(Boolean)

/** The name this device goes by for a person who signed in on it before; undefined where nobody did. */
export function knownDevice(entrance: Pick<Entrance, 'secret' | 'origin'>, cookies: string, person: string) {
	for (const mark of marksIn(entrance, cookies)) {
		const [nonce = '', sent = ''] = mark.split('.')
		if (isSame(Buffer.from(sent), Buffer.from(markOf(entrance.secret, person, nonce)))) return nonce
	}
	return undefined
}

/**
 * Lets a device be known for a person from now on. It opens nothing: it only keeps guesses made elsewhere from holding this
 * person up here. Several people may share a device.
 */
export function rememberDevice(
	entrance: Pick<Entrance, 'secret' | 'origin'>,
	cookies: string,
	person: string
): string[] {
	if (knownDevice(entrance, cookies, person) !== undefined) return []
	const nonce = crypto.randomUUID()
	const marks = [`${nonce}.${markOf(entrance.secret, person, nonce)}`, ...marksIn(entrance, cookies)].slice(
		0,
		DEVICES_MOST
	)
	const { origin } = entrance
	const secure = origin.startsWith('https:') ? '; Secure' : ''
	return [
		`${cookiePrefix(origin)}.${DEVICE}=${marks.join('~')}; Path=/; Max-Age=${String(YEAR)}; HttpOnly; SameSite=Lax${secure}`
	]
}
