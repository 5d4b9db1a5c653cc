import { error } from '@sveltejs/kit'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { findSeatOfSession, findWorkspace } from '#platform/access/find-seat.server.ts'
import { publicSeat, type Seat } from '#platform/access/seat.ts'
import type { Workspace } from '#platform/access/workspace.ts'
import { chooseLanguage, speak } from '#platform/languages/words.ts'
import { fromText } from '#platform/operation/from-text.server.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { catalogue } from './words.ts'
import { refusePage } from './routes/face.server.ts'
import { installation } from './routes/installation.server.ts'
import { SESSION_COOKIE, type Session } from './routes/session.server.ts'

const THEMES = ['auto', 'light', 'dark'] as const

const HEADERS = {
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'
}

function makeSession(base: {
	workspace?: Workspace
	seat: Seat
	words: Session['words']
	theme: Session['theme']
	address: string | null
	isApi: boolean
	/** What stands in the address where a workspace should. */
	key?: string
}): Session {
	const { facts: _facts, ...installed } = installation()
	const { workspace, seat, words, theme, address } = base
	const opening: Opening | undefined = workspace && {
		...installed,
		workspace,
		seat,
		now: new Date(),
		via: base.isApi ? 'api' : 'page',
		address
	}
	const open = () => {
		if (!opening)
			error(404, words.t('refusal.platform.no-such-workspace', { workspace: base.key ?? '' }), {
				title: words.t('problem.absent')
			})
		return opening
	}
	const session: Session = {
		workspace,
		seat,
		words,
		theme,
		opening,
		ask: (query, input) => ask(open(), query, input),
		askFrom: (query, address_, fixed) =>
			ask(open(), query, { ...fromText(query.input, onlyKnown(query.input, address_)), ...fixed }),
		run: (command, input, once) => run(open(), command, input, once)
	}
	return session
}

// An address may carry what is not the query's (a column chosen, a notice): only what the list knows is its input.
const LIST_FIELDS = /^(filter\[[A-Za-z]+\]|sort|limit|after|before|on)$/
function onlyKnown(_schema: unknown, address: URL) {
	return [...address.searchParams].filter(([name]) => LIST_FIELDS.test(name))
}

// What a workspace is called and where it lies changes once in years: a few seconds' memory spares every request a transaction.
const REMEMBERED_FOR = 5_000
const remembered = new Map<string, { workspace: Workspace; until: number }>()

async function rememberedWorkspace(key: string): Promise<Workspace | undefined> {
	const known = remembered.get(key)
	if (known && known.until > performance.now()) return known.workspace
	const workspace = await findWorkspace(installation().database, key)
	if (workspace) remembered.set(key, { workspace, until: performance.now() + REMEMBERED_FOR })
	else remembered.delete(key)
	return workspace
}

export const handle: Handle = async ({ event, resolve }) => {
	const { database } = installation()
	const key = workspaceIn(event.params)
	const isApi = event.url.pathname.startsWith('/api/')
	const theme = THEMES.find((one) => one === event.cookies.get('pitso_theme')) ?? 'auto'
	const language = chooseLanguage({
		cookie: event.cookies.get('pitso_language'),
		acceptLanguage: event.request.headers.get('accept-language') ?? '',
		offered: Object.keys(catalogue)
	})
	// First of all, so that whatever fails from here on is told in words.
	event.locals.words = speak(catalogue, language)
	const workspace = key === undefined ? undefined : await rememberedWorkspace(key)
	const words = speak(
		catalogue,
		language,
		workspace ? { timeZone: workspace.timeZone, firstLanguage: workspace.language } : {}
	)
	const secret = isApi ? undefined : event.cookies.get(SESSION_COOKIE)
	const seat = workspace && secret ? await findSeatOfSession(database, workspace, secret, new Date()) : publicSeat
	const session = makeSession({
		...(workspace ? { workspace } : {}),
		seat,
		words,
		theme,
		address: clientAddress(event),
		isApi,
		...(key === undefined ? {} : { key: key.slice(0, 60) })
	})
	const refusing = <T>(answer: Promise<T>): Promise<T> =>
		answer.catch((refusal: unknown) => {
			if (isRefusal(refusal) && !isApi) refusePage(session, event.url, refusal)
			throw refusal
		})
	const locals: Session = {
		...session,
		ask: (query, input) => refusing(session.ask(query, input)),
		askFrom: (query, address, fixed) => refusing(session.askFrom(query, address, fixed))
	}
	Object.assign(event.locals, locals)
	const response = await resolve(event, {
		transformPageChunk: ({ html }) => html.replace('%pitso.language%', language).replace('%pitso.theme%', theme),
		preload: () => false
	})
	for (const [name, value] of Object.entries(HEADERS))
		if (!response.headers.has(name)) response.headers.set(name, value)
	if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-cache')
	return response
}

// What the framework refuses before the hook (an address it cannot read) has met no reader yet.
const worded = (locals: Partial<Session>) => locals.words ?? speak(catalogue, 'en')

function workspaceIn(params: Readonly<Record<string, unknown>>) {
	const key = params['workspace']
	return typeof key === 'string' ? key : undefined
}

function clientAddress(event: Parameters<Handle>[0]['event']) {
	try {
		return event.getClientAddress()
	} catch {
		return null
	}
}

export const handleError: HandleServerError = ({ kind, error: thrown, event }) => {
	const words = worded(event.locals)
	if (kind === 'app') return thrown
	if (kind === 'framework' && thrown.status < 500)
		return { title: words.t('problem.absent'), message: words.t('refusal.platform.no-such-page') }
	const reference = crypto.randomUUID()
	// The whole defect, once, at the top; the reader gets its reference, never its text.
	const text = thrown instanceof Error ? thrown.stack : JSON.stringify(thrown)
	console.error(JSON.stringify({ level: 'error', reference, route: event.route.id, error: text }))
	return { title: words.t('problem.defect'), message: words.t('problem.defect.what'), reference }
}
