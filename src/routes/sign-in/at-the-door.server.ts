import { fail, redirect, type Cookies } from '@sveltejs/kit'
import { parseSetCookieHeader } from 'better-auth/cookies'
import {
	openEntrances,
	type Entrance,
	type Entrances,
	type Kept,
	type Visit
} from '#platform/access/sign-in/entrance.server.ts'
import { sessionCookie } from '#platform/access/sign-in/auth.server.ts'
import type { SignedIn } from '#platform/access/sign-in/find-person.server.ts'
import { TooManyAttempts } from '#platform/access/sign-in/limits.server.ts'
import { openProvider, type Provider } from '#platform/access/sign-in/provider.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import type { FormFailure } from '#ui/types.ts'
import { hereAgain } from '../back.ts'
import { refusalSentence, STATUS } from '../face.server.ts'
import { installation, onClose } from '../installation.server.ts'
import type { Session } from '../session.server.ts'

let opened: Entrances | undefined
let provider: Provider | undefined

function entrances() {
	if (opened) return opened
	const { facts, database, secret } = installation()
	opened = openEntrances({ connection: facts.connection, database, secret })
	onClose(opened.close)
	return opened
}

/** The way in at the address this request came to. */
export const entranceOf = ({ url }: { url: URL }): Entrance => entrances().at(url.origin)

/** The ministry's identity provider, or undefined where none is named. */
export function providerHere(): Provider | undefined {
	const { facts } = installation()
	if (!facts.provider) return undefined
	provider ??= openProvider(facts.provider.settings, facts.provider.secret)
	return provider
}

/** Tells the browser of whoever signs out to let go of the pages it holds: the next person at this machine goes back to none of them. */
export const FORGET_PAGES = { 'clear-site-data': '"cache"' }

/** What a page knows of a request, as far as the door is concerned. */
export type Knock = {
	request: Request
	url: URL
	cookies: Cookies
	locals: Session
	params: Readonly<Record<string, string | undefined>>
	setHeaders(headers: Record<string, string>): void
	getClientAddress(): string
}

/** Who knocks: what their browser sent, from where, and when. */
export const visitOf = ({ request, getClientAddress }: Pick<Knock, 'request' | 'getClientAddress'>): Visit => ({
	cookies: request.headers.get('cookie') ?? '',
	address: getClientAddress(),
	program: request.headers.get('user-agent'),
	now: new Date()
})

/**
 * Gives the browser what it is to keep. The session's cookie goes when the browser is closed, though the session could last
 * longer: the next person at a shared machine must not find the door open.
 */
export function keep({ cookies, url }: Pick<Knock, 'cookies' | 'url'>, { cookies: lines }: Kept): void {
	for (const line of lines)
		for (const [name, { value, ...attributes }] of parseSetCookieHeader(line)) {
			const lasts =
				name === sessionCookie(url.origin) && attributes['max-age'] !== 0 ? undefined : attributes['max-age']
			cookies.set(name, value, {
				path: '/',
				httpOnly: true,
				sameSite: 'lax',
				secure: url.protocol === 'https:',
				...(lasts === undefined ? {} : { maxAge: lasts })
			})
		}
}

/** Whoever is signed in; a page that is only theirs leads anybody else to the door first, and then back. */
export function signedInHere({ locals, url }: { locals: Session; url: URL }): SignedIn {
	if (!locals.person) redirect(303, `/sign-in?back=${encodeURIComponent(hereAgain(url))}`)
	return locals.person
}

const MINUTE = 60_000

/** How long somebody has to wait who tried too often, in whole minutes. */
export const minutesUntil = (until: Date, now: Date): number =>
	Math.max(1, Math.ceil((until.getTime() - now.getTime()) / MINUTE))

/**
 * Runs a form of the door: what is refused comes back as the form with its faults, and with what was typed but the secrets
 * among it; who tried too often is told when to try again.
 */
export function doorAction<Done>(
	name: string,
	work: (event: Knock, form: FormData) => Promise<Done>,
	{ typed = [] }: { typed?: readonly string[] } = {}
) {
	return async (event: Knock) => {
		const { locals, request, setHeaders } = event
		const form = await request.formData()
		const values = Object.fromEntries(typed.map((field) => [field, textOf(form, field)]))
		const failed = (failure: Omit<FormFailure, 'values' | 'action'>) => ({
			failure: { ...failure, values, action: name }
		})
		try {
			return await work(event, form)
		} catch (thrown) {
			if (thrown instanceof TooManyAttempts) {
				const now = new Date()
				setHeaders({ 'retry-after': String(Math.ceil((thrown.until.getTime() - now.getTime()) / 1000)) })
				const params = { minutes: minutesUntil(thrown.until, now) }
				const code = 'sign-in.too-many'
				return fail(
					429,
					failed({ kind: 'conflict', code, params, message: refusalSentence(locals.words, { code, params }) })
				)
			}
			if (!isRefusal(thrown)) throw thrown
			return fail(
				STATUS[thrown.kind],
				failed({
					kind: thrown.kind,
					code: thrown.code,
					params: { ...thrown.params },
					message: refusalSentence(locals.words, thrown),
					issues: thrown.issues.map((issue) => ({
						...issue,
						path: [...issue.path],
						message: refusalSentence(locals.words, issue)
					}))
				})
			)
		}
	}
}

/** A field of a form as text, empty where it was not sent. */
export function textOf(form: FormData, name: string): string {
	const value = form.get(name)
	return typeof value === 'string' ? value : ''
}
