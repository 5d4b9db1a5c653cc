import { error, redirect } from '@sveltejs/kit'
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks'
import { readyRegisters } from '#modules/registers/ready-registers.server.ts'
import { logLine } from '#platform/log.ts'
import { findSeatOfSession, findWorkspace } from '#platform/access/find-seat.server.ts'
import { findSeatsOfPerson, type HeldSeat } from '#platform/access/person-seats.server.ts'
import { publicSeat, type Seat } from '#platform/access/seat.ts'
import { findPersonOfRequest, type SignedIn } from '#platform/access/sign-in/find-person.server.ts'
import { asksRecentSignIn, asksSecondFactor, isFresh, isSensitivePage } from '#platform/access/sign-in/rules.ts'
import type { Workspace } from '#platform/access/workspace.ts'
import { showMarks } from '#platform/languages/marks.ts'
import { chooseLanguage, speak } from '#platform/languages/words.ts'
import { fromText } from '#platform/operation/from-text.server.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { shareReads } from '#platform/operation/shared-reads.server.ts'
import { foundInstallation } from '#platform/settings/installation.server.ts'
import { catalogue } from './words.ts'
import { askingOfPage } from './routes/asking.server.ts'
import { hereAgain } from './routes/back.ts'
import { installation } from './routes/installation.server.ts'
import { languagesHere } from './routes/languages.server.ts'
import { measured, referenceOf } from './routes/measure.server.ts'
import { SEAT_COOKIE, SESSION_COOKIE, type Session } from './routes/session.server.ts'
import { answeringUnavailable, noteUnavailable } from './routes/unavailable.server.ts'
import { entranceOf } from './routes/sign-in/at-the-door.server.ts'

/** What pages ask of all registers is made ready beside the first requests, which do not wait for it. */
export const init: ServerInit = () => {
	if (foundInstallation())
		void readyRegisters(installation().database).catch((error: unknown) =>
			logLine('warn', 'the registers were not made ready', {}, { error })
		)
}

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
	acting: Acting
	words: Session['words']
	theme: Session['theme']
	address: string | null
	isApi: boolean
	/** The database as this request uses it. */
	database: Opening['database']
	/** What stands in the address where a workspace should. */
	key?: string
	/** Where to make sure once more that it is the person who sits there, and come back. */
	again: string
}): Session {
	const { facts: _facts, ...installed } = installation()
	const { workspace, words, theme, address } = base
	const { seat, person, held, waiting } = base.acting
	const opening: Opening | undefined = workspace && {
		...installed,
		database: base.database,
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
		person,
		held,
		waiting,
		words,
		theme,
		opening,
		ask: async (query, input) => ask(open(), query, input),
		attempt: async (query, input) => ask(open(), query, input),
		askFrom: (query, address_, fixed) =>
			ask(open(), query, { ...fromText(query.input, onlyKnown(query.input, address_)), ...fixed }),
		run(command, input, once) {
			// A lent seat and a token have nobody who could be asked.
			if (person && !person.session.isRecent && !base.isApi && asksRecentSignIn(command.name)) redirect(303, base.again)
			return run(open(), command, input, once)
		}
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

/** Who acts: a person or nobody, the seat they act from, and those they could act from. */
type Acting = { seat: Seat; person: SignedIn | undefined; held: readonly HeldSeat[]; waiting: HeldSeat | undefined }

type Event = Parameters<Handle>[0]['event']

async function actingIn(event: Event, workspace: Workspace | undefined, person: SignedIn | undefined): Promise<Acting> {
	const { database } = installation()
	const now = new Date()
	const nobody = { seat: publicSeat, person, held: [], waiting: undefined }
	if (!workspace) return nobody
	const lent = event.cookies.get(SESSION_COOKIE)
	if (lent) {
		const seat = await findSeatOfSession(database, workspace, lent, now)
		if (seat.id !== null) return { ...nobody, seat }
	}
	if (!person) return nobody
	const wished = event.cookies.get(SEAT_COOKIE)
	const { seat, held } = await findSeatsOfPerson(database, workspace, { person: person.person.id, wished, now })
	if (!seat) return nobody
	if (!asksSecondFactor(seat.role) || person.session.isStrong) return { ...nobody, seat, held }
	return { ...nobody, held, waiting: held.find(({ key }) => key === seat.key) }
}

// Both stand in the first tag of a page: to copy all of a long page for each costs more than making a short one.
const FIRST_TAG_ENDS = 300
const atTheTop = (html: string, { language, theme }: { language: string; theme: string }) =>
	html.slice(0, FIRST_TAG_ENDS).replace('%pitso.language%', language).replace('%pitso.theme%', theme) +
	html.slice(FIRST_TAG_ENDS)

// Pages that hold a secret, or tell who entered from where, are kept nowhere: not in the browser's memory either.
const isPrivatePage = (route: string | null) =>
	route !== null && /^\/(sign-in|account)(\/|$)|^\/\[workspace\]\/(sign-in|sign-out|invitation|seat)(\/|$)/.test(route)

const answer: Handle = async ({ event, resolve }) => {
	const key = workspaceIn(event.params)
	const isApi = event.url.pathname.startsWith('/api/')
	const theme = THEMES.find((one) => one === event.cookies.get('pitso_theme')) ?? 'auto'
	const wish = {
		cookie: event.cookies.get('pitso_language'),
		acceptLanguage: event.request.headers.get('accept-language') ?? '',
		offered: languagesHere()
	}
	// First of all, so that whatever fails from here on is told in words.
	event.locals.words = speak(catalogue, chooseLanguage(wish), { marks: !isApi })
	// The framework keeps this name of a form action for itself, and would take a form sent to it for a defect of the page.
	if (event.request.method === 'POST' && event.url.searchParams.has('/default'))
		error(404, event.locals.words.t('refusal.platform.no-such-page'), { title: event.locals.words.t('problem.absent') })
	const workspace = key === undefined ? undefined : await rememberedWorkspace(key)
	const person = isApi ? undefined : await findPersonOfRequest(entranceOf(event), event.request.headers, new Date())
	const language = chooseLanguage({ ...wish, person: person?.person.language ?? null })
	const words = speak(
		catalogue,
		language,
		workspace ? { timeZone: workspace.timeZone, firstLanguage: workspace.language, marks: !isApi } : { marks: !isApi }
	)
	const again = `/sign-in/again?back=${encodeURIComponent(hereAgain(event.url))}`
	if (person && isSensitivePage(event.route.id)) {
		const isOpening = event.request.method === 'GET'
		const isRecent = isOpening ? isFresh(person.session.createdAt, new Date()) : person.session.isRecent
		if (!isRecent) redirect(303, again)
	}
	const acting = isApi
		? { seat: publicSeat, person: undefined, held: [], waiting: undefined }
		: await actingIn(event, workspace, person)
	const shared = shareReads(installation().database)
	const session = makeSession({
		database: shared.database,
		...(workspace ? { workspace } : {}),
		acting,
		again,
		words,
		theme,
		address: clientAddress(event),
		isApi,
		...(key === undefined ? {} : { key: key.slice(0, 60) })
	})
	const locals: Session = isApi ? session : { ...session, ...askingOfPage(session, event.url) }
	Object.assign(event.locals, locals)
	// All that the page reads is of one moment; the answer does not wait for its end.
	const response = await resolve(event, {
		transformPageChunk: ({ html }) => atTheTop(showMarks(html), { language, theme }),
		preload: () => false
	}).finally(() => void shared.finish())
	for (const [name, value] of Object.entries(HEADERS))
		if (!response.headers.has(name)) response.headers.set(name, value)
	if (isPrivatePage(event.route.id)) response.headers.set('cache-control', 'no-store')
	if (response.headers.get('content-type') === 'text/html')
		response.headers.set('content-type', 'text/html; charset=utf-8')
	if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-cache')
	return response
}

export const handle: Handle = (input) =>
	measured(input.event, () => answeringUnavailable(input.event, async () => answer(input)))

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
	const reference = referenceOf(event.request)
	if (noteUnavailable(event.request, thrown)) return { title: words.t('problem.unavailable'), message: '', reference }
	// The whole defect, once, at the top; the reader gets its reference, never its text.
	logLine('error', 'a request met a defect', { reference, route: event.route.id }, { error: thrown })
	return { title: words.t('problem.defect'), message: words.t('problem.defect.what'), reference }
}
