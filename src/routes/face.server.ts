import { error, fail, redirect, type Cookies } from '@sveltejs/kit'
import { v4 as randomKey } from 'uuid'
import type { Command } from '#platform/operation/operation.server.ts'
import { fromText } from '#platform/operation/from-text.server.ts'
import { conflict, isRefusal, type Refusal } from '#platform/operation/refusal.ts'
import type { Session } from './session.server.ts'

/** The status each kind of refusal is told with, on pages and by the API alike. */
export const STATUS = { absent: 404, forbidden: 403, conflict: 409, invalid: 422 } as const

/** The sentence of a refusal in the reader's language. */
export function refusalSentence(
	words: Session['words'],
	refusal: { code: string; params?: Readonly<Record<string, string | number>> }
): string {
	return words.t(`refusal.${refusal.code}`, { ...refusal.params })
}

/** Who may do what was forbidden: each operation has its sentence. */
export function ruleSentence(words: Session['words'], refusal: Refusal): string | undefined {
	const operation = refusal.params['operation']
	return typeof operation === 'string' ? words.t(`allow.${operation}`) : undefined
}

/** Turns a refusal met while a page loads into the page for it; whoever is not signed in is asked to sign in. */
export function refusePage(locals: Session, address: URL, refusal: Refusal): never {
	if (refusal.kind === 'forbidden' && locals.seat.role === 'public' && locals.workspace)
		redirect(303, `/${locals.workspace.key}/sign-in?back=${encodeURIComponent(address.pathname + address.search)}`)
	const rule = refusal.kind === 'forbidden' ? ruleSentence(locals.words, refusal) : undefined
	const issue = refusal.issues[0]
	const message = issue
		? `${issue.path.join(' ')}: ${refusalSentence(locals.words, issue)}`
		: refusalSentence(locals.words, refusal)
	error(STATUS[refusal.kind], message, { title: locals.words.t(`problem.${refusal.kind}`), ...(rule ? { rule } : {}) })
}

/** What a form shows again after a refusal: the sentence, the field of each fault, and what was typed. */
export type FormFailure = {
	action: string
	kind: Refusal['kind']
	code: string
	params: Refusal['params']
	message: string
	rule?: string
	issues: { path: (string | number)[]; code: string; params?: Refusal['params']; message: string }[]
	values: Record<string, string | string[]>
}

// Fields every form carries beside its input: who acts, once only, and where to go on.
const CARRIED = new Set(['seat', 'once', 'back'])

/** What every form of a page carries: the seat that acts and a key that makes a second sending harmless. */
export const formKeys = (locals: Session) => ({ seat: locals.seat.key ?? 'public', once: randomKey() })

const typed = (form: FormData) => {
	const values: Record<string, string | string[]> = {}
	for (const name of new Set(form.keys())) {
		const texts = form.getAll(name).filter((value) => typeof value === 'string')
		if (!CARRIED.has(name)) values[name] = texts.length > 1 ? texts : (texts[0] ?? '')
	}
	return values
}

/** What an action needs of a request; every page's event has it. */
type Event = {
	request: Request
	locals: Session
	url: URL
	cookies: Cookies
	params: Readonly<Record<string, string | undefined>>
}

/**
 * A form action that runs a command: fields become the input, `fixed` adds what the address says. Done, it leads on to
 * `next` (by default the same page) with a notice; refused, the form keeps what was typed and says why.
 */
export function formAction<Input, Result>(
	command: Command<Input, Result>,
	fixed: (event: Event) => Record<string, unknown> = () => ({}),
	next?: (result: Result, event: Event) => string
) {
	return async (event: Event) => {
		const { locals, url } = event
		const form = await event.request.formData()
		const pairs = [...form].flatMap(([name, value]) =>
			typeof value === 'string' && !CARRIED.has(name) ? [[name, value] as const] : []
		)
		let result: Result
		try {
			if (form.get('seat') !== (locals.seat.key ?? 'public')) throw conflict('platform.seat-changed')
			const once = form.get('once')
			result = await locals.run(
				command,
				{ ...fromText(command.input, pairs), ...fixed(event) },
				typeof once === 'string' && once !== '' ? { key: once.slice(0, 100) } : undefined
			)
		} catch (refusal) {
			if (!isRefusal(refusal)) throw refusal
			return refuseForm(event, refusal, typed(form))
		}
		event.cookies.set('pitso_done', command.name, {
			path: '/',
			httpOnly: true,
			sameSite: 'lax',
			maxAge: 30,
			secure: url.protocol === 'https:'
		})
		redirect(303, next ? next(result, event) : url.pathname)
	}
}

function refuseForm(event: Event, refusal: Refusal, values: FormFailure['values']) {
	const { locals, url } = event
	if (refusal.kind === 'forbidden' && locals.seat.role === 'public') refusePage(locals, url, refusal)
	const rule = refusal.kind === 'forbidden' ? ruleSentence(locals.words, refusal) : undefined
	const failure: FormFailure = {
		action: [...url.searchParams.keys()].find((name) => name.startsWith('/'))?.slice(1) ?? 'default',
		kind: refusal.kind,
		code: refusal.code,
		params: refusal.params,
		message: refusalSentence(locals.words, refusal),
		...(rule ? { rule } : {}),
		issues: refusal.issues.map((issue) => ({
			...issue,
			path: [...issue.path],
			message: refusalSentence(locals.words, issue)
		})),
		values
	}
	return fail(STATUS[refusal.kind], { failure })
}
