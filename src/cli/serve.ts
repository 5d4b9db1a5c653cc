import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { registry } from '#areas'
import { listWorkspaces } from '#platform/access/find-seat.server.ts'
import { forgetOldSessions } from '#platform/access/sweep.server.ts'
import type { Workspace } from '#platform/access/workspace.ts'
import { StartError } from '#platform/database/migrate.server.ts'
import { whyUnavailable } from '#platform/database/unavailable.ts'
import { chooseLanguage, speak } from '#platform/languages/words.ts'
import { writeAnchor } from '#platform/events/verify.server.ts'
import { cleanIncoming } from '#platform/files/clean-files.server.ts'
import { lockFolder } from '#platform/files/folder-lock.ts'
import { startJobs } from '#platform/jobs/run-jobs.server.ts'
import { logLine } from '#platform/log.ts'
import { closePages, leaveInstallation } from '#platform/settings/installation.server.ts'
import { openInstallation, productVersion, type Opened } from '#platform/settings/open.server.ts'
import { readProviderSecret, type Settings } from '#platform/settings/settings.ts'
import { catalogue, offeredLanguages } from '../words.ts'
import { compressed } from './compress.ts'
import { keepDailyBackups } from './daily-backups.ts'
import { bringRegisters, loadDemonstration } from './demonstration.ts'
import { countOutsideWithHeap } from './heap.ts'
import { addressOf, answerTooMany, limitRequests } from './limit-requests.ts'

type Say = (code: string, params?: Readonly<Record<string, string | number>>) => void

const HANDLER = fileURLToPath(new URL('../../build/handler.js', import.meta.url))
// The largest upload, and a little for the form around it.
const BODY_MOST = 55 * 1024 * 1024
const PROTOCOL_HEADER = 'x-pitso-protocol'
// What programs read needs no rights in a browser; pages state their own policy in its place.
const RUNS_NOTHING = "default-src 'none'; frame-ancestors 'none'"
const HOUSEKEEPING_EVERY = 10 * 60_000
const STOP_WITHIN = 10_000

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

function isHandler(value: unknown): value is Handler {
	return typeof value === 'function'
}

// The built handler takes the scheme to be https unless a header says otherwise: we name one that no client can set, since
// it is overwritten from the connection, or from the proxy's own header where one is configured.
async function importHandler(settings: Settings): Promise<Handler> {
	if (!existsSync(HANDLER)) throw new StartError('not-built')
	process.env['PROTOCOL_HEADER'] = PROTOCOL_HEADER
	process.env['BODY_SIZE_LIMIT'] = String(BODY_MOST)
	if (settings.url) process.env['ORIGIN'] = settings.url
	if (settings.behindProxy) process.env['ADDRESS_HEADER'] = 'x-forwarded-for'
	const module: unknown = await import(pathToFileURL(HANDLER).href)
	const handler: unknown = typeof module === 'object' && module !== null ? Reflect.get(module, 'handler') : undefined
	if (!isHandler(handler)) throw new StartError('not-built')
	return handler
}

function protocolOf(settings: Settings, forwarded: string | string[] | undefined): string {
	if (settings.url) return new URL(settings.url).protocol.replace(':', '')
	if (settings.behindProxy && typeof forwarded === 'string')
		return forwarded.split(',')[0]?.trim() === 'https' ? 'https' : 'http'
	return 'http'
}

async function anchorAll(opened: Opened, workspaces: readonly Workspace[], now: Date) {
	for (const workspace of workspaces)
		await writeAnchor(opened.database, workspace, {
			dataFolder: opened.settings.dataFolder,
			secret: opened.secret,
			now
		})
}

// What belongs to no workspace, now and then (each workspace's own is done by its clock); a failure must not stop the product: it
// is logged, and the work tried again at its next turn.
async function keepHouse(opened: Opened) {
	const now = new Date()
	try {
		await forgetOldSessions(opened.database, now)
		await cleanIncoming(opened.filesFolder, now)
	} catch (error) {
		logLine('error', 'housekeeping failed', {}, { error })
	}
}

// A database that is away just then is anchored at the next start, and is no reason to end in disorder.
async function anchorAtTheEnd(opened: Opened) {
	try {
		await anchorAll(opened, await listWorkspaces(opened.database), new Date())
	} catch (error) {
		if (!whyUnavailable(error)) throw error
		logLine('warn', 'no anchors were written at the end', {}, { error })
	}
}

/**
 * Runs the product: takes the data folder, opens the database, loads the demonstration the first time, and serves pages and
 * programming interface until it is told to stop. Gives when everything is stopped in order.
 */
export async function serve(settings: Settings, say: Say): Promise<void> {
	countOutsideWithHeap()
	await mkdir(settings.dataFolder, { recursive: true, mode: 0o755 })
	const lock = await lockFolder(settings.dataFolder, addressAt(settings, settings.port))
	try {
		const opened = await openInstallation(settings, say, 'serve')
		try {
			if (settings.isDemonstration) await loadDemonstration(opened, say)
			const workspaces = await listWorkspaces(opened.database)
			await bringRegisters(opened, workspaces)
			await anchorAll(opened, workspaces, new Date())
			await listen(opened, say, lock.answersAt)
			await anchorAtTheEnd(opened)
		} finally {
			await opened.close()
		}
	} finally {
		lock.release()
	}
}

function sentenceOfWait(request: IncomingMessage, seconds: number) {
	const acceptLanguage = request.headers['accept-language'] ?? ''
	const language = chooseLanguage({ acceptLanguage, offered: offeredLanguages() })
	return speak(catalogue, language).t('console.too-many-requests', { seconds })
}

/** The address people reach Pitso at: as it was said, else that of this machine. */
const addressAt = ({ url, host }: Settings, port: number) =>
	url ?? `http://${host.includes(':') ? `[${host}]` : host}:${String(port)}`

async function listen(opened: Opened, say: Say, answersAt: (address: string) => void) {
	const { settings } = opened
	const unknown = settings.languages.find((language) => !Object.hasOwn(catalogue, language))
	if (unknown !== undefined) throw new StartError('setting-wrong', { setting: 'PITSO_LANGUAGES', value: unknown })
	leaveInstallation({
		connection: opened.connection,
		secret: opened.secret.toString('hex'),
		dataFolder: settings.dataFolder,
		isDemonstration: settings.isDemonstration,
		version: await productVersion(),
		behindProxy: settings.behindProxy,
		url: settings.url,
		provider: settings.provider && { settings: settings.provider, secret: await readProviderSecret(settings.provider) },
		languages: settings.languages
	})
	const handler = compressed(await importHandler(settings))
	const limit = settings.requestsPerMinute > 0 ? limitRequests(settings.requestsPerMinute) : undefined
	const server = createServer(
		{ requestTimeout: 120_000, headersTimeout: 20_000, keepAliveTimeout: 10_000, maxHeaderSize: 32_768 },
		(request, response) => {
			const wait = limit?.wait(addressOf(request, settings.behindProxy), performance.now()) ?? 0
			if (wait > 0) {
				answerTooMany(response, wait, sentenceOfWait(request, wait))
				return
			}
			const protocol = protocolOf(settings, request.headers['x-forwarded-proto'])
			request.headers[PROTOCOL_HEADER] = protocol
			response.setHeader('x-content-type-options', 'nosniff')
			if (request.url?.startsWith('/api/')) response.setHeader('content-security-policy', RUNS_NOTHING)
			// The programming interface reads no cookie, so a foreign page gains nothing by posting to it; programs send no origin.
			if (request.url?.startsWith('/api/'))
				request.headers.origin = settings.url ?? `${protocol}://${request.headers.host ?? ''}`
			handler(request, response, () => response.writeHead(404).end())
		}
	)
	const address = await new Promise<string>((resolve, reject) => {
		server.once('error', (error: Error & { code?: string }) =>
			reject(error.code === 'EADDRINUSE' ? new StartError('port-taken', { port: String(settings.port) }) : error)
		)
		server.listen(settings.port, settings.host, () => {
			const bound = server.address()
			const port = typeof bound === 'object' && bound ? bound.port : settings.port
			resolve(addressAt(settings, port))
		})
	})
	// Listened for before anybody is told that it runs. The signal may come more than once: from the terminal, and again from the
	// program that started this one.
	const asked = new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
	})
	answersAt(address)
	say('ready', { address })
	const jobs = await startJobs({
		database: opened.database,
		registry,
		secret: opened.secret,
		dataFolder: settings.dataFolder,
		filesFolder: opened.filesFolder,
		catalogue,
		url: address,
		now: () => new Date()
	})
	const backups = settings.backups === 'daily' ? keepDailyBackups(opened) : undefined
	let housework = keepHouse(opened)
	const hourly = setInterval(() => {
		housework = housework.then(() => keepHouse(opened))
	}, HOUSEKEEPING_EVERY)
	await asked
	say('stopping')
	clearInterval(hourly)
	await new Promise<void>((resolve) => {
		server.close(() => resolve())
		server.closeIdleConnections()
		setTimeout(() => server.closeAllConnections(), STOP_WITHIN).unref()
	})
	await housework
	await backups?.stop()
	await jobs.stop()
	await closePages()
}
