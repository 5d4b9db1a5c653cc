import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { conflict } from '#platform/operation/refusal.ts'
import type { Asked } from './load-figures.ts'

/** Whose requests these are: a lent seat of a demonstration by its cookie, a seat by its token, or nobody's. */
export type Visitor = {
	base: string
	workspace: string
	cookie: string | null
	seat: string | null
	token: string | null
}

/** What there is to read, found before the load begins. */
export type Library = { structures: string[]; actors: string[]; words: string[] }

const LONGEST = 30_000
// Asked for anything else, a form is answered as a script would want it.
const AS_BROWSER = { accept: 'text/html', 'accept-encoding': 'br, gzip' }
const LISTED_MOST = 100

const Listed = z.object({
	items: z.array(z.object({ reference: z.string(), title: z.record(z.string(), z.string()) }))
})
const Described = z.object({ isDemonstration: z.boolean() })

const apiOf = ({ base, workspace }: Visitor, operation: string) => `${base}/api/v1/${workspace}/${operation}`
const bearer = ({ token }: Visitor): Record<string, string> =>
	token === null ? {} : { authorization: `Bearer ${token}` }
const cookied = ({ cookie }: Visitor): Record<string, string> => (cookie === null ? {} : { cookie })

async function answerOf(address: string, asking: RequestInit = {}): Promise<Response> {
	try {
		return await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(LONGEST), ...asking })
	} catch {
		throw conflict('console.load.no-answer', { address: new URL(address).origin })
	}
}

async function listed(visitor: Visitor, operation: string) {
	const answer = await answerOf(`${apiOf(visitor, operation)}?limit=${String(LISTED_MOST)}`, {
		headers: bearer(visitor)
	})
	if (answer.status === 401) throw conflict('console.load.token-refused')
	if (!answer.ok) throw conflict('console.load.no-workspace', { workspace: visitor.workspace })
	return Listed.parse(await answer.json()).items
}

/** Whether the workspace holds nothing but invented work, so that adding to it hurts nobody. */
export async function isDemonstration(visitor: Visitor): Promise<boolean> {
	const answer = await answerOf(apiOf(visitor, 'workspace.get'), { headers: bearer(visitor) })
	if (answer.status === 401) throw conflict('console.load.token-refused')
	if (!answer.ok) throw conflict('console.load.no-workspace', { workspace: visitor.workspace })
	return Described.parse(await answer.json()).isDemonstration
}

/** Takes a seat that a demonstration lends, as its sign-in page does. */
export async function takeLentSeat(base: string, workspace: string, seat: string): Promise<Visitor> {
	const answer = await answerOf(`${base}/${workspace}/sign-in?/lent`, {
		method: 'POST',
		headers: { ...AS_BROWSER, origin: base },
		body: new URLSearchParams({ seat, back: `/${workspace}` })
	})
	const [cookie] = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
	if (answer.status !== 303 || !cookie?.includes('=')) throw conflict('console.load.seat-not-lent', { seat })
	return { base, workspace, cookie, seat, token: null }
}

/** The structures and actors to open and the words to search for: what the lists begin with. */
export async function readLibrary(visitor: Visitor): Promise<Library> {
	const [structures, actors] = [await listed(visitor, 'structure.list'), await listed(visitor, 'actor.list')]
	if (structures.length === 0) throw conflict('console.load.nothing-to-read', { workspace: visitor.workspace })
	const words = [...structures, ...actors]
		.flatMap(({ title }) => Object.values(title))
		.flatMap((name) => name.split(/\P{L}+/u))
	return {
		structures: structures.map(({ reference }) => reference),
		actors: actors.map(({ reference }) => reference),
		words: [...new Set(words.filter((word) => word.length > 4))]
	}
}

const any = <T>(choices: readonly T[]): T | undefined => choices[Math.floor(Math.random() * choices.length)]

// What offices open most, in parts of a hundred: the first page, the lists, a body and what hangs on it, the search.
const READING: readonly (readonly [kind: string, parts: number, path: (library: Library) => string])[] = [
	['home', 15, () => ''],
	['structures', 12, () => '/structure'],
	['structure', 25, ({ structures }) => `/structure/${any(structures) ?? ''}`],
	['actors', 10, () => '/actor'],
	['actor', 13, ({ actors }) => `/actor/${any(actors) ?? ''}`],
	['search', 15, ({ words }) => `/search?q=${encodeURIComponent(any(words) ?? 'migration')}`],
	['matrix', 3, () => '/theme'],
	['map', 4, () => '/map'],
	['status', 3, () => '/status']
]

function visit(library: Library) {
	let left = Math.random() * READING.reduce((sum, [, parts]) => sum + parts, 0)
	for (const [kind, parts, path] of READING) {
		left -= parts
		if (left < 0) return { kind, path: path(library) }
	}
	return { kind: 'home', path: '' }
}

async function timed(
	kind: string,
	path: string,
	ask: () => Promise<Response>,
	isDone: (status: number) => boolean
): Promise<Asked> {
	const since = performance.now()
	try {
		const answer = await ask()
		await answer.arrayBuffer()
		const milliseconds = performance.now() - since
		if (isDone(answer.status)) return { kind, path, milliseconds, outcome: 'done' }
		const outcome = answer.status === 429 ? 'held-back' : 'failed'
		return { kind, path, milliseconds, outcome, said: String(answer.status) }
	} catch (error) {
		const said = error instanceof Error ? error.name : 'error'
		return { kind, path, milliseconds: performance.now() - since, outcome: 'failed', said }
	}
}

const ask = (address: string, asking: RequestInit) =>
	fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(LONGEST), ...asking })

// While a test runs somebody may withdraw what the lists began with, or close it to the reader: that it is not there is an answer too.
const GONE = 404

/** One page, as a reader opens it. */
export function readOnce(visitor: Visitor, library: Library): Promise<Asked> {
	const { kind, path } = visit(library)
	const address = `/${visitor.workspace}${path}`
	return timed(
		kind,
		address,
		() => ask(`${visitor.base}${address}`, { headers: { ...AS_BROWSER, ...cookied(visitor) } }),
		(status) => status === 200 || (status === GONE && (kind === 'structure' || kind === 'actor'))
	)
}

/** One comment in the discussion of a structure, as a form of its page sends it or a program. */
export function writeOnce(visitor: Visitor, library: Library, mark: string): Promise<Asked & { structure: string }> {
	const structure = any(library.structures) ?? ''
	const path = `/${visitor.workspace}/structure/${structure}`
	const text = `${mark} ${randomUUID()}`
	const asking =
		visitor.token === null
			? timed(
					'comment',
					path,
					() =>
						ask(`${visitor.base}${path}?/comment`, {
							method: 'POST',
							headers: { ...AS_BROWSER, ...cookied(visitor), origin: visitor.base },
							body: new URLSearchParams({ acting: visitor.seat ?? 'public', once: randomUUID(), text })
						}),
					(status) => status === 303
				)
			: timed(
					'comment',
					path,
					() =>
						ask(apiOf(visitor, 'comment.add'), {
							method: 'POST',
							headers: { ...bearer(visitor), 'content-type': 'application/json' },
							body: JSON.stringify({ record: structure, kind: 'structure', text })
						}),
					(status) => status === 200
				)
	return asking.then((asked) => ({ ...asked, structure }))
}

const Comments = z.object({ items: z.array(z.object({ id: z.string(), text: z.string().nullable() })) })

async function commentsOf(visitor: Visitor, structure: string, mark: string): Promise<string[]> {
	if (visitor.token !== null) {
		const query = new URLSearchParams({ record: structure, kind: 'structure' })
		const answer = await answerOf(`${apiOf(visitor, 'comment.list')}?${query.toString()}`, { headers: bearer(visitor) })
		const { items } = Comments.parse(await answer.json())
		return items.filter(({ text }) => text?.startsWith(mark)).map(({ id }) => id)
	}
	const address = `${visitor.base}/${visitor.workspace}/structure/${structure}`
	const page = await (await answerOf(address, { headers: cookied(visitor) })).text()
	return page
		.split('id="comment-')
		.slice(1)
		.filter((part) => part.split('</li>')[0]?.includes(mark))
		.map((part) => part.slice(0, randomUUID().length))
}

async function withdraw(visitor: Visitor, structure: string, comment: string, reason: string): Promise<boolean> {
	if (visitor.token !== null) {
		const answer = await answerOf(apiOf(visitor, 'comment.withdraw'), {
			method: 'POST',
			headers: { ...bearer(visitor), 'content-type': 'application/json' },
			body: JSON.stringify({ comment, reason })
		})
		return answer.ok
	}
	const path = `/${visitor.workspace}/structure/${structure}/comments/${comment}/withdraw`
	const answer = await answerOf(`${visitor.base}${path}`, {
		method: 'POST',
		headers: { ...AS_BROWSER, ...cookied(visitor), origin: visitor.base },
		body: new URLSearchParams({ acting: visitor.seat ?? 'public', once: randomUUID(), reason })
	})
	return answer.status === 303
}

/** Withdraws what the writers wrote: a discussion is never emptied, so each comment stays as withdrawn, with the reason. */
export async function withdrawAll(
	visitor: Visitor,
	structures: Iterable<string>,
	{ mark, reason }: { mark: string; reason: string }
): Promise<{ withdrawn: number; left: number }> {
	let withdrawn = 0
	let left = 0
	for (const structure of new Set(structures))
		for (const comment of await commentsOf(visitor, structure, mark))
			if (await withdraw(visitor, structure, comment, reason)) withdrawn++
			else left++
	return { withdrawn, left }
}
