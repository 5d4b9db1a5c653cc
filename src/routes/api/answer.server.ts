import type { RequestEvent } from '@sveltejs/kit'
import { publicSeat } from '#platform/access/seat.ts'
import { discardFile } from '#platform/files/receive.server.ts'
import { tidyFileName } from '#platform/files/file-name.ts'
import { chooseLanguage, speak, type Words } from '#platform/languages/words.ts'
import type { Command, Operation } from '#platform/operation/operation.server.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { Problem, type Meanwhile } from '#platform/operation/problem.server.ts'
import { absent, forbidden, invalid, isRefusal, Refusal } from '#platform/operation/refusal.ts'
import { listChangesSince } from '#platform/records/record-history.ts'
import { catalogue } from '../../words.ts'
import { sendFile } from '../download.server.ts'
import { languagesHere } from '../languages.server.ts'
import { unavailableProblem } from '../unavailable.server.ts'
import { receiveUpload } from '../upload.server.ts'
import {
	expectedVersion,
	inputFromAddress,
	inputFromBody,
	isFields,
	mediaTypeOf,
	onceKey
} from './read-input.server.ts'
import { headersFor, problemResponse, resultResponse } from './respond.server.ts'
import { challenge, seatOfRequest } from './seat-of-request.server.ts'

type Event = RequestEvent<Record<string, string>>

/** The words of the API: by Accept-Language alone, since it reads no cookie. */
export function wordsOf(request: Request): Words {
	const acceptLanguage = request.headers.get('accept-language') ?? ''
	return speak(catalogue, chooseLanguage({ acceptLanguage, offered: languagesHere() }))
}

const isReading = (method: string) => method === 'GET' || method === 'HEAD'

/** Does some work for a request of the API; whatever goes wrong becomes a problem document in the asker's language. */
export async function answering(event: Event, work: () => Promise<Response>): Promise<Response> {
	const { request, route } = event
	try {
		return await work()
	} catch (thrown) {
		await passOver(request)
		const isPublic = !request.headers.has('authorization')
		return problemResponse(asProblem(thrown), wordsOf(request), {
			isRead: isReading(request.method),
			isPublic,
			route: route.id,
			meanwhile: thrown instanceof Stale ? thrown.meanwhile : undefined
		})
	}
}

/** A conflict of versions, with what differs between them as the asker's seat may see it. */
class Stale extends Refusal {
	readonly meanwhile: Meanwhile

	constructor(refusal: Refusal, meanwhile: Meanwhile) {
		super(refusal.kind, refusal.code, refusal.params, refusal.issues)
		this.meanwhile = meanwhile
	}
}

async function withMeanwhile(refusal: Refusal, opening: Opening) {
	const { record, version, current } = refusal.params
	if (typeof record !== 'string' || typeof version !== 'number' || typeof current !== 'number') return refusal
	const { differences } = await ask(opening, listChangesSince, { record, version })
	return new Stale(refusal, { version, current, changes: differences })
}

// A sender hears the answer only after it has sent all of its body. The server in front ends one that is too large.
async function passOver(request: Request) {
	if (!request.body || request.bodyUsed) return
	const reader = request.body.getReader()
	try {
		for (let { done } = await reader.read(); !done;) ({ done } = await reader.read())
	} catch {
		// A body that breaks off has no reader any more either.
	}
}

// What a form alone words as a wrong field has a status of its own in HTTP.
function asProblem(thrown: unknown) {
	const unavailable = unavailableProblem(thrown)
	if (unavailable) return unavailable
	if (!isRefusal(thrown, 'invalid')) return thrown
	const issue = thrown.issues[0]
	if (issue?.code === 'files.too-large') return new Problem('too-large', issue.code, { params: issue.params ?? {} })
	if (issue?.code === 'files.unreadable-form') return new Problem('malformed', issue.code)
	return thrown
}

/** Asks or runs the operation an address of the API names. */
export function answerOperation(event: Event): Promise<Response> {
	return answering(event, async () => {
		const { request, params, locals, url } = event
		const { workspace = '', operation: name = '' } = params
		const opening = locals.opening
		if (!opening) throw absent('platform.no-such-workspace', { workspace: workspace.slice(0, 60) })
		const operation = opening.registry.operation(name)
		if (!operation) throw absent('api.no-such-operation', { operation: name.slice(0, 60) })
		const methods = operation.type === 'query' ? ['GET', 'HEAD', 'POST', 'OPTIONS'] : ['POST', 'OPTIONS']
		const allow = methods.join(', ')
		if (!methods.includes(request.method)) throw wrongMethod(request.method, allow)
		if (request.method === 'OPTIONS') return optionsResponse(allow)
		const { seat, ...limited } = await seatOfRequest(request, opening)
		const asked = {
			address: url,
			isRead: isReading(request.method),
			isPublic: seat === publicSeat,
			known: request.headers.get('if-none-match')
		}
		try {
			// Before a stranger's file is taken in: no seat, no file.
			if (operation.only === 'upload' && seat === publicSeat)
				throw forbidden('platform.not-allowed', { operation: operation.name })
			const result = await perform(event, operation, { ...opening, seat, ...limited })
			return operation.only === 'download'
				? await sendFile(result)
				: resultResponse(operation.output.parse(result), asked)
		} catch (thrown) {
			if (isRefusal(thrown, 'forbidden') && seat === publicSeat) throw tokenNeeded(operation, wordsOf(request))
			if (isRefusal(thrown, 'conflict')) throw await withMeanwhile(thrown, { ...opening, seat })
			throw thrown
		}
	})
}

const wrongMethod = (method: string, allow: string) =>
	new Problem('method', 'api.wrong-method', { params: { method: method.slice(0, 20), allow }, headers: { allow } })

/** What an address can be asked, for who asks that first. */
export function optionsResponse(allow: string): Response {
	const headers = headersFor({ isRead: false, isPublic: true })
	headers.set('allow', allow)
	return new Response(null, { status: 204, headers })
}

function tokenNeeded(operation: Operation, words: Words) {
	const rule = `allow.${operation.name}`
	return new Problem('unauthenticated', 'api.token-needed', {
		headers: { 'www-authenticate': challenge() },
		...(words.has(rule) ? { rule: words.t(rule) } : {})
	})
}

async function perform(event: Event, operation: Operation, opening: Opening): Promise<unknown> {
	const { request, url } = event
	if (operation.type === 'query') {
		const input = isReading(request.method) ? inputFromAddress(operation, url) : await inputFromBody(request)
		return ask(opening, operation, input)
	}
	const once = onceKey(request.headers)
	if (operation.only === 'upload') return upload(event, operation, opening, once)
	const version = expectedVersion(request.headers)
	const input = await inputFromBody(request)
	return run(opening, operation, isFields(input) && version !== undefined ? { ...input, version } : input, once)
}

async function upload(event: Event, operation: Command, opening: Opening, once: { key: string } | undefined) {
	if (mediaTypeOf(event.request.headers.get('content-type')) !== 'multipart/form-data')
		throw new Problem('wrong-type', 'api.form-wanted', { headers: { 'accept-post': 'multipart/form-data' } })
	const { fields, file } = await receiveUpload(event)
	if (!file) throw invalid([{ path: ['file'], code: 'files.missing' }])
	try {
		const named = fields.findLast(([field]) => field === 'name')?.[1]
		return await run(opening, operation, { name: tidyFileName(named ?? file.name), received: file }, once)
	} finally {
		await discardFile(file)
	}
}
