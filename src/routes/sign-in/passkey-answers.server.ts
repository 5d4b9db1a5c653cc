import type { RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'
import { TooManyAttempts } from '#platform/access/sign-in/limits.server.ts'
import { conflict, isRefusal } from '#platform/operation/refusal.ts'
import { refusalSentence, STATUS } from '../face.server.ts'
import { minutesUntil } from './at-the-door.server.ts'

/** Answers a script of ours: what is refused is a sentence it can show. */
export async function answering({ locals }: RequestEvent, work: () => Promise<Response>): Promise<Response> {
	try {
		return await work()
	} catch (thrown) {
		if (thrown instanceof TooManyAttempts) {
			const params = { minutes: minutesUntil(thrown.until, new Date()) }
			const seconds = Math.ceil((thrown.until.getTime() - Date.now()) / 1000)
			const message = refusalSentence(locals.words, { code: 'sign-in.too-many', params })
			return Response.json({ message }, { status: 429, headers: { 'retry-after': String(seconds) } })
		}
		if (!isRefusal(thrown)) throw thrown
		return Response.json({ message: refusalSentence(locals.words, thrown) }, { status: STATUS[thrown.kind] })
	}
}

/** What a script of ours sent. A foreign page's form cannot send JSON, and its script is asked for leave first. */
export async function bodyOf<S extends z.ZodType>({ request, url }: RequestEvent, schema: S): Promise<z.output<S>> {
	const isOurs = request.headers.get('origin') === url.origin
	const isJson = request.headers.get('content-type')?.split(';')[0] === 'application/json'
	if (!isOurs || !isJson) throw conflict('sign-in.passkey-wrong')
	const parsed = schema.safeParse(await request.json().catch(() => undefined))
	if (!parsed.success) throw conflict('sign-in.passkey-wrong')
	return parsed.data
}
