import { createHash, randomBytes } from 'node:crypto'
import { access, link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import { StartError } from '#platform/database/migrate.server.ts'

const Port = z.coerce.number().int().min(0).max(65_535)
const Environment = z.object({
	PORT: Port.default(4780),
	PITSO_HOST: z.string().min(1).max(255).default('127.0.0.1'),
	PITSO_URL: z.url({ protocol: /^https?$/ }).optional(),
	PITSO_PROXY: z.enum(['none', 'trusted']).default('none'),
	PITSO_DATA: z.string().min(1).default('./data'),
	DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
	PITSO_SECRET: z.string().min(32).optional(),
	PITSO_SECRET_FILE: z.string().min(1).optional(),
	PITSO_DEMO: z.enum(['off', 'on', 'public', 'server']).optional()
})

export type Settings = {
	port: number
	host: string
	url: string | undefined
	behindProxy: boolean
	dataFolder: string
	databaseUrl: string | undefined
	secret: string | undefined
	secretFile: string | undefined
	isDemonstration: boolean
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

/**
 * The settings of an installation from its environment. Demonstration is the default without `DATABASE_URL`; with a server
 * it must be named (`PITSO_DEMO=server`), and beyond this machine too (`PITSO_DEMO=public`). A wrong value stops the start.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
	const given = Object.fromEntries(
		Object.entries(environment).filter(([, value]) => value !== undefined && value !== '')
	)
	const parsed = Environment.safeParse(given)
	if (!parsed.success) {
		const name = String(parsed.error.issues[0]?.path[0] ?? '')
		throw new StartError('setting-wrong', {
			setting: name,
			value: name.includes('SECRET') || name === 'DATABASE_URL' ? '…' : (environment[name] ?? '')
		})
	}
	const { PITSO_DEMO: demo, DATABASE_URL: databaseUrl, PITSO_HOST: host, ...rest } = parsed.data
	if (databaseUrl !== undefined && (demo === 'on' || demo === 'public')) throw new StartError('demonstration-on-server')
	const isDemonstration = demo === undefined ? databaseUrl === undefined : demo !== 'off'
	if (isDemonstration && demo !== 'public' && !LOOPBACK.has(host))
		throw new StartError('demonstration-not-public', { host })
	if (databaseUrl !== undefined && rest.PITSO_SECRET === undefined && rest.PITSO_SECRET_FILE === undefined)
		throw new StartError('secret-missing')
	return {
		port: rest.PORT,
		host,
		url: rest.PITSO_URL,
		behindProxy: rest.PITSO_PROXY === 'trusted',
		dataFolder: resolve(rest.PITSO_DATA),
		databaseUrl,
		secret: rest.PITSO_SECRET,
		secretFile: rest.PITSO_SECRET_FILE,
		isDemonstration
	}
}

const SECRET = /^[0-9a-f]{64}$/

const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code

/** The installation's secret as 64 hexadecimal digits: given, read from a file, or made once in the data folder for its owner only. */
export async function readSecret(settings: Settings): Promise<string> {
	if (settings.secret !== undefined) return digest(settings.secret)
	if (settings.secretFile !== undefined) return digest((await readFile(settings.secretFile, 'utf8')).trim())
	await mkdir(settings.dataFolder, { recursive: true })
	const path = `${settings.dataFolder}/secret`
	if (!(await isThere(path))) await keepSecret(path, randomBytes(32).toString('hex'))
	const kept = (await readFile(path, 'utf8')).trim()
	if (!SECRET.test(kept)) throw new StartError('secret-broken', { path })
	return kept
}

async function isThere(path: string) {
	try {
		await access(path)
		return true
	} catch (error) {
		if (hasCode(error, 'ENOENT')) return false
		throw error
	}
}

// Written aside and then named: of two first starts one makes the secret, and no reader meets half of it.
async function keepSecret(path: string, secret: string) {
	const aside = `${path}.${randomBytes(6).toString('hex')}`
	const file = await open(aside, 'wx', 0o600)
	try {
		await file.writeFile(`${secret}\n`)
		await file.sync()
	} finally {
		await file.close()
	}
	try {
		await link(aside, path)
	} catch (error) {
		if (!hasCode(error, 'EEXIST')) throw error
	} finally {
		await unlink(aside)
	}
}

function digest(text: string) {
	return createHash('sha256').update(`pitso\n${text}`).digest('hex')
}
